"""The page where it is on its own: on another origin than the API, on paper, in the back."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from dev.redis_server import RedisServer
from dev.stack import Stack
from tests.doors import WebDoor, opened
from tests.page.canned import BROUGHT, agreed_call, failed, job, live, offer, provider
from tests.page.conftest import Visitor, fill, show
from tests.page.test_journey import answer_all, wait_until_done
from tests.page.test_states import ONE_TALKS, THREE, says


def test_the_page_works_with_the_api_on_another_origin(
    browser: Browser, stack: Stack, redis_server: RedisServer, tmp_path: Path
) -> None:
    door = WebDoor(tmp_path, redis_server.url, API_URL=stack.url)
    with opened(door):
        visitor = Visitor(browser, f"http://127.0.0.1:{door.port}", also=stack.url)
        page = visitor.page()
        page.goto("/")
        fill(page)
        page.wait_for_selector("text=San Jose, CA")
        page.locator("form .button.main").click()
        answer_all(page)
        page.locator(".button.main").click()
        page.get_by_role("button", name="Stop all calls").click()
        page.get_by_role("button", name="Stop them").click()
        wait_until_done(page)
        visitor.close()

    assert visitor.wrong == []
    assert any(url.startswith(f"{stack.url}/api/start-job") for url in visitor.asked)
    assert not [url for url in visitor.asked if url.startswith("/api/")]


def test_the_documents_page_opens_with_how_to_begin(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/api/docs/")

    first = page.get_by_role("heading", name="A request from its first word to a choice")
    expect(first).to_be_in_viewport()
    expect(page.get_by_role("link", name="POST /api/start-job").first).to_be_in_viewport()


def test_on_paper_there_are_prices_and_words_and_no_buttons(visitor: Visitor) -> None:
    page = visitor.page()
    found = [provider(1, **BROUGHT), failed(2, "voicemail")]
    show(page, job(), found, live(agreed_call(1)), [offer(1, 130)])
    says(page, "Your offers")
    page.emulate_media(media="print")

    expect(page.locator(".offers")).to_be_visible()
    expect(page.locator(".board")).to_be_visible()
    for hidden in ("footer", ".head .actions", ".erase"):
        expect(page.locator(hidden)).to_be_hidden()
    assert page.locator(".button:visible").count() == 0


def test_who_is_away_when_it_is_done_is_told_by_title_and_notification(visitor: Visitor) -> None:
    page = visitor.page()
    page.context.grant_permissions(["notifications"])
    show(page, job(), THREE, ONE_TALKS, [offer(1, 130)])
    page.get_by_role("button", name="Tell me when it’s done").click()
    says(page, "We will tell you")
    page.wait_for_function("navigator.serviceWorker.getRegistration().then(found => found?.active)")
    page.evaluate("""() => {
      Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    ended = [agreed_call(number) for number in (1, 2, 3)]
    show_ended = live(*ended)
    page.unroute("**/api/jobs/*/live")
    page.route("**/api/jobs/*/live", lambda route: route.fulfill(json=show_ended))

    expect(page).to_have_title("✓ $130 best · 3 of 3 · Quoteapp", timeout=12_000)
    told = page.evaluate(
        "navigator.serviceWorker.ready.then(one => one.getNotifications())"
        ".then(all => all.map(one => one.body))"
    )
    assert told == ["All calls are over. Best price: $130, Priya the Plumber (sample)."]
    assert "done.svg" in str(page.get_attribute("link[rel=icon]", "href"))
