"""`make bench`: every figure we promise, with the peers beside us in the same run.

    python bench/run.py [NAME…] [--runs 3]

Names: ledger, scan, intake, archive, search, api. Machines are shared and noisy: read medians
and ratios.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path

from figures import Figure, machine, table

NAMES = ("ledger", "scan", "intake", "archive", "search", "api")
ROOT = Path(__file__).parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], default=[])
    parser.add_argument("--runs", type=int, default=3)
    chosen = parser.parse_args()
    data = Path(os.environ.get("BARTIZAN_DATA", ROOT.parent / "shared" / "data"))
    print(machine(), flush=True)
    figures: list[Figure] = []
    for name in chosen.names or NAMES:
        measured = importlib.import_module(f"measure_{name}").measure(data, chosen.runs)
        print(table(measured), flush=True)
        figures += measured
    missed = [figure.name for figure in figures if figure.reached is False]
    print(f"\n{len(missed)} floors not reached" + (": " + ", ".join(missed) if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
