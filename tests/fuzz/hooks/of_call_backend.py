"""What cannot be guessed of the call backend: numbers that may be dialled, where callbacks go."""

import json

import schemathesis
from dice import count, dice, leaves_alone, put

PHONES = [f"+1408555{number:04}" for number in range(100, 1000)]
KEYS = [f"job:{number}:1" for number in range(4)]
ORIGIN = "http://127.0.0.1:9"

seen: list[str] = []


@schemathesis.hook
def before_call(context, case, **_):
    if leaves_alone(case):
        return
    if isinstance(case.body, dict) and "callback_url" in case.body:
        case.body["callback_url"] = f"{ORIGIN}/{dice.random()}"
        case.body["phone"] = dice.choice(PHONES)
    if case.headers and "Idempotency-Key" in case.headers:
        fresh = f"job:{dice.random()}:1"
        case.headers["Idempotency-Key"] = dice.choice([fresh, dice.choice(KEYS)])
    put(case, {"call_id": seen, "phone": PHONES, "key": KEYS})
    if isinstance(case.body, dict) and seen and isinstance(case.body.get("call_ids"), list):
        case.body["call_ids"] = case.body["call_ids"][:50] + dice.sample(seen, min(5, len(seen)))


@schemathesis.hook
def after_call(context, case, response):
    count(case, response)
    is_started = response.status_code in (200, 202) and case.method == "POST"
    if is_started and case.path.startswith("/start-job"):
        seen.append(json.loads(response.content)["call_id"])
