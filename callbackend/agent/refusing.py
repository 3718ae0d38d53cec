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
KEEPS_AWAY = re.compile(
    r"\b(?:stay(?:ing)? away from|steer clear of|got out of|(?:quit|stopped) (?:doing|with)"
    r"|gave up(?: on)?|out of the) (?:the )?(?P<things>[a-z]+(?: [a-z]+)?)"
)
NONE_OF_THEM = re.compile(
    r"(?<!so )(?<!got )(?<!have )(?<!has )(?<!with )(?<!there's )(?<!there are )"
    r"\bno (?P<things>[a-z]+s)\b"
)
FOR_LESS = re.compile(
    r"\b(?:less than|for (?:that|less|under|so little)|under|below|at that|until|till|before|unless"
    r"|without|that cheap)\b"
)


def refuses_the_job(heard: HeardTurn, job: frozenset[str]) -> bool:
    """Whether a sentence that is no question refuses what the job is about."""
    return any(_refuses(one, job) for one in heard.sentences)


def _refuses(sentence: Sentence, job: frozenset[str]) -> bool:
    if sentence.text.endswith("?") or is_for_less(sentence.text):
        return False
    patterns = (DOES_NOT, KEEPS_AWAY, NONE_OF_THEM)
    found = [match for pattern in patterns for match in pattern.finditer(sentence.text)]
    return any(content(match["things"]) & job for match in found)


def is_for_less(text: str) -> bool:
    """Whether the work is refused only for so little, or until something is so."""
    return FOR_LESS.search(text) is not None
