"""The moment at which a request costs something.

A service tells its door how much is asked for, once it knows and before it changes anything; the
door counts it, or raises: then nothing was changed, and nobody is rung. Should the process die
between the two, the door has counted something that never happened. The other way round it could
happen uncounted.
"""

from collections.abc import Callable

Admit = Callable[[int], None]


def freely(_: int) -> None:
    """Nobody counts: what operators and tasks do."""
