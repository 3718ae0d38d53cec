import pytest

from quoteapp.extensions import db
from quoteapp.models import Business
from quoteapp.models.providers import Source
from quoteapp.places import place_of
from quoteapp.services.finding import web_search
from quoteapp.services.finding.blocked_numbers import block
from quoteapp.services.finding.samples import samples
from quoteapp.services.finding.search import search
from tests.aimock.scripted import search_call

PLACE = place_of("95126")
PAGE = "https://ann.example.com/contact"
SAMPLE, IMPORTED, WEB = Source.SAMPLE, Source.IMPORT, Source.WEB


def business(number=2001, **changes):
    one = {"name": f"Ann {number}", "phone": f"(408) 555-{number}", "source_url": PAGE}
    return one | changes


def businesses(count):
    return [business(number) for number in range(2001, 2001 + count)]


def make_own(number, zip_code="95126"):
    place = place_of(zip_code)
    db.session.add(
        Business(
            name=f"Own {number}",
            phone=f"+1408555{number}",
            trade="plumber",
            zip_code=zip_code,
            latitude=place.latitude,
            longitude=place.longitude,
        )
    )
    db.session.commit()


@pytest.fixture
def finds(service, use_model):
    """Let a search of the web bring these."""
    use_model(service.url)

    def set_up(found, *pages):
        service.says({"businesses": found}, search_call(*(pages or [PAGE])))

    return set_up


def sources():
    return [one.source for one in search("plumber", "95126", 5)]


def warnings(caplog):
    return [it.reason for it in caplog.records if it.levelname == "WARNING"]


def test_find_brings_what_the_web_has(llmock, use_model):
    use_model(llmock.url)

    found = web_search.find("plumber", PLACE, 5, 10)

    assert found[:2] == [
        ("Guadalupe Plumbing", "+14085552001", "https://guadalupe-plumbing.example.com/contact"),
        ("Almaden Rooter & Drain", "+14085552002", "https://www.almaden-rooter.example.com/"),
    ]
    assert len(found) == 4


def test_find_tells_the_model_the_trade_and_the_place_alone(llmock, use_model):
    use_model(llmock.url)

    web_search.find("plumber", PLACE, 5, 10)

    _, user = llmock.requests[0]["body"]["messages"]
    assert user["content"] == (
        '{"trade":"plumber","city":"San Jose","state":"CA","zip_code":"95126","how_many":8}'
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": "(408) 555-0123"},
        {"phone": "+1 212 555 0199"},
        {"phone": "(408) 55-2001"},
        {"phone": "call us"},
        {"phone": ""},
        {"phone": None},
        {"phone": 4085552001},
        {"phone": "(900) 555-2001"},
        {"phone": "+1 416 555 2001"},
        {"phone": "+1 876 555 2001"},
        {"phone": "+1 500 555 2001"},
        {"phone": "(212) 976-2001"},
        {"phone": "+881 6 1234 5678"},
        {"phone": "４０８５５５２００１"},
        {"phone": "+44 20 7946 0958"},
        {"name": ""},
        {"name": " \n "},
        {"name": "24/7"},
        {"name": None},
        {"name": ["Ann"]},
        {"source_url": ""},
        {"source_url": None},
        {"source_url": "ann.example.com/contact"},
        {"source_url": "http://ann.example.com/contact"},
        {"source_url": "javascript:alert(1)"},
        {"source_url": "https://"},
        {"source_url": "https://localhost/contact"},
        {"source_url": "https://127.0.0.1/contact"},
        {"source_url": "https://[::1]/contact"},
        {"source_url": "https://[broken/contact"},
        {"source_url": "https://ann.example.com:8443/contact"},
        {"source_url": "https://ann.example.com:port/contact"},
        {"source_url": "https://user:pass@ann.example.com/contact"},
        {"source_url": "https://ann.example.com/con\ntact"},
        {"source_url": PAGE + "?" + "x" * 2_000},
    ],
    ids=lambda changes: str(changes)[:60],
)
def test_find_drops_what_fails_a_check(service, use_model, changes):
    use_model(service.url)
    found = [business(**changes), business(2002)]
    service.says({"businesses": found}, search_call(sources=None))

    assert [it.phone for it in web_search.find("plumber", PLACE, 5, 5)] == ["+14085552002"]


@pytest.mark.parametrize(
    "url",
    [
        "https://another.example.com/contact",
        "https://ann.example.com/invented",
        "https://ann.example.com/contact?page=2",
        "https://evil.example.com/?https://ann.example.com/contact",
    ],
)
def test_find_drops_a_page_that_the_search_did_not_see(finds, url):
    finds([business(source_url=url), business(2002)])

    assert [it.phone for it in web_search.find("plumber", PLACE, 5, 5)] == ["+14085552002"]


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "https://ann.example.com/contact/",
        "https://www.ann.example.com/contact#phone",
        "https://ANN.example.com/contact?utm_source=openai",
        " https://ann.example.com:443/contact ",
    ],
)
def test_find_knows_a_page_that_is_written_otherwise(finds, url):
    finds([business(source_url=url)])

    (found,) = web_search.find("plumber", PLACE, 5, 5)

    assert found.url == url.strip()


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("408.555.2001", "+14085552001"),
        ("+1 (408) 555-2001 ext. 5", "+14085552001"),
        ("1-800-555-2001", "+18005552001"),
        ("(787) 555-2001", "+17875552001"),
    ],
)
def test_find_keeps_phones_as_e164(finds, phone, kept):
    finds([business(phone=phone)])

    assert [it.phone for it in web_search.find("plumber", PLACE, 5, 5)] == [kept]


