"""What a process of ours that works beside another one needs: the way to our code, pipes that end with either."""

import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

import coi_app
from coi_app.adapters import logs, memory


def environment() -> dict[str, str]:
    """Of ours, with this code where Python looks for modules."""
    here = str(Path(coi_app.__file__).parents[1])
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH", ""))))
    return os.environ | {"PYTHONPATH": paths}


def pipes() -> tuple[BinaryIO, BinaryIO]:
    """In the process beside: where orders come from, where answers go."""
    end_by_the_pipes()
    logs.configure()
    memory.look_rarely()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not speak into the answers
    return sys.stdin.buffer, answers


def end_by_the_pipes() -> None:
    """A terminal's Ctrl-C and what a service manager tells all processes is for whoever started this one."""
    for said in (signal.SIGINT, signal.SIGTERM):
        signal.signal(said, signal.SIG_IGN)


def cores() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
