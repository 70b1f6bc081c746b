"""The desk in a real browser: the whole work by mouse, by keyboard, without JavaScript, and on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, expect

from crm.schema import CallbackState, StaffCall
from tests.crm.desk.scene import PASSWORDS, Scene
from tests.crm.desk.serving import served
from tests.crm.desk.story import afternoon
from tests.crm.places import on_sqlite

#: What a browser shows does not depend on the database; the pages themselves are tested on both.
pytestmark = on_sqlite

DESK = {"width": 1440, "height": 900}

#: Where the focus is, whether it can be seen there, and whether it shows that it is there.
FOCUS = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  const ring = it.nextElementSibling && it.type === 'radio' ? it.nextElementSibling : it;
  return {tag: it.tagName, id: it.id, text: it.innerText, name: it.name || '', value: it.value || '',
          seen: it === top || it.contains(top) || (!!top && top.contains(it)),
          ringed: getComputedStyle(ring).outlineStyle !== 'none'};
}"""


@pytest.fixture
def first(scene: Scene) -> str:
    """The callback that is due first, in a full queue."""
    return afternoon(scene)


@pytest.fixture
def address(app: FastAPI, first: str) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """What the browser said against our pages: blocked by policy, script errors."""
    return []


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, address: str, complaints: list[str]) -> Page:
    page = context.new_page()
    page.on(
        "console", lambda said: complaints.append(said.text) if "Failed to load" not in said.text else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/desk/")
    return page


def arrive(page: Page, path: str) -> None:
    page.wait_for_url(lambda address: urlsplit(address).path == path)


def sign_in(page: Page, login: str = "chen", language: str = "zh-Hant") -> None:
    if language == "en":
        page.get_by_role("button", name="English").click()
    page.locator("#login").fill(login)
    page.locator("#password").fill(PASSWORDS[login])
    page.locator("#password").press("Enter")
    arrive(page, "/desk/callbacks")


def work(page: Page, reference: str) -> None:
    """From the queue to an outcome."""
    page.locator(f"form[action$='{reference}/claim'] button").click()
    arrive(page, f"/desk/callbacks/{reference}")
    expect(page.locator("a[href^='tel:']")).to_have_count(0)
    for box in page.locator("input[name=step]").all():
        box.check()
    page.locator("form[action$='/number'] button").click()
    expect(page.locator("a[href='tel:0912345678']")).to_be_visible()
    page.locator("input[value=billing\\.listen]").check()
    page.locator("form[action$='/steps'] button").click()
    page.locator("input[name=outcome][value=resolved]").check()
    page.locator("#field-note").fill("已說明")
    page.locator(".outcome-form button").click()
    page.wait_for_url("**/desk/callbacks?said=resolved")
    expect(page.get_by_role("status").and_(page.locator(".success"))).to_be_visible()


@pytest.mark.parametrize("language", ["zh-Hant", "en"])
@pytest.mark.requirement("X64")
def test_a_callback_is_done_in_a_browser(
    page: Page, scene: Scene, first: str, language: str, complaints: list[str]
) -> None:
    """X64, M1, M2, M3: sign in, queue, claim, tick, number, outcome; and the policy blocks nothing of ours."""
    sign_in(page, language=language)
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("tbody th a").nth(1).inner_text() == first
    work(page, first)
    assert scene.find(first).state is CallbackState.DONE
    assert complaints == []


@pytest.mark.accessibility("WEB-04")
def test_it_is_done_without_javascript_too(chromium: Browser, address: str, scene: Scene, first: str) -> None:
    context = chromium.new_context(viewport=DESK, java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/desk/")
    sign_in(page)
    work(page, first)
    context.close()
    assert scene.find(first).state is CallbackState.DONE


def tab_to(page: Page, **wanted: str) -> dict[str, Any]:
    """Presses Tab until the focus is on it; every stop on the way must be seen and show its focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focus: dict[str, Any] = page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            continue
        assert focus["seen"], focus
        assert focus["ringed"], focus
        if all(str(focus[name]).startswith(value) for name, value in wanted.items()):
            return focus
    raise AssertionError(f"the keyboard never came to {wanted}")


@pytest.mark.accessibility("WEB-02")
def test_the_keyboard_alone_signs_in_claims_and_finishes(page: Page, scene: Scene, first: str) -> None:
    """WEB-02: no pointer at all; the focus is always to be seen."""
    assert page.evaluate(FOCUS)["id"] == "login"
    page.keyboard.type("chen")
    tab_to(page, id="password")
    page.keyboard.type(PASSWORDS["chen"])
    tab_to(page, tag="BUTTON", text="登入")
    page.keyboard.press("Enter")
    arrive(page, "/desk/callbacks")
    tab_to(page, id="next")
    page.keyboard.press("Enter")
    arrive(page, f"/desk/callbacks/{first}")
    for step in ("fraud.calls_from", "fraud.reference_first", "fraud.never_ask"):
        tab_to(page, name="step", value=step)
        page.keyboard.press("Space")
    tab_to(page, tag="BUTTON", text=page.locator("form[action$='/number'] button").inner_text())
    page.keyboard.press("Enter")
    page.wait_for_selector("a[href^='tel:']")
    tab_to(page, name="outcome")
    page.keyboard.press("ArrowRight")
    tab_to(page, tag="TEXTAREA")
    page.keyboard.type("沒有人接")
    tab_to(page, tag="BUTTON", text="寫下結果")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/callbacks?said=no_answer")
    assert scene.find(first).state is CallbackState.RETRY


def narrow(page: Page, path: str) -> None:
    page.goto(path)
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths[0] <= widths[1] == 320, path


@pytest.mark.accessibility("WEB-03")
@pytest.mark.parametrize("language", ["zh-Hant", "en"])
def test_at_320_pixels_nothing_needs_scrolling_sideways(
    page: Page, address: str, first: str, language: str
) -> None:
    """WEB-03: login, queue, case before and in the call, lists and error pages."""
    page.set_viewport_size({"width": 320, "height": 640})
    narrow(page, f"{address}/desk/login")
    sign_in(page, "lead", language)
    for path in ("callbacks", f"callbacks/{first}", "payments", "kiosks", "audit", "nowhere"):
        narrow(page, f"{address}/desk/{path}")
    page.goto(f"{address}/desk/callbacks/{first}")
    page.locator("form[action$='/claim'] button").click()
    for box in page.locator("input[name=step]").all():
        box.check()
    page.locator("form[action$='/number'] button").click()
    page.locator("input[name=outcome][value=rearranged]").check()
    widths = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert widths == [320, 320]


@pytest.mark.accessibility("WEB-03")
def test_every_target_is_at_least_24_pixels(page: Page, address: str, first: str) -> None:
    """WEB-03: links within a sentence are excepted, as WCAG 2.5.8 does."""
    sign_in(page)
    small = """() => [...document.querySelectorAll('button, select, .button, .menu a, input:not([type=hidden])')]
      .map(it => [it.outerHTML.slice(0, 80), it.closest('label')?.getBoundingClientRect() || it.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.width < 24 || box.height < 24))"""
    for path in ("callbacks", f"callbacks/{first}", "kiosks"):
        page.goto(f"{address}/desk/{path}")
        assert page.evaluate(small) == []


def test_the_new_window_shows_when_it_is_chosen(page: Page, address: str, first: str) -> None:
    sign_in(page)
    page.locator(f"form[action$='{first}/claim'] button").click()
    for box in page.locator("input[name=step]").all():
        box.check()
    page.locator("form[action$='/number'] button").click()
    expect(page.locator("#begins")).to_be_hidden()
    page.locator("input[name=outcome][value=rearranged]").check()
    expect(page.locator("#begins")).to_be_visible()


def test_an_open_page_keeps_its_claim_and_says_when_it_is_lost(page: Page, scene: Scene, first: str) -> None:
    """WEB-05: the browser's clock is stepped; the loss is announced, and nothing typed is thrown away."""
    page.clock.install()
    sign_in(page)
    page.locator(f"form[action$='{first}/claim'] button").click()
    arrive(page, f"/desk/callbacks/{first}")
    expect(page.locator("#lost")).to_be_hidden()
    with page.expect_response("**/keep") as kept:
        page.clock.fast_forward(61_000)
    assert kept.value.status == 200
    with scene.centre.database.writing() as session:
        session.merge(scene.find(first)).claimed_by = scene.agent("chang").id
    page.locator("#field-note").fill("寫到一半")
    page.clock.fast_forward(61_000)
    expect(page.get_by_role("alert")).to_contain_text("不在您手上")
    assert page.locator("#field-note").input_value() == "寫到一半"


@pytest.mark.accessibility("WEB-05")
def test_a_call_for_staff_comes_up_by_itself_and_is_taken_with_one_press(
    page: Page, scene: Scene, complaints: list[str]
) -> None:
    """On a page that was open already; the seconds go on beside it, and the press leads to who goes."""
    with scene.centre.database.writing() as session:
        session.query(StaffCall).delete()
    page.clock.install()
    sign_in(page)
    expect(page.locator("[data-call]")).to_have_count(0)
    with scene.centre.database.writing() as session:
        told = {"kiosk_id": "K07", "step": "Home", "need": "choice", "called_at": scene.now}
        session.add(StaffCall(id=str(UUID(int=5)), **told))
    page.clock.run_for(3_500)
    expect(page.locator("[data-call]")).to_be_visible()
    expect(page.locator("#calls-count")).to_be_visible()
    page.get_by_role("button", name="我去").click()
    page.wait_for_url("**/desk/calls?said=going")
    expect(page.locator("[data-call]")).to_contain_text("已前往")
    assert complaints == []
