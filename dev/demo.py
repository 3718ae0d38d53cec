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

from dev.showing import Calls, Offer, Provider, console, money, show_call, show_offers
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
    console.print(f"\nFound {len(found)} providers near {JOB['zip_code']}; ringing the first …")
    job_id = started["job_id"]
    _send(url, f"start-calls/{job_id}", {"strategy": "waves"})
    providers = _watch(url, job_id)
    offers: list[Offer] = _get(url, f"jobs/{job_id}/offers")
    show_offers(offers, providers)
    show_call(offers, providers)
    return _verdict(providers, offers, _choose(url, job_id, offers))


def _send(url: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = requests.post(f"{url}/api/{path}", json=body, timeout=35)
    if not response.ok:
        raise RuntimeError(f"{path} answered {response.status_code}: {response.text}")
    answer: dict[str, Any] = response.json()
    return answer


def _get(url: str, path: str) -> Any:
    response = requests.get(f"{url}/api/{path}", timeout=10)
    if not response.ok:
        raise RuntimeError(f"{path} answered {response.status_code}: {response.text}")
    return response.json()


def _answer(questions: list[dict[str, str]]) -> dict[str, str]:
    answers = {}
    for question, answer in zip(questions, ANSWERS, strict=False):
        console.print(f"  [cyan]{question['question']}[/cyan]\n    {answer}")
        answers[question["id"]] = answer
    return answers


def _watch(url: str, job_id: str) -> list[Provider]:
    """Poll, as the seeds' page does, until every call is over."""
    with Calls() as calls:
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            providers: list[Provider] = _get(url, f"providers/{job_id}/status")
            if calls.draw(providers):
                return providers
            time.sleep(POLL_SECONDS)
    raise TimeoutError(f"calls were not over after {LONGEST_WAIT_SECONDS} s")


def _choose(url: str, job_id: str, offers: list[Offer]) -> bool:
    """Take the first of them; whether the job knows it."""
    if not offers:
        return False
    best = offers[0]
    _send(url, f"jobs/{job_id}/choice", {"provider_id": best["provider_id"]})
    told = f"Chosen: {best['name']} for {money(best['price'])}. Booking is yours: {best['phone']}"
    console.print(told, markup=False)
    return bool(_get(url, f"jobs/{job_id}")["chosen_provider_id"] == best["provider_id"])


def _verdict(providers: list[Provider], offers: list[Offer], is_chosen: bool) -> int:
    priced = [one for one in providers if one["call_status"] == "completed"]
    if not offers or len(offers) != len(priced):
        console.print("[red]No call brought a price, or one is no offer.[/red]")
        return 1
    if not all(one["call_transcript"] for one in priced) or not is_chosen:
        console.print("[red]A transcript is missing, or the choice was not kept.[/red]")
        return 1
    console.print(f"[green]{len(priced)} of {len(providers)} providers named a price.[/green]")
    return 0


if __name__ == "__main__":
    sys.exit(main())
