"""What stands in `lexicon/phrases.toml`: turns of speech that mean the same as a plain word."""

import re
import tomllib
from functools import cache

from callbackend.reading.speech.lexicon import LEXICON
from callbackend.reading.text import plain

# "Yeah, no, that'd be fine": a yes, and its "no" is none.
YEAH_NO = re.compile(
    r"\b(?:(?:yeah|yah|ya|yep|yes),? no|no,? (?:yeah|yah|yep|yes)),? (?="
    r"(?:(?:that|it|this)(?:'d|'ll|'s| would| will| is| should)?(?: be)? "
    r"|i can |we can |for |you )?"
    r"(?:(?:just|totally|perfectly|all) )?(?:fine|good|great|okay|ok|works?|work for \w+|perfect"
    r"|sure|definitely|absolutely|totally|do (?:that|it)|hold (?:it|that)|right|alright|bet"
    r"|betcha)\b)"
)


def spelled_out(text: str) -> str:
    """Plain text in which each such turn of speech is the word that it stands for."""
    pattern, meant = _phrases()
    return pattern.sub(lambda found: meant[found[0]], YEAH_NO.sub("yes, ", text))


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    table = tomllib.loads((LEXICON / "phrases.toml").read_text(encoding="utf-8"))
    meant = {plain(phrase): word for word, phrases in table.items() for phrase in phrases}
    longest_first = sorted(meant, key=len, reverse=True)
    said = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)"), meant
