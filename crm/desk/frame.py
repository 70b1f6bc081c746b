"""What every page stands in: the desk's parts, its words, and the frame with brand, menu and who is here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from crm.callbacks.work import Claims
from crm.callbacks.worklist import Day
from crm.cases.work import CaseWork
from crm.centre import Centre
from crm.desk.settings import DeskSettings
from crm.desk.streams import Streams
from crm.desk.texts import FIRST, Texts, read_texts
from crm.masks import mask_account, mask_email, mask_name, mask_phone
from crm.staff.logins import Logins
from crm.staff.people import People
from crm.staff.sessions import Sessions

ROOM = Path(__file__).parents[1]
ICONS = ROOM.parent / "assets" / "icons"


@dataclass(frozen=True)
class Desk:
    """The parts that the pages share."""

    centre: Centre
    settings: DeskSettings
    logins: Logins
    sessions: Sessions
    people: People
    claims: Claims
    cases: CaseWork
    streams: Streams
    texts: dict[str, Texts]
    pages: Environment

    def language(self, asked: str | None) -> Texts:
        return self.texts.get(asked or FIRST, self.texts[FIRST])

    def today(self) -> Day:
        """Now, and the house's calendar day around it."""
        now = self.centre.clock()
        local = now.astimezone(self.settings.zone)
        begins = local.replace(hour=0, minute=0, second=0, microsecond=0)
        return Day(now, begins, begins + timedelta(days=1))


def desk_of(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def build_parts(centre: Centre, settings: DeskSettings, logins: Logins | None = None) -> Desk:
    logins = logins or Logins(centre)
    return Desk(
        centre=centre,
        settings=settings,
        logins=logins,
        sessions=Sessions(centre, settings.idle, settings.longest),
        people=People(centre, logins.secrets),
        claims=Claims(centre),
        cases=CaseWork(centre),
        streams=Streams(centre.database, settings.streams),
        texts=read_texts(settings.zone),
        pages=templates(),
    )


@cache
def templates() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(ROOM / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    icons: dict[str, str] = json.loads((ICONS / "icons.json").read_text(encoding="utf-8"))
    signs = {
        name: Markup(f'<span class="icon" aria-hidden="true">&#x{point};</span>')
        for name, point in icons.items()
    }
    pages.filters["phone"] = grouped_phone
    pages.globals |= {
        "icons": signs,
        "mask_name": mask_name,
        "mask_phone": mask_phone,
        "mask_account": mask_account,
        "mask_email": mask_email,
    }
    return pages


def grouped_phone(phone: str) -> str:
    """`0912345678` -> `0912-345-678`, `0225125512` -> `02-2512-5512`; any other number as it is."""
    if len(phone) != 10 or not phone.isdigit():
        return phone
    cuts = (4, 7) if phone.startswith("09") else (2, 6)
    return "-".join((phone[: cuts[0]], phone[cuts[0] : cuts[1]], phone[cuts[1] :]))


def stamp(moment: datetime, words: str) -> Markup:
    """`<time datetime="...">words</time>`, for people and for machines."""
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(timespec="seconds"), words)


def words(texts: Texts, now: datetime) -> dict[str, Any]:
    """What templates say things with."""

    def moment(at: datetime) -> Markup:
        return stamp(texts.local(at), texts.moment(at, now))

    def seconds(at: datetime) -> Markup:
        return stamp(texts.local(at), f"{texts.local(at):%H:%M:%S}")

    return {"t": texts.get, "texts": texts, "moment": moment, "seconds": seconds, "now": now}
