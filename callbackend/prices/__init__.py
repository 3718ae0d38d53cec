"""Reading a price out of a spoken conversation, by the rules of the contract's third section."""

from callbackend.prices.conversation import Line, Quote, Role, parse
from callbackend.prices.reader import Reader, listen, read

__all__ = ["Line", "Quote", "Reader", "Role", "listen", "parse", "read"]
