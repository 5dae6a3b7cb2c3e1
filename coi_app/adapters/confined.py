"""A module of ours run as a program of its own, with little time and memory: what takes hostile files apart.

Nothing it does can slow down or end the server; at worst there is no answer.
"""

import logging
import subprocess
import sys
from pathlib import Path

SECONDS = 10
MEBIBYTES = 512
_ROOT = Path(__file__).parents[2]  # the folder that has the package, installed or not
_START = """
import runpy, sys
module, seconds, bytes_ = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_))
except (ImportError, ValueError, OSError):
    pass  # a system without such limits: the time is watched from outside
sys.argv[1:4] = []
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


class NoAnswer(Exception):
    """It took too long or too much memory, or it broke."""


def run(module: str, *arguments: str, seconds: int = SECONDS) -> bytes:
    """What the module wrote to standard output. Blocks: use a thread. Raises NoAnswer."""
    command = [sys.executable, "-c", _START, module, str(seconds), str(MEBIBYTES << 20), *arguments]
    try:
        done = subprocess.run(
            command, cwd=_ROOT, capture_output=True, stdin=subprocess.DEVNULL, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        raise NoAnswer("took too long") from None
    if done.returncode:
        logging.getLogger(__name__).warning("%s ended with %s", module, done.returncode)
        raise NoAnswer(done.stderr.decode(errors="replace")[-2_000:])
    return done.stdout
