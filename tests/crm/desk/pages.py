"""Every page of the desk that somebody can look at, found by its routes, so that a new page is covered at once."""

from __future__ import annotations

import re
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

ROOT, PASSWORD = "root", "qingchuan-root"


def addresses(reference: str) -> list[str]:
    """The GET routes of all routers; a name in braces is filled with `reference`, any other with 1."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    paths = {route.path for route in routes if "GET" in (route.methods or ())} - {"/login"}
    filled = (
        re.sub(r"{\w+}", "1", path.replace("{reference}", reference).replace("{topic}", "billing"))
        for path in paths
    )
    return [*sorted(f"/desk{path}" for path in filled), "/desk/nowhere"]


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
    assert told.status < 500, address
    if not told.headers["content-type"].startswith("text/html"):
        return False
    page.goto(address)
    return True
