"""Waiting at the counters, for who works there: one form, one touch on the minutes, and kiosks say it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Query, Request
from starlette.responses import Response

from crm.counters import waits
from crm.counters.waits import MOST_COUNTERS, MOST_WAITING, USUAL_LIMIT, Told
from crm.desk.door import Here, Signed
from crm.desk.page import go, show
from crm.revisions import Moved

router = APIRouter(prefix="/waits")

#: The big buttons. What a kiosk says is rounded anyway.
MINUTES = (0, 5, 10, 15, 20, 30, 45, 60, 90)
SAID = ("told", "closed")
FAULTS = ("waiting", "counters", "minutes", "moved")

Text = Annotated[str, Form(max_length=200)]
Number = Annotated[str, Form(max_length=8)]


@router.get("")
def waits_page(
    request: Request,
    desk: Here,
    agent: Signed,
    site: Annotated[str, Query(max_length=200)] = "",
    said: str = "",
    fault: str = "",
) -> Response:
    """`site`: whose form is shown; the first one, where nobody chose."""
    with desk.centre.database.reading() as session:
        rows = waits.every(session)
    chosen = next((row for row in rows if row[0].name == site), rows[0] if rows and not site else None)
    if site and chosen is None:
        raise HTTPException(404)
    return show(
        request,
        "waits.html",
        rows=rows,
        chosen=chosen,
        minutes=MINUTES,
        limit=USUAL_LIMIT,
        most_waiting=MOST_WAITING,
        most_counters=MOST_COUNTERS,
        said=said if said in SAID else "",
        fault=fault if fault in FAULTS else "",
    )


@router.post("")
def tell(
    desk: Here,
    agent: Signed,
    site: Text = "",
    revision: Annotated[int, Form(ge=0)] = 0,
    waiting: Number = "",
    counters: Number = "",
    minutes: Number = "",
) -> Response:
    """Without `minutes` nobody serves just now: kiosks say nothing of waiting there."""
    try:
        told = Told(_whole(waiting), _whole(counters), _whole(minutes)) if minutes else Told(0, 0, 0)
        if minutes and not told.counters:
            raise ValueError("counters")
        with desk.centre.database.writing() as session:
            waits.tell(session, site, told, revision, agent.login, desk.centre.clock())
    except waits.NoSuch as none:
        raise HTTPException(404) from none
    except Moved:
        return _back(site, fault="moved")
    except ValueError as wrong:
        return _back(site, fault=str(wrong))
    return _back(site, said="told" if minutes else "closed")


def _back(site: str, **told: str) -> Response:
    return go(f"/desk/waits?{urlencode({'site': site, **told})}")


def _whole(typed: str) -> int:
    """-1 for what is no number: no limit lets it through."""
    typed = typed.strip()
    return int(typed) if typed.isascii() and typed.isdigit() else -1
