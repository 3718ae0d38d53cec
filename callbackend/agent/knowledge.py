"""What the agent knows of the job, stripped of what it must not say, and how it answers with it."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from callbackend.agent.brief import Brief
from callbackend.agent.discretion import Discretion
from callbackend.agent.retelling import days_of, retold
from callbackend.agent.third_person import told_about
from callbackend.reading.numbers.numbers import find_numbers
from callbackend.reading.speech.language import language_of
from callbackend.reading.text import plain

# An answer of fewer words ("Yes.", "First floor") says nothing without its question.
FACT_WORDS = 3
FACTS_AT_ONCE = 2
TOPICS = Path(__file__).parent / "words" / "topics.toml"
EITHER = re.compile(
    r"([a-z][a-z -]{1,24}?)\s+or\s+(?:an? |the |is it |a )?([a-z][a-z -]{1,24}?)(?:[?,.]|$)"
)
SHORT_CHOICE = re.compile(
    r"^(?:(?:so|and|okay|ok|well)[, ]+)*(?:is (?:it|that|the \w+) )?(?:an? |the )?"
    r"((?!up|down|only|all|in|on|at)[a-z]+(?: [a-z]+)?) or "
    r"(?:an? |the |is it )?[a-z]+(?: [a-z]+)?\W*$"
)
OR = re.compile(r"\b(?:or|o)\b")
LONGEST_THING = 3
SHORTEST_STEM = 3
DOUBLING = ("ing", "ed")
# A smaller number is told by too many things.
SMALLEST_NUMBER = 100
OF_SOMEBODY = re.compile(r"\b(?:i|we|you|he|she|they|can|could|would|somewhere)\b")
IS_THERE = re.compile(
    r"\b(?:is|are) there (an?|any|some|the)?\s*([a-z][a-z -]{2,30}?)"
    r"(?: (?:in|at|on|there|over|near|around|under)\b.*)?\??$"
)
# "There a turn or a landin' in them steps?" asks for the turn, not for the steps.
THERE = re.compile(
    r"^(?:(?:so|and|now|okay|ok|well|um|uh)[, ]+)*(?:(?:is|are|was|were) )?there "
    r"(?P<what>[a-z'][a-z', -]*?) (?:in|on|at|to|under|over|behind|around|near|along|by) "
)
WORD = re.compile(r"[a-z]+")
COMMON = frozenset(
    """
    a an the is are was were be it its it's this that these those there here what which how who
    where when why do does did has have had can could would will should you your yours they their
    them he she his her i we our us my me to of in on at for with from by about and or not no yes so
    but any some kind type sort exactly tell know talking thing things one ones need needs want job
    anything anywhere something work like customer old many much long big get got okay ok well just
    really sure also else now
    going
    """.split()
)
UNKNOWN = re.compile(r"\b(?:don't know|do not know|not sure|no idea|unsure|dunno|no se)\b")
# How much words of the answer and the topic count beside a word of the question.
IN_ANSWER, OF_TOPIC, ENOUGH = 0.7, 1.5, 1.5
# Of two answers that fit as well, the one that shares more topics.
TIE = 0.01
# What is counted or measured must be named.
COUNTED = frozenset({"count"})


@dataclass(frozen=True, slots=True)
class Known:
    """What a question of the business finds: a sentence, or words to ask on with."""

    told: str = ""
    # "if it is gas": under what to name a price where the brief has no answer.
    supposing: str = ""
    topic: str = ""
    # Whether a customer's answer says so, and not only what the job is.
    is_of_answers: bool = False


class Knowledge:
    """One job, as it may be told."""

    __slots__ = ("_english", "_pairs", "area", "caller", "days", "problem", "task")

    def __init__(self, brief: Brief, discretion: Discretion) -> None:
        zip_code = brief.zip_code[:5]
        self.task = brief.task
        self.caller = brief.caller
        self.area = "" if discretion.names_limit(zip_code) else zip_code
        self.days = {
            language: "" if discretion.names_limit(day) else day
            for language, day in days_of(brief.date_needed).items()
        }
        self.problem = discretion.fact(told_about(brief.problem))
        self._pairs = tuple(
            (question, fact)
            for question, answer in brief.answers
            if (fact := discretion.fact(answer))
        )
        # What a customer wrote in Spanish stands behind a Spanish question: only who speaks Spanish
        # hears it.
        self._english = tuple(pair for pair in self._pairs if not pair[0].startswith("¿"))

    def facts(self) -> list[str]:
        """The customer's answers in English that are worth telling without being asked."""
        worth = [pair for pair in self._english if _says_much(pair[1])]
        return [retold(question, answer) for question, answer in worth[:FACTS_AT_ONCE]]

    def more(self) -> list[str]:
        """Those that come after them."""
        worth = [pair for pair in self._english if not UNKNOWN.search(plain(pair[1]))]
        told = [pair for pair in worth if _says_much(pair[1])][:FACTS_AT_ONCE]
        return [
            retold(question, answer) for question, answer in worth if (question, answer) not in told
        ]

    def answer(self, asked: str) -> Known:
        """What the brief has on a question, or what to suppose instead."""
        topic = _topic(asked)
        pairs = self._pairs if language_of(plain(asked)) == "es" else self._english
        best = max(pairs, key=lambda pair: _fit(asked, *pair), default=None)
        if best is not None and _fit(asked, *best) >= ENOUGH and not UNKNOWN.search(plain(best[1])):
            return Known(told=retold(*best, asked=asked), topic=topic, is_of_answers=True)
        if self._is_in_problem(asked):
            return Known(told=f"All that I was told is: {self.problem}.", topic=topic)
        return Known(supposing=_supposing(asked), topic=topic)

    def _is_in_problem(self, asked: str) -> bool:
        """Whether the problem itself answers: it counts or names what is asked about."""
        wanted, said = content(asked), content(self.problem)
        either = EITHER.search(plain(asked))
        if either and any(content(side) & said for side in either.groups()):
            return True
        numbers = re.search(
            r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b", plain(self.problem)
        )
        return bool(wanted & said) and numbers is not None and "how" in asked


