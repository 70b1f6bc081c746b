"""An agent at the desk, in headless Chromium: signs in, claims, ticks, writes the outcome."""

from __future__ import annotations

from copy import copy
from pathlib import Path
from types import TracebackType

from playwright.sync_api import BrowserContext, Page

from tests.browser import chromium


class Desk:
    """One agent in one browser. `address` is HOST:PORT of the centre."""

    def __init__(self, address: str, size: tuple[int, int] = (1440, 900)) -> None:
        self._base = f"http://{address}/desk"
        self._size = size
        self._contexts: list[BrowserContext] = []

    def __enter__(self) -> Desk:
        self.page = self._open()
        return self

    def _open(self) -> Page:
        """A page with cookies of its own."""
        width, height = self._size
        context = chromium().new_context(
            viewport={"width": width, "height": height}, locale="zh-TW", timezone_id="Asia/Taipei"
        )
        self._contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        return page

    def colleague(self) -> Desk:
        """Another agent beside this one; their page goes with this one's."""
        other = copy(self)
        other.page = self._open()
        return other

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for context in self._contexts:
            context.close()

    def sign_in(self, login: str, password: str) -> None:
        self.page.goto(f"{self._base}/login")
        self.page.fill("#login", login)
        self.page.fill("#password", password)
        self.page.click("main button.main")
        self.page.wait_for_url("**/desk/callbacks**")

    def leave(self) -> None:
        self.page.click('form[action="/desk/logout"] button')
        self.page.wait_for_url("**/desk/login**")

    def open(self, path: str) -> None:
        self.page.goto(f"{self._base}/{path}")

    def rows(self) -> list[str]:
        """The references in the callback queue, in its order."""
        self.open("callbacks")
        return [link.inner_text() for link in self.page.query_selector_all("tbody th a")]

    def claim(self, reference: str) -> None:
        self.open("callbacks")
        self.page.click(f'tr:has-text("{reference}") button')

    def press_claim(self, reference: str) -> None:
        """Presses the button in the queue, and does not wait for what comes of it."""
        form = self.page.locator(f'form[action$="/{reference}/claim"]')
        form.evaluate("form => { setTimeout(() => form.submit(), 0) }")

    def arrive(self, reference: str) -> None:
        """Waits for the page on which a claim ends: the case, or why it cannot be had."""
        self.page.wait_for_url(lambda address: f"/callbacks/{reference}" in address)
        self.page.wait_for_load_state()

    def reveal_number(self) -> None:
        """Ticks the steps against fraud; only then the number and the customer unfold."""
        form = self.page.locator('form[action$="/number"]')
        for box in form.locator('input[type="checkbox"]').all():
            box.check()
        form.locator("button").click()
        self.page.wait_for_selector('a[href^="tel:"]')

    def finish(self, outcome: str, note: str) -> None:
        self.page.check(f'input[name="outcome"][value="{outcome}"]', force=True)
        self.page.fill("#field-note", note)
        self.page.click('form:has(input[name="outcome"]) button.main')
        self.page.wait_for_load_state()

    def text(self) -> str:
        return self.page.inner_text("body")

    def picture(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(path))
        return path
