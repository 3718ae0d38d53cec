"""All talks with some partners, judged."""

from collections.abc import Sequence
from dataclasses import replace

from evals.partners.conditions import Verdict, judge
from evals.partners.lines import Agent, InProcess, Program
from evals.partners.partner import Partner
from evals.partners.talking import talk_with


def play(partners: Sequence[Partner], as_program: bool = False) -> list[Verdict]:
    """The verdicts, one partner after another; the program is started once for all of them."""
    if as_program:
        with Program() as program:
            return _verdicts(partners, program)
    return _verdicts(partners, InProcess())


def as_bare(partner: Partner) -> Partner:
    """The same partner, written down as a plain recogniser of speech writes."""
    return replace(partner, is_bare=True)


def is_asked_for(partner: Partner, names: Sequence[str]) -> bool:
    """Whether the partner, or its kind, bears one of these names; no names ask for all."""
    return not names or any(name in (partner.name, partner.kind) for name in names)


def _verdicts(partners: Sequence[Partner], agent: Agent) -> list[Verdict]:
    return [judge(talk_with(partner, agent)) for partner in partners]
