"""A text as words: what each is without its disguise, and where it stands in the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from common.words.folding import folded
from common.words.vocabulary import Vocabulary

EDGES = ".,;:!?\"'()[]{}<>«»“”„…¿¡-–—*_~/\\"
PIECE = re.compile(r"\d[\d.,:-]*\d[a-z]?\b|\d[a-z]?\b|[^\W_]+(?:'[^\W_]+)*")
DOTTED = re.compile(r"(?:[^\W\d_][.\-_*]){2,}[^\W\d_]?")
SHAPES = {
    "<email>": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    "<url>": re.compile(r"(?:https?://|www\.)\S+"),
    "<handle>": re.compile(r"@[a-z]\w{2,}"),
    "<money>": re.compile(r"[$€£]\d[\d.,]*k?|\d[\d.,]*k?[$€£]"),
    "<phone>": re.compile(
        r"(?:\+?\d{1,2}[.-]?)?\(?\d{3}\)?[.-]?\d{3}[.-]\d{4}|\d{3}[.-]\d{4}|\+\d{8,14}"
    ),
}
SIGN = re.compile(r"[$€£]")
# After these a point ends no sentence.
ABBREVIATED = frozenset("mr. mrs. ms. dr. sr. sra. jr. st. ave. apt. no. ext. dpto.".split())
# Whoever writes fast leaves out the apostrophe.
SHORT = {
    "'ll": "will", "'m": "am", "'re": "are", "'ve": "have", "'d": "would", "n't": "not",
}  # fmt: skip
WHOLE = {
    "won't": "will not", "can't": "can not", "cannot": "can not", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "imma": "i will", "ima": "i will", "im": "i am",
    "ill": "i will", "youre": "you are", "ur": "you are", "youll": "you will", "hes": "he is",
    "shes": "she is", "theyre": "they are", "theyll": "they will", "dont": "do not",
    "doesnt": "does not", "didnt": "did not", "wont": "will not", "cant": "can not",
    "isnt": "is not", "arent": "are not", "wouldnt": "would not", "lets": "let us",
    "let's": "let us", "ive": "i have", "u": "you", "ya": "you", "noone": "no one",
    "nobodys": "nobody is", "whos": "who is",
}  # fmt: skip
IS = frozenset(
    "he she it that there here who what where nobody one name everybody everyone somebody "
    "someone".split()
)


class Mark(IntEnum):
    """What stands between a word and the one before it."""

    NOTHING = 0
    COMMA = 1
    STOP = 2


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is folded and undisguised; the text from `start` to `end` holds it.

    `shape` is one of SHAPES, `<number>` or nothing.
    """

    word: str
    start: int
    end: int
    mark: Mark
    is_capital: bool = False
    shape: str = ""


def tokens_of(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The words of a text, in order."""
    return list(_with_spaced(list(_tokens(text, vocabulary)), vocabulary))


def _tokens(text: str, vocabulary: Vocabulary) -> Iterator[Token]:
    mark = Mark.STOP
    end = 0
    for chunk in re.finditer(r"\S+", text):
        if "\n" in text[end : chunk.start()]:
            mark = Mark.STOP
        end = chunk.end()
        told = folded(chunk[0])
        bare = told.strip(EDGES)
        if DOTTED.fullmatch(told.rstrip(",;:!?")):  # `s.t.o.p.`
            bare = told = re.sub(r"[\W_]", "", bare)
        mark = max(mark, _mark_of(told[: len(told) - len(told.lstrip(EDGES))]))
        is_capital = _is_capital(chunk[0].strip(EDGES))
        for word, shape in _pieces(told, bare, vocabulary):
            yield Token(word, chunk.start(), end, mark, is_capital, shape)
            mark, is_capital = Mark.NOTHING, False
        if told not in ABBREVIATED:
            mark = max(mark, _mark_of(told[len(told.rstrip(EDGES)) :]))


def _is_capital(written: str) -> bool:
    """Whether it is written as a name is: `Bob`, neither `bob` nor `BOB`."""
    return len(written) > 1 and written[0].isupper() and not written[1:].isupper()


def _mark_of(signs: str) -> Mark:
    """The strongest of these signs."""
    if any(sign in ".!?;…" for sign in signs):
        return Mark.STOP
    return Mark.COMMA if any(sign in ",:–—-/()" for sign in signs) else Mark.NOTHING


def _pieces(told: str, bare: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """The words of what stands between two spaces, with their shapes."""
    plain = vocabulary.word_behind(bare) or vocabulary.word_behind(told.strip(".,;:?\"'"))
    if plain is not None:
        yield from ((word, "") for word in _expanded(plain))
        return
    for shape, pattern in SHAPES.items():
        if pattern.fullmatch(bare) or pattern.fullmatch(told.strip(".,;:!?\"'")):
            yield bare, shape
            return
    if SIGN.match(told) and not bare:
        yield "usd", ""
    for piece in PIECE.findall(bare):
        if piece[0].isdigit():
            yield piece, "<number>"
        else:
            found = vocabulary.word_behind(piece) or piece
            yield from ((word, "") for word in _expanded(found))


def _expanded(word: str) -> list[str]:
    """`i'll` is `i will`; `house's` stays whose it is, and `nobody's` is `nobody is`."""
    if word in WHOLE:
        return WHOLE[word].split()
    for ending, full in SHORT.items():
        if word.endswith(ending) and len(word) > len(ending):
            return [word.removesuffix(ending), full]
    if word.endswith("'s"):
        owner = word.removesuffix("'s")
        return [owner, "is" if owner in IS else "'s"]
    return [word]


def _with_spaced(tokens: list[Token], vocabulary: Vocabulary) -> Iterator[Token]:
    """The tokens, with words that were spelled letter by letter put together again."""
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and _is_letter(tokens[end]):
            end += 1
        letters = "".join(one.word[-1] for one in tokens[at:end])  # `u` is `you` by now
        words = vocabulary.split(letters) if len(letters) > 2 else []
        if words:
            spelled = replace(tokens[at], end=tokens[end - 1].end)
            yield replace(spelled, word=words[0])
            yield from (replace(spelled, word=word, mark=Mark.NOTHING) for word in words[1:])
            at = end
        else:
            yield from tokens[at : max(end, at + 1)]
            at = max(end, at + 1)


def _is_letter(token: Token) -> bool:
    return token.end - token.start == 1 and not token.shape
