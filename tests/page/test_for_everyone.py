"""axe finds nothing wrong on any screen, in light and dark, on a desk and on a phone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.page import canned
from tests.page.canned import BROUGHT, agreed_call, call, failed, job, live, offer, provider
from tests.page.conftest import Visitor, show
from tests.page.test_states import ONE_TALKS, THREE, questions

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ENDED = [provider(1, **BROUGHT), failed(2, "voicemail"), failed(3, "opted_out")]
ENDED_LIVE = live(
    agreed_call(1), call(2, "over", outcome="voicemail"), call(3, "over", outcome="opted_out")
)


def form(page: Page) -> None:
    page.goto("/")


def missing(page: Page) -> None:
    page.goto("/")
    page.wait_for_selector("form")
    page.locator("form .button.main").click()
    page.wait_for_selector(".summary")


def operations(page: Page) -> None:
    page.goto("/operations")
    page.wait_for_selector(".lights li")


def stop_dialog(page: Page) -> None:
    show(page, job(), THREE, ONE_TALKS)
    page.get_by_role("button", name="Stop all calls").click()


def plain(path: str) -> Callable[[Page], None]:
    return lambda page: page.goto(path) and None


def canned_job(*of: Any) -> Callable[[Page], None]:
    return lambda page: show(page, *of)


OFFERS = [offer(1, 130), offer(2, 300, within_limit=False, kind="quoted", saved=0.0)]
SCREENS: dict[str, Callable[[Page], None]] = {
    "form": form,
    "missing": missing,
    "questions": canned_job(questions(), []),
    "review": canned_job(job(), [provider(1), provider(2)]),
    "nobody": canned_job(job(), []),
    "console": canned_job(job(), THREE, ONE_TALKS, OFFERS[:1]),
    "stale": canned_job(job(), THREE, ONE_TALKS | {"is_stale": True}),
    "dialog": stop_dialog,
    "offers": canned_job(job(), ENDED, ENDED_LIVE, OFFERS),
    "none": canned_job(job(), [failed(1, "busy")], live(call(1, "over", outcome="busy"))),
    "chosen": canned_job(job(chosen_provider_id=1), ENDED, ENDED_LIVE, OFFERS),
    "left": canned_job(None, [provider(1, **BROUGHT)]),
    "gone": canned_job(None, []),
    "how": plain("/how-it-works"),
    "privacy": plain("/privacy"),
    "operations": operations,
    "nowhere": plain("/nothing-here"),
}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm)")
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(visitor: Visitor, scheme: str, width: int) -> None:
    found: dict[str, list[str]] = {}
    for name, open_ in SCREENS.items():
        page = visitor.page(width, 900, color_scheme=scheme, bypass_csp=True)
        if name == "nowhere":
            page.set_extra_http_headers({"Accept": "text/html"})
        open_(page)
        page.wait_for_selector("h1")
        page.wait_for_timeout(150)
        page.add_script_tag(path=AXE)
        result = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        found[name] = [
            f"{one['id']}: {one['nodes'][0]['target']}: {one['nodes'][0]['failureSummary']}"
            for one in result["violations"]
        ]
        page.context.close()

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_has_to_be_scrolled_sideways(visitor: Visitor, width: int) -> None:
    too_wide = {}
    for name, open_ in SCREENS.items():
        page = visitor.page(width, 800)
        open_(page)
        page.wait_for_selector("h1")
        page.wait_for_timeout(100)
        content = page.evaluate("document.documentElement.scrollWidth")
        if content > width:
            too_wide[name] = content
        page.context.close()

    assert too_wide == {}


def test_text_of_twice_the_size_still_fits(visitor: Visitor) -> None:
    page = visitor.page(1280, 900)
    show(page, job(), THREE, ONE_TALKS, OFFERS[:1])
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_who_wants_no_motion_gets_none(visitor: Visitor) -> None:
    page = visitor.page(reduced_motion="reduce")
    show(page, job(), THREE, ONE_TALKS)

    moving = "[...document.querySelectorAll('*')].filter(e => e.getAnimations().length).length"
    assert page.evaluate(moving) == 0
    assert canned.JOB_ID in page.url
