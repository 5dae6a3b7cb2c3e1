"""A run of 10,000 holders: that it completes and says what it should, its memory, and what a certificate weighs."""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks import generate, installations, read_back
from benchmarks.figures import Figure

SECONDS, PEAK_MB = 10.0, 300.0
FILE_BYTES, DATABASE_BYTES = 25_000.0, 3_000.0  # of a certificate; in one PDF it weighs less by itself


def measure() -> list[Figure]:
    return [figure for output in generate.WORDS for figure in _measure(output)]


def _differing(folder: Path, file: Path, issued: int) -> list[str]:
    """By another process: the next run would be said to have had this one's memory."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(read_back.differing, folder, file, issued).result()


def _measure(output: str) -> list[Figure]:
    with installations.demo("medium") as folder:
        before = installations.weight(folder)
        run = generate.once(folder, installations.SUMMIT, installations.SUMMITS_MASTER, output)
        issued = json.loads(run.output.splitlines()[-1])["issued"]
        grown = (installations.weight(folder) - before) / issued
        file = folder / f"all.{output}"
        size, differing = file.stat().st_size / issued, _differing(folder, file, issued)
    words, told = generate.WORDS[output], f"{issued:,} issued"
    return [
        Figure(f"10,000 holders, {words}: wall", run.wall, "s", SECONDS, told),
        Figure(f"10,000 holders, {words}: CPU", run.cpu, "s", None, f"{1000 * run.cpu / issued:.2f} ms each"),
        Figure(f"10,000 holders, {words}: peak memory", run.peak_mb, "MB", PEAK_MB),
        Figure(f"10,000 holders, {words}: file, each", size, "bytes", FILE_BYTES),
        Figure(
            f"10,000 holders, {words}: database, each",
            grown,
            "bytes",
            DATABASE_BYTES,
            "history and tables included",
        ),
        Figure(
            f"10,000 holders, {words}: read back, and not as in the database",
            len(differing),
            "certificates",
            0,
            "; ".join(differing[:3]),
        ),
    ]
