"""`python -m evals.partners`: the partners alone, and some of them whole."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from evals.partners.files import PEOPLE, partners_in
from evals.partners.play import as_bare, is_asked_for, play
from evals.partners.report import failures, figures_of, table_of, whole


def main(arguments: Sequence[str] | None = None) -> None:
    """Talk with the partners that are asked for."""
    options = ArgumentParser(prog="python -m evals.partners")
    options.add_argument("names", nargs="*", help="names or kinds; these talks are shown whole")
    options.add_argument("--people", type=Path, default=PEOPLE, help="another folder of partners")
    options.add_argument("--program", action="store_true", help="start the program, as others do")
    options.add_argument("--failed", action="store_true", help="say what does not hold")
    options.add_argument("--bare", action="store_true", help="heard without punctuation")
    asked = options.parse_args(arguments)
    found = [it for it in partners_in(asked.people) if is_asked_for(it, asked.names)]
    if not found:
        raise SystemExit(f"No partner is called {' or '.join(asked.names)}.")
    found = [as_bare(it) for it in found] if asked.bare else found
    verdicts = play(found, as_program=asked.program)
    console = Console(width=132, soft_wrap=True, markup=False, highlight=False)
    if asked.names:
        console.print(*("\n".join([*whole(it), ""]) for it in verdicts), sep="\n")
    console.print(table_of(figures_of(verdicts)))
    if asked.failed:
        console.print(*failures(verdicts), sep="\n")


if __name__ == "__main__":
    main()
