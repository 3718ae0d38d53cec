"""How much each word of a query counts: asked for, background, a mere place, or denied."""

from collections.abc import Sequence

from quoteapp.language.text import Token

REQUESTED = 1.5
BACKGROUND = 0.55
PLACE = 0.4
DONE = 0.35
DENIED = 0.0
HALF_DENIED = 0.4

NEGATION_REACH = 4
PLACE_REACH = 2
REQUESTS = frozenset(
    "need needs needed want wants wanted looking please hire help can could someone "
    "somebody like quote estimate seeking necesito necesitamos quiero quisiera busco "
    "buscamos ayuda puede pueden alguien".split()
)
BACKGROUNDS = frozenset(
    "after since when whenever while before ever until despite during previously luego "
    "despues desde cuando mientras antes".split()
)
PLACES = frozenset(
    "by near beside behind under underneath beneath below above over around in inside into "
    "on onto at from off against through outside between opposite en debajo detras junto "
    "cerca sobre".split()
)
PLACE_STARTERS = frozenset({"next", "close"})  # "next to", "close to"
DETERMINERS = frozenset(
    "a an the my our your his her their this that these those one it its to of el la los "
    "las un una mi mis su sus del de".split()
)
DONE_VERBS = frozenset({"fixed", "repaired", "patched", "finished", "treated", "arreglo"})
DOERS = frozenset(
    "guy guys man company contractor crew he she they i we dad husband brother friend "
    "landlord plumber electrician roofer handyman painter carpenter just has had already".split()
)
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
FINE_OPENINGS = frozenset(phrase[0] for phrase in STILL_FINE)
JOINERS = frozenset({"and", "y", "then"})


def factors(text: Sequence[Token]) -> list[float]:
    """One factor per token; a denied word counts nothing."""
    found = [1.0] * len(text)
    _mark_requests(text, found)
    _mark_background(text, found)
    _mark_places(text, found)
    _mark_done(text, found)
    for at in denied(text):
        found[at] = DENIED
    return found


def factor_of(positions: Sequence[int], text: Sequence[Token], counts: Sequence[float]) -> float:
    """How much a phrase counts: as its most wanted word; nothing when all of it is denied.

    A lack counts in full: neither "no hot water" nor the "dryer + heat" of "dryer, no heat" is
    denied by its "no".
    """
    affirmed = [counts[at] for at in positions if counts[at] != DENIED]
    if any(text[at].word in NOT_WORDS for at in positions):
        return max(affirmed, default=1.0)
    if not affirmed:
        return 0.0
    is_whole = len(affirmed) == len(positions)
    lacks = all(counts[at] != DENIED or (at and text[at - 1].word == "no") for at in positions)
    return max(affirmed) * (1.0 if is_whole or lacks else HALF_DENIED)


def denied(text: Sequence[Token]) -> set[int]:
    """The positions that the writer says are not the matter ("not a leak", "the sink is fine")."""
    found: set[int] = set()
    for at in range(len(text)):
        reach = _denial_length(text, at)
        if reach:
            found.update(_following(text, at + reach, NEGATION_REACH))
        is_opening = text[at].word in FINE_OPENINGS
        if is_opening and any(_starts(text, at, phrase) for phrase in STILL_FINE):
            found.update(_preceding(text, at))
    return found


def _denial_length(text: Sequence[Token], at: int) -> int:
    """How many words the denial that begins here takes; 0 where none begins."""
    if text[at].word in DENYING_OPENINGS:
        for phrase in DENYING_PHRASES:
            if _starts(text, at, phrase):
                return len(phrase)
    if text[at].word not in NOT_WORDS or at + 1 >= len(text):
        return 0
    if text[at].word in {"no", "without", "sin"}:
        return 0 if text[at].word == "no" and _is_spanish(text) else 1
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


def _preceding(text: Sequence[Token], end: int) -> list[int]:
    found: list[int] = []
    for at in range(end - 1, -1, -1):
        if text[at].clause != text[end].clause or text[at].word in JOINERS:
            break
        found.append(at)
    return found


def _mark_requests(text: Sequence[Token], found: list[float]) -> None:
    for at, token in enumerate(text):
        if token.word in REQUESTS:
            for following in range(at + 1, len(text)):
                if text[following].clause != token.clause:
                    break
                found[following] = REQUESTED


def _mark_background(text: Sequence[Token], found: list[float]) -> None:
    for at, token in enumerate(text):
        if token.word in BACKGROUNDS:
            for following in range(at + 1, len(text)):
                if text[following].clause != token.clause:
                    break
                found[following] *= BACKGROUND if found[following] >= 1 else 1


def _mark_places(text: Sequence[Token], found: list[float]) -> None:
    for at, token in enumerate(text):
        starts = token.word in PLACE_STARTERS and at + 1 < len(text) and text[at + 1].word == "to"
        if token.word not in PLACES and not starts:
            continue
        marked = 0
        for following in range(at + 1, len(text)):
            if text[following].clause != token.clause or marked == PLACE_REACH:
                break
            if text[following].word in JOINERS:
                break
            if text[following].word not in DETERMINERS:
                found[following] *= PLACE
                marked += 1


def _mark_done(text: Sequence[Token], found: list[float]) -> None:
    """Work that somebody has finished already: "the termite guy fixed the termites"."""
    for at in range(1, len(text)):
        if text[at].word not in DONE_VERBS or text[at - 1].word not in DOERS:
            continue
        for near in range(max(0, at - 3), min(len(text), at + 1 + NEGATION_REACH)):
            if text[near].clause == text[at].clause:
                found[near] *= DONE
