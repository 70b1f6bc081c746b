"""One page as an answer: the template, the words, the frame around it, and the visitor's cookie where it is new."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse

from crm.callbacks.worklist import Filter, Group, count, matching
from crm.cases import listing
from crm.desk.door import LANGUAGE, VISITOR, csrf_of, session_of, set_cookie
from crm.desk.frame import desk_of, words
from crm.desk.texts import LANGUAGES, Texts
from crm.kiosks import staff_calls
from crm.schema import StaffCall
from crm.staff.logins import Agent


def texts_of(request: Request) -> Texts:
    return desk_of(request).language(request.cookies.get(LANGUAGE))


def fragment(request: Request, template: str, **given: Any) -> str:
    """A part of a page, for a page that is there already."""
    desk = desk_of(request)
    told = {**words(texts_of(request), desk.centre.clock()), "csrf": csrf_of(request)}
    return desk.pages.get_template(template).render(**told, **given)


def show(request: Request, template: str, status: int = 200, **given: Any) -> HTMLResponse:
    """The page `template` in the browser's language."""
    desk, texts, signed_in = desk_of(request), texts_of(request), session_of(request)
    frame = {
        **words(texts, desk.centre.clock()),
        "brand": desk.settings.brand.get(texts.language, ""),
        "calls_from": desk.settings.calls_from,
        "other_languages": [
            (name, desk.texts[name].get("frame.own_language")) for name in LANGUAGES if name != texts.language
        ],
        "agent": signed_in.agent if signed_in else None,
        "csrf": csrf_of(request),
        "here": request.url.path,
        "open_alerts": _open_alerts(request, signed_in.agent if signed_in else None),
        "open_calls": _open_calls(request, signed_in.agent if signed_in else None),
        "open_callbacks": _open_callbacks(request, signed_in.agent if signed_in else None),
    }
    answer = HTMLResponse(desk.pages.get_template(template).render(**frame, **given), status)
    if hasattr(request.state, "visitor") and VISITOR not in request.cookies:
        set_cookie(request, answer, VISITOR, request.state.visitor)
    return answer


def go(address: str) -> RedirectResponse:
    """After a form: look at the result with GET, so that reloading sends nothing twice."""
    return RedirectResponse(address, status_code=303)


def _open_calls(request: Request, agent: Agent | None) -> list[StaffCall]:
    """Customers who ask for somebody to come: on top of whatever page is looked at."""
    if agent is None:
        return []
    centre = desk_of(request).centre
    with centre.database.reading() as session:
        return staff_calls.waiting(session, centre.clock())


def _open_callbacks(request: Request, agent: Agent | None) -> int:
    """The number in the menu."""
    if agent is None:
        return 0
    desk = desk_of(request)
    with desk.centre.database.reading() as session:
        return count(session, matching(Filter(Group.WAITING), desk.today()))


def _open_alerts(request: Request, agent: Agent | None) -> int:
    """The number in a supervisor's menu."""
    if agent is None or not agent.supervises:
        return 0
    with desk_of(request).centre.database.reading() as session:
        return listing.count(session, listing.alerting())
