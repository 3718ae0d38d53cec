"""What a writer says is not the matter: "not a leak", "the sink is fine"."""

from collections.abc import Collection, Sequence

from quoteapp.language.words import DETERMINERS, Token

NEGATION_REACH = 4
NOT_WORDS = frozenset({"not", "isnt", "wasnt", "arent", "aint", "no", "without", "sin", "never"})
SPANISH_MARKS = frozenset(
    "el la los las mi mis se del que en un una puedo hay tengo sale prende sirve esta "
    "funciona enfria calienta arranca".split()
)
DENYING_NEXT = DETERMINERS | {"about", "related", "due", "because", "exactly", "really", "just"}
DENYING_PHRASES = (
    ("instead", "of"), ("rather", "than"), ("other", "than"), ("nothing", "to", "do", "with"),
    ("nothing", "wrong", "with"), ("dont", "need"), ("dont", "want"), ("doesnt", "need"),
    ("already", "fixed"), ("already", "replaced"), ("already", "repaired"), ("already", "patched"),
    ("already", "have"), ("already", "had"), ("unrelated", "to"), ("no", "need"), ("not", "sure"),
    ("ya", "arregle"), ("no", "es"), ("no", "necesito"), ("forget", "about"), ("never", "mind"),
    ("already", "snaked"), ("already", "cleared"), ("already", "cleaned"), ("already", "checked"),
    ("already", "painted"), ("already", "installed"), ("already", "sealed"), ("already", "treated"),
    ("nothing", "about"),
)  # fmt: skip
STILL_FINE = (
    ("is", "fine"), ("are", "fine"), ("is", "ok"), ("are", "ok"), ("is", "okay"), ("is", "good"),
    ("are", "good"), ("is", "great"), ("looks", "fine"), ("look", "fine"), ("works", "fine"),
    ("work", "fine"), ("works", "great"), ("works", "ok"), ("was", "fine"), ("were", "fine"),
    ("is", "working", "fine"), ("is", "already", "fixed"), ("was", "already", "fixed"),
    ("has", "been", "fixed"), ("is", "all", "fixed"), ("its", "fine"), ("checks", "out"),
    ("already", "fixed"), ("is", "all", "good"), ("it", "fine"), ("is", "not", "the", "problem"),
    ("isnt", "the", "problem"), ("isnt", "the", "issue"), ("seems", "fine"), ("esta", "bien"),
    ("is", "clear"), ("are", "clear"), ("its", "clear"), ("is", "done"), ("are", "done"),
    ("tests", "good"), ("tests", "fine"), ("runs", "fine"), ("already", "booked"),
    ("stay", "where"), ("is", "solid"), ("estan", "bien"),
)  # fmt: skip
DENYING_OPENINGS = frozenset(phrase[0] for phrase in DENYING_PHRASES)
OPENINGS = DENYING_OPENINGS | NOT_WORDS
FINE_OPENINGS = frozenset(phrase[0] for phrase in STILL_FINE)
JOINERS = frozenset({"and", "y", "then"})


def denied(text: Sequence[Token]) -> set[int]:
    """The positions that the writer says are not the matter ("not a leak", "the sink is fine")."""
    found: set[int] = set()
    fine: set[int] = set()
    is_spanish = _is_spanish(text)
    for at, token in enumerate(text):
        reach = _denial_length(text, at, is_spanish=is_spanish) if token.word in OPENINGS else 0
        if reach:
            found.update(_following(text, at + reach, NEGATION_REACH))
        is_opening = token.word in FINE_OPENINGS
        if is_opening and any(_starts(text, at, phrase) for phrase in STILL_FINE):
            fine.update(_preceding(text, at, fine))
    return found | fine


def _denial_length(text: Sequence[Token], at: int, *, is_spanish: bool) -> int:
    """How many words the denial that begins here takes; 0 where none begins."""
    if text[at].word in DENYING_OPENINGS:
        for phrase in DENYING_PHRASES:
            if _starts(text, at, phrase):
                return len(phrase)
    if text[at].word not in NOT_WORDS or at + 1 >= len(text):
        return 0
    if text[at].word in {"no", "without", "sin"}:
        return 0 if text[at].word == "no" and is_spanish else 1
    opens_clause = at == 0 or text[at - 1].clause != text[at].clause
    return 1 if opens_clause or text[at + 1].word in DENYING_NEXT else 0


def _is_spanish(text: Sequence[Token]) -> bool:
    """True for a Spanish text, whose "no" belongs to its verb ("no prende")."""
    return any(token.word in SPANISH_MARKS for token in text)


def _starts(text: Sequence[Token], at: int, phrase: tuple[str, ...]) -> bool:
    if text[at].word != phrase[0]:
        return False
    span = text[at : at + len(phrase)]
    is_same = tuple(token.word for token in span) == phrase
    return is_same and span[0].clause == span[-1].clause


def _following(text: Sequence[Token], start: int, reach: int) -> list[int]:
    """Positions from `start` on, to the end of the clause, a joining word or the reach."""
    found: list[int] = []
    content = 0
    for at in range(start, len(text)):
        ends = text[at].clause != text[start].clause or text[at].word in JOINERS
        if ends or content >= reach:
            break
        found.append(at)
        content += not text[at].is_filler
    return found


def _preceding(text: Sequence[Token], end: int, known: Collection[int]) -> list[int]:
    """Positions before `end`, back to the clause's beginning, a joining word or a known one.

    All that would stand before a known one is known as well.
    """
    found: list[int] = []
    for at in range(end - 1, -1, -1):
        if at in known or text[at].clause != text[end].clause or text[at].word in JOINERS:
            break
        found.append(at)
    return found
