"""Which numbers may be dialled at all: `e164` is asked of every call, on every line."""

import re
from collections.abc import Collection

import phonenumbers
from phonenumbers import (
    NumberParseException,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
)

from callbackend.errors import NumberRefused
from common.values import HOME_COUNTRIES

HOME_REGION = "US"
# 555-0100 to 555-0199 are set aside for fiction in every North American area code.
FICTIONAL = re.compile(r"\+1\d{3}55501\d\d")
NORTH_AMERICAN_SERVICE = re.compile(r"[2-9]11")
PREMIUM = "a premium-rate number"
# What the library's metadata do not know: 976 of any area code, and 555-1212, directory assistance.
NORTH_AMERICAN_PREMIUM = re.compile(r"\+1\d{3}(?:976\d{4}|5551212)")
MUST_NOT = {
    PhoneNumberType.PREMIUM_RATE: PREMIUM,
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.PAGER: "a pager",
    # +1 500 and the like lead anywhere, at any price.
    PhoneNumberType.PERSONAL_NUMBER: "a personal number",
}


def normalised(phone: str) -> str:
    """Any telephone number in E.164; raises NumberRefused for what is none."""
    number = _parsed(phone)
    # A local number without its area code is possible, too, and could be anybody's.
    is_whole = phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE
    if number.extension or not is_whole:
        raise NumberRefused("phone: not a phone number")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def e164(phone: str, countries: Collection[str] = HOME_COUNTRIES) -> str:
    """The number as it is dialled; raises NumberRefused when it cannot or must not be."""
    digits = re.sub(r"\D", "", phone)
    if NORTH_AMERICAN_SERVICE.fullmatch(digits) or phonenumbers.connects_to_emergency_number(
        digits, HOME_REGION
    ):
        raise NumberRefused("phone: an emergency or service number must not be dialled")
    number = _parsed(phone)
    if number.extension or not phonenumbers.is_valid_number(number):
        raise NumberRefused("phone: not a number that can be dialled")
    dialled = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    kind = phonenumbers.number_type(number)
    if kind in MUST_NOT or NORTH_AMERICAN_PREMIUM.fullmatch(dialled):
        raise NumberRefused(f"phone: {MUST_NOT.get(kind, PREMIUM)} must not be dialled")
    # Islands, satellites and Canada's own numbers stand behind +1, too.
    if phonenumbers.region_code_for_number(number) not in countries:
        raise NumberRefused("phone: not a number of a country that is called from here")
    return dialled


def _parsed(phone: str) -> PhoneNumber:
    # The library would read digits of every script.
    if not phone.isascii():
        raise NumberRefused("phone: not a phone number")
    try:
        return phonenumbers.parse(phone, HOME_REGION)
    except NumberParseException as error:
        raise NumberRefused("phone: not a phone number") from error
