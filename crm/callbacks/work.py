"""Claims on callbacks, and what is done under one. Every change is a compare-and-set, an event and an audit line.

What a claim is stands in `crm/staff/claims.py`. When its lease has run out, anybody may take the callback over. Until
somebody does, whoever held it may still finish: a call that took long loses no outcome. What may follow what stands in
`crm/callbacks/states.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import audit
from crm.calendar import slots
from crm.calendar.office import Service
from crm.callbacks import calls
from crm.callbacks.dispatch import RETRY_GRACE, Weight, rank
from crm.callbacks.reach import reached_by
from crm.callbacks.script_versions import followed, ticked
from crm.callbacks.scripts import ANTI_FRAUD
from crm.callbacks.states import HELD, OPEN, Act, Outcome, Refused, Standing, retry_after, step
from crm.centre import Centre
from crm.schema import Callback, CallbackEvent
from crm.schema import CallbackState as State
from crm.staff.claims import (
    NOBODY,
    NotClaimable,
    NotFound,
    NotHeld,
    belongs_to,
    compare_and_set,
    holder_name,
    is_alive,
)
from crm.staff.logins import Agent

#: A claim without a sign of life goes back; a call in progress is given longer.
LEASES = {State.CLAIMED: timedelta(minutes=5), State.DIALLING: timedelta(minutes=30)}
#: How long before its window a callback may be claimed.
EARLY = timedelta(minutes=15)
#: How long a callback that was handed to a colleague waits for that colleague alone.
KEPT = timedelta(minutes=20)


class StepsMissing(Exception):
    """The anti-fraud steps come before the number."""


@dataclass(frozen=True, slots=True)
class Report:
    """How a call ended. `window` is the new one, for REARRANGED; `to_staff` or `to_topic` is for TRANSFERRED."""

    outcome: Outcome
    note: str = ""
    window: tuple[datetime, datetime] | None = None
    to_staff: int | None = None
    to_topic: str = ""


def standing(row: Callback) -> Standing:
    return Standing(row.state, row.attempts, row.escalated)


def opens_at(row: Callback) -> datetime:
    """From when on it may be claimed."""
    if row.state is State.RETRY and row.retry_at:
        return row.retry_at
    return row.window_from - EARLY


def is_held(row: Callback, now: datetime) -> bool:
    """Whether somebody's claim on it is alive."""
    return row.state in HELD and is_alive(row, now)


def is_holder(row: Callback, agent: Agent) -> bool:
    return row.state in HELD and belongs_to(row, agent)


def why_not(row: Callback, agent: Agent, now: datetime) -> NotClaimable | None:
    """What stands against a claim; None: nothing."""
    if is_held(row, now) and row.claimed_by != agent.id:
        return NotClaimable(row.reference, holder=holder_name(row))
    if row.escalated and not agent.supervises:
        return NotClaimable(row.reference)
    if row.kept_until and now < row.kept_until and row.kept_for != agent.id and not agent.supervises:
        return NotClaimable(row.reference, opens_at=row.kept_until)
    if row.state in (State.QUEUED, State.RETRY) and now < opens_at(row):
        return NotClaimable(row.reference, opens_at=opens_at(row))
    return None


