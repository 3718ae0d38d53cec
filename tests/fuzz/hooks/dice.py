"""What the hooks of both services share. It runs where the tool does: nothing here is ours."""

import atexit
import json
import os
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

# Of the requests so many are left as they were made, so that every refusal is met as well.
LEFT_ALONE = 0.25
LONGEST_QUERY = 1000
# How much of what names a thing in the path names none: the tool takes ids from answers, too. Of
# any characters but `/`, which would be another route.
WILD = 0.25
LETTERS = "aZ09-_.~%'\"<>&;:\\{}$ \t\r\né\u0301\u200b😀"
LENGTHS = (1, 2, 36, 200)

dice = random.Random(os.environ.get("FUZZ_SEED", "0"))
counts: Counter[str] = Counter()
# How often each operation was answered with each status, as JSON, for who started us.
atexit.register(lambda: Path(os.environ["FUZZ_COUNTS"]).write_text(json.dumps(counts)))


def leaves_alone(case) -> bool:
    """Whether this request stays as it was made, but for what is too long for any server."""
    # The server's own limits of a request line are tested where the server is.
    if len(str(case.query)) > LONGEST_QUERY:
        case.query = {}
    is_of_a_check = case.meta is None  # which asks once more for what it has seen
    return is_of_a_check or case.meta.generation.mode.is_negative or dice.random() < LEFT_ALONE


def count(case, response) -> None:
    """Count the answer, as `POST /start-job/{job_id} 202`."""
    counts[f"{case.operation.label} {response.status_code}"] += 1


def put(case, choices: Mapping[str, Sequence[str]]) -> None:
    """Have the path name mostly things that are there: by parameter, which there are."""
    path = case.path_parameters if isinstance(case.path_parameters, dict) else {}
    for name in path.keys() & choices.keys():
        if dice.random() < WILD:
            path[name] = "".join(dice.choices(LETTERS, k=dice.choice(LENGTHS)))
        elif choices[name]:
            path[name] = dice.choice(choices[name])
