"""News of work: a callback comes in by sync, and a page that is open shows it without being asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from crm import news
from crm.centre import Centre
from crm.desk.streams import Streams
from tests.crm.desk.scene import PASSWORDS, Browser, Scene
from tests.crm.desk.serving import served
from tests.crm.places import on_sqlite
from tests.crm.signing import SigningKiosk, StepClock, contract, enrolled
from tests.loops import run

CALLBACK = contract("records/callback.json")
AUDIT = contract("records/audit.json")


@pytest.fixture
def address(app: FastAPI) -> Iterator[str]:
    with served(app) as address:
        yield address


@pytest.fixture
def kiosk(centre: Centre, visitor: Browser, clock: StepClock) -> SigningKiosk:
    """One that speaks with the same centre by its own door."""
    return enrolled(centre, visitor.client, clock, "K07")


def topics(lines: Iterator[str]) -> str:
    """Of the next news."""
    for line in lines:
        if line == "event: news":
            return next(lines).removeprefix("data: ")
    raise AssertionError("the stream ended")


def test_a_callback_that_came_by_sync_is_told(address: str, chen: Browser, kiosk: SigningKiosk) -> None:
    """On either kind of database, once it is committed; what brings no work says nothing."""
    cookies = dict(chen.client.cookies)
    with httpx2.stream("GET", f"{address}/desk/events", cookies=cookies, timeout=30) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        lines = answer.iter_lines()
        assert next(line for line in lines if line.startswith("event")) == "event: here"
        kiosk.sync(AUDIT)
        kiosk.sync(CALLBACK)
        assert topics(lines) == "callbacks"


def test_a_stream_is_for_staff(visitor: Browser) -> None:
    answer = visitor.client.get("/desk/events", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/desk/login")


def test_what_was_rolled_back_is_no_news(centre: Centre) -> None:
    heard: list[frozenset[str]] = []
    with centre.database.bell.listening(heard.append):
        with pytest.raises(ZeroDivisionError):
            _tell_and_fail(centre)
        with centre.database.writing():
            pass
    assert heard == []


def _tell_and_fail(centre: Centre) -> None:
    with centre.database.writing() as session:
        news.tell(session, "cases")
        raise ZeroDivisionError


@on_sqlite
def test_streams_are_bounded_and_leave_nothing_behind(centre: Centre) -> None:
    streams = Streams(centre.database, most=1)

    async def one() -> list[bytes]:
        stream = streams.stream(lasts=0.0)
        first = [await anext(stream)]
        assert streams.full
        return first + [each async for each in stream]

    assert run(one())[0].startswith(b"retry: ")
    assert not streams.full
    assert centre.database.bell._heard == []


# --- in a browser -----------------------------------------------------------------------------


@pytest.fixture
def page(chromium: Chromium, address: str, scene: Scene) -> Iterator[Page]:
    """Somebody at the queue, whose page listens."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/desk/")
    page.locator("#login").fill("chen")
    page.locator("#password").fill(PASSWORDS["chen"])
    page.locator("#password").press("Enter")
    page.wait_for_url("**/desk/callbacks")
    expect(page.locator("main[data-hears]")).to_be_attached()
    yield page
    context.close()


@on_sqlite
def test_the_queue_shows_it_without_a_reload(page: Page, kiosk: SigningKiosk) -> None:
    reference: Any = CALLBACK["body"]["reference"]
    page.evaluate("window.same = true")
    kiosk.sync(CALLBACK)
    expect(page.locator("#list")).to_contain_text(reference)
    expect(page.get_by_role("status").filter(has_text="清單已更新")).to_be_attached()
    assert page.evaluate("window.same")


@on_sqlite
def test_what_has_the_focus_stays_and_a_line_says_that_there_is_more(
    page: Page, scene: Scene, kiosk: SigningKiosk
) -> None:
    """WCAG 3.2.5: nothing is taken from under a hand."""
    scene.callback(phone="0922000111")
    page.reload()
    expect(page.locator("main[data-hears]")).to_be_attached()
    link = page.locator("#list tbody th a").first
    link.focus()
    kiosk.sync(CALLBACK)
    more = page.get_by_role("status").get_by_role("link")
    expect(more).to_be_visible()
    expect(link).to_be_focused()
    more.click()
    expect(page.locator("#list")).to_contain_text(CALLBACK["body"]["reference"])
