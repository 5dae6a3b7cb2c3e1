"""An import of 100,000 rows of holders and links: the dry run, and the whole with everything carried out."""

import csv
import json
from pathlib import Path

from benchmarks import installations, processes
from benchmarks.figures import Figure

ROWS = 100_000
DRY_SECONDS, APPLY_SECONDS, PEAK_MB = 15.0, 20.0, 300.0
HEADINGS = (
    "Holder Name", "Address Line 1", "Address Line 2", "City", "State", "ZIP", "Email", "Phone", "Insured Name",
    "Policy Number", "Additional Insured Type", "Description of Operations", "Loan Number",
)  # fmt: skip
FIRST = (
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Hazel",
    "Juniper",
    "Linden",
    "Maple",
    "Oak",
    "Pine",
)
SECOND = ("Canyon", "Creek", "Crossing", "Harbor", "Heights", "Hollow", "Meadow", "Point", "Ridge", "Valley")
OTHER = "Pepperhill Janitorial Services LLC"
KIND = (
    "Builders LLC",
    "Property Group",
    "School District",
    "Credit Union",
    "Homes Inc",
    "Logistics LP",
    "HOA",
)


def measure() -> list[Figure]:
    with installations.demo("small") as folder:
        file = folder / "holders.csv"
        write(file)
        dry = processes.run(
            processes.COI, "import-holders", str(file), "--dry-run", "--json", data_dir=folder
        )
        whole = processes.run(processes.COI, "import-holders", str(file), "--json", data_dir=folder)
    told = json.loads(whole.output.splitlines()[-1])
    verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in told["verdicts"].items())
    if sum(told["verdicts"].values()) != ROWS or not told["applied"]:
        raise RuntimeError(f"Not every row got a verdict, or nothing was carried out: {verdicts}")
    return [
        Figure("import of 100,000 rows, dry run: wall", dry.wall, "s", DRY_SECONDS, verdicts),
        Figure("import of 100,000 rows, dry run: peak memory", dry.peak_mb, "MB", PEAK_MB),
        Figure("import of 100,000 rows, carried out: wall", whole.wall - dry.wall, "s", APPLY_SECONDS),
        Figure("import of 100,000 rows, whole: CPU", whole.cpu, "s"),
        Figure("import of 100,000 rows, whole: peak memory", whole.peak_mb, "MB", PEAK_MB),
    ]


def write(file: Path) -> None:
    """Every tenth holder comes twice; every third row links to one of two insureds."""
    with file.open("w", newline="", encoding="utf-8") as written:
        rows = csv.writer(written)
        rows.writerow(HEADINGS)
        rows.writerows(_row(number - number % 10 if number % 10 == 1 else number) for number in range(ROWS))


def _row(number: int) -> tuple[str, ...]:
    name = f"{FIRST[number % 12]} {SECOND[number // 12 % 10]} {KIND[number // 120 % 7]} {number}"
    insured = ("", installations.REDWOOD, OTHER)[number % 3]
    kind = "additional insured" if insured else ""
    street = f"{100 + number} {SECOND[number % 10]} Street"
    mail = f"certs{number}@holder.example"
    return (name, street, "", "Boise", "ID", "83702", mail, "", insured, "", kind, "", "")
