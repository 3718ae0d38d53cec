"""What the value of a setting may be: each reader makes it from a text, or raises ValueError.

The words of an error follow "cannot be used:", and never repeat what may hold a password.
"""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

HIGHEST_PORT = 65_535
# Names, IPv4 and IPv6 addresses.
HOST_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?\.?|[0-9a-f:.]+")
# SQLAlchemy's spelling of each that people write: Heroku says `postgres://`, and psycopg 3, the
# driver that we bring, must be named.
POSTGRES_SPELLINGS = ("postgres://", "postgresql://", "postgresql+psycopg://")
# The United States and its territories; other places behind +1 are foreign, and dear.
HOME_COUNTRIES = frozenset({"US", "PR", "VI", "GU", "AS", "MP"})
E164 = re.compile(r"\+[1-9][0-9]{7,14}")
LONGEST_SPOKEN_NAME = 80
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REDIS_SCHEMES = ("redis", "rediss", "unix")
# Kombu reads either spelling of this flag, redis-py only the second.
CERTIFICATE_CHECKS = {
    "CERT_NONE": "none",
    "CERT_OPTIONAL": "optional",
    "CERT_REQUIRED": "required",
}


def one_of(*words: str) -> Callable[[str], str]:
    """One of a few words."""

    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"{text!r} is none of {', '.join(words)}")
        return text

    return read


def switch(text: str) -> bool:
    """Whether it is on."""
    if text not in ("on", "off"):
        raise ValueError(f"{text!r} is neither on nor off")
    return text == "on"


def whole(least: int = 1, most: int = 10**9) -> Callable[[str], int]:
    """A whole number within bounds."""

    def read(text: str) -> int:
        # int() would take "１２", " 1_000" and "+5".
        if not re.fullmatch(r"-?[0-9]{1,18}", text) or not least <= int(text) <= most:
            raise ValueError(f"{text!r} is no whole number from {least} to {most}")
        return int(text)

    return read


def number(least: float, most: float = 10**9) -> Callable[[str], float]:
    """A number within bounds."""

    def read(text: str) -> float:
        if (
            not re.fullmatch(r"-?[0-9]{0,18}\.?[0-9]{1,18}", text)
            or not least <= float(text) <= most
        ):
            raise ValueError(f"{text!r} is no number from {least:g} to {most:g}")
        return float(text)

    return read


port = whole(1, HIGHEST_PORT)


def directory(text: str) -> Path:
    """A folder, which need not be there yet."""
    path = Path(text)
    if path.exists() and not path.is_dir():
        raise ValueError(f"{text!r} is no folder")
    return path


def http_url(text: str) -> str:
    """A base URL, without the slash at its end."""
    parts = _parts(text)
    if parts.scheme not in ("http", "https"):
        raise ValueError("it must begin with http:// or https://")
    _check_host(parts.hostname)
    _check_port(text)
    if parts.query or parts.fragment or parts.username is not None:
        raise ValueError("it must be a base URL, without user, query or fragment")
    return text.rstrip("/")


def origin(text: str) -> str:
    """Scheme, host and port of a page, as a browser writes them."""
    url = http_url(text)
    if urlsplit(url).path:
        raise ValueError("an origin is scheme, host and port alone, without a path")
    return url.lower()


def origins(text: str) -> tuple[str, ...]:
    """Origins with commas between them; `*` alone is any."""
    given = listed(text)
    return given if given == ("*",) else tuple(origin(one) for one in given)


def exact_origins(text: str) -> tuple[str, ...]:
    """Origins with commas between them, each of which is named; kept to the letter."""
    given = listed(text)
    if not given:
        raise ValueError("it names no origin")
    for one in given:
        origin(one)
    return tuple(one.rstrip("/") for one in given)


