"""Where each kiosk's audit chain ends, compared with every sync: whoever cuts it short or writes it anew is noticed.

Without the kiosk's key nobody can follow its chain line by line. What can be seen is whether the chain that it has now
still has the line that was its end when it was heard last: the kiosk is told that line's number with every answer, and
tells its hash with the next question.

A disk that is set back has fewer lines too. Its kiosk finds that out by the answer to its first question, and goes on
in a new epoch, whose chain begins here anew; so the first time is written down, and only the second is an alarm.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints
from sqlalchemy import text
from sqlalchemy.orm import Session

from crm import audit
from crm.intake.bodies import LARGEST
from crm.intake.records import Sender
from crm.kiosks import fleet

#: What an alert about it is about.
CHAIN = "chain"
_MINE = "kiosk_id = :kiosk AND epoch = :epoch AND stream = 'telemetry'"
_KNOWN = text(f"SELECT chain_line, chain_hash, chain_noted FROM stream_positions WHERE {_MINE}")
_NOTE = text(f"UPDATE stream_positions SET chain_noted = :line WHERE {_MINE}")
_KEEP = text(
    "UPDATE stream_positions SET chain_line = :line, chain_hash = :head, chain_noted = NULL"
    f" WHERE {_MINE} AND (chain_line < :line OR chain_noted IS NOT NULL)"
)
_BEFORE = text(
    "SELECT max(chain_line) FROM stream_positions"
    " WHERE kiosk_id = :kiosk AND stream = 'telemetry' AND epoch <> :epoch"
)


class ChainSaid(BaseModel):
    """`line` and `head`: the last line and its hash. `was`: the hash of line `known` now; empty: no such line."""

    line: Annotated[int, Field(strict=True, ge=1, le=LARGEST)]
    head: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    known: Annotated[int, Field(strict=True, ge=0, le=LARGEST)] = 0
    was: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


class Break(StrEnum):
    """Why a chain does not go on from where it was; the trouble of the alert as well."""

    CUT = "chain_cut"
    FORKED = "chain_forked"
    UNTOLD = "chain_untold"


def compare(session: Session, sender: Sender, said: ChainSaid | None, now: datetime) -> int | None:
    """The line that is known here as the last from now on; None: who tells no chain is told none. The kiosk is held."""
    known = session.connection().execute(_KNOWN, asdict(sender)).one_or_none()
    line, hash_, noted = known or (0, "", None)
    found = _break_in(line, hash_, said)
    if found is not None:
        _note(session, sender, found, line, said, noted, now)
        return line if said else None
    if said is None:
        return None
    if known is None or not _goes_on(line, hash_, said):
        return int(line)
    if not line:
        _note_epoch(session, sender, said, now)
    session.connection().execute(_KEEP, {**asdict(sender), "line": said.line, "head": said.head})
    if not line or noted is not None:
        fleet.settle(session, sender.kiosk, CHAIN, None, now)
    return said.line


def _break_in(line: int, hash_: str, said: ChainSaid | None) -> Break | None:
    """None too while it cannot be seen: an answer that got lost leaves a kiosk with an older line."""
    if not line:
        return None
    if said is None:
        return Break.UNTOLD
    if said.line < line:
        return Break.CUT
    if said.line == line:
        return None if said.head == hash_ else Break.FORKED
    return Break.FORKED if said.known == line and said.was != hash_ else None


def _goes_on(line: int, hash_: str, said: ChainSaid) -> bool:
    return not line or said.line == line or (said.known, said.was) == (line, hash_)


def _note(
    session: Session,
    sender: Sender,
    found: Break,
    line: int,
    said: ChainSaid | None,
    noted: int | None,
    now: datetime,
) -> None:
    """The first time a line in the audit list, from the second on an alert until it goes on."""
    if noted is not None:
        fleet.settle(session, sender.kiosk, CHAIN, fleet.Trouble(found.value, "it", "red"), now)
        return
    session.connection().execute(_NOTE, {**asdict(sender), "line": line})
    detail: dict[str, Any] = {"epoch": sender.epoch, "known": line, "told": said.line if said else 0}
    audit.note(session, now, sender.kiosk, "chain.broken", found.value, detail, chain=sender.kiosk)


def _note_epoch(session: Session, sender: Sender, said: ChainSaid, now: datetime) -> None:
    """A new epoch may have a shorter chain: how much of the old one was known here is written down."""
    before = session.connection().execute(_BEFORE, asdict(sender)).scalar()
    if before:
        detail = {"epoch": sender.epoch, "known": before, "told": said.line}
        audit.note(session, now, sender.kiosk, "chain.epoch", "", detail, chain=sender.kiosk)
