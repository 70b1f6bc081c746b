"""The counts that every figure is made of, for one period, scope and way of grouping. They can be added up.

Everything is summed by the database through an index on the moment that counts, so a report costs what its period holds
and not what the history holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from crm.callbacks.states import Act
from crm.figures.period import Period, Scope, utc_hour
from crm.schema import Call, Callback, CallbackState, Kiosk, Outcome, Payment, Record

#: The acts that end a request for good.
ANSWERED = (Act.RESOLVE.value, Act.SEND.value)
CLOSING = (*ANSWERED, Act.BOUNCE.value, Act.WRONG_NUMBER.value, Act.GIVE_UP.value)
COMPLAINT = "complaint"
#: Records besides payments and callbacks that are a task which a customer did.
TASKS = ("booking", "application", "suggestion", "letter", "fault_report", COMPLAINT)
RATING = "rating"


class By(StrEnum):
    """What a breakdown groups by."""

    DAY = "day"
    HOUR = "hour"
    KIOSK = "kiosk"
    SITE = "site"
    TOPIC = "topic"
    LANGUAGE = "language"


@dataclass(slots=True)
class Counts:
    """`due` callbacks and those `kept`; `calls` that ended with their seconds; requests `closed`, and in one call
    (`resolved_at_once`); what customers did, and what was collected (in the house's one currency, minor units)."""

    due: int = 0
    kept: int = 0
    calls: int = 0
    handled_s: int = 0
    talk_s: int = 0
    closed: int = 0
    closing_calls: int = 0
    resolved_at_once: int = 0
    requested: int = 0
    payments: int = 0
    approved: int = 0
    minor: int = 0
    other_tasks: int = 0
    complaints: int = 0
    ratings: int = 0
    score_sum: int = 0

    @property
    def tasks(self) -> int:
        return self.requested + self.payments + self.other_tasks

    def add(self, **numbers: int) -> None:
        for name, number in numbers.items():
            setattr(self, name, getattr(self, name) + number)

    @classmethod
    def total(cls, many: Iterator[Counts]) -> Counts:
        whole = cls()
        for one in many:
            whole.add(**{each.name: getattr(one, each.name) for each in fields(cls)})
        return whole


@dataclass(frozen=True, slots=True)
class _Ways:
    """The columns of one table by which it can be grouped."""

    kiosk: Any
    moment: Any
    topic: Any = None
    language: Any = None

    def key(self, by: By | None) -> ColumnElement[Any]:
        match by:
            case By.KIOSK | By.SITE:
                return _column(self.kiosk)
            case By.DAY | By.HOUR:
                return utc_hour(self.moment)
            case By.TOPIC:
                return _column(self.topic)
            case By.LANGUAGE:
                return _column(self.language)
            case None:
                return literal("")


def _column(column: Any) -> ColumnElement[Any]:
    return literal("") if column is None else column


def count(session: Session, period: Period, scope: Scope, by: By | None = None) -> dict[str, Counts]:
    """Key -> its counts. The key is a date, an hour (`00` to `23`), a kiosk, site, topic or language; `""`: no such."""
    name = _namer(session, period, by)
    found: dict[str, Counts] = {}
    for asked in _questions(period, scope, by):
        for row in session.execute(asked):
            numbers = {column: int(number or 0) for column, number in row._mapping.items() if column != "key"}
            found.setdefault(name(str(row.key)), Counts()).add(**numbers)
    return {key: counts for key, counts in found.items() if counts != Counts()}


def _questions(period: Period, scope: Scope, by: By | None) -> Iterator[Select[Any]]:
    yield _promises(period, scope, by)
    yield _promises_moved(period, scope, by)
    yield _calls(period, scope, by)
    yield _requested(period, scope, by)
    if not scope.topic:  # nothing else has a topic
        yield _payments(period, scope, by)
        yield _other_tasks(period, scope, by)
        yield _ratings(period, scope, by)


def _grouped(key: ColumnElement[Any], where: ColumnElement[bool], **sums: Any) -> Select[Any]:
    columns = [number.label(name) for name, number in sums.items()]
    return (
        select(key.label("key"), *columns).where(where).group_by("key")
    )  # no table has a column of that name


def _number(where: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((where, 1), else_=0))


def _promises(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    """Windows as they stand: called already, or over without a call that the customer still wanted."""
    ways = _Ways(Callback.kiosk_id, Callback.window_to, Callback.topic, Callback.language)
    over = and_(Callback.window_to <= period.now, Callback.state != CallbackState.CANCELLED)
    due = and_(period.holds(Callback.window_to), or_(Callback.first_call_at.is_not(None), over))
    kept = _number(Callback.first_call_at <= Callback.window_to)
    where = and_(due, *scope.on(ways.kiosk, ways.topic))
    return _grouped(ways.key(by), where, due=func.count(), kept=kept)


def _promises_moved(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    """Windows for which there was a call in which another one was agreed on."""
    ways = _Ways(Call.kiosk_id, Call.window_to, Call.topic, Call.language)
    moved = and_(Call.first, period.holds(Call.window_to), Call.window_to != Callback.window_to)
    kept = _number(Call.dialled_at <= Call.window_to)
    where = and_(moved, *scope.on(ways.kiosk, ways.topic))
    asked = _grouped(ways.key(by), where, due=func.count(), kept=kept)
    return asked.join(Callback, Callback.id == Call.callback_id)


def _calls(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    ways = _Ways(Call.kiosk_id, Call.ended_at, Call.topic, Call.language)
    closing = Call.outcome.in_(CLOSING)
    where = and_(period.holds(Call.ended_at), *scope.on(ways.kiosk, ways.topic))
    return _grouped(
        ways.key(by),
        where,
        calls=func.count(),
        handled_s=func.sum(Call.handled_s),
        talk_s=func.sum(Call.talk_s),
        closed=_number(closing),
        closing_calls=func.sum(case((closing, Call.number), else_=0)),
        resolved_at_once=_number(and_(Call.outcome.in_(ANSWERED), Call.number == 1)),
    )


def _requested(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    ways = _Ways(Callback.kiosk_id, Callback.requested_at, Callback.topic, Callback.language)
    where = and_(period.holds(Callback.requested_at), *scope.on(ways.kiosk, ways.topic))
    return _grouped(ways.key(by), where, requested=func.count())


def _payments(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    ways = _Ways(Payment.kiosk_id, Payment.decided_at)
    approved = Payment.outcome == Outcome.APPROVED
    where = and_(period.holds(Payment.decided_at), *scope.on(ways.kiosk))
    minor = func.sum(case((approved, Payment.amount_minor), else_=0))
    return _grouped(ways.key(by), where, payments=func.count(), approved=_number(approved), minor=minor)


def _other_tasks(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    ways = _Ways(Record.kiosk_id, Record.occurred_at)
    where = and_(Record.kind.in_(TASKS), period.holds(Record.occurred_at), *scope.on(ways.kiosk))
    complaints = _number(Record.kind == COMPLAINT)
    return _grouped(ways.key(by), where, other_tasks=func.count(), complaints=complaints)


def _ratings(period: Period, scope: Scope, by: By | None) -> Select[Any]:
    """One tap after a task, 1 to 5."""
    ways = _Ways(Record.kiosk_id, Record.occurred_at)
    where = and_(Record.kind == RATING, period.holds(Record.occurred_at), *scope.on(ways.kiosk))
    score = func.sum(Record.body["score"].as_integer())
    return _grouped(ways.key(by), where, ratings=func.count(), score_sum=score)


def _namer(session: Session, period: Period, by: By | None) -> Callable[[str], str]:
    """From what the database groups by to what the report does."""

    def local(hour: str) -> datetime:
        return datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC).astimezone(period.zone)

    match by:
        case By.DAY:
            return lambda key: local(key).date().isoformat()
        case By.HOUR:
            return lambda key: f"{local(key):%H}"
        case By.SITE:
            sites = {kiosk.id: kiosk.site for kiosk in session.scalars(select(Kiosk))}
            return lambda key: sites.get(key, key)
        case _:
            return lambda key: key
