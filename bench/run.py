"""`make bench`: every figure we promise, with the peers beside us in the same run.

    python bench/run.py [NAME…] [--runs 3] [--messages 20000]

Names: ledger, scan, stages, intake, archive, search, api. Machines are shared and noisy: read
medians and ratios. Real mail comes from `BARTIZAN_DATA`, by default `../shared/data`.
"""

import argparse
import importlib
import os
import sys
from pathlib import Path

from figures import Figure, machine, table

NAMES = ("ledger", "scan", "stages", "intake", "archive", "search", "api")
ROOT = Path(__file__).parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(NAMES))
    parser.add_argument("--runs", type=int, default=3, help="runs that count")
    parser.add_argument("--messages", type=int, default=20_000, help="archived before searching")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(NAMES):
        parser.error(f"no such figure: {', '.join(sorted(unknown))}")
    os.environ["BENCH_MESSAGES"] = str(chosen.messages)
    print(machine(), flush=True)
    data = Path(os.environ.get("BARTIZAN_DATA", ROOT.parent / "shared" / "data"))
    figures: list[Figure] = []
    for name in chosen.names or NAMES:
        measured = importlib.import_module(f"measure_{name}").measure(data, chosen.runs)
        print(table(measured), flush=True)
        figures += measured
    missed = [figure.name.strip() for figure in figures if figure.reached is False]
    print(f"\n{len(missed)} floors not reached" + (": " + ", ".join(missed) if missed else ""))
    return 0


if __name__ == "__main__":
    sys.exit(main())
