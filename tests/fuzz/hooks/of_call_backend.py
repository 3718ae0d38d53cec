"""What schemathesis cannot guess: numbers that may be dialled, and where callbacks may go.

It runs in an environment of its own and imports nothing of ours. Some of the requests are left as
they were made, so that every refusal is met as well.
"""

import atexit
import json
import os
import random
from collections import Counter
from pathlib import Path

import schemathesis

LEFT_ALONE = 0.25
LONGEST_QUERY = 1000
PHONES = [f"+1408555{number:04}" for number in range(100, 1000)]
KEYS = [f"job:{number}:1" for number in range(10)]
ORIGIN = "http://127.0.0.1:9"

dice = random.Random(os.environ.get("FUZZ_SEED", "0"))
seen: list[str] = []
counts: Counter[int] = Counter()
# How often each status was answered, as JSON, for who started us.
atexit.register(lambda: Path(os.environ["FUZZ_COUNTS"]).write_text(json.dumps(counts)))


@schemathesis.hook
def before_call(context, case, **_):
    # The server's own limits of a request line are tested where the server is.
    if len(str(case.query)) > LONGEST_QUERY:
        case.query = {}
    if dice.random() < LEFT_ALONE or case.meta.generation.mode.is_negative:
        return
    path = case.path_parameters if isinstance(case.path_parameters, dict) else {}
    if isinstance(case.body, dict) and "callback_url" in case.body:
        case.body["callback_url"] = f"{ORIGIN}/{dice.random()}"
        case.body["phone"] = dice.choice(PHONES)
    if case.headers and "Idempotency-Key" in case.headers:
        fresh = f"job:{dice.random()}:1"
        case.headers["Idempotency-Key"] = dice.choice([fresh, dice.choice(KEYS)])
    for name, choices in (("call_id", seen), ("phone", PHONES), ("key", KEYS)):
        if choices and name in path:
            path[name] = dice.choice(choices)
    if isinstance(case.body, dict) and seen and isinstance(case.body.get("call_ids"), list):
        case.body["call_ids"] = case.body["call_ids"][:50] + dice.sample(seen, min(5, len(seen)))


@schemathesis.hook
def after_call(context, case, response):
    counts[response.status_code] += 1
    is_started = response.status_code in (200, 202) and case.method == "POST"
    if is_started and case.path.startswith("/start-job"):
        seen.append(json.loads(response.content)["call_id"])
