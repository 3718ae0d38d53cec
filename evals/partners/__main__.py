"""`python -m evals.partners`: the partners alone, and some of them whole."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from evals.partners.conditions import Verdict, judge
from evals.partners.files import PEOPLE, partners_in
from evals.partners.lines import Agent, InProcess, Program
from evals.partners.partner import Partner
from evals.partners.report import failures, figures_of, table_of, whole
from evals.partners.talking import talk_with


def main(arguments: Sequence[str] | None = None) -> None:
    """Talk with the partners that are asked for."""
    options = ArgumentParser(prog="python -m evals.partners")
    options.add_argument("names", nargs="*", help="part of a name or a kind; these are shown whole")
    options.add_argument("--people", type=Path, default=PEOPLE, help="another folder of partners")
    options.add_argument("--program", action="store_true", help="start the program, as others do")
    options.add_argument("--failed", action="store_true", help="say what does not hold")
    asked = options.parse_args(arguments)
    found = [it for it in partners_in(asked.people) if is_asked_for(it, asked.names)]
    if not found:
        raise SystemExit(f"No partner is called {' or '.join(asked.names)}.")
    console = Console(soft_wrap=True)
    verdicts = talk_with_all(found, as_program=asked.program)
    if asked.names:
        for verdict in verdicts:
            console.print(*whole(verdict), "", sep="\n", markup=False, highlight=False)
    console.print(table_of(figures_of(verdicts)))
    if asked.failed:
        console.print(*failures(verdicts), sep="\n", markup=False, highlight=False)


def is_asked_for(partner: Partner, names: Sequence[str]) -> bool:
    """Whether the partner, or its kind, bears one of these names; no names ask for all."""
    return not names or any(name in (partner.name, partner.kind) for name in names)


def talk_with_all(partners: Sequence[Partner], as_program: bool = False) -> list[Verdict]:
    """The verdicts over the talks with these partners, one after another."""
    if as_program:
        with Program() as program:
            return _verdicts(partners, program)
    return _verdicts(partners, InProcess())


def _verdicts(partners: Sequence[Partner], agent: Agent) -> list[Verdict]:
    return [judge(talk_with(partner, agent)) for partner in partners]


if __name__ == "__main__":
    main()
