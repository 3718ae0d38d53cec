"""A text in its clauses, so that one can be left out and the rest still makes sense."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

# What may follow an "and" that begins a clause: "black and white" is one thing.
SUBJECT = (
    r"i|i'm|i'll|we|we're|it|it's|its|he|she|they|you|there|the|my|our|this|that|no|nobody|also|then|"
    r"please|just|yo|el|la|los|las|mi|hay|se|está|es|no|nadie"
)
# Of a text whose words are one space apart, or one end of a line.
BOUNDARY = re.compile(
    r"(?<![.!?;:,])[.!?;:,]+[\"')]?(?=\s|$)\s?|\n| [-–—]{1,3} "
    rf"| (?:and|but|y|pero) (?=(?:{SUBJECT})\b)",
    re.IGNORECASE,
)
LOOSE_ENDS = " \t\n,;:-–—"
LOOSE_WORD = re.compile(r"^(?:and|but|so|y|pero)\s+|\s+(?:and|but|so|y|pero)$", re.IGNORECASE)
# What says nothing when it stands alone.
EMPTY = frozenset(
    "a an the and but so or it is i we at in on to of there then also please thanks thank you ok "
    "okay hi hello hey well no yes y el la es si gracias hola".split()
)


@dataclass(frozen=True, slots=True)
class Clause:
    """From `start` to `end` in the text; what separates it from the next goes on to `next`."""

    start: int
    end: int
    next: int


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a text, in order, without a gap."""
    found: list[Clause] = []
    start = 0
    for boundary in BOUNDARY.finditer(text):
        if boundary.start() > start:
            found.append(Clause(start, boundary.start(), boundary.end()))
            start = boundary.end()
    if start < len(text):
        found.append(Clause(start, len(text), len(text)))
    return found


def without(text: str, clauses: Sequence[Clause], left_out: Collection[Clause]) -> str:
    """The text without these clauses; nothing, where the rest would say nothing."""
    parts: list[str] = []
    for clause in clauses:
        if clause in left_out:
            # "Yes, the key is there. It drips": the full stop ends what is kept before it.
            stop = text[clause.end : clause.next]
            if parts and set(stop) & set(".!?\n") and not set(parts[-1]) & set(".!?\n"):
                parts[-1] = stop
        else:
            parts += [text[clause.start : clause.end], text[clause.end : clause.next]]
    rest = LOOSE_WORD.sub("", "".join(parts).strip(LOOSE_ENDS)).strip(LOOSE_ENDS)
    return rest if says_something(rest) else ""


def says_something(text: str) -> bool:
    """Whether a word is in it that means something by itself."""
    words = re.findall(r"[^\W_]+", text.lower())
    return any(word not in EMPTY for word in words)
