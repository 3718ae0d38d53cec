"""`make demo`: the whole journey as the page would make it, against a running or an own stack."""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dev.stack import Stack

JOB = {
    "query": "fix my toilet",
    "house_address": "123 Main St, San Jose, CA 95126",
    "zip_code": "95126",
    "price_limit": 250,
    "date_needed": "2025-12-10",
}
ANSWERS = (
    "It keeps running after every flush",
    "It runs constantly; nothing leaks",
    "About ten years old",
    "No, the floor is dry",
    "It can wait a day",
)
OWN_CALL_SECONDS = "8"
LONGEST_WAIT_SECONDS = 180
POLL_SECONDS = 0.5
FINISHED = ("completed", "failed")
PRICES = {
    "First price": "estimated_price",
    "Last offer": "last_offer",
    "Negotiated": "negotiated_price",
}

console = Console()


def main() -> int:
    """Go through the journey; 0 only if calls ended and a price came back."""
    try:
        with _api() as url:
            return _journey(url)
    except (requests.RequestException, RuntimeError, TimeoutError) as error:
        console.print(f"[red]The demo did not work:[/red] {error}")
        return 1


@contextmanager
def _api() -> Iterator[str]:
    """The API that is running, else one of our own for as long as the demo lasts."""
    running = os.environ.get("QUOTEAPP_URL") or f"http://localhost:{os.environ.get('PORT', '8000')}"
    if _is_ready(running):
        console.print(f"Using the Quoteapp at {running}")
        yield running
        return
    if "QUOTEAPP_URL" in os.environ:
        raise RuntimeError(f"no Quoteapp is ready at {running}")
    console.print("No Quoteapp is running here: starting one for this demo …")
    with (
        tempfile.TemporaryDirectory(prefix="quoteapp-demo-") as directory,
        Stack(Path(directory), SIMULATED_CALL_SECONDS=OWN_CALL_SECONDS) as stack,
    ):
        yield stack.url


def _is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/api/ready", timeout=3).ok
    except requests.RequestException:
        return False


def _journey(url: str) -> int:
    started = _send(url, "start-job", JOB)
    console.print(f"\n[bold]You:[/bold] {JOB['query']}")
    console.print(f"[bold]Quoteapp:[/bold] that is a job for a [bold]{started['task']}[/bold].\n")
    answers = _answer(started["questions"])
    body = {"job_id": started["job_id"], "answers": answers}
    found = _send(url, "complete-job", body)["providers"]
    console.print(f"\nFound {len(found)} providers near {JOB['zip_code']}; ringing them …")
    _send(url, f"start-calls/{started['job_id']}", {})
    providers = _watch(url, started["job_id"])
    _show(providers)
    return _verdict(providers)


def _send(url: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = requests.post(f"{url}/api/{path}", json=body, timeout=35)
    if not response.ok:
        raise RuntimeError(f"{path} answered {response.status_code}: {response.text}")
    answer: dict[str, Any] = response.json()
    return answer


def _answer(questions: list[dict[str, str]]) -> dict[str, str]:
    answers = {}
    for question, answer in zip(questions, ANSWERS, strict=False):
        console.print(f"  [cyan]{question['question']}[/cyan]\n    {answer}")
        answers[question["id"]] = answer
    return answers


def _watch(url: str, job_id: str) -> list[dict[str, Any]]:
    """Poll, as the seeds' page does, until every call is over."""
    columns = (TextColumn("{task.description:<36}"), BarColumn(pulse_style="cyan"))
    with Progress(*columns, TextColumn("{task.fields[state]}"), TimeElapsedColumn()) as progress:
        lines: dict[int, Any] = {}
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            providers = requests.get(f"{url}/api/providers/{job_id}/status", timeout=10).json()
            for provider in providers:
                _draw(progress, lines, provider)
            if all(provider["call_status"] in FINISHED for provider in providers):
                return list(providers)
            time.sleep(POLL_SECONDS)
    raise TimeoutError(f"calls were not over after {LONGEST_WAIT_SECONDS} s")


def _draw(progress: Progress, lines: dict[int, Any], provider: dict[str, Any]) -> None:
    id_ = provider["id"]
    if id_ not in lines:
        lines[id_] = progress.add_task(provider["name"], total=None, state="")
    over = provider["call_status"] in FINISHED
    state = provider["outcome"] or provider["call_status"]
    progress.update(lines[id_], state=state, total=1 if over else None, completed=int(over))
    if over:
        progress.stop_task(lines[id_])


def _show(providers: list[dict[str, Any]]) -> None:
    table = Table(title="Quotes (simulated calls: no phone was rung)")
    for name in ("Provider", "Phone", *PRICES, "How it ended"):
        table.add_column(name, justify="right" if name in PRICES else "left")
    for provider in sorted(providers, key=_price):
        ended = str(provider["outcome"]).replace("_", " ")
        named = (provider[field] for field in PRICES.values())
        prices = ("–" if price is None else f"${price:,.2f}" for price in named)
        table.add_row(provider["name"], provider["phone"], *prices, ended)
    console.print(table)
    _show_notes(providers)
    best = min(providers, key=_price)
    if best["call_transcript"]:
        console.print(Panel(best["call_transcript"], title=f"The call to {best['name']}"))


def _show_notes(providers: list[dict[str, Any]]) -> None:
    """What they said besides the price."""
    for provider in providers:
        for note in provider["notes"] or ():
            kind = note["kind"].replace("_", " ")
            console.print(f"{provider['name']}, {kind}: “{note['text']}”", markup=False)


def _price(provider: dict[str, Any]) -> float:
    """What to sort by: the best price first, no price last."""
    named = (provider[field] for field in reversed(PRICES.values()))
    return float(next((price for price in named if price), "inf"))


def _verdict(providers: list[dict[str, Any]]) -> int:
    priced = [one for one in providers if one["call_status"] == "completed"]
    if not all(one["estimated_price"] and one["call_transcript"] for one in priced) or not priced:
        console.print("[red]No call brought a price.[/red]")
        return 1
    console.print(f"[green]{len(priced)} of {len(providers)} providers named a price.[/green]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
