"""`make chaos LINE=twilio`: kills, lost creates, late lists, hostile callbacks, dropped sockets.

One call backend or two ring every kind of callee by a carrier that misbehaves, while they are
killed and started again. At the end nobody was rung twice, every call has ended here and there, no
price was agreed to that was not heard, nothing has cost more than it may, and no log has a number
or a word in it. Exits 1 where that does not hold.
"""

import random
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path

import requests

from dev.postgres import own_database
from tests.twilio.callees import KINDS, Callee
from tests.twilio.carrier import Manners
from tests.twilio.stage import Stage, number

CREATES = (
    *("made",) * 6,
    *("made_500", "made_empty", "made_reset", "429_once", "400_21211", "500", "reset"),
)
CALLBACKS = ("sent", "sent", "lost", "late", "doubled")
# After the last fault: an unsure create is looked for for a minute, and a talk may last for two.
PATIENCE_SECONDS = 200.0
ASKED = (200, 202)


class Chaos:
    """One run."""

    def __init__(self, options: Namespace, folder: Path, database_url: str) -> None:
        self.options = options
        self.dice = random.Random(options.seed)
        self.stage = Stage(
            folder,
            processes=options.processes,
            CALL_DATABASE_URL=database_url,
            BUDGET_CENTS_JOB="46",
        )
        self.asked: dict[str, tuple[str, Callee, Manners]] = {}
        self.kills: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.broken: list[str] = []
        self._stopping = threading.Event()

    def run(self) -> None:
        """All of it."""
        self.stage.start()
        self.stage.carrier.forges = True
        killer = threading.Thread(target=self._kill, daemon=True)
        killer.start()
        end = time.monotonic() + self.options.seconds
        n = 0
        while time.monotonic() < end:
            n += 1
            self._ask(n)
            time.sleep(self.dice.uniform(0.05, 0.4))
        self._stopping.set()
        killer.join()
        self._judge()

    def _ask(self, n: int) -> None:
        kind = self.dice.choice(KINDS)
        how = Manners(
            self.dice.choice(CREATES),
            self.dice.choice(CALLBACKS),
            list_after=self.dice.choice((0, 0, 5, 10)),
        )
        phone = number(n)
        self.stage.carrier.callees[phone], self.stage.carrier.manners[phone] = kind, how
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            at = self.dice.randrange(self.options.processes)
            try:
                answer = self.stage.ask_for(phone, at, job=n)
            except requests.RequestException:
                time.sleep(0.3)  # Whether it was accepted or not: the same key again.
                continue
            if answer.status_code in ASKED:
                self.asked[answer.json()["call_id"]] = (phone, kind, how)
                return
            self.refused[answer.json()["code"]] += 1
            time.sleep(0.3)

    def _kill(self) -> None:
        while not self._stopping.wait(self.dice.uniform(1.5, 5.0)):
            process = self.dice.choice(self.stage.processes)
            if self.dice.random() < 0.3:
                process.terminate()
                self.kills["terminated"] += 1
            else:
                process.kill()
                self.kills["killed"] += 1
            time.sleep(self.dice.uniform(0, 2.0))
            process.start()

    def _judge(self) -> None:
        ids = list(self.asked)
        try:
            calls = self.stage.wait_for_ends(ids, PATIENCE_SECONDS)
        except AssertionError:
            calls = self.stage.look_up(ids)
        self.outcomes = Counter(str(call["outcome"]) for call in calls.values())
        for call_id, (phone, kind, how) in self.asked.items():
            rung, call = self.stage.carrier.rings(phone), calls.get(call_id)
            who = f"{kind.name}, create {how.create}, callbacks {how.callbacks}"
            if len(rung) > 1:
                self.broken.append(f"rung {len(rung)} times: {who}")
            if call is None or call["status"] != "ended":
                self.broken.append(f"not ended: {who}")
            elif call["outcome"] == "agreed" and kind.price not in (None, call["negotiated_price"]):
                self.broken.append(f"agreed at another price: {who}")
            elif call["outcome"] == "agreed" and "agreed" not in kind.outcomes:
                self.broken.append(f"agreed with who did not: {who}")
            if rung and rung[0].spoken and "automat" not in rung[0].spoken[0]:
                self.broken.append(f"not told who calls: {who}")
        self._judge_carrier()
        try:
            self.stage.assert_quiet_logs()
        except AssertionError:
            self.broken.append("a number or a word of a call in a log")

    def _judge_carrier(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end and not all(one.is_over for one in self.stage.carrier.calls):
            time.sleep(0.5)
        left = [one for one in self.stage.carrier.calls if not one.is_over]
        self.broken += ["left open at the carrier"] * len(left)
        self.line = self.stage.processes[0].ask("GET", "/line", token=self.stage.admin)
        most = len(self.stage.carrier.calls) * 0.46 + len(self.asked) * 0.46
        if self.line["today"]["spent"] > most:
            self.broken.append("more was spent than may be")


def main() -> int:
    """Run, and say what was found; the exit status."""
    parser = ArgumentParser(prog="python -m tests.twilio.chaos", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", default="7")
    parser.add_argument("--processes", type=int, default=1, choices=(1, 2))
    parser.add_argument("--database-url", default="", help="a Postgres; a new database is made")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="quoteapp-chaos-line-") as at:
        if not options.database_url:
            return _run(options, Path(at), "")
        with own_database(options.database_url, "chaos_line") as url:
            return _run(options, Path(at), url)


def _run(options: Namespace, folder: Path, database_url: str) -> int:
    chaos = Chaos(options, folder, database_url)
    try:
        chaos.run()
    finally:
        chaos.stage.stop()
    carrier = chaos.stage.carrier
    rows = {
        "seconds, seed": f"{options.seconds:g}, {options.seed}",
        "processes, database": f"{options.processes}, {'Postgres' if database_url else 'SQLite'}",
        "kills": dict(chaos.kills),
        "asked, refused for now": f"{len(chaos.asked)}, {dict(chaos.refused)}",
        "creates, rung": f"{len(carrier.creates)}, {len(carrier.calls)}",
        "outcomes": dict(chaos.outcomes.most_common()),
        "forged callbacks refused": carrier.refused_callbacks.count(403),
        "spent, set aside": f"${chaos.line['today']['spent']}, ${chaos.line['today']['reserved']}",
        "wrong at the carrier": carrier.wrong or 0,
        "broken": len(chaos.broken),
    }
    for name, value in rows.items():
        print(f"{name:26}{value}")
    for one in chaos.broken:
        print(f"!! {one}")
    return 1 if chaos.broken or carrier.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
