"""What cannot be guessed of the API: work that is understood, ZIP codes, and ids that exist."""

import json

import schemathesis
from dice import count, dice, leaves_alone, put

QUERIES = ["fix my toilet", "my house needs painting", "the outlet sparks", "mow the lawn weekly"]
ZIPS = ["95126", "10001", "60601", "90210-1234"]

jobs: list[str] = []
providers: list[int] = []
# Jobs whose calls have started: other answers come too late.
called: list[str] = []
TOO_LATE = 0.5

# What is longer than the document allows, but only by what nobody sees, is taken: no document can
# say so, and such a text is made visible.
LONGEST = {"query": 2000, "house_address": 300}
LONGEST_ANSWER = 2000


@schemathesis.hook
def before_call(context, case, **_):
    if isinstance(case.body, dict):
        _show(case.body, LONGEST)
        if isinstance(answers := case.body.get("answers"), dict):
            _show(answers, dict.fromkeys(answers, LONGEST_ANSWER))
    if leaves_alone(case):
        return
    put(case, {"job_id": jobs, "zip": ZIPS, "zip_code": ZIPS})
    if isinstance(case.body, dict):
        _fill(case.body)


def _show(texts, longest) -> None:
    for name, most in longest.items():
        if isinstance(text := texts.get(name), str) and len(text) > most:
            texts[name] = "x" * len(text)


def _fill(body) -> None:
    if "query" in body:
        body |= {"query": dice.choice(QUERIES), "zip_code": dice.choice(ZIPS)}
    if "job_id" in body and jobs:
        words = list((body.get("answers") or {}).values())
        asked = zip(("q1", "q2", "q3"), words, strict=False)
        body |= {"job_id": dice.choice(jobs), "answers": dict(asked)}
        if called and dice.random() < TOO_LATE:
            body |= {"job_id": called[-1], "answers": {"q1": f"other words {dice.random()}"}}
    if "provider_id" in body and providers:
        body["provider_id"] = dice.choice(providers)
    if isinstance(body.get("provider_ids"), list):
        body["provider_ids"] = dice.sample(providers, min(2, len(providers)))


@schemathesis.hook
def after_call(context, case, response):
    count(case, response)
    if response.status_code != 200 or case.method != "POST":
        return
    if case.path.endswith("/start-job"):
        jobs.append(json.loads(response.content)["job_id"])
    elif "/start-calls/" in case.path:
        called.append(case.path_parameters["job_id"])
    elif case.path.endswith("/complete-job"):
        found = json.loads(response.content)["providers"]
        providers.extend(provider["id"] for provider in found)
