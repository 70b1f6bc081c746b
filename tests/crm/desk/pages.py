"""Every page of the desk that somebody can look at, found by its routes, so that a new page is covered at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from crm.desk.application import ROUTERS
from crm.schema import Role
from crm.staff.logins import Logins
from crm.tokens import Secrets
from tests.crm.desk.scene import Scene
from tests.crm.desk.story import CASES

ROOT, PASSWORD = "root", "qingchuan-root"


#: What stands for a name in braces, after `afternoon` has been lived through.
#: The payment of which a part is owed back.
THERE = {
    "topic": "moving",
    "kiosk_id": "K07",
    "number": "1",
    "payment": "00000000-0000-0000-0000-00000000000d",
}
#: `{id}` is the number or the name of something else under each of these.
IDS = {"/knowledge": "late-payment", "/staff": "1"}
NOWHERE = "/desk/nowhere"
#: What is no page, and does not end.
ENDLESS = {"/events"}


def addresses(reference: str) -> list[str]:
    """The GET routes of all routers, filled with what is there; cases are many, for each kind has a page of its own."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    paths = {route.path for route in routes if "GET" in (route.methods or ())} - {"/login"} - ENDLESS
    filled = {
        path.format_map({**THERE, "reference": reference, "id": _id(path), "case": "{case}"})
        for path in paths
    }
    cases = {path.replace("{case}", str(case)) for path in filled for case in range(1, CASES + 1)}
    return [*sorted(f"/desk{path}" for path in cases), NOWHERE]


def _id(path: str) -> str:
    return next((id for begins, id in IDS.items() if path.startswith(begins)), "1")


@contextmanager
def admin(chromium: Browser, address: str, scene: Scene, secrets: Secrets, language: str) -> Iterator[Page]:
    """A window in which an admin has signed in, in this language."""
    Logins(scene.centre, secrets).add(ROOT, "林子晴", Role.ADMIN, PASSWORD)
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    cookie = {"name": "desk_language", "value": language, "url": f"{address}/desk"}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    page.goto(f"{address}/desk/login")
    yield page
    context.close()


def sign_in(page: Page) -> None:
    page.locator("#login").fill(ROOT)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda address: urlsplit(address).path == "/desk/callbacks")


def look_at(page: Page, address: str) -> bool:
    """Goes there; False: it is no page (a file to take away)."""
    told = page.request.get(address)
    assert told.ok or address.endswith(NOWHERE), f"{told.status} {address}"
    if not told.headers["content-type"].startswith("text/html"):
        return False
    page.goto(address)
    return True
