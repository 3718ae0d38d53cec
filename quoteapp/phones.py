"""Phone numbers: kept as E.164 (`+14085550101`), shown as people write them.

`phonenumbers` is imported at first use: whoever only shows US numbers never pays for it.
"""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# Country code 1: the United States and its territories, Canada, most of the Caribbean.
NORTH_AMERICAN = re.compile(r"\+1([0-9]{3})([0-9]{3})([0-9]{4})")
# 555-0100 to 555-0199 belong to nobody, in every area code (North American Numbering Plan).
RESERVED = re.compile(r"\+1[0-9]{3}55501[0-9]{2}")
# 822 is set aside for the day when the others are used up.
TOLL_FREE = re.compile(r"\+18(?:00|88|77|66|55|44|33|22)[0-9]{7}")
# What `phonenumbers` does not know: 976 of any area code, and 555-1212, directory assistance.
PREMIUM = re.compile(r"\+1[0-9]{3}(?:976[0-9]{4}|5551212)")
# By the names of its types: those that cost what a call costs, and ring one phone.
ORDINARY = ("FIXED_LINE", "MOBILE", "FIXED_LINE_OR_MOBILE", "TOLL_FREE", "VOIP", "UAN")
NO_COUNTRY = "001"  # satellites and the like


def to_e164(text: str, region: str = "US") -> str | None:
    """The number in E.164, `None` where it is not a valid one; an extension is left off.

    A number without a country code is read as one of `region`. Reserved numbers are valid; digits
    of other scripts are none.
    """
    import phonenumbers

    if any(letter.isdecimal() and not letter.isascii() for letter in text):
        return None
    number = _parsed(text, region)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def national(e164: str) -> str:
    """A US number as "(408) 555-1234", a foreign one with its country code.

    What is not a number at all comes back as it is: showing a list must not fail on one row.
    """
    match = NORTH_AMERICAN.fullmatch(e164)
    if match:
        return "({}) {}-{}".format(*match.groups())

    import phonenumbers

    number = _parsed(e164, None)
    if number is None:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def why_not_rung(e164: str, countries: Collection[str]) -> str | None:
    """Why a valid number is rung by nobody; `None` for an ordinary phone of one of the countries.

    Canada, the Caribbean and satellites are behind the country code 1, too.
    """
    import phonenumbers

    number = phonenumbers.parse(e164)
    country = phonenumbers.region_code_for_number(number)
    if country not in countries:
        named = "no country" if country in (None, NO_COUNTRY) else country
        return f"a number of {named}, which is not among DIAL_COUNTRIES"
    kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number))
    if kind not in ORDINARY or PREMIUM.fullmatch(e164):
        return "a number that costs more than a call, or leads anywhere"
    return None


def is_reserved(e164: str) -> bool:
    """Whether the number is one of 555-0100 to 555-0199: a sample, nobody's phone."""
    return RESERVED.fullmatch(e164) is not None


def is_toll_free(e164: str) -> bool:
    """Whether the number says nothing of where it rings: anywhere between Guam and Puerto Rico."""
    return TOLL_FREE.fullmatch(e164) is not None


def _parsed(text: str, region: str | None) -> "PhoneNumber | None":
    import phonenumbers

    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
