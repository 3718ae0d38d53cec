"""The answers that a question offers by itself: "gas or electric?", a plain yes, an age, a count.

English and Spanish are taken apart in the same way, so that the answers correspond one by one;
where they do not, the question offers none.
"""

import re

MOST_SUGGESTIONS = 4
FEWEST_CHOICES = 2
LONGEST = 48  # Characters: what fits on a button.
Pair = tuple[tuple[str, ...], tuple[str, ...]]  # In English, and in Spanish.
NOTHING: Pair = ((), ())

YES_OR_NO: Pair = (("Yes", "No", "Not sure"), ("Sí", "No", "No sé"))
AGES: Pair = (
    ("Under 5 years", "5 to 10 years", "Over 10 years", "Not sure"),
    ("Menos de 5 años", "De 5 a 10 años", "Más de 10 años", "No sé"),
)
LAST_TIMES: Pair = (
    ("Within the last year", "1 to 3 years ago", "Longer ago", "Not sure"),
    ("En el último año", "Hace 1 a 3 años", "Hace más tiempo", "No sé"),
)
STORIES: Pair = (("1", "2", "3", "4 or more"), ("1", "2", "3", "4 o más"))

LISTED = re.compile(r"^[^:?]+: (?P<list>[^?]+)\?$")
IS_IT = re.compile(
    r"^(?:(?:Is|Are|Was|Were|Should) (?:it|they)(?: be)?|Would you like|Do you want)"
    r" (?P<list>[^?]+?)(?: now)?\?$"
)
IS_IT_IN_SPANISH = re.compile(
    r"^¿(?:Es|Son|Está|Están|Hay que|Debe ser|Deben ser|Quiere)"
    r" (?P<list>[^?]+?)(?: ahora)?\?$"
)
THE_LAST_TWO = re.compile(
    r"^¿?(?:Is|Are|El|La|Los|Las|Hay)\b[^?,]* (?<! the | una | del )(?<! el | la | un )"
    r"(?P<list>[\w-]+ (?:or|o|u) [\w-]+)\?$"
)
PLAIN = re.compile(
    r"^(?:Is|Are|Was|Were|Do|Does|Did|Has|Have|Can|Could|Should|Will|Must|May)\b[^,?]*\?$"
)
HAS_A_CHOICE = re.compile(r"\b(?:or|and)\b")
HOW_OLD = re.compile(r"^How old (?:is|are)\b[^,?]*(?:, (?:as far as|if) you know)?\?$")
LAST_TIME = re.compile(r"^(?:When (?:was|were)\b[^,?]* last\b[^,?]*|How long is it since[^,?]*)\?$")
A_FEW = re.compile(
    r"^How many (?:bathrooms|bedrooms|burners|cabinets or drawers|cameras|copies|detectors|doors"
    r"|fans|floors|helpers|keys|lights|locks or keys|outlets|people|rooms|stalls|stories|stumps"
    r"|windows|zones)\b[^,?]*\?$"
)
BETWEEN = re.compile(r", (?:or |o |u )?| (?:or|o|u) ")
ARTICLE = re.compile(r"^(?:an? |the |(?:el|la|los|las) (?!dos\b))(?=\w)", re.IGNORECASE)
NO_LIST = re.compile(r",? (?:and|y) |:|\b(?:as far as|such as|should|is the|que usted sepa)\b")
POINTLESS = frozenset({"something else", "otra cosa", "another", "otra", "nothing", "nada"})


def choices_of(english: str, spanish: str) -> Pair:
    """Up to four answers to a question, in English and in Spanish; none where it is open."""
    for pattern, in_spanish in ((LISTED, LISTED), (IS_IT, IS_IT_IN_SPANISH)):
        listed, in_its_words = pattern.match(english), in_spanish.match(spanish)
        if listed and in_its_words:
            return _matched(_items(listed["list"]), _items(in_its_words["list"]))
    two, in_its_words = THE_LAST_TWO.match(english), THE_LAST_TWO.match(spanish)
    if two and in_its_words:
        return _matched(_items(two["list"]), _items(in_its_words["list"]))
    return _usual(english)


def _usual(english: str) -> Pair:
    """What is answered to a question of this kind, whatever it is about."""
    if HOW_OLD.match(english):
        return AGES
    if LAST_TIME.match(english):
        return LAST_TIMES
    if A_FEW.match(english):
        return STORIES
    if PLAIN.match(english) and not HAS_A_CHOICE.search(english):
        return YES_OR_NO
    return NOTHING


def _items(listed: str) -> tuple[str, ...]:
    if NO_LIST.search(listed):
        return ()  # Two questions in one, or several things that go together.
    items = (ARTICLE.sub("", item.strip()) for item in BETWEEN.split(listed))
    return tuple(item[:1].upper() + item[1:] for item in items if item)


def _matched(english: tuple[str, ...], spanish: tuple[str, ...]) -> Pair:
    """Both lists, where they correspond and can stand on buttons."""
    if len(english) != len(spanish) or len(english) < FEWEST_CHOICES:
        return NOTHING
    pairs = [
        (one, other)
        for one, other in zip(english, spanish, strict=True)
        if one.lower() not in POINTLESS and max(len(one), len(other)) <= LONGEST
    ][:MOST_SUGGESTIONS]
    return tuple(one for one, _ in pairs), tuple(other for _, other in pairs)
