"""Commands to kiosks: asked for by a supervisor, sent with every answer until the kiosk tells its result, ended once.

A kiosk does each id once, so sending it again is harmless; one that is not answered in its time is expired.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from crm import audit
from crm.intake.bodies import CommandResultSaid
from crm.schema import CommandState, Kiosk, KioskCommand

#: What the API may send at once; the rest comes with the next answer.
AT_ONCE = 20
OPEN = (CommandState.QUEUED, CommandState.DELIVERED)
SHOWN = 50


class Kind(StrEnum):
    CLOSE = "close"
    OPEN = "open"
    RESTART = "restart"
    FETCH_CONTENT = "fetch_content"


class NoKiosk(LookupError):
    """There is no such kiosk."""


def ask(
    session: Session,
    kiosk_id: str,
    kind: Kind,
    words: Mapping[str, str],
    who: str,
    now: datetime,
    lasts: timedelta,
) -> KioskCommand:
    """A new command, waiting. `words` by language, for `close`. Raises NoKiosk."""
    if session.get(Kiosk, kiosk_id) is None:
        raise NoKiosk(kiosk_id)
    command = KioskCommand(
        id=str(uuid4()),
        kiosk_id=kiosk_id,
        kind=kind.value,
        words={language: said for language, said in words.items() if said},
        state=CommandState.QUEUED,
        asked_by=who,
        asked_at=now,
        expires_at=now + lasts,
    )
    session.add(command)
    audit.note(session, now, who, "command.asked", kiosk_id, {"command": command.id, "kind": kind.value})
    return command


def are_open(kiosk_id: str) -> ColumnElement[bool]:
    """Whether there is anything for this kiosk, or was until its time was over."""
    return exists().where(KioskCommand.kiosk_id == kiosk_id, KioskCommand.state.in_(OPEN))


def due(session: Session, kiosk_id: str, now: datetime) -> list[KioskCommand]:
    """What this kiosk is to hear now, the oldest first; from here on it is delivered, or its time is over."""
    waiting = (KioskCommand.kiosk_id == kiosk_id, KioskCommand.state.in_(OPEN))
    over = update(KioskCommand).where(*waiting, KioskCommand.expires_at <= now)
    session.execute(over.values(state=CommandState.EXPIRED, ended_at=now))
    found = (
        select(KioskCommand).where(*waiting).order_by(KioskCommand.asked_at, KioskCommand.id).limit(AT_ONCE)
    )
    commands = list(session.scalars(found))
    for command in commands:
        if command.state is CommandState.QUEUED:
            command.state, command.delivered_at = CommandState.DELIVERED, now
    return commands


def take_result(session: Session, kiosk_id: str, said: CommandResultSaid, at: datetime) -> None:
    """The kiosk's word ends the command, also one whose time is over here; a result that stands stays."""
    mine = (KioskCommand.id == said.command, KioskCommand.kiosk_id == kiosk_id)
    open_still = KioskCommand.state.in_((*OPEN, CommandState.EXPIRED))
    ended = {"state": CommandState(said.result), "reason": said.reason, "ended_at": at}
    session.execute(update(KioskCommand).where(*mine, open_still).values(**ended))
    detail = {"command": said.command, "result": said.result, "reason": said.reason}
    audit.note(session, at, kiosk_id, "command.ended", kiosk_id, detail)


def newest(session: Session, kiosk_id: str) -> list[KioskCommand]:
    """The last commands to this kiosk, newest first."""
    rows = select(KioskCommand).where(KioskCommand.kiosk_id == kiosk_id)
    return list(
        session.scalars(rows.order_by(KioskCommand.asked_at.desc(), KioskCommand.id.desc()).limit(SHOWN))
    )
