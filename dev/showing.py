"""What `make demo` prints of the calls and of what they have brought."""

import re
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

Provider = dict[str, Any]
Offer = dict[str, Any]

FINISHED = ("completed", "failed")
PRICES = ("negotiated_price", "last_offer", "estimated_price")
KINDS = {"agreed": "agreed", "last_offer": "their last price", "quoted": "their price"}
# How the agent tells of another business's price, in English and in Spanish.
QUOTES = re.compile(r"(?:quote of|quoted|oferta de|ofreció) \$")
WAITS = "waits for the first"

console = Console()


class Calls(Progress):
    """A line for each call, and a word when the later ones hear a price of the first."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description:<36}"), BarColumn(pulse_style="cyan"))
        state = TextColumn("{task.fields[state]}")
        super().__init__(*columns, state, TimeElapsedColumn(), console=console)
        self._lines: dict[int, TaskID] = {}
        self._waiting: set[int] = set()

    def draw(self, providers: Sequence[Provider]) -> bool:
        """Show where they all are; whether all are over."""
        for provider in providers:
            self._draw(provider)
        waiting = {one["id"] for one in providers if one["call_status"] == "pending"}
        rung = any(one["call_status"] != "pending" for one in providers)
        if rung and self._waiting and not waiting:
            self._tell_of_best([one for one in providers if one["id"] not in self._waiting])
        if rung:
            self._waiting = waiting
        return all(one["call_status"] in FINISHED for one in providers)

    def _draw(self, provider: Provider) -> None:
        id_, status = provider["id"], provider["call_status"]
        if id_ not in self._lines:
            self._lines[id_] = self.add_task(provider["name"], total=None, state="")
        over = status in FINISHED
        state = provider["outcome"] or (WAITS if status == "pending" else status)
        line = self._lines[id_]
        self.update(line, state=state, total=1 if over else None, completed=int(over))
        if over:
            self.stop_task(line)

    def _tell_of_best(self, first: Sequence[Provider]) -> None:
        prices = [price for one in first if (price := price_of(one))]
        if prices:
            heard = f"The others are rung now, and hear of the best price: {money(min(prices))}."
            self.console.print(heard)


def show_offers(offers: Sequence[Offer], providers: Sequence[Provider]) -> None:
    """The offers, best first, each with its reasons; then who made none, and the notes."""
    table = Table(title="Offers (simulated calls: no phone was rung)")
    for name in ("", "Business", "Price", "First price", "How firm", "Why"):
        table.add_column(name, justify="right" if "rice" in name else "left")
    for offer in offers:
        first = "–" if offer["first_price"] is None else money(offer["first_price"])
        facts = (str(offer["rank"]), offer["name"], money(offer["price"]), first)
        table.add_row(*facts, KINDS[offer["kind"]], " ".join(offer["reasons"]))
    console.print(table)
    offering = {offer["provider_id"] for offer in offers}
    for provider in providers:
        if provider["id"] not in offering:
            outcome = str(provider["outcome"]).replace("_", " ")
            console.print(f"No offer from {provider['name']}: {outcome}.", markup=False)
    for offer in offers:
        for note in offer["notes"]:
            kind = note["kind"].replace("_", " ")
            console.print(f"{offer['name']}, {kind}: “{note['text']}”", markup=False)


def show_call(offers: Sequence[Offer], providers: Sequence[Provider]) -> None:
    """A call in which a quote is told of, the best one if there are several; else the best call."""
    by_id = {one["id"]: one for one in providers}
    calls = [by_id[offer["provider_id"]] for offer in offers] or list(providers)
    quoting = next((one for one in calls if _cites(one)), None)
    shown = quoting or calls[0]
    if quoting is None:
        console.print("Nobody had to be told of a better quote this time.")
    if shown["call_transcript"]:
        what = "told of a quote" if quoting else "the best"
        title = f"{shown['name']}, {what}"
        console.print(Panel(_without_markup(shown["call_transcript"]), title=title))


def price_of(provider: Provider) -> float | None:
    """The price that stands, as the API ranks it; none of a call that brought none."""
    if provider["call_status"] != "completed":
        return None
    return next((provider[name] for name in PRICES if provider[name] is not None), None)


def money(dollars: float) -> str:
    """`$130.00`."""
    return f"${dollars:,.2f}"


def _cites(provider: Provider) -> bool:
    said = (provider["call_transcript"] or "").splitlines()
    return any(QUOTES.search(line) for line in said if line.startswith("Agent:"))


def _without_markup(text: str) -> str:
    return text.replace("[", r"\[")
