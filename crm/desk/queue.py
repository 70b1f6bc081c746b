"""The callback queue: figures, filters, the list, and "next"."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from crm.callbacks import worklist
from crm.callbacks.states import OVER
from crm.callbacks.work import is_held, opens_at, why_not
from crm.callbacks.worklist import Filter, Group
from crm.desk.door import Here, Signed
from crm.desk.page import go, show, texts_of
from crm.desk.promise import clock_of

router = APIRouter()

#: What the queue may say on top after something was done; anything else in the address is not said.
SAID = (
    "released",
    "nothing_to_claim",
    "resolved",
    "sent",
    "bounced",
    "no_answer",
    "busy",
    "voicemail",
    "rearranged",
    "transferred",
    "wrong_number",
    "called_off",
    "escalated",
    "unreachable",
    "password",
)


@router.get("/callbacks")
def queue_page(
    request: Request,
    desk: Here,
    agent: Signed,
    state: Annotated[str, Query(max_length=20)] = "",
    topic: Annotated[str, Query(max_length=32)] = "",
    site: Annotated[str, Query(max_length=200)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    said: Annotated[str, Query(max_length=32)] = "",
) -> Response:
    group = Group(state) if state in set(Group) else Group.OPEN
    wanted, day, texts = Filter(group, topic, site), desk.today(), texts_of(request)
    with desk.centre.database.reading() as session:
        groups = worklist.by_group(session, wanted, day)
        given: dict[str, Any] = {
            "figures": worklist.figures(session, day),
            "groups": groups,
            "topics": worklist.by_topic(session, wanted, day),
            "sites": worklist.by_site(session, wanted, day),
            "rows": worklist.page_of(session, wanted, day, page),
        }
        return show(
            request,
            "queue.html",
            **given,
            wanted=wanted,
            page=page,
            pages=max(1, -(-groups[group] // worklist.PAGE)),
            said=said if said in SAID else "",
            clock=lambda row: clock_of(row, day.now, texts),
            may_claim=lambda row: row.state not in OVER and why_not(row, agent, day.now) is None,
            is_held=lambda row: is_held(row, day.now),
            opens_at=opens_at,
        )


@router.post("/callbacks/next")
def next_callback(desk: Here, agent: Signed) -> Response:
    """The first one this agent may have, or the one that is not finished yet."""
    with desk.centre.database.reading() as session:
        mine = worklist.held_by(session, agent)
        first = [] if mine else worklist.first_claimable(session, agent, desk.centre.clock())
    reference = mine or desk.claims.claim_first(first, agent)
    return go(f"/desk/callbacks/{reference}" if reference else "/desk/callbacks?said=nothing_to_claim")
