"""What the agent says about the job and about itself, and what it politely keeps to itself."""

from callbackend.agent import phrases
from callbackend.agent.brief import Brief
from callbackend.agent.discretion import Discretion
from callbackend.agent.listening import Meaning

# A fact of fewer words ("Yes.", "First floor") says nothing without its question.
FACT_WORDS = 3
FACTS_AT_ONCE = 2
QUESTIONS_AT_ONCE = 2


class Answers:
    """The agent's knowledge of one job, already stripped of what it must not say."""

    __slots__ = ("_area", "_day", "_facts", "_told", "_variety", "_work")

    def __init__(self, brief: Brief, discretion: Discretion, variety: int) -> None:
        zip_code = brief.zip_code[:5]
        self._area = "" if discretion.names_limit(zip_code) else zip_code
        day = phrases.day_of(brief.date_needed)
        self._day = "" if discretion.names_limit(day) else day
        self._work = phrases.WORK.get(brief.task, phrases.ANY_WORK)
        self._facts = _facts(brief, discretion)
        self._told = 0
        self._variety = variety

    def opening(self) -> str:
        """The first words: what is calling, for whom, about what, and the question."""
        area = phrases.AREA.format(zip_code=self._area) if self._area else ""
        greeting = self.pick(phrases.GREETINGS).format(work=self._work, area=area)
        return " ".join([greeting, *self._next_facts(), self.question()])

    def question(self) -> str:
        """What the first words end with."""
        return self.pick(phrases.ASK_PRICE, 1)

    def details(self) -> str:
        """More about the job: what was not told yet, then when it is needed."""
        return " ".join(self._next_facts()) or self._date() or phrases.NO_MORE_DETAILS

    def to_questions(self, meanings: set[Meaning]) -> str:
        """Answers to whatever was asked besides the price; empty if nothing was."""
        area_note = phrases.AREA_NOTE.format(zip_code=self._area) if self._area else ""
        answers = {
            Meaning.ASKS_ROBOT: phrases.AM_AUTOMATED,
            Meaning.ASKS_BUDGET: phrases.NO_BUDGET,
            Meaning.ASKS_ADDRESS: phrases.NO_ADDRESS.format(area_note=area_note),
            Meaning.ASKS_PERSON: phrases.NO_PERSON,
            Meaning.ASKS_WHO: phrases.WHO_I_AM.format(work=self._work),
            Meaning.ASKS_DATE: self._date(),
        }
        said = [answer for meaning, answer in answers.items() if meaning in meanings and answer]
        if Meaning.ASKS_DETAILS in meanings:
            said.append(self.details())
        return " ".join(said[:QUESTIONS_AT_ONCE])

    def pick(self, options: tuple[str, ...], salt: int = 0) -> str:
        """One of several ways to say the same, the same one in the same call."""
        return options[(self._variety // 7 + salt) % len(options)]

    def _date(self) -> str:
        return phrases.NEEDED_BY.format(day=self._day) if self._day else ""

    def _next_facts(self) -> list[str]:
        facts = self._facts[self._told : self._told + FACTS_AT_ONCE]
        self._told += len(facts)
        return [self._tell(fact, self._told + number) for number, fact in enumerate(facts)]

    def _tell(self, fact: tuple[bool, str], salt: int) -> str:
        is_problem, text = fact
        if is_problem:
            return self.pick(phrases.PROBLEM).format(problem=text)
        return self.pick(phrases.FACT, salt).format(fact=text)


def _facts(brief: Brief, discretion: Discretion) -> tuple[tuple[bool, str], ...]:
    """The problem first, then the answers that say something by themselves."""
    problem = discretion.fact(phrases.of_the_customer(brief.problem))
    facts = [(True, problem)] if problem else []
    for _question, answer in brief.answers:
        fact = discretion.fact(answer)
        if len(fact.split()) >= FACT_WORDS:
            facts.append((False, fact))
    return tuple(facts)
