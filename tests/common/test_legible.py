"""What is dropped from a text, what is folded in it, and what stays as it was typed."""

import sys
import unicodedata

from common.legible import legible, visible
from tests.rows import every

FAMILY = "👨\u200d👩\u200d👧"
BLANK = {
    "nothing": "",
    "spaces": "   ",
    "white space of every kind": "".join(filter(str.isspace, map(chr, range(sys.maxunicode)))),
    "zero width": "\u200b\u200c\u200d\u2060",
    "a byte order mark": "\ufeff",
    "soft hyphens": "\xad\xad",
    "directions": "\u200e\u200f\u061c\u202a\u202e\u202c\u2066\u2069",
    "controls": "\x00\x01\x1b\x7f",
    "further controls": "\x80\x9f",
    "variation selectors": "\ufe0f\ufe00\U000e0100",
    "Hangul fillers": "\u3164\u115f\u1160\uffa0",
    "an empty braille cell": "\u2800",
    "tags": "\U000e0001\U000e0041",
    "a Mongolian separator and a grapheme joiner": "\u180e\u034f",
    "no characters": "\ufdd0\uffff",
    "all at once": " \u200b\n\ufeff\u2800\u3164\x01\xa0\ufe0f ",
}


@every(("kind", "text"), BLANK.items())
def test_nothing_is_left_of_what_nobody_sees(kind: str, text: str) -> None:
    assert (visible(text), legible(text)) == ("", "")


@every(
    ("typed", "kept"),
    [
        ("  fix my toilet\n", "fix my toilet"),
        ("\ufefffix\u200b my toi\xadlet\x00", "fix my toilet"),
        ("fix  my\n\n\ttoilet", "fix  my\n\n\ttoilet"),
        ("fix\u3164my\u2800toilet", "fix my toilet"),
        ("\u202etelioT", "telioT"),
        ("wait... what?!?!?!?!", "wait... what?!?!?!?!"),
        ("mi baño “gotea” 🚽", "mi baño “gotea” 🚽"),
        (FAMILY, FAMILY),
        ("I ❤\ufe0f it", "I ❤\ufe0f it"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (f"\u200d{FAMILY}\u200d\u200d", FAMILY),
        ("a\u200d \u200db", "a b"),
        ("a\ufe0f\ufe0f\ufe0f\u200d\u200d\u200db", "a\ufe0f\u200db"),
    ],
)
def test_visible_keeps_what_is_seen_as_it_was_typed(typed: str, kept: str) -> None:
    assert visible(typed) == kept


@every(
    ("typed", "read"),
    [
        ("fix  my\t \xa0toilet", "fix my toilet"),
        ("it leaks\r\n \n\n since Monday", "it leaks\nsince Monday"),
        ("it leaks\u2028since Monday", "it leaks\nsince Monday"),
        ("help!!!!!!!!", "help!!!!!"),
        ("well..............$100", "well....$100"),
        ("what?!?!?!?!?!", "what?!??!"),
        ("a , , , , , , , , , b", "a , , , b"),
        ("k\u200dill it", "kill it"),
        ("k\x01ill it", "kill it"),
        ("ﷺ is no word", "صلى is no word"),
    ],
)
def test_legible_folds_runs_of_space_and_marks(typed: str, read: str) -> None:
    assert legible(typed) == read


@every(
    "typed",
    [
        "My sink (kitchen) leaks... can you come?!",
        "the AC's at 85°F - it won't cool; call-out fee: $75?",
        "water heater:\n- 40 gal\n- 10 yrs old\n* leaks",
        'He said: "No way!" (really)... and left.',
        "¿Cuánto cuesta? ¡Gracias! baño, café, 1½ bath, ™ №5 ﬃ",
        "mi bano\u0301 👍🏽 हिन्दी 가나다",
        "noooooo it's flooooding",
    ],
)
def test_legible_leaves_ordinary_writing_alone(typed: str) -> None:
    assert legible(typed) == typed


def test_legible_never_makes_a_text_much_longer() -> None:
    composed = filter(unicodedata.decomposition, map(chr, range(sys.maxunicode)))

    longest = max(len(unicodedata.normalize("NFKD", legible(character))) for character in composed)

    assert longest <= 4


def test_legible_text_is_read_again_as_it_is() -> None:
    read = legible("\u200ba  b!!!!!!!\n\n - - - - - - - - - - c\ufdfa . . . ;;;;;; d")

    assert legible(read) == read
