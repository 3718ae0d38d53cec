"""OpenAI's moderation in JSON: a text as its request, its response as scores.

What a compatible service leaves out, or says in another shape, is no score.
"""

from typing import Any

import orjson

from common.failures import NoAnswer

MODEL = "omni-moderation-latest"

Scores = dict[str, float]


def moderation_request(text: str) -> dict[str, Any]:
    """The body of POST /moderations."""
    return {"model": MODEL, "input": text}


def scores_of(body: bytes) -> Scores:
    """How sure it is of each category that it flags, from 0 to 1. Raises `NoAnswer`."""
    try:
        response = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NoAnswer("the body is not JSON") from error
    results = response.get("results") if isinstance(response, dict) else None
    if not isinstance(results, list) or not results or not isinstance(results[0], dict):
        raise NoAnswer("the body is not a moderation")
    flags, scores = (results[0].get(name) for name in ("categories", "category_scores"))
    if not isinstance(flags, dict) or not isinstance(scores, dict):
        raise NoAnswer("the body is not a moderation")
    return {
        name: float(score)
        for name, score in scores.items()
        if flags.get(name) is True and isinstance(score, int | float)
    }
