"""The language model of the Flask app: what becomes of a prompt, in the words of our errors.

| it says | we raise |
|---|---|
| no connection, 429, or it failed too often just now, or too many ask | `TryAgain` |
| 400, 401, 403, 404 and any other 4xx | `GiveUp` |
| no answer in time, a connection that broke, 5xx, what is no response | `Unsure` |
| a refusal, an unfinished response, a text that is not a JSON object | `GiveUp` |
"""

from typing import cast

from flask import current_app
from werkzeug.local import LocalProxy

from common.failures import NoAnswer, Spared, Useless
from common.language_model import LanguageModel
from common.moderation import Scores
from common.responses import Answer, Location, Prompt
from quoteapp.config import Settings, settings
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError
from quoteapp.places import Place

COUNTRY = "US"
TOO_MANY_REQUESTS = 429


class Llm:
    """The model of these settings, unless there is no key. It raises a `VendorError` only."""

    def __init__(self, settings: Settings) -> None:
        self.is_available = bool(settings.openai_api_key)
        self._model = LanguageModel(
            key=settings.openai_api_key,
            base_url=settings.openai_base_url,
            model=settings.openai_model,
        )

    def ask(self, prompt: Prompt, seconds: float) -> Answer:
        """The answer to `prompt`, or a `VendorError`, within `seconds` in all. Never retries."""
        try:
            return self._model.ask(prompt, seconds)
        except NoAnswer as error:
            raise _failure(error) from error

    def moderate(self, text: str, seconds: float) -> Scores:
        """What moderation makes of a text; otherwise as with `ask`."""
        try:
            return self._model.moderate(text, seconds)
        except NoAnswer as error:
            raise _failure(error) from error

    def close(self) -> None:
        """Drop the connections."""
        self._model.close()


def location_of(place: Place) -> Location:
    """Where a search of the web starts from."""
    return Location(country=COUNTRY, region=place.state, city=place.city, timezone=place.timezone)


def _failure(error: NoAnswer) -> VendorError:
    """Whether anything was sent decides, and what a status means."""
    reason = str(error)
    if isinstance(error, Spared):
        return TryAgain(reason, after=error.after)
    if error.status == TOO_MANY_REQUESTS or not error.was_sent:
        return TryAgain(reason)
    is_refused = error.status is not None and 400 <= error.status < 500
    return GiveUp(reason) if is_refused or isinstance(error, Useless) else Unsure(reason)


def _of_app() -> Llm:
    """The current app's, made at first use: an app without a key has nothing to prepare."""
    extensions = current_app.extensions
    if "llm" not in extensions:
        extensions.setdefault("llm", Llm(settings))
    return cast(Llm, extensions["llm"])


llm = cast(Llm, LocalProxy(_of_app))
"""The language model of the current Flask app."""
