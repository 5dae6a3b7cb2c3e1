"""The second start, as `make run` does it: nothing to build, nothing to fill, then serve."""

import statistics
import time
from pathlib import Path

import psutil

from benchmarks import installations, processes
from benchmarks.figures import Figure, spread
from coi_app.web import frontend
from tests import served

ROUNDS = 3
SECONDS = 5.0


def measure() -> list[Figure]:
    frontend.build()
    with installations.demo("small") as folder:
        _start(folder)
        taken = [_start(folder) for _ in range(ROUNDS)]
    walls, cpus = [wall for wall, _ in taken], [cpu for _, cpu in taken]
    return [
        Figure(
            "second start until it answers: wall", statistics.median(walls), "s", SECONDS, spread(walls, "s")
        ),
        Figure(
            "second start until it answers: CPU", statistics.median(cpus), "s", SECONDS, spread(cpus, "s")
        ),
    ]


def _start(folder: Path) -> tuple[float, float]:
    """Seconds of wall clock and of CPU."""
    began = time.perf_counter()
    looked = processes.run(processes.COI, "demo-data", "--if-empty", data_dir=folder)
    with served.application(folder) as running:
        return time.perf_counter() - began, looked.cpu + _cpu(running.process.pid)


def _cpu(pid: int) -> float:
    """Of the process and all it started."""
    served_by = psutil.Process(pid)
    times = [one.cpu_times() for one in (served_by, *served_by.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))
