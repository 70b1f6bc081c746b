"""Text from outside stays text: markup, script, formats, right-to-left marks and length do nothing on any page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog
from sqlalchemy import JSON, Column, String, Table, UniqueConstraint, update

from crm import audit
from crm.callbacks.work import Claims
from crm.desk.application import ROUTERS
from crm.knowledge.articles import LANGUAGES
from crm.schema import AuditLine, Base
from crm.tokens import Secrets
from tests.crm.desk.pages import ENDLESS, addresses, admin, look_at, sign_in
from tests.crm.desk.scene import ANTI_FRAUD, Browser, Scene
from tests.crm.desk.serving import served
from tests.crm.desk.story import afternoon
from tests.crm.places import on_sqlite

LONG = "'\"><img src=x onerror=alert(9)><script>alert(8)</script>{{7*7}}%s%n{0}${x}\u202e\u2066txt\u200f</td></table>"
#: The longest that fits.
SHORTER = ("'\"><img src=x onerror=alert(9)>", '"><script>x', "<b>")
#: Made by us, never text from outside.
OURS = {
    "password_hash",
    "pin_hash",
    "token_hash",
    "code_hash",
    "body_hash",
    "hash",
    "csrf",
    "public_key",
    "epoch",
    "tz",
    "opens",
    "closes",
}
#: What any element would have if markup had come alive.
ALIVE = """() => [...document.querySelectorAll('*')].filter(it =>
  [...it.attributes].some(at => at.name.startsWith('on') || at.value.startsWith('javascript:'))
  || (it.tagName === 'SCRIPT' && !it.src.includes('/desk/static/')) || (it.tagName === 'IMG')
).map(it => it.outerHTML)"""


def hostile(length: int | None) -> str:
    if length is None or length >= 10_000:
        return LONG * 20
    return next(text for text in (LONG, *SHORTER) if len(text) <= length)


def values(table: Table) -> Iterator[tuple[str, Any]]:
    """A hostile value for every column that holds free text or JSON."""
    for column in table.columns:
        if column.primary_key or column.foreign_keys or column.unique or column.name in OURS | {"login"}:
            continue
        kind = column.type
        if type(kind) is JSON:
            yield column.name, _json(column)
        elif isinstance(kind, String) and (kind.length or 99) > 3:
            yield column.name, hostile(kind.length)


def _json(column: Column[Any]) -> Any:
    if column.name == "trail":
        return [{"at": LONG, "what": LONG}, {"what": f"article:{LONG}"}, LONG]
    if column.name == "texts" and column.table.name.startswith("announcement"):
        return dict.fromkeys(LANGUAGES, LONG)
    if column.name == "sites":
        return [LONG]
    if column.name == "texts":
        text = {"title": LONG, "answer": LONG, "alternates": [LONG], "steps": [LONG]}
        return dict.fromkeys(LANGUAGES, text)
    if column.name == "steps":
        return [{"name": "billing-1.1", "texts": dict.fromkeys(LANGUAGES, LONG)}]
    if column.name == "faults":
        return [[LONG, LONG]]
    if column.name == "totals":
        return [{"outcome": LONG, "currency": LONG, "count": 1, "minor": 1}]
    return {"path": [LONG], "bill": LONG, "articles": [LONG], "error": LONG, LONG: {LONG: LONG}}


def poison(scene: Scene) -> int:
    """Every free text of every row becomes hostile; how many columns."""
    poisoned = 0
    with scene.centre.database.writing() as session:
        for table in Base.metadata.sorted_tables:
            told = dict(values(table))
            named = (each for each in table.constraints if isinstance(each, UniqueConstraint))
            unique = {column.name for constraint in named for column in constraint.columns}
            told = {name: value for name, value in told.items() if name not in unique}
            if told and table.name == AuditLine.__tablename__:
                audit.note(session, scene.now, **told)  # a line is never changed: one more
            elif told and table.name != "staff_sessions":
                session.execute(update(table).values(told))
                poisoned += len(told)
    return poisoned


@on_sqlite
@pytest.mark.timeout(300)
def test_hostile_text_stays_text_on_every_page(
    app: FastAPI, chromium: Chromium, scene: Scene, secrets: Secrets
) -> None:
    reference, against, alive, shown = afternoon(scene), [], {}, 0

    def dismiss(dialog: Dialog) -> None:
        against.append(dialog.message)
        dialog.dismiss()

    with served(app) as address, admin(chromium, address, scene, secrets, "zh-Hant") as page:
        page.on("dialog", dismiss)
        page.on("pageerror", lambda error: against.append(str(error)))
        page.on(
            "console", lambda said: against.append(said.text) if "Failed to load" not in said.text else None
        )
        sign_in(page)
        claims, agent = Claims(scene.centre), scene.agent("root")
        claims.claim(reference, agent)
        claims.tick(reference, agent, ANTI_FRAUD)
        claims.dial(reference, agent)
        assert poison(scene) > 30
        for path in addresses(reference):
            if look_at(page, address + path):
                alive[path] = page.evaluate(ALIVE)
                shown += "onerror=alert(9)" in page.locator("body").inner_text()
    assert against == []
    assert {path: what for path, what in alive.items() if what} == {}
    assert shown >= 4, "and it is there to be read"


NASTY = ("\x00", "a\x00b", LONG, "9" * 400, "-1", "2026-13-45T99:99", "\ud7ff\uffff", "١٢٣", "")


@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[1:12])
def test_no_form_and_no_address_breaks_the_desk(text: str, lead: Browser, scene: Scene) -> None:
    """Every field of every form, every query: an answer, never a 5xx; also what PostgreSQL cannot hold."""
    reference = scene.callback()
    lead.get(f"/desk/callbacks/{reference}")
    lead.claim(reference)
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    routes = [route for route in routes if route.path not in ENDLESS]
    for route in sorted(routes, key=lambda route: (route.path in ("/logout", "/login"), route.path)):
        for filled in (reference, text.replace("/", "") or "x"):
            path = "/desk" + route.path.replace("{reference}", filled.encode("utf-8", "replace").hex("%"))
            names = {field.alias for field in [*route.dependant.query_params, *route.dependant.body_params]}
            fields = dict.fromkeys(names | {"outcome", "note", "begins", "ends", "step"}, text)
            for method in route.methods or ():
                if method == "GET":
                    answer = lead.client.get(path.replace(filled, filled), params=fields)
                else:
                    answer = lead.client.post(path, data={**fields, "csrf": lead.csrf})
                assert answer.status_code < 500, (method, route.path, answer.text[-300:])
