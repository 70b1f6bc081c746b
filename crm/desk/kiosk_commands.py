"""What a supervisor tells a kiosk to do: close with words, open, restart, fetch content; and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from crm.desk.door import Here, Signed
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.kiosks import commands
from crm.schema import Kiosk
from crm.staff.logins import Agent

router = APIRouter(prefix="/kiosks/{kiosk_id}/commands")

#: What may be chosen: for how many hours a command holds.
HOURS = (1, 8, 24)
LONGEST = 160  # characters on a kiosk's closed screen
#: The fields of the form, by the language of their words.
WORDS = {"words_zh_hant": "zh-Hant", "words_en": "en", "words_zh_hans": "zh-Hans"}


@dataclass
class Order:
    """The form."""

    kind: str = ""
    hours: int = 8
    words_zh_hant: str = ""
    words_en: str = ""
    words_zh_hans: str = ""

    def words(self) -> dict[str, str]:
        found = {language: " ".join(getattr(self, name).split()) for name, language in WORDS.items()}
        return {language: said for language, said in found.items() if said}


@router.get("")
def commands_page(request: Request, desk: Here, agent: Signed, kiosk_id: str, said: str = "") -> Response:
    return _show(request, desk, agent, kiosk_id, said="asked" if said == "asked" else "")


@router.post("")
def command(
    request: Request,
    desk: Here,
    agent: Signed,
    kiosk_id: str,
    kind: Annotated[str, Form(max_length=32)] = "",
    hours: Annotated[int, Form()] = 8,
    words_zh_hant: Annotated[str, Form(max_length=4000)] = "",
    words_en: Annotated[str, Form(max_length=4000)] = "",
    words_zh_hans: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    order = Order(kind, hours, words_zh_hant, words_en, words_zh_hans)
    fault = _fault(order)
    if fault:
        return _show(request, desk, agent, kiosk_id, 422, order=order, fault=fault)
    _must_supervise(agent)
    with desk.centre.database.writing() as session:
        try:
            words = order.words() if order.kind == commands.Kind.CLOSE else {}
            now, lasts = desk.centre.clock(), timedelta(hours=order.hours)
            kind_ = commands.Kind(order.kind)
            commands.ask(session, kiosk_id, kind_, words, agent.login, now, lasts)
        except commands.NoKiosk as none:
            raise HTTPException(404) from none
    return go(f"/desk/kiosks/{kiosk_id}/commands?said=asked")


def _fault(order: Order) -> str:
    """The key of what is wrong, or empty. The words may hold no number: they stand on a public screen."""
    if order.kind not in {kind.value for kind in commands.Kind} or order.hours not in HOURS:
        return "command.fault.kind"
    said = order.words().values()
    if any(len(words) > LONGEST or not words.isprintable() for words in said):
        return "command.fault.words"
    return ""


def _must_supervise(agent: Agent) -> None:
    if not agent.supervises:
        raise HTTPException(403)


def _show(
    request: Request,
    desk: Desk,
    agent: Agent,
    kiosk_id: str,
    status: int = 200,
    order: Order | None = None,
    fault: str = "",
    said: str = "",
) -> Response:
    _must_supervise(agent)
    with desk.centre.database.reading() as session:
        kiosk = session.get(Kiosk, kiosk_id)
        if kiosk is None:
            raise HTTPException(404)
        rows = commands.newest(session, kiosk_id)
    given = {"kiosk": kiosk, "rows": rows, "order": order or Order(), "fault": fault, "said": said}
    return show(
        request,
        "kiosk_commands.html",
        status,
        kinds=list(commands.Kind),
        hours=HOURS,
        longest=LONGEST,
        **given,
    )
