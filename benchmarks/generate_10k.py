"""A run of 10,000 holders: that it completes, its memory, and what a certificate weighs."""

import json
from pathlib import Path

from benchmarks import generate, installations
from benchmarks.figures import Figure

SECONDS, PEAK_MB = 10.0, 300.0
FILE_BYTES, DATABASE_BYTES = 25_000.0, 3_000.0  # of a certificate; in one PDF it weighs less by itself


def measure() -> list[Figure]:
    return [figure for output in generate.WORDS for figure in _measure(output)]


def _measure(output: str) -> list[Figure]:
    with installations.demo("medium") as folder:
        before = installations.weight(folder)
        run = generate.once(folder, installations.SUMMIT, installations.SUMMITS_MASTER, output)
        issued = json.loads(run.output.splitlines()[-1])["issued"]
        grown = (installations.weight(folder) - before) / issued
        size = Path(folder, f"all.{output}").stat().st_size / issued
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
    ]
