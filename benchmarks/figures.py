"""Measured figures, as a table for people and as JSON for the next comparison."""

import json
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "results" / "latest.json"


@dataclass(frozen=True, slots=True)
class Figure:
    """`target`: what the value must not exceed; None for what is only compared."""

    what: str
    value: float
    unit: str
    target: float | None = None
    detail: str = ""

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "reached" if self.value <= self.target else "MISSED"


def spread(values: Sequence[float], unit: str) -> str:
    """Lowest, middle and highest: on a shared machine one number says little."""
    return f"{min(values):.3g} / {statistics.median(values):.3g} / {max(values):.3g} {unit}"


def percentile(values: Sequence[float], part: float) -> float:
    """The smallest value that `part` of all do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * int(part * 100) // 100) - 1)]


def table(measured: dict[str, list[Figure]]) -> str:
    rows = [("benchmark", "figure", "value", "target", "", "detail")]
    for name, figures in measured.items():
        rows += [
            (
                name,
                one.what,
                f"{one.value:,.4g} {one.unit}",
                f"{one.target:g} {one.unit}" if one.target is not None else "",
                one.verdict,
                one.detail,
            )
            for one in figures
        ]
    widths = [max(len(row[place]) for row in rows) for place in range(5)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[5]]).rstrip()
        for row in rows
    )


def keep(measured: dict[str, list[Figure]]) -> None:
    """Benchmarks that were not run this time keep their figures of last time."""
    kept = json.loads(LATEST.read_text())["figures"] if LATEST.is_file() else {}
    kept |= {name: [asdict(one) for one in figures] for name, figures in measured.items()}
    machine = {
        "cores": os.cpu_count(),
        "load": [round(one, 1) for one in os.getloadavg()],
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
    }
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps({"machine": machine, "figures": kept}, indent=1) + "\n")
