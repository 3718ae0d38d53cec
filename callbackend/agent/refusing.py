"""Whether they don't do the job, in words that name it: "No clutches", "We don't touch stumps"."""

import re

from callbackend.agent.knowledge import content
from callbackend.reading.heard import HeardTurn
from callbackend.reading.speech.sentences import Sentence

DOES_NOT = re.compile(
    r"\b(?:i|we|they|he|she|guys)(?: just| really)? (?:don't|do not|doesn't|never|can't|won't)"
    r"(?: even)?"
    r" (?:do|touch|handle|take|take on|work on|fix|mess with|install|repair|deal with|go near)"
    r"(?: any| those| your| big| small| old| new)? (?P<things>[a-z]+(?: [a-z]+)?)"
)
# "No clutches"; where one of a thing is missing ("no hot water"), that is the problem itself.
NONE_OF_THEM = re.compile(
    r"(?:^|[,.;!?] ?|\b(?:told you|said|but|and|in and out|only) )no (?P<things>[a-z]+s)\b"
)
FOR_LESS = re.compile(
    r"\b(?:for (?:that|less|under)|under|below|at that|until|till|before|unless|without)\b"
)


def refuses_the_job(heard: HeardTurn, job: frozenset[str]) -> bool:
    """Whether a sentence that is no question refuses what the job is about."""
    return any(_refuses(one, job) for one in heard.sentences)


def _refuses(sentence: Sentence, job: frozenset[str]) -> bool:
    if sentence.text.endswith("?") or FOR_LESS.search(sentence.text):
        return False
    found = (*DOES_NOT.finditer(sentence.text), *NONE_OF_THEM.finditer(sentence.text))
    return any(content(match["things"]) & job for match in found)