class Claims:
    def __init__(self, centre: Centre) -> None:
        self._database = centre.database
        self._clock = centre.clock

    def claim(self, reference: str, agent: Agent, *, wait: bool = True) -> None:
        """Makes it this agent's alone. Raises NotFound, NotClaimable, Refused (it is over).

        Not to `wait`: what somebody is claiming in this moment is not claimable (PostgreSQL).
        """
        now = self._clock()
        with self._database.writing() as session:
            row = _find(session, reference)
            if is_holder(row, agent) and is_held(row, now):
                return
            if against := why_not(row, agent, now) or _in_call(session, row, agent, now, wait):
                raise against
            if row.state in HELD and row.claimant:
                _write(session, row, row.claimant.login, now, "lapsed")
            try:
                self._move(session, row, agent, Act.CLAIM, claimed_by=agent.id, claimed_at=now)
            except NotHeld as quicker:
                raise NotClaimable(reference, quicker.holder) from quicker

    def claim_first(self, references: Sequence[str], agent: Agent) -> str | None:
        """Claims the first that can be had, in this order, and waits for nobody; its reference, or None."""
        for reference in references:
            try:
                self.claim(reference, agent, wait=False)
            except (NotClaimable, NotFound, Refused):
                continue
            return reference
        return None

    def release(self, reference: str, agent: Agent) -> None:
        """Back to the queue it came from. Raises NotFound, NotHeld."""
        with self._database.writing() as session:
            row = _held(session, reference, agent)
            self._move(session, row, agent, Act.RELEASE)

    def release_all(self, agent: Agent) -> None:
        """Whatever this agent holds goes back: nobody leaves the desk with a claim."""
        held = select(Callback).where(Callback.claimed_by == agent.id, Callback.state.in_(HELD))
        with self._database.writing() as session:
            for row in session.scalars(held):
                self._move(session, row, agent, Act.RELEASE)

    def renew(self, reference: str, agent: Agent) -> bool:
        """A sign of life. False: it is not this agent's."""
        now = self._clock()
        with self._database.writing() as session:
            row = _find(session, reference)
            return is_holder(row, agent) and compare_and_set(session, row, _lease(row.state, now))

    def tick(self, reference: str, agent: Agent, steps: Sequence[str]) -> None:
        """Script steps done: each once per claim, unknown ones ignored. Raises NotFound, NotHeld."""
        now = self._clock()
        with self._database.writing() as session:
            row = _held(session, reference, agent)
            done, script = ticked(row.events), followed(session, row)
            for name in script.names:
                if name in steps and name not in done:
                    detail = {"step": name, "script": script.version}
                    _write(session, row, agent.login, now, "step", name, detail)
            kept = {"script": script.version} if done or steps else {}
            compare_and_set(session, row, {**_lease(row.state, now), **kept})

    def dial(self, reference: str, agent: Agent) -> None:
        """The number unfolds and the call begins. Raises NotFound, NotHeld, StepsMissing, Refused."""
        now = self._clock()
        with self._database.writing() as session:
            row = _held(session, reference, agent)
            if not ticked(row.events).issuperset(ANTI_FRAUD):
                raise StepsMissing(reference)
            self._move(session, row, agent, Act.DIAL, first_call_at=row.first_call_at or now)

    def finish(self, reference: str, agent: Agent, report: Report) -> None:
        """Writes the outcome and moves on by rule. Raises NotFound, NotHeld, Refused, slots.Full."""
        with self._database.writing() as session:
            row = _held(session, reference, agent)
            act = report.outcome.act
            if act is Act.BOUNCE and row.phone:  # nobody is left without an answer
                act = Act.CALL_INSTEAD
            self._move(session, row, agent, act, report.note, **self._settled(session, row, report))

    def _settled(self, session: Session, row: Callback, report: Report) -> dict[str, Any]:
        """The columns that follow from an outcome, besides state, attempts and claim. Raises slots.Full."""
        now = self._clock()
        match report.outcome:
            case Outcome.NO_ANSWER | Outcome.BUSY | Outcome.VOICEMAIL:
                return {"retry_at": now + retry_after(row.attempts + 1, report.outcome.act)}
            case Outcome.TRANSFERRED if report.to_staff is not None:
                return {"kept_for": report.to_staff, "kept_until": now + KEPT}
            case Outcome.TRANSFERRED:
                return {"topic": report.to_topic, "kept_for": None, "kept_until": None}
            case Outcome.REARRANGED if report.window:
                begins, ends = report.window
                slots.give_back(session, row.slot_id)
                slot = slots.place(session, slots.Wanted(Service.CALLBACK, begins, ends), now)
                window = {"window_from": begins, "window_to": ends, "soonest": False, "slot_id": slot}
                return {**window, "retry_at": None, "first_call_at": None}
            case Outcome.BOUNCED if row.phone:
                return {"reply": "phone"}
            case (
                Outcome.RESOLVED | Outcome.SENT | Outcome.BOUNCED | Outcome.WRONG_NUMBER | Outcome.UNREACHABLE
            ):
                return {"outcome": report.outcome.value, "done_at": now}
            case _:
                return {}

    def _move(
        self, session: Session, row: Callback, agent: Agent, act: Act, note: str = "", **columns: Any
    ) -> None:
        """One step of the table, carried out only if nobody else was quicker. Raises Refused, NotHeld."""
        now = self._clock()
        after, before = step(standing(row), act), calls.Before.of(row)
        holding = _lease(after.state, now) if after.state in HELD else NOBODY
        columns = {**holding, **columns}
        columns |= {"state": after.state, "attempts": after.attempts, "escalated": after.escalated}
        columns["rank_at"] = _rank(row, columns)
        if not compare_and_set(session, row, columns):
            session.refresh(row)
            raise NotHeld(row.reference, holder_name(row))
        calls.follow(session, before, agent.login, act, now)
        _write(session, row, agent.login, now, act.value, note, {"state": after.state.value})


def _rank(row: Callback, columns: dict[str, Any]) -> datetime:
    """Where it stands in the queue after `columns` are written."""
    promise: datetime = columns.get("window_to", row.window_to)
    if columns["state"] is State.RETRY and (again := columns.get("retry_at", row.retry_at)):
        promise = again + RETRY_GRACE
    tier = row.customer.tier if row.customer else ""
    return rank(promise, Weight(columns.get("topic", row.topic), tier, columns["escalated"]))


def _in_call(session: Session, row: Callback, agent: Agent, now: datetime, wait: bool) -> NotClaimable | None:
    """Nobody calls a number, or writes to an address, that a colleague has in hands about something else.

    Two who claim different requests of one customer meet here: the lock is on all of them. Who does not `wait` passes
    over those that are locked (SKIP LOCKED), and if any is missing, somebody is claiming one of these.
    """
    of_number = reached_by(row.phone, row.email), Callback.state.in_(OPEN)
    same = select(Callback).where(*of_number).order_by(Callback.id).with_for_update(skip_locked=not wait)
    others = session.scalars(same).all()
    if not wait and len(others) < (session.scalar(select(func.count()).where(*of_number)) or 0):
        return NotClaimable(row.reference)
    for other in others:
        if other.id != row.id and is_held(other, now) and other.claimed_by != agent.id:
            return NotClaimable(row.reference, holder=holder_name(other))
    return None


def _lease(state: State, now: datetime) -> dict[str, Any]:
    return {"lease_until": now + LEASES[state]}


def _write(
    session: Session,
    row: Callback,
    who: str,
    at: datetime,
    what: str,
    note: str = "",
    detail: dict[str, str] | None = None,
) -> None:
    """One line of history and one of audit; a note may hold personal data, so the audit has none of it."""
    session.add(CallbackEvent(callback_id=row.id, at=at, who=who, what=what, note=note))
    audit.note(session, at, who, f"callback.{what}", row.reference, detail)


def _find(session: Session, reference: str) -> Callback:
    row = session.scalar(select(Callback).where(Callback.reference == reference))
    if row is None:
        raise NotFound(reference)
    return row


def _held(session: Session, reference: str, agent: Agent) -> Callback:
    row = _find(session, reference)
    if not is_holder(row, agent):
        raise NotHeld(reference, holder_name(row))
    return row
