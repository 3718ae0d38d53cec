"""What a request says of its body."""

from common.media_types import COMPRESSED, UNDECLARED, why_unread
from tests.rows import every

JSON = "application/json"


@every(
    ("content_type", "coding", "why"),
    [
        (JSON, None, None),
        ("APPLICATION/JSON ; charset=utf-8", "Identity", None),
        ("application/problem+json", "", None),
        ("image/x+json", None, None),
        (None, None, UNDECLARED),
        ("", "gzip", UNDECLARED),
        ("text/plain; a=application/json", None, UNDECLARED),
        ("text/plain, application/json", None, UNDECLARED),
        ("application/json, text/plain", None, UNDECLARED),
        ("application/jsonl", None, UNDECLARED),
        ("/+json", None, UNDECLARED),
        (JSON, "gzip", COMPRESSED),
        (JSON, "identity,br", COMPRESSED),
    ],
)
def test_only_json_as_it_is_is_read(content_type, coding, why):
    assert why_unread(content_type, coding) == why
