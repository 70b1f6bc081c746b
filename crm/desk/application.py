"""The desk as an application of its own, mounted at /desk: its headers, forms and error pages do not touch the API."""

from __future__ import annotations

from fastapi import Depends, FastAPI
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

from crm.centre import Centre
from crm.desk import (
    announcements,
    audit_list,
    bookings,
    calendar,
    calendar_week,
    case,
    cases,
    events,
    figures,
    kiosk_commands,
    kiosk_keys,
    kiosks,
    knowledge,
    lists,
    login,
    password,
    quality,
    queue,
    reconciliation,
    refunds,
    refusals,
    reveal,
    scripts,
    staff,
    staff_calls,
    waits,
    wallboard,
)
from crm.desk.door import our_form
from crm.desk.frame import ICONS, ROOM, build_parts
from crm.desk.headers import SecurityHeaders
from crm.desk.page import go
from crm.desk.settings import DeskSettings
from crm.staff.logins import Logins

ROUTERS = (
    login.router,
    password.router,
    queue.router,
    case.router,
    cases.router,
    bookings.router,
    calendar.router,
    calendar_week.router,
    waits.router,
    announcements.router,
    knowledge.router,
    scripts.router,
    lists.router,
    figures.router,
    audit_list.router,
    reconciliation.router,
    refunds.router,
    kiosks.router,
    kiosk_commands.router,
    quality.router,
    kiosk_keys.router,
    staff_calls.router,
    wallboard.router,
    reveal.router,
    staff.router,
    events.router,
)


def build_desk(centre: Centre, settings: DeskSettings | None = None, logins: Logins | None = None) -> FastAPI:
    """The desk for `app.mount("/desk", ...)`. `logins`: where checking passwords should cost something else."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(our_form)])
    app.state.desk = build_parts(centre, settings or DeskSettings(), logins)
    app.add_middleware(SecurityHeaders)
    refusals.add_to(app)
    app.add_api_route("/", home, include_in_schema=False)
    app.add_api_route("/static/icons.ttf", icons, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=ROOM / "static"))
    return app


def home() -> Response:
    return go("/desk/callbacks")


def icons() -> Response:
    return FileResponse(ICONS / "icons.ttf", media_type="font/ttf")
