"""Every route of the desk, walked as everybody by every method: what happens is what the table of roles says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response

from crm.app import build_app
from crm.centre import Centre
from crm.desk import DeskSettings
from crm.desk.application import ROUTERS
from crm.desk.roles import ROUTES
from crm.schema import Role
from crm.staff.logins import Logins
from crm.tokens import Secrets
from tests.crm.desk.scene import Browser, Scene
from tests.crm.places import on_sqlite

#: Who may come in does not depend on the database.
pytestmark = on_sqlite

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
PASSWORD = "qingchuan-somebody"


def paths() -> list[str]:
    """Every path that a router of the desk answers at; `logout` last, as it ends the walk's session."""
    found = {route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)}
    return sorted({"/", "/static/icons.ttf", *found}, key=lambda path: (path == "/logout", path))


def walk(browser: Browser, scene: Scene) -> Iterator[tuple[str, Response]]:
    """Each method at each path, with a form that is ours."""
    reference = scene.callback()
    for path, method in product(paths(), METHODS):
        address = "/desk" + re.sub(r"{reference}", reference, path)
        address = re.sub(r"{\w+}", "1", address)
        data = {"csrf": browser.csrf} if method in ("POST", "PUT", "PATCH") else None
        yield (
            f"{method} {path}",
            browser.client.request(method, address, data=data, follow_redirects=False),
        )


def leads_to_login(answer: Response) -> bool:
    return answer.status_code == 303 and answer.headers["location"].startswith("/desk/login?then=")


def verdict(answer: Response) -> str:
    """What the door said; what the page behind it thought of an empty form is not asked here."""
    assert answer.status_code < 500, answer.url
    if answer.status_code == 405:
        return "no such method"
    if answer.status_code == 403:
        return "refused"
    return "to the login" if leads_to_login(answer) else "in"


def named(route: str) -> str | None:
    """The entry of the table that this request meets: `GET /callbacks/next` is the page of a callback called so."""
    patterns = (name for name in ROUTES if re.fullmatch(re.sub(r"{\w+}", "[^/]+", name), route))
    return route if route in ROUTES else next(patterns, None)


def expected(route: str, role: Role | None) -> str:
    met = named(route)
    if met is None:
        return "no such method"
    allowed = ROUTES[met]
    if allowed is None:
        return "in"
    if role is None:
        return "to the login"
    return "in" if role in allowed else "refused"


@pytest.fixture
def app(centre: Centre, secrets: Secrets) -> FastAPI:
    """With no room for a stream, which a walk would wait for."""
    return build_app(centre, DeskSettings(streams=0), secrets=secrets)


@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.value if role else "nobody")
def test_the_door_does_what_the_table_says(
    role: Role | None, app: FastAPI, scene: Scene, secrets: Secrets
) -> None:
    browser = Browser(app)
    browser.get("/desk/login")
    if role is not None:
        Logins(scene.centre, secrets).add("somebody", "林子晴", role, PASSWORD)
        browser.sign_in("somebody", PASSWORD)
    told = {route: verdict(answer) for route, answer in walk(browser, scene)}
    assert told == {route: expected(route, role) for route in told}
    assert len(told) > 60


def test_a_route_that_nobody_named_is_nobodys(
    app: FastAPI, lead: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.desk.roles.ROUTES", {})
    assert lead.client.get("/desk/callbacks").status_code == 403
