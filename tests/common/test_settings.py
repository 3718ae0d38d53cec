"""Every setting of every process: what is taken, what is refused, and in which words."""

from pathlib import Path
from typing import Any

import pytest

from callbackend.config import Settings as CallBackendSettings
from common.settings import BadSetting, FromEnvironment, forget_blank_variables, variables_of
from quoteapp.config import FlowerSettings, ServerSettings, Settings

ALL: tuple[type[FromEnvironment], ...] = (
    Settings,
    ServerSettings,
    FlowerSettings,
    CallBackendSettings,
)
KEY = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # 24 bytes
TOKEN = "a-token-of-24-characters"
# Without these, the call backend and Flower listen to their own machine alone.
ENOUGH = {"CALL_BACKEND_TOKEN": TOKEN, "FLOWER_BASIC_AUTH": "user:password"}
OTHER = "dGhpcyBpcyBhIHNlY3JldCBmb3IgdGVzdHM="

PHONE, OTHER_PHONE = "+14089715003", "+442079460958"

# A text, and what is made of it.
READ: dict[str, list[tuple[str, Any]]] = {
    "ADMIN_TOKEN": [("correct horse", "correct horse"), (" x ", "x")],
    "API_URL": [("https://api.example.com/", "https://api.example.com")],
    "BIND": [("0.0.0.0", "0.0.0.0"), ("::1", "::1"), ("localhost", "localhost")],
    "CALLBACK_ORIGINS": [
        ("https://A.example", ("https://A.example",)),
        ("http://10.0.0.7:8000/, https://b.example", ("http://10.0.0.7:8000", "https://b.example")),
    ],
    "BUDGET_CENTS_DAY": [("1", 1)],
    "BUDGET_CENTS_JOB": [("300", 300)],
    "CALLER_NAME": [("Sánchez & Sons", "Sánchez & Sons"), ("x" * 80, "x" * 80)],
    "CALLS_AT_ONCE": [("10", 10)],
    "CALLS_PER_DAY": [("100", 100)],
    "CALLS_PER_DAY_APP": [("0", 0), ("1000000", 1_000_000)],
    "CALLS_PER_JOB": [("10", 10)],
    "CALLS_PER_NUMBER_DAY": [("1", 1)],
    "CALLS_PER_NUMBER_WEEK": [("3", 3)],
    "CALLS_PER_SECOND": [("0.5", 0.5)],
    "CALL_DAYS": [("mon-sat", frozenset(range(6))), ("Mon,wed, sun", frozenset({0, 2, 6}))],
    "CALL_HOURS": [("8-20", (8, 20)), ("9-21", (9, 21))],
    "CALL_LINE_STOPPED": [("on", True), ("off", False)],
    "CALL_ONLY": [("*", ("*",)), (f"{PHONE},{OTHER_PHONE}", (PHONE, OTHER_PHONE))],
    "CALL_PUBLIC_URL": [("https://calls.example.com/", "https://calls.example.com")],
    "CENTS_PER_DIAL": [("0", 0)],
    "CENTS_PER_MINUTE": [("9", 9)],
    "TWILIO_ACCOUNT_SID": [("AC" + "0f" * 16, "AC" + "0f" * 16)],
    "TWILIO_AMD": [("on", True), ("off", False)],
    "TWILIO_API_URL": [("http://127.0.0.1:4013/", "http://127.0.0.1:4013")],
    "TWILIO_AUTH_TOKEN": [("any text", "any text")],
    "TWILIO_FROM_NUMBER": [(PHONE, PHONE)],
    "UNSURE_REST_MINUTES": [("0", 0), ("30", 30)],
    "CALL_ADMIN_TOKEN": [(TOKEN, (TOKEN,)), (f"{TOKEN}, {KEY}", (TOKEN, KEY))],
    "CALL_BACKEND_TOKEN": [(TOKEN, (TOKEN,)), (f"{TOKEN},{KEY}", (TOKEN, KEY))],
    "CALL_BACKEND_URL": [
        ("https://calls.example", "https://calls.example"),
        ("http://10.0.0.7:6000/", "http://10.0.0.7:6000"),
        ("http://[::1]:6000", "http://[::1]:6000"),
    ],
    "CALL_DATABASE_URL": [("postgresql://h/d", "postgresql+psycopg://h/d")],
    "CALL_DEADLINE_SECONDS": [(" 60 ", 60), ("0.5", 0.5)],
    "CALL_LINE": [("simulated", "simulated")],
    "CALL_WEBHOOK_SECRET": [
        (KEY, (KEY,)),
        (f"whsec_{KEY}", (f"whsec_{KEY}",)),
        (f"whsec_{KEY}, {OTHER}", (f"whsec_{KEY}", OTHER)),
        ("9f" * 32, ("9f" * 32,)),  # as Heroku makes them
    ],
    "CORS_ORIGINS": [
        ("*", ("*",)),
        ("https://app.example.com/", ("https://app.example.com",)),
        (
            "https://A.example, http://localhost:5173,",
            ("https://a.example", "http://localhost:5173"),
        ),
    ],
    "DATABASE_URL": [
        ("postgres://u:p@h:5432/d", "postgresql+psycopg://u:p@h:5432/d"),
        ("postgresql://u:p@h/d?a=b", "postgresql+psycopg://u:p@h/d?a=b"),
        ("postgresql+psycopg:///d", "postgresql+psycopg:///d"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
    "DATA_DIR": [("/srv/quoteapp", Path("/srv/quoteapp"))],
    "DIAL_COUNTRIES": [("US", frozenset({"US"})), ("US, CA", frozenset({"US", "CA"}))],
    "FLOWER_BASIC_AUTH": [("ann:one, bob:t:w:o", ("ann:one", "bob:t:w:o"))],
    "JOB_TTL_DAYS": [("7", 7), ("0.5", 0.5)],
    "MAX_LIVE_CALLS": [("20000", 20_000)],
    "MAX_PROVIDERS": [("3", 3)],
    "NEGOTIATION": [("embedded", "embedded")],
    "OPENAI_API_KEY": [("sk-1", "sk-1")],
    "OPENAI_BASE_URL": [("https://llm.example/v1/", "https://llm.example/v1")],
    "OPENAI_INTAKE_SECONDS": [("2.5", 2.5)],
    "OPENAI_MODERATION_SECONDS": [("2.5", 2.5)],
    "OPENAI_MODEL": [("some-model", "some-model")],
    "OPENAI_PRICE_SECONDS": [(".5", 0.5)],
    "OPENAI_SEARCH_SECONDS": [("10", 10)],
    "OPENAI_WORDING_SECONDS": [("1", 1)],
    "PORT": [("1", 1), ("65535", 65_535)],
    "PROVIDER_SEARCH": [("directory", "directory")],
    "FLOWER_URL": [("http://localhost:5555", "http://localhost:5555")],
    "PUBLIC_URL": [("https://quoteapp.example.com/", "https://quoteapp.example.com")],
    "RATE_LIMITS": [("on", True), (" off ", False)],
    "REDIS_URL": [
        ("redis://:secret@redis.example:7000/2", "redis://:secret@redis.example:7000/2"),
        ("unix:///run/redis.sock", "unix:///run/redis.sock"),
        ("rediss://h:7000", "rediss://h:7000?ssl_cert_reqs=none"),
        ("rediss://h:7000/0?db=1", "rediss://h:7000/0?db=1&ssl_cert_reqs=none"),
        ("rediss://h?ssl_cert_reqs=CERT_NONE", "rediss://h?ssl_cert_reqs=none"),
        ("rediss://h?ssl_cert_reqs=none", "rediss://h?ssl_cert_reqs=none"),
        ("rediss://h?ssl_cert_reqs=CERT_REQUIRED", "rediss://h?ssl_cert_reqs=required"),
        ("rediss://h?ssl_cert_reqs=required", "rediss://h?ssl_cert_reqs=required"),
    ],
    "RETENTION_DAYS": [("1", 1), ("7.5", 7.5)],
    "FIRST_WAVE": [("1", 1), ("100", 100)],
    "WAVE_SECONDS": [("0.5", 0.5), ("3600", 3600)],
    "RETRY_PAUSE_SECONDS": [("0", 0), ("604800", 604_800)],
    "SEARCH_RADIUS_MILES": [("12.5", 12.5)],
    "SIMULATED_CALL_SECONDS": [("0", 0), ("3600", 3600)],
    "SWEEP_SECONDS": [("0.5", 0.5)],
    "TRUSTED_PROXIES": [("0", 0), ("1", 1)],
    "WEB_CONCURRENCY": [("4", 4)],
    "WEB_THREADS": [("16", 16)],
}
NO_NUMBERS = ("many", "-1", "nan", "inf", "1e3", "1_0", "１", "2 s", "0x10")
NO_WHOLE_NUMBERS = ("0", "2.5", "9" * 20, *NO_NUMBERS)
NO_URLS = (
    *("quoteapp.example.com", "//quoteapp.example.com", "ftp://h", "http://", "http://:80"),
    *("http://h:port", "http://h:70000", "http://u:hunter2@h", "http://h?a=b", "http://[::1"),
    "http://two words",
)
NO_DATABASES = ("nonsense", "mysql://x", "sqlite://", "postgres://h:port/d", "x.db")
NO_TOKENS = ("hunter2", f"{TOKEN},", f"{TOKEN},hunter2", f"{TOKEN} x", TOKEN[:-1], "ü" * 24)
NO_PHONES = (
    "4089715003",
    "+1 408 971 5003",
    "+0123456789",
    "911",
    "+1408",
    "+１４０８９７１５００３",
)
BAD = {
    "BUDGET_CENTS_DAY": NO_WHOLE_NUMBERS,
    "BUDGET_CENTS_JOB": NO_WHOLE_NUMBERS,
    "CALLER_NAME": ("x" * 81, "a\nb"),
    "CALLS_AT_ONCE": NO_WHOLE_NUMBERS,
    "CALLS_PER_DAY": NO_WHOLE_NUMBERS,
    "CALLS_PER_JOB": NO_WHOLE_NUMBERS,
    "CALLS_PER_NUMBER_DAY": NO_WHOLE_NUMBERS,
    "CALLS_PER_NUMBER_WEEK": NO_WHOLE_NUMBERS,
    "CALLS_PER_SECOND": ("0", *NO_NUMBERS),
    "CALL_DAYS": ("monday", "sat-mon", "mon-", "1-5"),
    "CALL_HOURS": ("7-20", "8-22", "20-8", "8-8", "8:00-20:00", "8"),
    "CALL_LINE_STOPPED": ("true", "ON", "0"),
    "CALL_ONLY": ("*,+14089715003", *NO_PHONES),
    "CALL_PUBLIC_URL": ("http://calls.example.com", *NO_URLS),
    "CENTS_PER_DIAL": ("10001", *NO_NUMBERS),
    "CENTS_PER_MINUTE": ("10001", *NO_NUMBERS),
    "TWILIO_ACCOUNT_SID": ("AC" + "0" * 31, "SK" + "0" * 32, "AC" + "G" * 32),
    "TWILIO_AMD": ("true", "ON"),
    "TWILIO_API_URL": NO_URLS,
    "TWILIO_FROM_NUMBER": NO_PHONES,
    "UNSURE_REST_MINUTES": ("10001", *NO_NUMBERS),
    "BIND": ("everybody", "localhost:80", "999.1.1.1", "[::1]", "10.0.0.0/8"),
    "CALLBACK_ORIGINS": ("*", "app.example.com", "https://app.example.com/page", "ftp://h", ","),
    "CALLS_PER_DAY_APP": ("1000001", *NO_NUMBERS),
    "CALL_ADMIN_TOKEN": NO_TOKENS,
    "CALL_BACKEND_TOKEN": NO_TOKENS,
    "CALL_BACKEND_URL": NO_URLS,
    "CALL_DATABASE_URL": NO_DATABASES,
    "CALL_DEADLINE_SECONDS": ("0", *NO_NUMBERS),
    "CALL_LINE": ("telepathy", "SIMULATED"),
    "CALL_WEBHOOK_SECRET": (
        *("whsec_", "hunter2", "my secret pass phrase", f"v1,whsec_{KEY}", "whsec_abc!"),
        *(KEY[:-1], KEY[:-4], f"{KEY},", f"{KEY},short", "ünïcödé" * 8),
    ),
    "CORS_ORIGINS": (
        *("app.example.com", "https://app.example.com/page", "https://*.example.com"),
        *("*, https://a.example", "null", "https://a.example https://b.example"),
    ),
    "DATABASE_URL": NO_DATABASES,
    "DATA_DIR": (__file__,),
    "DIAL_COUNTRIES": ("us", "USA", "United States", "US,XX", ","),
    "FLOWER_BASIC_AUTH": ("user", "user:", ":hunter2", "user:hunter2,more"),
    "JOB_TTL_DAYS": ("0", *NO_NUMBERS),
    "MAX_LIVE_CALLS": NO_WHOLE_NUMBERS,
    "MAX_PROVIDERS": NO_WHOLE_NUMBERS,
    "NEGOTIATION": ("openai", "haggle"),
    "OPENAI_BASE_URL": NO_URLS,
    "OPENAI_INTAKE_SECONDS": ("0", "60", *NO_NUMBERS),
    "OPENAI_MODERATION_SECONDS": ("0", "60", *NO_NUMBERS),
    "OPENAI_PRICE_SECONDS": ("0", "61", *NO_NUMBERS),
    "OPENAI_SEARCH_SECONDS": ("0", "60", *NO_NUMBERS),
    "OPENAI_WORDING_SECONDS": ("0", "61", *NO_NUMBERS),
    "PORT": ("http", "65536", *NO_WHOLE_NUMBERS),
    "PROVIDER_SEARCH": ("openai", "yellow pages"),
    "API_URL": NO_URLS,
    "FLOWER_URL": NO_URLS,
    "PUBLIC_URL": NO_URLS,
    "RATE_LIMITS": ("true", "ON", "0", "no"),
    "REDIS_URL": (
        *("127.0.0.1:6379", "junk", "redis:/h", "redis://", "redis://:hunter2@", "http://h"),
        *("redis://h:port", "redis://u:hunter2@h:99999", "redis://h/name", "redis://[::1"),
        *("rediss://h?ssl_cert_reqs=maybe", "localhost"),
    ),
    "RETENTION_DAYS": ("0", "0.9", "3651", *NO_NUMBERS),
    "FIRST_WAVE": ("0", "101", "2.5", *NO_NUMBERS),
    "WAVE_SECONDS": ("0", "3601", *NO_NUMBERS),
    "RETRY_PAUSE_SECONDS": ("604801", *NO_NUMBERS),
    "SEARCH_RADIUS_MILES": ("0", *NO_NUMBERS),
    "SIMULATED_CALL_SECONDS": ("3601", *NO_NUMBERS),
    "SWEEP_SECONDS": ("0", *NO_NUMBERS),
    "TRUSTED_PROXIES": ("11", "*", "10.0.0.0/8", *NO_NUMBERS),
    "WEB_CONCURRENCY": ("auto", "65", *NO_WHOLE_NUMBERS),
    "WEB_THREADS": ("auto", "257", *NO_WHOLE_NUMBERS),
}
# Any text is as good as another.
FREE = {"ADMIN_TOKEN", "OPENAI_API_KEY", "OPENAI_MODEL", "TWILIO_AUTH_TOKEN"}
SECRETS = {
    "ADMIN_TOKEN": "hunter2",
    "CALL_ADMIN_TOKEN": "hunter2-" * 4,
    "CALL_BACKEND_TOKEN": "hunter2-" * 4,
    "CALL_DATABASE_URL": "postgres://user:hunter2@db.example/calls",
    "CALL_WEBHOOK_SECRET": "hunter2/" * 4,
    "DATABASE_URL": "postgres://user:hunter2@db.example/quoteapp",
    "FLOWER_BASIC_AUTH": "user:hunter2",
    "OPENAI_API_KEY": "hunter2",
    "REDIS_URL": "redis://:hunter2@redis.example:6379",
    "TWILIO_AUTH_TOKEN": "hunter2",
}


def readers_of(name: str) -> list[type[FromEnvironment]]:
    """The classes of settings that read a variable."""
    return [kind for kind in ALL if name in variables_of(kind)]


def refusal_of(kind: type[FromEnvironment], name: str, text: str) -> str | None:
    """The line that a value ends the process with; None where it is taken."""
    try:
        kind.from_environ({name: text})
    except BadSetting as ending:
        return str(ending)
    return None


def test_the_tables_know_every_setting() -> None:
    names = {name for kind in ALL for name in variables_of(kind)}

    assert names == set(READ)
    assert names - FREE == set(BAD)


def test_every_good_value_is_read_alike_by_every_process() -> None:
    wrong = [
        (kind, name, text, found)
        for name, rows in READ.items()
        for text, value in rows
        for kind in readers_of(name)
        if value not in (found := values_of(kind.from_environ(ENOUGH | {name: text})))
    ]

    assert wrong == []


def values_of(settings: Any) -> list[Any]:
    return [getattr(settings, name) for name in settings.__dataclass_fields__]


def test_every_bad_value_is_refused_in_one_line_that_names_it() -> None:
    refusals = [
        (kind, name, text, refusal_of(kind, name, text))
        for name, texts in BAD.items()
        for text in texts
        for kind in readers_of(name)
    ]

    assert not [
        row
        for row in refusals
        if row[3] is None or len(row[3].splitlines()) != 1 or f"The setting {row[1]} " not in row[3]
    ]


def test_no_refusal_repeats_what_may_be_a_password() -> None:
    refusals = [
        refusal_of(kind, name, text) or ""
        for name, texts in BAD.items()
        for text in texts
        if "hunter2" in text or name == "CALL_WEBHOOK_SECRET"
        for kind in readers_of(name)
    ]

    assert len(refusals) > 20
    assert not [line for line in refusals if "hunter2" in line or KEY[:8] in line]


def test_no_secret_is_shown_by_repr() -> None:
    shown = [
        repr(kind.from_environ({name: text}))
        for name, text in SECRETS.items()
        for kind in readers_of(name)
    ]

    assert len(shown) >= len(SECRETS)
    assert not [text for text in shown if "hunter2" in text]


@pytest.mark.parametrize("kind", ALL)
def test_a_blank_variable_counts_as_not_set(kind: type[FromEnvironment]) -> None:
    environ = dict.fromkeys(variables_of(kind), "  ")

    assert kind.from_environ(environ) == kind.from_environ({})


def test_a_blank_variable_is_hidden_from_a_library_that_takes_it_for_a_value() -> None:
    environ = {"FLOWER_BASIC_AUTH": " ", "PORT": "5555", "OTHER": ""}

    forget_blank_variables(FlowerSettings, environ)

    assert environ == {"PORT": "5555", "OTHER": ""}


def test_a_refusal_ends_the_process() -> None:
    with pytest.raises(SystemExit):
        Settings.from_environ({"PORT": "8000", "MAX_PROVIDERS": "many"})


def test_changes_win_over_the_environment() -> None:
    assert Settings.from_environ({"MAX_PROVIDERS": "3"}, max_providers=4).max_providers == 4
