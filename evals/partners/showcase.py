"""`python -m evals.partners.showcase`: writes docs/conversations.md, the hardest talks whole."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from evals.partners.conditions import Verdict
from evals.partners.files import PEOPLE, partners_in
from evals.partners.play import play

DOCUMENT = Path(__file__).parents[2] / "docs" / "conversations.md"
HEAD = """\
# Ten conversations

The agent with ten of the partners of `evals/partners`, whole: small programs that react to what it
means, made to be hard. No phone rang. Of each stands what is hard about it, and what was recorded.
Written by `python -m evals.partners.showcase`; `make evals PARTNERS=name` shows any other.
"""
# What is hard about each.
CHOSEN = {
    "menu-then-kid-then-owner": "Three who pick up, one of them a machine and one a child.",
    "gives-it-to-the-brother": "Who has the price is not who has answered.",
    "mi-ingles-no-es-bueno": "The language is another than that of the opening.",
    "sneakers": "A figure that is no price stands before the price.",
    "one-twelve-forget-it": "Our offer is misheard, and refused as what it is not.",
    "what-is-this-a-flea-market": "Scorn repeats our figure: that is no offer.",
    "repair-or-replace": "Two prices for two things; which one is the customer's to choose.",
    "call-out-refunded": "A fee for coming is no price of the job.",
    "beats-a-real-quote": "There is a real quote to name, and a price below it to be had.",
    "yes-then-the-boss": "A yes that is taken back was none.",
}


def main() -> None:
    """Write the document."""
    by_name = {partner.name: partner for partner in partners_in(PEOPLE)}
    verdicts = play([by_name[name] for name in CHOSEN])
    DOCUMENT.write_text("\n".join([HEAD, *_sections(verdicts)]), encoding="utf-8")


def _sections(verdicts: list[Verdict]) -> Iterator[str]:
    for verdict in verdicts:
        talk = verdict.talk
        yield f"## {talk.partner.name}\n"
        limit = _dollars(talk.partner.limit)
        yield f"{CHOSEN[talk.partner.name]} The job: {talk.partner.brief['problem']}. The limit,"
        yield f"which nobody hears: {limit}.\n"
        for exchange in talk.exchanges:
            if exchange.heard is not None:
                yield f"> **Business:** {exchange.heard or '*(silence)*'}\n>"
            said = f"*presses {exchange.press}*" if exchange.press else exchange.say
            yield f"> **Agent:** {said or '*(says nothing)*'}\n>"
        it = talk.recorded
        yield f"\nRecorded: `{it.outcome}`, first price {_dollars(it.estimated_price)},"
        yield f"agreed {_dollars(it.negotiated_price)}, last {_dollars(it.last_offer)}.\n"


def _dollars(price: Decimal | None) -> str:
    return "none" if price is None else f"${price:,.2f}".removesuffix(".00")


if __name__ == "__main__":
    main()
