"""How asking an outside service fails.

NoAnswer        it did not answer as a service does
├── Useless     it answered, with nothing of use: no sign that it is dead
└── Spared      it was not even asked: it failed too often just now, or too many are asking
"""


class NoAnswer(Exception):
    """There is nothing to go by. `str()` is the reason in words of ours: no keys, nobody's text.

    `status` is that of HTTP, where there was one. `was_sent` is False where certainly nothing was.
    """

    def __init__(self, reason: str, *, status: int | None = None, was_sent: bool = True) -> None:
        super().__init__(reason)
        self.status = status
        self.was_sent = was_sent


class Useless(NoAnswer):
    """The service lives; its word on this one request is of no use."""


class Spared(NoAnswer):
    """Nothing was asked. `after` is in how many seconds it may be, `None` where nobody knows."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason, was_sent=False)
        self.after = after
