"""Every state of every screen, also those that a real stack is seldom in."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.page import canned
from tests.page.canned import AGREED, BROUGHT, agreed_call, call, failed, job, live, offer, provider
from tests.page.conftest import Visitor, answer, fill, show

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
ONE_TALKS = live(
    agreed_call(1),
    call(2, "talking", transcript=canned.TALK[:2], moves=canned.MOVES[:1], estimated_price=150.0),
    call(3, "waiting", dialled_at=None, answered_at=None),
)
THREE = [
    provider(1, **BROUGHT),
    provider(2, call_status="in_progress"),
    provider(3, call_status="pending"),
]


def says(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible()


def test_an_empty_form_says_what_is_missing_and_moves_the_focus(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/")
    page.locator("form .button.main").click()

    says(page, "5 things are missing")
    expect(page.locator(".summary")).to_be_focused()
    page.get_by_role("link", name="Give a ZIP code of five digits.").click()
    expect(page.locator("#f-zip_code")).to_be_focused()
    assert page.get_attribute("#f-zip_code", "aria-invalid") == "true"


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (422, {"detail": "Refused.", "errors": {"zip_code": ["No such ZIP code."]}}, "No such ZIP"),
        (422, {"detail": "We do plumbing, and no piano lessons."}, "no piano lessons"),
        (429, {"detail": "Too many requests."}, "Too many requests"),
        (500, {"detail": "Something went wrong on our side."}, "went wrong on our side"),
        (None, None, "still here"),
    ],
)
def test_what_was_typed_stays_when_it_is_not_taken(
    visitor: Visitor, status: int | None, body: Any, words: str
) -> None:
    page = visitor.page()
    page.route(
        "**/api/start-job",
        lambda route: answer(route, body, status) if status else route.abort(),
    )
    page.goto("/")
    fill(page)
    page.locator("form .button.main").click()

    says(page, words)
    assert page.input_value("#f-query") == "My toilet keeps running"
    page.reload()
    assert page.input_value("#f-house_address") == "1 Main St"


def questions() -> dict[str, Any]:
    asked = [
        {"id": name, "question": f"Question {name}?", "answer": None, "spoken": None}
        for name in ("q1", "q2", "q3")
    ]
    open_ = [one | {"suggestions": ["Yes", "No"]} for one in asked]
    return job(status="collecting_info", asked=asked, questions=open_, notice="Turn off the water.")


def test_a_danger_is_told_above_every_question(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, questions(), [])
    says(page, "Turn off the water.")
    page.get_by_role("button", name="Yes").click()
    page.get_by_role("button", name="Continue").click()

    says(page, "Question q2?")
    says(page, "Turn off the water.")
    page.get_by_role("link", name="Change: Question q1?").click()
    says(page, "Question q1?")
    assert page.input_value("textarea") == "Yes"


def test_answers_that_come_too_late_lead_to_the_calls(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, questions(), [])
    page.route("**/api/complete-job", lambda route: answer(route, {"detail": "Begun."}, 409))
    for _ in range(2):
        page.get_by_role("button", name="Skip this one").click()
    says(page, "Question q3?")
    page.unroute("**/api/jobs/*")
    page.route(f"**/api/jobs/{canned.JOB_ID}", lambda route: answer(route, job()))
    page.unroute("**/api/providers/*/status")
    page.route("**/api/providers/*/status", lambda route: answer(route, THREE))
    page.route("**/api/jobs/*/live", lambda route: answer(route, ONE_TALKS))
    page.get_by_role("button", name="Find businesses").click()

    says(page, "The calls")


def test_nobody_found(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), [])

    says(page, "We found no plumbers near 95126")


def test_when_the_line_is_away_nothing_was_rung_and_it_can_be_tried_again(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), [provider(1), provider(2)])
    said = {"detail": "Call backend service unavailable: it is down"}
    page.route("**/api/start-calls/*", lambda route: answer(route, said, 503))
    page.get_by_role("button", name="Ring these 2").click()

    says(page, "Nothing was rung. Try again.")
    says(page, "it is down")
    expect(page.get_by_role("button", name="Ring these 2")).to_be_visible()


def test_a_real_line_is_confirmed_first(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), [provider(1)])
    bodies: list[Any] = []

    def confirm(route: Any) -> None:
        bodies.append(route.request.post_data_json)
        needed = {"Error-Code": "confirmation_needed"}
        answer(route, {"detail": "Confirm it first."}, 409, **needed)

    page.route("**/api/start-calls/*", confirm)
    page.get_by_role("button", name="Ring this one").click()
    page.get_by_role("button", name="Yes, ring them").click()
    page.wait_for_timeout(200)

    assert bodies[:2] == [{}, {"confirmed": True}]


@pytest.mark.parametrize(
    ("line", "label"),
    [("simulated", "no phone is rung"), ("twilio", "Real calls: phones are rung"), (None, "")],
)
def test_the_form_says_whether_a_phone_would_ring(
    visitor: Visitor, line: str | None, label: str
) -> None:
    page = visitor.page()
    page.route("**/api/line", lambda route: answer(route, {"line": line}))
    page.goto("/")
    page.wait_for_selector("h1")

    if label:
        expect(page.locator(".bar .line")).to_contain_text(label)
    else:
        page.wait_for_timeout(300)
        expect(page.locator(".bar .line")).to_have_count(0)


def test_the_console_shows_who_talks_and_what_is_agreed(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), THREE, ONE_TALKS, [offer(1, 130)])

    says(page, "1 of 3 calls are over.")
    says(page, "One is talking, one waits.")
    says(page, "Best price so far")
    expect(page.locator(".call h2")).to_have_text("Reliable Plumbing Services (sample)")
    expect(page.locator(".pin")).to_have_text("First price $150")
    expect(page).to_have_title("$130 best · 1 of 3 · Quoteapp")
    page.locator(".row").first.click()
    expect(page.locator(".call h2")).to_have_text("Priya the Plumber (sample)")
    says(page, "Agreed $130")


def test_hanging_up_one_and_stopping_all_ask_for_just_that(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), THREE, ONE_TALKS)
    bodies: list[Any] = []

    def cancel(route: Any) -> None:
        bodies.append(route.request.post_data_json)
        answer(route, {"status": "cancelled", "message": "", "provider_count": 1})

    page.route("**/api/cancel-calls/*", cancel)
    page.locator(".call").get_by_role("button", name="Hang up").click()
    page.wait_for_timeout(300)
    page.get_by_role("button", name="Stop all calls").click()
    page.get_by_role("dialog").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="detached")
    page.get_by_role("button", name="Stop all calls").click()
    page.get_by_role("button", name="Stop them").click()
    page.wait_for_timeout(300)

    assert bodies == [{"provider_ids": [2]}, {}]


def test_who_knows_the_latest_is_not_told_it_again(visitor: Visitor) -> None:
    page = visitor.page()
    statuses: list[int] = []

    def tell(route: Any) -> None:
        known = route.request.headers.get("if-none-match") == '"one"'
        statuses.append(304 if known else 200)
        if known:
            return route.fulfill(status=304, headers={"ETag": '"one"'})
        return answer(route, ONE_TALKS, ETag='"one"')

    show(page, job(), [provider(1)])
    page.route("**/api/jobs/*/live", tell)
    page.unroute("**/api/providers/*/status")
    page.route("**/api/providers/*/status", lambda route: answer(route, THREE))
    page.reload()
    says(page, "One is talking, one waits.")
    page.wait_for_timeout(2500)

    assert statuses[:3] == [200, 304, 304]


def test_the_calls_go_on_unheard(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), THREE, ONE_TALKS | {"is_stale": True})

    says(page, "We can’t listen in right now; the calls go on.")


def test_a_server_that_is_away_for_a_while_is_waited_for(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), THREE, ONE_TALKS, [offer(1, 130)])
    says(page, "Best price so far")
    page.route("**/api/jobs/*/live", lambda route: route.abort())
    says(page, "We couldn’t reach the server. Trying again in")
    says(page, "What you see is from")
    says(page, "$130")
    page.unroute("**/api/jobs/*/live")
    page.route("**/api/jobs/*/live", lambda route: answer(route, ONE_TALKS))
    page.get_by_role("button", name="Try now").click()

    expect(page.get_by_text("We couldn’t reach the server")).to_have_count(0)


def test_an_end_without_any_price_says_what_each_one_said(visitor: Visitor) -> None:
    page = visitor.page()
    ended = ("busy", "declined", "opted_out")
    found = [failed(number, outcome) for number, outcome in enumerate(ended, 1)]
    calls = [call(number, "over", outcome=outcome) for number, outcome in enumerate(ended, 1)]
    show(page, job(), found, live(*calls))

    says(page, "Nobody named a price")
    says(page, "they asked not to be called; we won’t")
    bodies: list[Any] = []

    def ring(route: Any) -> None:
        bodies.append(route.request.post_data_json)
        answer(route, {"status": "started", "message": "", "provider_count": 3})

    page.route("**/api/start-calls/*", ring)
    page.get_by_role("button", name="Ring one again").click()
    page.wait_for_timeout(300)
    assert bodies == [{"retry_failed": True, "provider_ids": [1]}]


def test_all_above_the_limit_is_told(visitor: Visitor) -> None:
    page = visitor.page()
    found = [provider(1, **BROUGHT)]
    show(
        page, job(price_limit=100), found, live(agreed_call(1)), [offer(1, 130, within_limit=False)]
    )

    says(page, "All offers are above your limit.")
    says(page, "$30 above your limit")
    says(page, "One business named a price.")


def test_choosing_shows_what_to_do_and_gives_a_day_for_the_calendar(visitor: Visitor) -> None:
    page = visitor.page()
    found = [provider(1, **BROUGHT), failed(2, "voicemail")]
    calls = live(agreed_call(1), call(2, "over", outcome="voicemail"))
    show(page, job(), found, calls, [offer(1, 130)])
    page.route("**/api/jobs/*/choice", lambda route: answer(route, {"chosen_provider_id": 1}))
    page.get_by_role("button", name="Choose Priya the Plumber (sample)").first.click()

    says(page, "You chose")
    says(page, "A sample: nobody answers.")
    assert page.locator("a[href^='tel:']").count() == 0
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Add to calendar").click()
    text = waiting.value.path().read_bytes().decode()
    assert "DTSTART;VALUE=DATE:20261210\r\n" in text
    assert "SUMMARY:Plumber: Priya the Plumber (sample)\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    page.get_by_role("button", name="Choose another").click()


def test_a_business_that_is_none_of_the_samples_can_be_rung(visitor: Visitor) -> None:
    page = visitor.page()
    found = [provider(1, source="import", **BROUGHT)]
    show(page, job(chosen_provider_id=1), found, live(agreed_call(1)), [offer(1, 130)])

    assert page.get_attribute(".chosen a", "href") == "tel:+14085550101"


def test_what_is_left_of_a_job_is_shown(visitor: Visitor) -> None:
    page = visitor.page()
    text = "Agent: Hello.\nProvider: One thirty."
    show(page, None, [provider(1, call_transcript=text, **BROUGHT)])

    says(page, "The request itself is not here any more.")
    says(page, "One thirty.")
    expect(page.get_by_role("button", name="Delete this request")).to_have_count(0)


def test_of_a_job_that_is_gone_it_is_told_for_how_long_they_are_kept(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, None, [])

    says(page, "This request is not here any more.")
    says(page, "Requests are kept for 30 days.")


def test_a_job_that_is_erased_elsewhere_goes_from_the_console(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), THREE, ONE_TALKS)
    says(page, "The calls")
    page.route("**/api/jobs/*/live", lambda route: answer(route, {"detail": "Gone."}, 404))
    page.route("**/api/providers/*/status", lambda route: answer(route, []))

    says(page, "This request is not here any more.")


def test_deleting_asks_once_and_forgets_the_link(visitor: Visitor) -> None:
    page = visitor.page()
    show(page, job(), THREE, ONE_TALKS)
    kept = [{"id": canned.JOB_ID, "query": "Fix my toilet", "at": canned.AT}]
    page.evaluate("kept => localStorage.setItem('quoteapp:requests', JSON.stringify(kept))", kept)
    page.unroute(f"**/api/jobs/{canned.JOB_ID}")
    page.route(f"**/api/jobs/{canned.JOB_ID}", lambda route: answer(route, {"status": "erased"}))
    page.get_by_role("button", name="Delete this request").click()
    page.get_by_role("button", name="Delete it").click()

    says(page, "Your request is deleted.")
    assert page.evaluate("localStorage.getItem('quoteapp:requests')") == "[]"


def test_what_strangers_say_is_text(visitor: Visitor) -> None:
    page = visitor.page()
    page.on("dialog", lambda dialog: visitor.wrong.append("a script of a stranger ran"))
    talk = [{"role": "provider", "text": EVIL, "at": None}]
    note = {"kind": "included", "text": EVIL, "price": None, "turn": 0}
    found = [provider(1, **BROUGHT | {"name": EVIL})]
    told = offer(1, 130, name=EVIL, notes=[note], evidence=[talk[0] | {"turn": 0}])
    show(
        page,
        job(original_query=EVIL),
        found,
        live(call(1, "over", transcript=talk, **AGREED)),
        [told],
    )

    expect(page.locator("h1")).to_have_text(EVIL)
    expect(page.locator(".turn")).to_have_text(EVIL)
    assert page.locator("main script, main img").count() == 0


def test_the_operators_view_asks_for_the_token_and_lists_what_goes_on(visitor: Visitor) -> None:
    page = visitor.page()
    listed = {
        "id": canned.JOB_ID,
        "task": "plumber",
        "zip_code": "95126",
        "status": "searched",
        "line": "simulated",
        "created_at": canned.AT,
        "expires_at": canned.AT,
        "calls": [
            {
                "provider_id": 1,
                "name": "Priya",
                "call_status": "failed",
                "outcome": "busy",
                "reason": None,
                "attempt": 2,
                "asked_at": canned.AT,
                "ended_at": "2026-11-26T10:01:05Z",
            }
        ],
    }

    def jobs(route: Any) -> None:
        if route.request.headers.get("authorization") != "Bearer right":
            return answer(route, {"detail": "The admin token is missing or wrong."}, 401)
        return answer(route, [listed], **{"X-Total-Count": "60"})

    page.route("**/api/jobs?*", jobs)
    page.goto("/operations")
    page.fill("#token", "wrong")
    page.get_by_role("button", name="Show").click()
    says(page, "The admin token is missing or wrong.")
    page.fill("#token", "right")
    page.get_by_role("button", name="Show").click()

    says(page, "1 to 25 of 60 jobs")
    expect(page.locator("tbody tr")).to_contain_text(["1:05"])
    page.get_by_role("button", name="Older").click()
    says(page, "26 to 50 of 60 jobs")
    with page.expect_request("**/api/jobs?*offset=0&outcome=busy"):
        page.get_by_label("Ended as").select_option("busy")


def test_a_page_of_another_version_loads_itself_anew_once(visitor: Visitor) -> None:
    page = visitor.page()
    page.route("**/page/*/js/main.js", lambda route: route.fulfill(status=404, body=""))
    page.goto("/")
    page.wait_for_timeout(1500)

    shells = [url for url in visitor.asked if url == "/"]
    assert len(shells) == 2
    assert len([url for url in visitor.asked if url.endswith("/main.js")]) == 2


def test_the_language_is_switched_and_kept(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/")
    page.fill("#f-query", "Fix it")
    page.get_by_role("button", name="Español").click()

    expect(page.locator("h1")).to_have_text("¿Qué hay que arreglar?")
    assert page.get_attribute("html", "lang") == "es"
    assert page.input_value("#f-query") == "Fix it"
    page.reload()
    expect(page.locator("h1")).to_have_text("¿Qué hay que arreglar?")
