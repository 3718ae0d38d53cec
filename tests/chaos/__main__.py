"""`python -m tests.chaos --seconds 600 --seed 7`: exits 1 if an invariant was broken."""

import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace

from tests.chaos.report import show
from tests.chaos.run import chaos


def read_options() -> Namespace:
    """The command line."""
    parser = ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long things break")
    parser.add_argument("--seed", default="7", help="decides what breaks, and when")
    parser.add_argument("--database-url", default="", help="a Postgres; a new database is made")
    parser.add_argument("--redis-faults", action=BooleanOptionalAction, default=True)
    parser.add_argument("--deadline", type=float, default=30, help="CALL_DEADLINE_SECONDS")
    parser.add_argument("--customers", type=int, default=10, help="how many at the same time")
    parser.add_argument("--longest-gap", type=float, default=4, help="seconds between faults")
    return parser.parse_args()


def main() -> int:
    """Run, and say what was found; the exit status."""
    result = chaos(read_options())
    show(result)
    return 0 if result.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