def listed(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def logins(text: str) -> tuple[str, ...]:
    """`user:password`, several with commas: so that none can stand in a password."""
    given = listed(text)
    if not all(re.fullmatch(r"[^:]+:[^:]+.*", one) for one in given):
        raise ValueError(
            "it must be user:password, several with commas; no password can have a comma in it"
        )
    return given


def https_url(text: str) -> str:
    """A base URL that strangers on the way cannot read."""
    url = http_url(text)
    if not url.startswith("https://"):
        raise ValueError("it must begin with https://")
    return url


def e164(text: str) -> str:
    """A telephone number as it is dialled anywhere."""
    if not E164.fullmatch(text):
        raise ValueError("a number is + and 8 to 15 digits, without spaces")
    return text


def numbers_or_any(text: str) -> tuple[str, ...]:
    """Telephone numbers with commas between them; `*` alone is any."""
    given = listed(text)
    return given if given == ("*",) else tuple(e164(one) for one in given)


def spoken_name(text: str) -> str:
    """A name that can be said on the telephone."""
    if len(text) > LONGEST_SPOKEN_NAME or not text.isprintable():
        raise ValueError(f"a name has at most {LONGEST_SPOKEN_NAME} printable characters")
    return text


def account_sid(text: str) -> str:
    """A Twilio account."""
    if not re.fullmatch(r"AC[0-9a-f]{32}", text):
        raise ValueError("it must be AC and 32 hexadecimal digits")
    return text


def hours(least: int, most: int) -> Callable[[str], tuple[int, int]]:
    """From one full hour to a later one, within bounds: "8-20"."""

    def read(text: str) -> tuple[int, int]:
        found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", text)
        if found is None or not least <= int(found[1]) < int(found[2]) <= most:
            raise ValueError(f"it must be two full hours like {least}-{most}, and within them")
        return int(found[1]), int(found[2])

    return read


def weekdays(text: str) -> frozenset[int]:
    """Days of the week, Monday is 0: "mon-sat", or "mon,wed,fri"."""
    days: set[int] = set()
    for part in listed(text.lower()):
        first, hyphen, last = part.partition("-")
        last = last if hyphen else first
        if first not in DAYS or last not in DAYS:
            raise ValueError(f"{part!r} is no day, nor two with a hyphen: {', '.join(DAYS)}")
        begins, ends = DAYS.index(first), DAYS.index(last)
        if begins > ends:
            raise ValueError(f"{part!r} ends before it begins")
        days |= set(range(begins, ends + 1))
    return frozenset(days)


def countries(text: str) -> frozenset[str]:
    """Countries and territories by their two letters (ISO 3166), with commas between them."""
    # Imported here: its tables cost memory, and the default is read by nobody.
    from phonenumbers import SUPPORTED_REGIONS

    given = frozenset(listed(text))
    unknown = sorted(given - SUPPORTED_REGIONS)
    if unknown or not given:
        raise ValueError(f"{', '.join(unknown) or text!r} is no country of two capital letters")
    return given


def database_url(text: str) -> str:
    """SQLAlchemy's URL of a SQLite file, or of Postgres by our driver."""
    for spelling in POSTGRES_SPELLINGS:
        if text.startswith(spelling):
            url = "postgresql+psycopg://" + text.removeprefix(spelling)
            _check_port(url)
            return url
    if re.fullmatch(r"sqlite:///[^?]+(\?.*)?", text):
        return text
    raise ValueError("it must begin with postgresql:// or sqlite:///")


def redis_url(text: str) -> str:
    """The URL of a Redis, as redis-py and Kombu read it.

    `rediss://` without a word on certificates means Heroku's self-signed one: not verified.
    """
    parts = _parts(text)
    if parts.scheme not in REDIS_SCHEMES or not (parts.netloc or parts.scheme == "unix"):
        raise ValueError("it must begin with redis://, rediss:// or unix://, and name a host")
    if parts.scheme == "unix":
        return text
    _check_host(parts.hostname)
    _check_port(text)
    if not re.fullmatch(r"/?[0-9]{0,4}", parts.path):
        raise ValueError("what follows the host must be the number of a database")
    return text if parts.scheme == "redis" else _with_certificate_check(text)


def _with_certificate_check(text: str) -> str:
    parts = urlsplit(text)
    if "ssl_cert_reqs" not in parse_qs(parts.query):
        return text + ("&" if parts.query else "?") + "ssl_cert_reqs=none"
    query = dict(parse_qsl(parts.query))
    given = query["ssl_cert_reqs"]
    query["ssl_cert_reqs"] = CERTIFICATE_CHECKS.get(given.upper(), given)
    if query["ssl_cert_reqs"] not in CERTIFICATE_CHECKS.values():
        raise ValueError("its ssl_cert_reqs must be none, optional or required")
    return urlunsplit(parts._replace(query=urlencode(query)))


def _check_host(host: str | None) -> None:
    if not host or not HOST_NAME.fullmatch(host):
        raise ValueError("it names no host")


def _check_port(url: str) -> None:
    """`urlsplit` finds a bad port only when it is asked, and its words may quote a password."""
    try:
        _parts(url).port  # noqa: B018  # reading it is the check
    except ValueError:
        raise ValueError("its port is no number from 0 to 65535") from None


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        raise ValueError("it is no URL") from None
