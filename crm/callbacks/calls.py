"""Every call as one row, for the figures: written with the move of its callback, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.callbacks.states import Act
from crm.schema import Call, Callback
from crm.schema import CallbackState as State

#: The claim ran out during the call, and somebody else took it over.
LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Before:
    """What of a callback counts here, as it was before an act."""

    id: str
    kiosk_id: str
    topic: str
    language: str
    state: State
    requested_at: datetime
    window_to: datetime
    claimed_at: datetime | None
    first_call_at: datetime | None

    @classmethod
    def of(cls, row: Callback) -> Before:
        return cls(**{each.name: getattr(row, each.name) for each in fields(cls)})


def follow(session: Session, was: Before, who: str, act: Act, now: datetime) -> None:
    """What `act` meant for the calls of a callback."""
    if act is Act.DIAL:
        _begin(session, was, who, now)
    elif was.state is State.DIALLING:
        _end(session, was, LAPSED if act is Act.CLAIM else act.value, now)


def _begin(session: Session, was: Before, who: str, now: datetime) -> None:
    earlier = _last(session, was)
    session.add(
        Call(
            callback_id=was.id,
            kiosk_id=was.kiosk_id,
            topic=was.topic,
            language=was.language,
            agent=who,
            number=earlier.number + 1 if earlier else 1,
            first=was.first_call_at is None,
            window_to=was.window_to,
            claimed_at=was.claimed_at or now,
            dialled_at=now,
            waited_s=_seconds(now - was.requested_at),
        )
    )


def _end(session: Session, was: Before, outcome: str, now: datetime) -> None:
    call = _last(session, was)
    if call is None or call.ended_at is not None:
        return
    call.ended_at, call.outcome = now, outcome
    call.handled_s = _seconds(now - call.claimed_at)
    call.talk_s = _seconds(now - call.dialled_at)


def _last(session: Session, was: Before) -> Call | None:
    calls = select(Call).where(Call.callback_id == was.id)
    return session.scalars(calls.order_by(Call.number.desc()).limit(1)).first()


def _seconds(length: timedelta) -> int:
    """Whole and never negative: a kiosk's clock may be ahead of ours."""
    return max(0, round(length.total_seconds()))
