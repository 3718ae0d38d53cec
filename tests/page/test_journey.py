"""From the first word to the chosen offer: by keyboard, by touch, in two tabs, twice pressed."""

import csv
import io

import requests
from playwright.sync_api import Page

from dev.stack import Stack
from tests.page.conftest import Visitor, downloaded, fill, job_of

MINUTES = 90_000


def answer_all(page: Page) -> None:
    """Answer every question with its first chip."""
    page.wait_for_selector(".walk")
    while page.locator(".walk").count():
        counter = page.locator(".walk .hint").inner_text()
        if page.locator("form .chip").count():
            page.locator("form .chip").first.click()
        page.locator("form .button.main").click()
        page.wait_for_function(
            "was => document.querySelector('.walk .hint')?.innerText !== was", arg=counter
        )
    page.wait_for_selector(".found")


def wait_until_done(page: Page) -> None:
    page.get_by_role("button", name="CSV").wait_for(timeout=MINUTES)


def rows_of(stack: Stack, job_id: str) -> list[dict[str, object]]:
    calls: list[dict[str, object]] = requests.get(
        f"{stack.url}/api/jobs/{job_id}/live", timeout=10
    ).json()["calls"]
    return calls


def test_the_whole_journey_needs_no_mouse(visitor: Visitor, stack: Stack) -> None:
    page = visitor.page()
    page.goto("/")
    page.focus("#f-query")
    page.keyboard.type("My toilet keeps running after every flush")
    for _ in range(5):  # four examples lie between
        page.keyboard.press("Tab")
    page.keyboard.type("123 Main St")
    page.keyboard.press("Tab")
    page.keyboard.type("95126")
    page.wait_for_selector("text=San Jose, CA")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first chip: today
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".walk")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    while page.locator(".walk").count():
        counter = page.locator(".walk .hint").inner_text()
        page.locator("form textarea").focus()
        page.keyboard.type("I am not sure about it")
        page.locator("form .button.main").focus()
        page.keyboard.press("Enter")
        page.wait_for_function(
            "was => document.querySelector('.walk .hint')?.innerText !== was", arg=counter
        )
    page.wait_for_selector(".found")
    page.locator(".button.main").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".board")
    wait_until_done(page)
    job = job_of(page)

    assert len(rows_of(stack, job)) == 5
    assert "5" in page.title()
    table = list(csv.reader(io.StringIO(downloaded(page, "CSV"))))
    offers = requests.get(f"{stack.url}/api/jobs/{job}/offers", timeout=10).json()
    assert [row[1] for row in table[1:]] == [offer["name"] for offer in offers]


def test_by_touch_in_spanish_with_reloads_nothing_is_lost(visitor: Visitor) -> None:
    page = visitor.page(390, 844, has_touch=True, is_mobile=True, locale="es-US")
    page.goto("/")
    page.fill("#f-query", "Mi inodoro no deja de correr")
    page.fill("#f-house_address", "123 Main St")
    page.reload()

    assert page.input_value("#f-query") == "Mi inodoro no deja de correr"
    assert page.input_value("#f-house_address") == "123 Main St"
    page.fill("#f-zip_code", "95126")
    page.locator("#f-date_needed .chip").nth(2).tap()
    page.locator("#f-price_limit .chip").nth(5).tap()
    page.locator("form .button.main").tap()
    page.wait_for_selector(".walk")
    page.fill("form textarea", "Corre siempre")
    page.locator("form .button.main").tap()
    page.wait_for_url("**#q2")
    page.go_back()
    page.wait_for_selector("text=1 de ")
    assert page.input_value("form textarea") == "Corre siempre"
    page.reload()
    page.wait_for_selector(".walk")
    assert page.input_value("form textarea") == "Corre siempre"
    answer_all(page)
    page.locator(".button.main").tap()
    page.wait_for_selector(".board .call")
    assert page.locator(".board .call").count() == 1
    page.get_by_role("button", name="Parar las llamadas").tap()
    page.get_by_role("button", name="Parar", exact=True).tap()
    wait_until_done(page)


def test_two_tabs_and_double_presses_ring_nobody_twice(visitor: Visitor, stack: Stack) -> None:
    page = visitor.page()
    page.goto("/")
    fill(page)
    page.locator("form .button.main").dblclick()
    answer_all(page)
    other = visitor.tab(page.context)
    other.goto(page.url)
    other.wait_for_selector(".found")

    page.locator(".button.main").dblclick()
    other.locator(".button.main").click()
    for one in (page, other):
        one.wait_for_selector(".board")
    wait_until_done(page)
    wait_until_done(other)

    assert {call["attempt"] for call in rows_of(stack, job_of(page))} == {1}
    assert visitor.asked.count("/api/start-job") == 1


def test_lines_are_there_while_they_are_said_and_the_asking_ends(visitor: Visitor) -> None:
    page = visitor.page()
    statuses: list[int] = []
    page.on(
        "response",
        lambda response: (
            statuses.append(response.status) if response.url.endswith("/live") else None
        ),
    )
    page.goto("/")
    fill(page)
    page.locator("form .button.main").click()
    answer_all(page)
    page.locator(".button.main").click()
    page.wait_for_selector(".pill.talk")
    seen = page.locator(".transcript li").count()
    page.wait_for_function("n => document.querySelectorAll('.transcript li').length > n", arg=seen)
    wait_until_done(page)
    page.wait_for_timeout(500)
    asked = len(statuses)
    page.wait_for_timeout(3000)

    assert len(statuses) == asked
    assert set(statuses) <= {200, 304}
