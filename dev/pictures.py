"""`make pictures`: the page as it really is, for the README.

A stack of its own, a customer's journey in Chromium, and two pictures on the way: the calls while
they happen, and the offers on a phone in the dark.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dev.environment import ROOT
from dev.stack import Stack

PICTURES = ROOT / "docs/pictures"
CALL_SECONDS = "25"
DONE_SECONDS = 240_000


def main() -> int:
    """Take both pictures; the exit status."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not chromium:
        print("make pictures needs Chromium.")
        return 1
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        Stack(Path(folder), SIMULATED_CALL_SECONDS=CALL_SECONDS) as stack,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        view = {"width": 1280, "height": 900}
        page = browser.new_context(viewport=view, base_url=stack.url).new_page()  # type: ignore[arg-type]
        _take_calls(page)
        phone = browser.new_context(
            viewport={"width": 390, "height": 844}, color_scheme="dark", base_url=stack.url
        ).new_page()
        _take_offers(phone, page.url)
        browser.close()
    return 0


def _take_calls(page: Page) -> None:
    page.goto("/")
    page.fill("#f-query", "Fix my toilet")
    page.fill("#f-house_address", "123 Main St")
    page.fill("#f-zip_code", "95126")
    page.locator("#f-date_needed .chip").nth(3).click()
    page.locator("#f-price_limit .chip").nth(3).click()
    page.locator("form .button.main").click()
    page.wait_for_selector(".walk")
    while page.locator(".walk").count():
        counter = page.locator(".walk .hint").inner_text()
        page.locator("form .chip").first.click()
        page.locator("form .button.main").click()
        page.wait_for_function(
            "was => document.querySelector('.walk .hint')?.innerText !== was", arg=counter
        )
    page.locator(".button.main").click()
    # Some are over, and one that talks has named a price.
    page.wait_for_selector(".figure", timeout=DONE_SECONDS)
    page.wait_for_selector(".call .pill.talk", timeout=DONE_SECONDS)
    page.wait_for_selector(".call .ladder .ours circle", timeout=DONE_SECONDS)
    page.mouse.move(0, 0)
    page.screenshot(path=PICTURES / "calls.png", full_page=True)


def _take_offers(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name="CSV").wait_for(timeout=DONE_SECONDS)
    page.wait_for_selector(".figure")
    page.screenshot(
        path=PICTURES / "offers.png",
        clip={"x": 0, "y": 0, "width": 390, "height": 1240},
        full_page=True,
    )


if __name__ == "__main__":
    sys.exit(main())
