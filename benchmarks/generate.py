"""The main job as a whole process: certificates for 250 holders, saved to Certificates Sent, as ZIP and as one PDF."""

import json
import statistics
from pathlib import Path

from benchmarks import installations, processes
from benchmarks.figures import Figure, spread

ROUNDS = 5
SECONDS = 3.0
WORDS = {"zip": "ZIP", "pdf": "one PDF"}


def measure() -> list[Figure]:
    runs: dict[str, list[processes.Run]] = {output: [] for output in WORDS}
    with installations.demo("small") as folder:
        for _ in range(ROUNDS):
            for output, done in runs.items():
                done.append(once(folder, installations.REDWOOD, installations.REDWOODS_MASTER, output))
    return [figure for output, done in runs.items() for figure in _figures(WORDS[output], done)]


def once(folder: Path, insured: str, master: str, output: str) -> processes.Run:
    to = str(folder / f"all.{output}")
    run = processes.run(
        processes.COI, "generate", "--insured", insured, "--master", master, "--all",
        "--output", output, "--to", to, "--json", data_dir=folder,
    )  # fmt: skip
    summary = json.loads(run.output.splitlines()[-1])
    if not summary["issued"]:
        raise RuntimeError(f"Nobody got a certificate: {run.output}")
    return run


def _figures(words: str, done: list[processes.Run]) -> list[Figure]:
    walls, cpus = [run.wall for run in done], [run.cpu for run in done]
    return [
        Figure(f"250 holders, {words}: wall", statistics.median(walls), "s", SECONDS, spread(walls, "s")),
        Figure(f"250 holders, {words}: CPU", statistics.median(cpus), "s", SECONDS, spread(cpus, "s")),
        Figure(f"250 holders, {words}: peak memory", max(run.peak_mb for run in done), "MB"),
    ]