def _says_much(answer: str) -> bool:
    return len(answer.split()) >= FACT_WORDS and not UNKNOWN.search(plain(answer))


def _fit(asked: str, question: str, answer: str) -> float:
    """How well one answered question answers another."""
    wanted, of_question, of_answer = content(asked), content(question), content(answer)
    in_question = len(wanted & of_question)
    overlap = in_question + IN_ANSWER * len(wanted & of_answer - of_question)
    topics = _topics(asked) & (_topics(question) | _topics(answer))
    # "Oak, maple or thermofoil?" is answered by "oak", whatever was asked before.
    chosen = OR.search(plain(asked)) is not None and bool(wanted & of_answer)
    if topics <= COUNTED and wanted and not overlap and not chosen:
        return 0.0
    if _asks_else(asked, question, answer):
        return 0.0
    is_same = bool(of_question) and in_question >= len(of_question) / 2
    counted = any(word.isdigit() for word in wanted & (of_question | of_answer))
    return (
        overlap + OF_TOPIC * bool(topics) + TIE * len(topics) + is_same * 0.5 + 2 * chosen + counted
    )


def _asks_else(asked: str, question: str, answer: str) -> bool:
    """Whether it asks for another thing at the same place, or between other numbers."""
    text = plain(asked)
    there = THERE.match(text)
    if there is not None:
        what, known = content(there["what"]), content(question) | content(answer)
        of_what = _topics(there["what"]) & (_topics(question) | _topics(answer))
        if what and not what & known and not of_what:
            return True
    sides = _numbers(text)
    told = _numbers(plain(answer))
    return len(sides) > 1 and bool(told) and bool(OR.search(text)) and not sides & told


def _numbers(text: str) -> set[Decimal]:
    return {it.value for it in find_numbers(text) if it.value > 1}


@lru_cache(maxsize=2000)
def _topics(text: str) -> frozenset[str]:
    said = plain(text)
    return frozenset(name for name, found in _patterns().items() if found.search(said))


def topics() -> frozenset[str]:
    """Every topic by its name."""
    return frozenset(_patterns())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads(TOPICS.read_text(encoding="utf-8"))
    return {name: re.compile("|".join(entries)) for name, entries in table.items()}


def _topic(text: str) -> str:
    return min(_topics(text), default="work")


@lru_cache(maxsize=2000)
def content(text: str) -> frozenset[str]:
    """The words that say what a text is about, without their endings, and its large numbers."""
    said = plain(text)
    words = (word for word in WORD.findall(said) if word not in COMMON and len(word) > 2)
    numbers = (str(it.value) for it in find_numbers(said) if it.value >= SMALLEST_NUMBER)
    return frozenset([*map(_stem, words), *numbers])


def _stem(word: str) -> str:
    """ "Humming" and "hums" are the same thing."""
    for ending in ("ing", "ed", "es", "s"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM:
            return stem[:-1] if stem[-1] == stem[-2] and ending in DOUBLING else stem
    return word


def _supposing(asked: str) -> str:
    """ "gas or electric?": "if it is gas"; "is there a lift?": "if there is a lift"."""
    text = plain(asked).strip()
    short = SHORT_CHOICE.match(text)
    if short and not OF_SOMEBODY.search(short[1]):
        return f"if it is {short[1].removeprefix('it ')}"
    there = IS_THERE.search(text)
    if there and len(there[2].split()) <= LONGEST_THING and not OF_SOMEBODY.search(there[2]):
        article = there[1] if there[1] in ("a", "an") else "no"
        return f"if there is {article} {there[2].strip()}"
    return ""
