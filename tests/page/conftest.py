"""A real browser on the real stack; whatever it complains of fails the test."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from dev.stack import Stack
from tests.page import canned
from tests.processes.journey import running_stack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# A call of the simulated line then lasts long enough to be looked at.
CALL_SECONDS = "6"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    directory = tmp_path_factory.mktemp("page")
    with running_stack(directory, SIMULATED_CALL_SECONDS=CALL_SECONDS) as started:
        yield started


class Visitor:
    """Somebody with a browser, who notes what is wrong."""

    def __init__(self, browser: Browser, url: str, also: str = "data:") -> None:
        self.url = url
        self._also = also
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def page(self, width: int = 1280, height: int = 900, **options: Any) -> Page:
        """A page of a browser of its own, which has seen nothing yet."""
        view = {"width": width, "height": height}
        context = self._browser.new_context(viewport=view, base_url=self.url, **options)  # type: ignore[arg-type]
        self._contexts.append(context)
        return self.tab(context)

    def tab(self, context: BrowserContext) -> Page:
        """One more page of the same browser."""
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("request", lambda request: self._see(request.url))
        return page

    def _hear(self, kind: str, text: str) -> None:
        # The browser itself notes every answer that is an error, those that are meant among them.
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.wrong.append(text)

    def _see(self, url: str) -> None:
        self.asked.append(url.removeprefix(self.url))
        if not url.startswith((self.url, self._also, "data:", "blob:")):
            self.wrong.append(f"a foreign request: {url}")

    def close(self) -> None:
        """End all of it."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def visitor(browser: Browser, stack: Stack) -> Iterator[Visitor]:
    one = Visitor(browser, stack.url)
    yield one
    one.close()
    assert one.wrong == []


def answer(route: Route, body: Any, status: int = 200, **headers: str) -> None:
    """Answer in the API's place."""
    route.fulfill(
        status=status, body=json.dumps(body), content_type="application/json", headers=headers
    )


def show(
    page: Page,
    job: dict[str, Any] | None,
    providers: list[dict[str, Any]],
    live: dict[str, Any] | None = None,
    offers: list[dict[str, Any]] | None = None,
) -> None:
    """Open the page of a job that stands so."""
    gone = {"detail": "Job not found"}
    at = f"**/api/jobs/{canned.JOB_ID}"
    page.route(at, lambda route: answer(route, job or gone, 200 if job else 404))
    page.route(f"{at}/live", lambda route: answer(route, live or gone, 200 if live else 404))
    page.route(f"{at}/offers", lambda route: answer(route, offers or []))
    page.route("**/api/providers/*/status", lambda route: answer(route, providers))
    page.goto(f"/jobs/{canned.JOB_ID}")
    page.wait_for_selector("h1")


def fill(page: Page, **changes: str) -> None:
    """Fill in the form, all but what is changed."""
    typed = {"query": "My toilet keeps running", "house_address": "1 Main St", "zip_code": "95126"}
    for name, text in (typed | changes).items():
        page.fill(f"#f-{name}", text)
    page.locator("#f-date_needed .chip").nth(3).click()
    page.locator("#f-price_limit .chip").nth(3).click()


def job_of(page: Page) -> str:
    """The id of the job whose page this is."""
    found = re.search(r"/jobs/([\w-]+)", page.url)
    assert found, page.url
    return found[1]


def downloaded(page: Page, button: str) -> str:
    """The text of the file that this button gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    return Path(waiting.value.path()).read_text("utf-8-sig")
