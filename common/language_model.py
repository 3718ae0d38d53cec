"""The language model: a prompt, answered in a given JSON schema (OpenAI's Responses API).

Beside it, what OpenAI's moderation makes of a text. Both fail alike:

| it says | we raise |
|---|---|
| no connection, a connection that broke, no answer in time, any HTTP error | `NoAnswer` |
| a body that is no response | `NoAnswer` |
| a refusal, an unfinished response, a text that is not a JSON object | `Useless` |
| nothing, for it failed too often just now, or too many ask | `Spared` |

The third row is the model's word on one prompt and no sign that the service is dead: it does not
count for the breaker, and no more does the last.

The body is read as bytes: the `openai` package would build models from it without checking them.
It takes a second to import and is imported with the first prompt.
"""

from collections.abc import Callable, Iterable
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from common.breaker import Breaker
from common.failures import NoAnswer, Spared
from common.moderation import Scores, moderation_request, scores_of
from common.responses import Answer, JsonObject, Prompt, answer_of, request_of, response_of
from common.slots import Slots

if TYPE_CHECKING:
    import httpx2
    from openai import OpenAI

    # Both of its resources have a `create`, each with types of its own.
    Resource = Callable[[OpenAI], Any]

CONNECT_SECONDS = 3.0
LARGEST_BODY = 2 * 1024 * 1024
# Requests that nobody waits for any more count until they have ended, so a service that hangs
# cannot gather threads.
MOST_AT_ONCE = 16
MODERATION = "moderation"  # What its breaker is called.


class LanguageModel:
    """A model behind a URL; it connects with its first prompt. Thread-safe."""

    def __init__(
        self, *, key: str, base_url: str, model: str, most_at_once: int = MOST_AT_ONCE
    ) -> None:
        self._key = key
        self._base_url = base_url
        self._model = model
        self._breakers: dict[str, Breaker] = {}
        self._slots = Slots(most_at_once, "language-model")
        self._client: OpenAI | None = None
        self._connecting = Lock()

    def ask(self, prompt: Prompt, seconds: float) -> Answer:
        """The answer to `prompt`, or a `NoAnswer`, within `seconds` in all. Never retries."""
        with self._breakers.setdefault(prompt.name, Breaker()).guard():
            body = self._body(_responses, request_of(prompt, self._model), seconds)
            return answer_of(response_of(body))

    def moderate(self, text: str, seconds: float) -> Scores:
        """How sure moderation is of each category that it flags; or a `NoAnswer`, as with `ask`."""
        with self._breakers.setdefault(MODERATION, Breaker()).guard():
            return scores_of(self._body(_moderations, moderation_request(text), seconds))

    def close(self) -> None:
        """Drop the connections."""
        if self._client is not None:
            self._client.close()

    def _body(self, resource: "Resource", request: JsonObject, seconds: float) -> bytes:
        """The body of the response, if it comes in time."""
        end = monotonic() + seconds
        future = self._slots.start(lambda: self._post(resource, request, end))
        if future is None:
            raise Spared("too many requests are under way")
        try:
            return future.result(timeout=seconds)
        except TimeoutError as error:
            raise NoAnswer(f"no answer within {seconds:g} s") from error

    def _post(self, resource: "Resource", request: JsonObject, end: float) -> bytes:
        """The body of a 2xx."""
        import httpx2
        import openai

        try:
            create = resource(self._connected()).with_streaming_response.create
            with create(**request, timeout=_timeout(end)) as response:
                return _joined(response.iter_bytes(), end)
        except openai.APIStatusError as error:
            # Its body may quote the prompt or the key, and is not read.
            raise NoAnswer(f"HTTP {error.status_code}", status=error.status_code) from error
        except openai.APIConnectionError as error:
            raise _failure_of_transport(error.__cause__) from error
        except httpx2.HTTPError as error:  # while the body is read
            raise _failure_of_transport(error) from error
        # A key that no header can hold, a URL that is none, a proxy's nonsense: whatever stumbles
        # over them raises its own.
        except (openai.OpenAIError, httpx2.InvalidURL, ValueError) as error:
            raise NoAnswer(type(error).__name__) from error

    def _connected(self) -> "OpenAI":
        """The client; it connects with its first request."""
        import openai

        with self._connecting:
            if self._client is None:
                self._client = openai.OpenAI(
                    api_key=self._key, base_url=self._base_url, max_retries=0
                )
            return self._client


def _responses(client: "OpenAI") -> Any:
    return client.responses


def _moderations(client: "OpenAI") -> Any:
    return client.moderations


def _timeout(end: float) -> "httpx2.Timeout":
    """The limits of each wait. Raises TimeoutError where nobody waits for the answer any more."""
    import httpx2

    left = end - monotonic()
    if left <= 0:  # The imports took it all.
        raise TimeoutError
    return httpx2.Timeout(left, connect=min(CONNECT_SECONDS, left))


def _joined(chunks: Iterable[bytes], end: float) -> bytes:
    """All chunks. Raises `NoAnswer` for what is too long, or comes too slowly."""
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > LARGEST_BODY:
            raise NoAnswer("the body is too large")
        if monotonic() > end:
            raise NoAnswer("the body came too slowly")
    return bytes(body)


def _failure_of_transport(error: BaseException | None) -> NoAnswer:
    """Whether anything was sent decides; `error` is HTTPX2's."""
    import httpx2

    if isinstance(error, httpx2.ConnectError | httpx2.ConnectTimeout):
        return NoAnswer("no connection", was_sent=False)
    if isinstance(error, httpx2.TimeoutException):
        return NoAnswer("no answer in time")
    return NoAnswer("the connection broke")
