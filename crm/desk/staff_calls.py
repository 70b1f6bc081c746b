"""Who asks for somebody at a kiosk: on top of every page, and as a page of its own that is new by itself."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from crm.desk.door import Here, Signed
from crm.desk.page import fragment, go, show
from crm.kiosks import staff_calls

router = APIRouter()

#: Seconds until the page is fetched anew, for whoever has no JavaScript.
REFRESH = 5
SAID = ("going", "late")


@router.get("/calls")
def calls_page(request: Request, desk: Here, agent: Signed, said: str = "") -> Response:
    with desk.centre.database.reading() as session:
        rows = staff_calls.ended(session)
    answer = show(request, "staff_calls.html", rows=rows, said=said if said in SAID else "")
    answer.headers["Refresh"] = f"{REFRESH}; url=/desk/calls"
    return answer


@router.get("/calls/open")
def open_calls(request: Request, desk: Here, agent: Signed) -> Response:
    """What stands on top of a page, for static/desk.js."""
    with desk.centre.database.reading() as session:
        rows = staff_calls.waiting(session, desk.centre.clock())
    free = sum(1 for row in rows if row.going_by is None)
    return JSONResponse({"calls": free, "html": fragment(request, "staff_calls_open.html", open_calls=rows)})


@router.post("/calls/{call}/go")
def go_to(desk: Here, agent: Signed, call: UUID) -> Response:
    with desk.centre.database.writing() as session:
        mine = staff_calls.go(session, str(call), agent, desk.centre.clock())
    return go(f"/desk/calls?said={'going' if mine else 'late'}")
