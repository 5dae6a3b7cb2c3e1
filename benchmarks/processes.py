"""Whole processes, with what they took: wall clock, CPU of all their threads, peak memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COI = ("-m", "coi_app")
KIBIBYTES = 1 if sys.platform != "darwin" else 1024  # `ru_maxrss` is in KiB, on macOS in bytes


@dataclass(frozen=True, slots=True)
class Run:
    wall: float
    cpu: float
    peak_mb: float
    output: str


def run(program: tuple[str, ...], *arguments: str, data_dir: Path) -> Run:
    """Python with `program`. Raises CalledProcessError with what it said when it fails."""
    command = [sys.executable, *program, *arguments]
    environment = os.environ | {"COI_DATA_DIR": str(data_dir), "COI_DATABASE_URL": ""}
    with (data_dir / "output.log").open("w+") as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        output = said.read()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / KIBIBYTES / 1024, output)


def tree_peak_mb(process_id: int) -> float:
    """Of a process that lives, with all that it started: each at its own highest."""
    statuses = [Path(f"/proc/{one}/status").read_text() for one in tree(process_id)]
    return sum(int(status.partition("VmHWM:")[2].split()[0]) for status in statuses) / 1024


def tree(process_id: int) -> Iterator[int]:
    yield process_id
    for listed in Path(f"/proc/{process_id}/task").glob("*/children"):
        for child in listed.read_text().split():
            yield from tree(int(child))
