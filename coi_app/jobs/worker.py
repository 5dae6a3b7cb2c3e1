"""`coi worker`: jobs in a process of its own, for installations with several web processes."""

import signal
import socket
import threading
from types import FrameType

from coi_app.jobs import engine

STOP_SECONDS = 20


def run_until_stopped(name: str = "") -> None:
    """Works until SIGTERM or SIGINT. `name` stays the same over restarts and is no other worker's.

    Without one it is the machine's: one worker a machine.
    """
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    engine.start(f"worker-{name or socket.gethostname()}")
    print("The worker runs. Stop it with Ctrl-C; what is unfinished goes on at the next start.", flush=True)
    stopped.wait()
    engine.stop(STOP_SECONDS)
