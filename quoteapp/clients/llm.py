"""The language model: a prompt, answered in a given JSON schema (OpenAI's Responses API).

| it says | we raise |
|---|---|
| no connection, 429, or it failed too often just now | `TryAgain` |
| 400, 401, 403, 404 and any other 4xx | `GiveUp` |
| no answer in time, a connection that broke, 5xx, what is no response | `Unsure` |
| a refusal, an unfinished response, a text that is not a JSON object | `GiveUp` |

The last row is the model's word on one prompt and no sign that the service is dead: it does not
count for the breaker. The reasons are words of ours, without keys and without what people typed.

The body is read as bytes: the `openai` package would build models from it without checking them.
It takes a second to import and is imported with the first prompt.
"""

import logging
from collections.abc import Iterable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, cast

import orjson
from flask import current_app
from werkzeug.local import LocalProxy

from quoteapp.clients.breaker import Breaker
from quoteapp.clients.deadline import within
from quoteapp.clients.responses import Answer, JsonObject, Prompt, answer_of, request_of
from quoteapp.config import Settings, settings
from quoteapp.errors import GiveUp, TryAgain, Unsure, VendorError

if TYPE_CHECKING:
    from openai import OpenAI

CONNECT_SECONDS = 3.0
LARGEST_BODY = 2 * 1024 * 1024


class LanguageModel:
    """The model of these settings, unless there is no key. It raises a `VendorError` only."""

    def __init__(self, settings: Settings) -> None:
        self.key = settings.openai_api_key
        self.base_url = settings.openai_base_url
        self.model = settings.openai_model
        self._breakers: dict[str, Breaker] = {}
        self._client: OpenAI | None = None
        self._connecting = Lock()

    @property
    def is_available(self) -> bool:
        """Whether there is a key."""
        return bool(self.key)

    def ask(self, prompt: Prompt, seconds: float) -> Answer:
        """The answer to `prompt`, or a `VendorError`, within `seconds` in all. Never retries."""
        with self._breakers.setdefault(prompt.name, Breaker()).guard():
            response = self._send(prompt, seconds)
        return answer_of(response)

    def close(self) -> None:
        """Drop the connections."""
        if self._client is not None:
            self._client.close()

    def _send(self, prompt: Prompt, seconds: float) -> JsonObject:
        """The response object."""
        request = request_of(prompt, self.model)
        try:
            body = within(seconds, lambda: self._post(request, seconds))
            response = orjson.loads(body)
        except TimeoutError as error:
            raise Unsure(f"no answer within {seconds:g} s") from error
        except orjson.JSONDecodeError as error:
            raise Unsure("the body is not JSON") from error
        if not isinstance(response, dict) or not isinstance(response.get("output"), list):
            raise Unsure("the body is not a response")
        return response

    def _post(self, request: JsonObject, seconds: float) -> bytes:
        """The body of a 2xx."""
        import httpx2
        import openai

        end = monotonic() + seconds
        timeout = httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            create = self._connected().responses.with_streaming_response.create
            with create(**request, timeout=timeout) as response:
                return _body(response.iter_bytes(), end)
        except openai.APIStatusError as error:
            raise _failure_of_status(error.status_code) from error
        except openai.APIConnectionError as error:
            raise _failure_of_transport(error.__cause__) from error
        except httpx2.HTTPError as error:  # while the body is read
            raise _failure_of_transport(error) from error
        # A key that no header can hold, a URL that is none, a proxy's nonsense: whatever stumbles
        # over them raises its own.
        except (openai.OpenAIError, httpx2.InvalidURL, ValueError) as error:
            raise Unsure(type(error).__name__) from error

    def _connected(self) -> "OpenAI":
        """The client; it connects with its first request."""
        import openai

        with self._connecting:
            if self._client is None:
                # A line of the log per request is ours to write, or not.
                logging.getLogger("httpx2").setLevel(logging.WARNING)
                self._client = openai.OpenAI(
                    api_key=self.key, base_url=self.base_url, max_retries=0
                )
            return self._client


def _body(chunks: Iterable[bytes], end: float) -> bytes:
    """All chunks. Raises `Unsure` for what is too long, or comes too slowly."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST_BODY:
            raise Unsure("the body is too large")
        if monotonic() > end:
            raise Unsure("the body came too slowly")
    return bytes(body)


def _failure_of_status(status: int) -> VendorError:
    """What an HTTP status means; the body may quote the prompt or the key, and is not read."""
    reason = f"HTTP {status}"
    if status == 429:
        return TryAgain(reason)
    return GiveUp(reason) if 400 <= status < 500 else Unsure(reason)


def _failure_of_transport(error: BaseException | None) -> VendorError:
    """Whether anything was sent decides; `error` is HTTPX2's."""
    import httpx2

    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return TryAgain("no connection")
    if isinstance(error, httpx2.TimeoutException):
        return Unsure("no answer in time")
    return Unsure("the connection broke")


def _of_app() -> LanguageModel:
    """The current app's, made at first use: an app without a key has nothing to prepare."""
    extensions = current_app.extensions
    if "llm" not in extensions:
        extensions.setdefault("llm", LanguageModel(settings))
    return cast(LanguageModel, extensions["llm"])


llm = cast(LanguageModel, LocalProxy(_of_app))
"""The language model of the current Flask app."""
