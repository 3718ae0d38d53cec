"""The language model: a prompt, answered in a given JSON schema (OpenAI's Responses API).

| it says | we raise |
|---|---|
| no connection, a connection that broke, no answer in time, any HTTP error | `NoAnswer` |
| a body that is no response | `NoAnswer` |
| a refusal, an unfinished response, a text that is not a JSON object | `Useless` |
| nothing, for it failed too often just now, or too many ask | `Spared` |

Only the first two count for the breaker. The `openai` package takes a second to import and comes
with the first prompt; its body is read as bytes, because it would build models from it unchecked.
"""

import logging
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from callbackend.config import Settings
from callbackend.model.breaker import Breaker
from callbackend.model.responses import (
    JsonObject,
    NoAnswer,
    Prompt,
    Spared,
    answer_of,
    request_of,
    response_of,
)
from callbackend.model.slots import Slots

if TYPE_CHECKING:
    from openai import OpenAI

CONNECT_SECONDS = 3.0
LARGEST_BODY = 1024 * 1024
# Requests that nobody waits for any more count until they have ended, so a service that hangs
# cannot gather threads.
MOST_AT_ONCE = 16


class LanguageModel:
    """The model of these settings, which must hold a key. Thread-safe."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._breaker = Breaker()
        self._slots = Slots(MOST_AT_ONCE)
        self._client: OpenAI | None = None
        self._connecting = threading.Lock()

    def ask(self, prompt: Prompt, seconds: float) -> JsonObject:
        """The answer to `prompt`, or a `NoAnswer`, within `seconds` in all. Never retries."""
        if not self._breaker.lets_through():
            raise Spared("it failed too often just now")
        try:
            response = self._send(request_of(prompt, self._settings.openai_model), seconds)
        except Spared:
            raise
        except BaseException:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return answer_of(response)

    def close(self) -> None:
        """Drop the connections."""
        if self._client is not None:
            self._client.close()

    def _send(self, request: JsonObject, seconds: float) -> JsonObject:
        """The response. An HTTP client's limits are for one wait each; ours is for all of them."""
        future = self._slots.start(lambda: self._post(request, seconds))
        if future is None:
            raise Spared("too many requests are under way")
        try:
            body = future.result(timeout=seconds)
        except TimeoutError as error:
            raise NoAnswer("no answer in time") from error
        return response_of(body)

    def _post(self, request: JsonObject, seconds: float) -> bytes:
        """The body of a 2xx."""
        import httpx2
        import openai

        end = time.monotonic() + seconds
        timeout = httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
        try:
            create = self._connected().responses.with_streaming_response.create
            with create(**request, timeout=timeout) as response:
                return _body(response.iter_bytes(), end)
        except openai.APIStatusError as error:
            # Its body may quote the prompt or the key, and is not read.
            raise NoAnswer(f"HTTP {error.status_code}") from error
        except openai.APIConnectionError as error:
            raise NoAnswer(type(error.__cause__ or error).__name__) from error
        # While the body is read; or a key that no header can hold, a URL that is none.
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error

    def _connected(self) -> "OpenAI":
        """The client; it connects with its first request."""
        import openai

        with self._connecting:
            if self._client is None:
                # A line of the log per request is ours to write, or not.
                logging.getLogger("httpx2").setLevel(logging.WARNING)
                self._client = openai.OpenAI(
                    api_key=self._settings.openai_api_key,
                    base_url=self._settings.openai_base_url,
                    max_retries=0,
                )
            return self._client


def _body(chunks: Iterable[bytes], end: float) -> bytes:
    """All chunks. Raises `NoAnswer` for what is too long, or comes too slowly."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST_BODY:
            raise NoAnswer("the body is too large")
        if time.monotonic() > end:
            raise NoAnswer("the body came too slowly")
    return bytes(body)
