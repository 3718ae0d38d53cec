"""Reading a price out of a spoken conversation, by the rules of the contract's third section."""

from callbackend.reading.conversation import Quote, Role, Utterance, parse
from callbackend.reading.reader import Reader, listen, read

__all__ = ["Quote", "Reader", "Role", "Utterance", "listen", "parse", "read"]
