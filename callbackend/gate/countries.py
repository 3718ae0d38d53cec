"""Where numbers may be dialled: countries and territories by their two letters (ISO 3166)."""

from phonenumbers import SUPPORTED_REGIONS

from common.values import listed

# The United States and its territories; other places behind +1 are foreign, and dear.
HOME_COUNTRIES = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})


def read_countries(text: str) -> frozenset[str]:
    """The value of DIAL_COUNTRIES."""
    given = frozenset(listed(text))
    unknown = sorted(given - SUPPORTED_REGIONS)
    if unknown or not given:
        raise ValueError(f"{', '.join(unknown) or text!r} is no country of two capital letters")
    return given
