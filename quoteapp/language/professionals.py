"""A professional who is named: wanted ("need a plumber") or a bystander ("my plumber said")."""

from collections.abc import Iterable, Iterator, Sequence

from quoteapp.language.patterns import Match
from quoteapp.language.roles import BACKGROUNDS
from quoteapp.language.text import Text

WANTED = 16.0
NAMED = 6.0
SHORT_QUERY = 4
LOOK_BACK = 5
WANTS = frozenset(
    "need needs want wants wanted looking look hire find recommend recommendation "
    "recommendations get call send seeking know any good best cheap local licensed "
    "affordable another new certified mobile emergency reliable require searching necesito "
    "necesitamos busco buscamos quiero urge contratar llamar conocen algun buen".split()
)
WANTED_AFTER = frozenset(
    "needed wanted please asap near to for required who that urgent urgente para que cerca".split()
)
OWNERS = frozenset("the my our last previous former his her their other old by mi nuestro".split())
GAVE_UP = frozenset("quit ghosted bailed canceled cancelled retired".split())  # Another is wanted.
RELATIVES = frozenset(
    "husband wife dad father mom brother son friend neighbor uncle cousin he she im tenant".split()
)
SPEAKS_OR_DID = frozenset(
    "said says say told tells thinks thought left broke breaks cracked damaged did made messed "
    "ruined scratched came looked quoted punched cut drilled noticed found checked replaced "
    "installed was were is never didnt put caused knocked tore ripped forgot recommended "
    "suggested dejo rompio hizo dijo already stepped dropped spilled showed has had charged come "
    "comes coming arrive arrives starts booked scheduled hung per pulled trampled finished finish "
    "fixed took used hit".split()
)


def wishes(
    text: Text, matches: Iterable[Match[str]], counts: Sequence[float]
) -> Iterator[tuple[str, float]]:
    """Each trade whose professional is named, with the weight of that."""
    for match in matches:
        first, last = match.positions[0], match.positions[-1]
        if counts[last]:
            yield match.label, WANTED if _is_wanted(text, first, last) else NAMED


def bystanders(text: Text, matches: Iterable[Match[str]]) -> set[int]:
    """The positions of professionals who are mentioned, not asked for: "the pool guy said"."""
    return {
        at
        for match in matches
        if _is_bystander(text, match.positions[0], match.positions[-1])
        for at in match.positions
    }


def _is_bystander(text: Text, first: int, last: int) -> bool:
    before = [token.word for token in text[max(0, first - 4) : first]]
    after = text[last + 1].word if last + 1 < len(text) else ""
    if any(word in BACKGROUNDS for word in before[-2:]):
        return True
    if _is_want(before[-2:]) or after in GAVE_UP:
        return False
    if after in SPEAKS_OR_DID:
        return True
    owned = any(word in OWNERS for word in before[-2:])
    kin = any(word in RELATIVES for word in before) and not _is_want(before)
    return (owned or kin) and after not in {"needed", "wanted"}


def _is_wanted(text: Text, first: int, last: int) -> bool:
    if len(text) <= SHORT_QUERY:
        return True
    clause = text[first].clause
    before = [token.word for token in text[max(0, first - LOOK_BACK) : first]]
    same = [token for token in text[last + 1 : last + 2] if token.clause == clause]
    return _is_want(before) or any(token.word in WANTED_AFTER for token in same)


def _is_want(words: Sequence[str]) -> bool:
    return any(word in WANTS for word in words)
