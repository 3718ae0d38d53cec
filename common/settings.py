"""Reading settings from the environment, alike in every process.

A class of settings is a frozen dataclass whose fields are made by `setting`; the field `redis_url`
is the variable `REDIS_URL`, unless it names another. A blank variable counts as not set. A value
that cannot be used raises `BadSetting`, which ends the process with one line that names it.
"""

import os
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Self, TypeVar, cast

from common import values

T = TypeVar("T")
Environ = Mapping[str, str]


class BadSetting(SystemExit):
    """A setting cannot be used: the process ends with one line that says which and why."""

    def __init__(self, name: str, why: object) -> None:
        super().__init__(f"The setting {name} cannot be used: {why}")


def setting(
    default: T,
    read: Callable[[str], Any] = str,
    *,
    variable: str = "",
    is_secret: bool = False,
) -> T:
    """A field of a class of settings.

    `read` makes its value from the text, and raises ValueError with words that follow "cannot be
    used:"; they must not repeat a secret. `variable` is its name where the field has another. A
    secret is not shown by `repr`.
    """
    metadata = {"read": read, "variable": variable}
    made: T = field(default=default, repr=not is_secret, metadata=metadata)
    return made


class FromEnvironment:
    """The base of every class of settings."""

    __slots__ = ()

    @classmethod
    def from_environ(cls, environ: Environ = os.environ, **changes: Any) -> Self:
        """The settings of this environment; `changes` win over it, by field.

        Raises `BadSetting`, which ends the process.
        """
        made = cls(**cls.defaults(environ) | dict(_values(cls, environ)) | changes)
        made.check()
        return made

    @classmethod
    def defaults(cls, environ: Environ) -> dict[str, Any]:
        """The values, by field, of what is not set, where they depend on what else is."""
        return {}

    def check(self) -> None:
        """Raise `BadSetting` for values that do not go together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModelSettings(FromEnvironment):
    """Whether there is a language model, and where; the same for every service."""

    # Turns it on; none: whatever it would do is done embedded.
    openai_api_key: str = setting("", is_secret=True)
    # OpenAI's Responses API, or a service that speaks it, too.
    openai_base_url: str = setting("https://api.openai.com/v1", values.http_url)
    # It must know structured outputs.
    openai_model: str = setting("gpt-5.4-mini")

    @property
    def has_model(self) -> bool:
        """Whether there is a language model to ask."""
        return bool(self.openai_api_key)


def variables_of(cls: type) -> list[str]:
    """The environment variables that a class of settings reads, in the order of its fields."""
    return [_variable(one) for one in fields(cast(Any, cls))]


def forget_blank_variables(cls: type, environ: MutableMapping[str, str] = os.environ) -> None:
    """Take blank variables away, for a library that reads them, too, and takes them for values."""
    for name in variables_of(cls):
        if not environ.get(name, "").strip():
            environ.pop(name, None)


def _values(cls: type, environ: Environ) -> Iterator[tuple[str, Any]]:
    for one in fields(cast(Any, cls)):
        text = environ.get(_variable(one), "").strip()
        if text:
            yield one.name, _read(_variable(one), one.metadata["read"], text)


def _variable(one: Field[Any]) -> str:
    return one.metadata["variable"] or one.name.upper()


def _read(name: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except ValueError as error:
        raise BadSetting(name, error) from None
