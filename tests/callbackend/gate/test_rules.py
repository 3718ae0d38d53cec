"""Which numbers may be dialled at all."""

import pytest

from callbackend.errors import NumberRefused
from callbackend.gate import rules
from tests.rows import every

LONDON = "+442079460958"


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [
        ("+14085550101", "+14085550101"),
        ("(408) 555-0101", "+14085550101"),
        ("408.555.0101", "+14085550101"),
        ("+1 787 555 1234", "+17875551234"),  # Puerto Rico
        ("+1 340 555 1234", "+13405551234"),  # the Virgin Islands that are American
        ("+1 671 555 1234", "+16715551234"),  # Guam
        ("+1 684 633 1234", "+16846331234"),  # American Samoa
        ("+1 670 555 1234", "+16705551234"),  # the Northern Mariana Islands
        ("+1 800 555 1234", "+18005551234"),
    ],
)
def test_a_number_is_dialled_as_e164(phone: str, dialled: str) -> None:
    assert rules.e164(phone) == dialled


@every(
    "phone",
    [
        *("911", "112", "411", "+1911", "+1 911", "9-1-1", "988", "933"),
        *("+19005551234", "1-900-555-1234", "+1408555", "+999123456789", "+15555550100"),
        *("(408) 555-0101 ext. 5", "", "call me", "+", "00", "١٢٣", "+１４０８５５５０１０１"),
        # A pager, personal numbers, premium exchanges of any area code, directory assistance.
        *("+15005551234", "+15335551234", "+14089761234", "+14085551212"),
        # Behind +1, and abroad: Jamaica, the British Virgin Islands, Canada, its satellites.
        *("+18765551234", "+12844951234", "+16045551234", "+16002341234"),
        # Iridium, Inmarsat, London.
        *("+881612345678", "+870773123456", "+442079460958"),
    ],
)
def test_a_number_that_must_not_or_cannot_be_dialled_is_refused(phone: str) -> None:
    with pytest.raises(NumberRefused):
        rules.e164(phone)


def test_other_countries_are_dialled_where_the_settings_name_them() -> None:
    assert rules.e164("+44 20 7946 0958", {"GB"}) == LONDON
    with pytest.raises(NumberRefused):
        rules.e164("+1 408 555 0101", {"GB"})