def test_find_brings_no_phone_twice(finds):
    finds([business(), business(name="Bob", phone="+1-408-555-2001"), business(2002)])

    found = web_search.find("plumber", PLACE, 5, 5)

    assert [it.name for it in found] == ["Ann 2001", "Ann 2002"]


def test_find_trims_and_bounds_a_name(finds):
    finds([business(name="  Ann\n &\x00  Sons "), business(2002, name="x" * 5_000)])

    assert [it.name for it in web_search.find("plumber", PLACE, 5, 5)] == ["Ann & Sons", "x" * 100]


def test_find_brings_no_more_than_the_limit(finds):
    finds(businesses(9))

    assert len(web_search.find("plumber", PLACE, 5, 5)) == 5


def test_find_takes_a_service_at_its_word_that_searches_and_names_no_page(service, use_model):
    use_model(service.url)
    service.says({"businesses": [business()]}, search_call(sources=None))

    assert len(web_search.find("plumber", PLACE, 5, 5)) == 1


def test_find_believes_nothing_when_the_model_did_not_search(service, use_model, caplog):
    use_model(service.url)
    service.says({"businesses": [business()]})

    assert web_search.find("plumber", PLACE, 5, 5) is None
    assert warnings(caplog) == ["the model did not search"]


@pytest.mark.parametrize("answer", [{}, {"businesses": None}, {"businesses": "Ann"}], ids=str)
def test_find_is_none_when_the_schema_is_not_kept(service, use_model, caplog, answer):
    use_model(service.url)
    service.says(answer, search_call(PAGE))

    assert web_search.find("plumber", PLACE, 5, 5) is None
    assert warnings(caplog) == ["the answer does not keep to the schema"]


@pytest.mark.parametrize("one", [None, 7, "Ann", [], {}], ids=str)
def test_find_drops_what_is_no_business(finds, one):
    finds([one, business()])

    assert len(web_search.find("plumber", PLACE, 5, 5)) == 1


def test_find_asks_nobody_when_too_little_time_is_left(service, use_model, caplog):
    use_model(service.url)

    assert web_search.find("plumber", PLACE, 5, 0.5) is None
    assert warnings(caplog) == ["too little time is left"]
    assert service.bodies == []


def test_find_asks_nobody_about_a_military_post_office(service, use_model, caplog):
    use_model(service.url)

    assert web_search.find("plumber", place_of("09001"), 5, 5) is None
    assert warnings(caplog) == []
    assert service.bodies == []


# --- together with the directory -------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, [SAMPLE] * 3),
        (1, [WEB] + [SAMPLE] * 2),
        (2, [WEB] * 2 + [SAMPLE]),
        (3, [WEB] * 3),
        (5, [WEB] * 5),
        (9, [WEB] * 5),
    ],
)
def test_search_fills_up_to_three_when_the_web_was_searched(finds, count, expected):
    finds(businesses(count))

    assert sources() == expected


def test_search_keeps_the_page_of_a_business(finds):
    finds(businesses(1))

    found = search("plumber", "95126", 5)

    assert [one.source_url for one in found] == [PAGE, None, None]
    assert [(one.name, one.phone) for one in found[1:]] == samples("plumber", PLACE, 2)


def test_search_leaves_out_the_webs_that_are_blocked(finds):
    listed = businesses(5)
    finds(listed)
    first = search("plumber", "95126", 5)[0].phone
    block(first)

    found = search("plumber", "95126", 5)

    assert [one.source for one in found] == [WEB] * 4
    assert first not in {one.phone for one in found}


def test_search_puts_the_operators_own_first(finds):
    make_own(2002)
    make_own(3001)
    finds(businesses(9))

    found = search("plumber", "95126", 5)

    assert [one.source for one in found] == [IMPORTED] * 2 + [WEB] * 3
    assert len({one.phone for one in found}) == 5


def test_search_counts_the_operators_own_among_the_three(finds):
    make_own(3001)
    make_own(3002)
    finds([])

    assert sources() == [IMPORTED] * 2 + [SAMPLE]


def test_search_asks_nobody_when_the_operator_has_enough(finds, service):
    for number in range(3001, 3006):
        make_own(number)
    finds(businesses(5))

    assert sources() == [IMPORTED] * 5
    assert service.bodies == []


@pytest.mark.parametrize(
    ("changes", "searches"),
    [
        ({}, True),
        ({"provider_search": "auto"}, True),
        ({"provider_search": "openai"}, True),
        ({"provider_search": "directory"}, False),
        ({"openai_api_key": ""}, False),
    ],
    ids=str,
)
def test_search_uses_the_web_when_the_settings_say_so(service, use_model, changes, searches):
    use_model(service.url, **changes)
    service.says({"businesses": businesses(5)}, search_call(PAGE))

    assert sources() == ([WEB] if searches else [SAMPLE]) * 5
    assert len(service.bodies) == searches


def test_search_uses_the_whole_directory_when_the_web_fails(llmock, use_model):
    use_model(llmock.url)
    llmock.fails(500)

    assert sources() == [SAMPLE] * 5


def test_search_holds_no_connection_while_it_talks_with_the_web(finds, monkeypatch):
    held = []
    find = web_search.find

    def spy(*args):
        held.append(db.session.registry().in_transaction())
        return find(*args)

    monkeypatch.setattr(web_search, "find", spy)
    finds(businesses(3))

    sources()

    assert held == [False]


@pytest.mark.parametrize(
    ("seconds", "expected"), [(1.0, [SAMPLE] * 5), (10.0, [WEB] * 5)], ids=["too few", "enough"]
)
def test_search_takes_no_longer_than_it_may(finds, seconds, expected):
    finds(businesses(5))

    assert [one.source for one in search("plumber", "95126", 5, seconds)] == expected
