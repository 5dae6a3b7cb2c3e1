"""`python -m benchmarks [names...]`: measure, print a table, keep it in benchmarks/results/latest.json."""

import argparse
import importlib
import os

from benchmarks import figures

NAMES = (
    "generate",
    "generate_10k",
    "drawing",
    "grid",
    "imports",
    "term",
    "one_certificate",
    "desk",
    "desk_import",
    "desk_export",
    "sessions",
    "start",
    "first_load",
    "keystrokes",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"{', '.join(NAMES)}; all when none is given"
    )
    chosen = parser.parse_args().names or NAMES
    if unknown := set(chosen) - set(NAMES):
        parser.error(f"There is no benchmark called {', '.join(sorted(unknown))}.")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # nobody's installation compiles itself at every start
    measured: dict[str, list[figures.Figure]] = {}
    for name in chosen:
        print(f"{name} ...", flush=True)
        measured[name] = importlib.import_module(f"benchmarks.{name}").measure()
        figures.keep({name: measured[name]})
    print(figures.table(measured))


if __name__ == "__main__":
    main()
