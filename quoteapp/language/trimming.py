"""What a sentence begins and ends with that tells nothing of the work."""

import re

OPENING = re.compile(
    r"^(?:(?:so|and|but|well(?=,)|ok|okay|also|basically|anyway|apparently|unfortunately|lately|"
    r"currently|recently|suddenly|honestly|just|now|today|yesterday|this morning|last night|hi|"
    r"hello|hey|still|i think|i guess|i believe|it seems(?: like)?|looks like|i noticed(?: that)?|"
    r"not sure why but|idk why but)\b[\s,:-]*)+(?=\w)",
    re.IGNORECASE,
)
MARK = re.compile(r"[,;.!-]+(?:\s+|$)")
AFTERTHOUGHT = re.compile(
    r"(?:is (?:that|this|it) (?:serious|bad|normal|ok|okay|safe|fixable|dangerous|expensive)"
    r"|any (?:ideas?|thoughts|recommendations|suggestions|help|takers)"
    r"|what (?:could|can|would|do|should|is|are|now|next)"
    r"|who (?:can|do|does|should|could|would|fixes|handles)"
    r"|how (?:much|soon|long|do|can|fast)|why"
    r"|can (?:you|someone|anyone|somebody|anybody|u|it)|could (?:you|someone|anyone|somebody)"
    r"|do (?:you|u)|please|help|thanks?|thx|tia|no rush|lol|haha|ugh|asap|advice"
    r"|what'?s (?:up|wrong)"
    r"|should i|anyone|anybody|is there|are you)\b",
    re.IGNORECASE,
)
LAST_WORDS = re.compile(
    r"\s(?:help|thanks|thank you|thx|asap|lol|please|can you help|any ideas?)$", re.IGNORECASE
)
PLACE = re.compile(
    r"\s(?:around here|near me|nearby|near by|in (?:my|the|this) area|in town|locally|"
    r"for (?:me|us)|close to me|near here|around town)$",
    re.IGNORECASE,
)
ENDS = " ,.;:-!?"


def without_ends(sentence: str) -> str:
    """The sentence without its opening words, and without what it asks at last.

    "So my washer shakes, is that serious?" is "my washer shakes".
    """
    plain = OPENING.sub("", sentence.strip(ENDS))
    shorter = without_place(_without_last_words(_without_afterthoughts(plain)))
    return (shorter if len(shorter.split()) > 1 else plain).strip(ENDS)


def without_place(text: str) -> str:
    """The text without "near me" and the like, which every customer means."""
    return PLACE.sub("", text)


def _without_afterthoughts(text: str) -> str:
    """The text up to the first mark after which all is afterthought."""
    marks = list(MARK.finditer(text))
    end = len(text)
    for mark in reversed(marks):
        if text[mark.end() : end].strip() and not AFTERTHOUGHT.match(text, mark.end()):
            break
        end = mark.start()
    return text[:end]


def _without_last_words(text: str) -> str:
    while LAST_WORDS.search(text):
        text = LAST_WORDS.sub("", text).rstrip(ENDS)
    return text
