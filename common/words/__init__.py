"""One reader of words."""

from common.words.reader import OFFENCES, PRIVATE, UNSPOKEN, Kind, Reading, sayable

__all__ = ["OFFENCES", "PRIVATE", "UNSPOKEN", "Kind", "Reading", "sayable"]
