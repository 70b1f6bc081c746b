"""What staff do with cases. Every change is a compare-and-set, a line of history and a line of audit.

Claims are those of `crm/staff/claims.py`; what a kind of case takes stands in `crm/cases/kinds.py`. What a member of
staff may not see is not there for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session, joinedload

from crm import audit
from crm.cases.kinds import (
    COMPENSATION,
    FOLLOW_UP,
    Resolution,
    Way,
    follow_up_after,
    may_do,
    needs_second,
    next_step,
    visible_kinds,
    work_of,
)
from crm.centre import Centre
from crm.schema import Approval, Case, CaseEvent, CaseKind, CaseState, Refund, RefundState, Staff
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

LEASE = timedelta(minutes=10)
CURRENCY = "TWD"


class NotNow(Exception):
    """This cannot be done as the case stands. `why` is a key of the catalogue (`fault.case.*`)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is offered to who complained; `minor` in minor units."""

    resolution: Resolution
    minor: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class FollowUp:
    way: Way
    days: int


def done_steps(events: Sequence[CaseEvent]) -> frozenset[str]:
    return frozenset(event.step for event in events if event.what == "step")


def is_held(row: Case, now: datetime) -> bool:
    return row.state is CaseState.CLAIMED and is_alive(row, now)


def holds(row: Case, agent: Agent) -> bool:
    return row.state is CaseState.CLAIMED and belongs_to(row, agent)


def find(session: Session, case: int, agent: Agent) -> Case:
    """Raises NotFound, also for what this agent may not know of."""
    loaded = joinedload(Case.customer), joinedload(Case.kiosk), joinedload(Case.claimant)
    row = session.scalar(select(Case).where(Case.id == case).options(*loaded))
    if row is None or row.kind not in visible_kinds(agent):
        raise NotFound(str(case))
    return row


class CaseWork:
    def __init__(self, centre: Centre) -> None:
        self._database = centre.database
        self._clock = centre.clock

    def claim(self, case: int, agent: Agent) -> None:
        """Makes it this agent's alone. Raises NotFound, NotClaimable, NotNow (it is closed)."""
        now = self._clock()
        with self._database.writing() as session:
            row = find(session, case, agent)
            if row.state is CaseState.CLOSED:
                raise NotNow("closed")
            if is_held(row, now) and not holds(row, agent):
                raise NotClaimable(row.reference, holder_name(row))
            if row.state is CaseState.CLAIMED and not holds(row, agent) and row.claimant:
                _write(session, row, row.claimant.login, now, "lapsed")
            claimed = {"state": CaseState.CLAIMED, "claimed_by": agent.id, "claimed_at": now}
            if not compare_and_set(session, row, {**claimed, "lease_until": now + LEASE}):
                session.refresh(row)
                raise NotClaimable(row.reference, holder_name(row))
            _write(session, row, agent.login, now, "claim")

    def release(self, case: int, agent: Agent) -> None:
        """Back to the list. Raises NotFound, NotHeld."""
        with self._database.writing() as session:
            row = _held(session, case, agent)
            self._set(session, row, agent, "release", state=CaseState.OPEN, **NOBODY)

    def release_all(self, agent: Agent) -> None:
        """Nobody leaves the desk with a claim."""
        held = select(Case).where(Case.claimed_by == agent.id, Case.state == CaseState.CLAIMED)
        with self._database.writing() as session:
            for row in session.scalars(held):
                self._set(session, row, agent, "release", state=CaseState.OPEN, **NOBODY)

    def renew(self, case: int, agent: Agent) -> bool:
        """A sign of life. False: it is not this agent's."""
        with self._database.writing() as session:
            row = find(session, case, agent)
            return holds(row, agent) and compare_and_set(session, row, {"lease_until": self._clock() + LEASE})

    def note(self, case: int, agent: Agent, text: str) -> None:
        with self._database.writing() as session:
            self._set(session, _held(session, case, agent), agent, "note", note=text)

    def step(self, case: int, agent: Agent, step: str, note: str = "") -> None:
        """A step is done. Raises NotNow when it is not its turn, or says more than a note (see `settle`, `plan`)."""
        with self._database.writing() as session:
            row = _held(session, case, agent)
            if row.kind is CaseKind.COMPLAINT and step in (COMPENSATION, FOLLOW_UP):
                raise NotNow("step")
            self._step(session, row, agent, step, note)

    def settle(self, case: int, agent: Agent, offer: Settlement) -> None:
        """The fourth step of a complaint: what is offered; beyond the agent's limits it waits for a second person."""
        second = needs_second(offer.resolution, offer.minor)
        columns: dict[str, Any] = {
            "outcome": offer.resolution.value,
            "compensation_minor": offer.minor,
            "compensation_currency": CURRENCY if offer.minor else "",
            "approval": Approval.WANTED if second else Approval.NONE,
        }
        with self._database.writing() as session:
            row = _complaint(session, case, agent)
            self._step(session, row, agent, COMPENSATION, offer.note, **columns)

    def plan(self, case: int, agent: Agent, plan: FollowUp, note: str = "") -> None:
        """The fifth step: how and when the customer hears from us again."""
        with self._database.writing() as session:
            row = _complaint(session, case, agent)
            body = {**row.body, "follow_up": {"way": plan.way.value, "days": plan.days}}
            self._step(session, row, agent, FOLLOW_UP, note, body=body)

    def approve(self, case: int, agent: Agent, yes: bool, minor: int) -> None:
        """A second person, who supervises, says yes or no to what was seen (`minor`). Raises NotNow, NotFound."""
        now = self._clock()
        with self._database.writing() as session:
            row = find(session, case, agent)
            if not agent.supervises or belongs_to(row, agent) or _settled_by(row) == agent.login:
                raise NotNow("second")
            wanted = (Case.id == case, Case.approval == Approval.WANTED, Case.compensation_minor == minor)
            answer = Approval.GIVEN if yes else Approval.REFUSED
            result = session.execute(update(Case).where(*wanted).values(approval=answer, seen_at=now))
            assert isinstance(result, CursorResult)
            if result.rowcount != 1:
                raise NotNow("changed")
            _write(session, row, agent.login, now, "approved" if yes else "not_approved")

    def see(self, case: int, agent: Agent) -> None:
        """A supervisor took note of an urgent one."""
        now = self._clock()
        with self._database.writing() as session:
            row = find(session, case, agent)
            if not agent.supervises:
                raise NotFound(str(case))
            if row.seen_at is None:
                session.execute(update(Case).where(Case.id == case).values(seen_at=now))
                _write(session, row, agent.login, now, "seen")

    def transfer(self, case: int, agent: Agent, login: str, note: str) -> None:
        """Hands it to a colleague who may see it. Raises NotNow when there is no such."""
        now = self._clock()
        with self._database.writing() as session:
            row = _held(session, case, agent)
            colleague = session.scalar(select(Staff).where(Staff.login == login, Staff.active))
            if colleague is None or row.kind not in visible_kinds(Agent.of(colleague)):
                raise NotNow("colleague")
            given = {"claimed_by": colleague.id, "claimed_at": now, "lease_until": now + LEASE}
            self._set(session, row, agent, "transfer", note=note, step=login, **given)

    def close(self, case: int, agent: Agent, outcome: str, note: str) -> None:
        """The end. Raises NotNow while a step is missing, a second person has not agreed, or the outcome is none."""
        now = self._clock()
        with self._database.writing() as session:
            row = _held(session, case, agent)
            outcome = row.outcome if row.kind is CaseKind.COMPLAINT else outcome
            if why := why_open(row, done_steps(row.events), outcome):
                raise NotNow(why)
            if row.kind is CaseKind.REFUND and _money_is_here(session, row):
                raise NotNow("refund")
            ended = {"state": CaseState.CLOSED, "closed_at": now, "outcome": outcome, **NOBODY}
            self._set(session, row, agent, "close", note=note, step=outcome, **ended)
            if row.kind is CaseKind.COMPLAINT:
                _open_follow_up(session, row, now)

    def _step(self, session: Session, row: Case, agent: Agent, step: str, note: str, **columns: Any) -> None:
        if not may_do(row.kind, step, done_steps(row.events)):
            raise NotNow("step")
        self._set(session, row, agent, "step", note=note, step=step, **columns)

    def _set(
        self,
        session: Session,
        row: Case,
        agent: Agent,
        what: str,
        *,
        note: str = "",
        step: str = "",
        **columns: Any,
    ) -> None:
        now = self._clock()
        if "lease_until" not in columns:
            columns["lease_until"] = now + LEASE
        if not compare_and_set(session, row, columns):
            session.refresh(row)
            raise NotHeld(row.reference, holder_name(row))
        _write(session, row, agent.login, now, what, note, step)


def _money_is_here(session: Session, row: Case) -> bool:
    """Whether what this case owes is not given back yet (crm/billing/refunds.py)."""
    over = (RefundState.PAID_OUT, RefundState.REVERSED)
    owed = select(Refund.id).where(Refund.payment_id == row.payment_id, Refund.state.not_in(over))
    return row.payment_id is not None and session.scalar(owed) is not None


def why_open(row: Case, done: frozenset[str], outcome: str) -> str:
    """What stands against closing it; empty: nothing."""
    if next_step(row.kind, done) is not None:
        return "missing"
    if row.approval in (Approval.WANTED, Approval.REFUSED):
        return "approval"
    return "" if outcome in work_of(row.kind).outcomes else "outcome"


def _open_follow_up(session: Session, row: Case, now: datetime) -> None:
    """Some days later somebody asks whether all is well; the outcome of that is asked for too."""
    plan = row.body.get("follow_up", {})
    due = now + follow_up_after(int(plan.get("days", 1)))
    after = Case(
        reference=row.reference,
        kind=CaseKind.FOLLOW_UP,
        kiosk_id=row.kiosk_id,
        opened_at=now,
        starts_at=due - timedelta(days=1),
        due_at=due,
        visit=row.visit,
        customer_id=row.customer_id,
        phone=row.phone,
        email=row.email,
        topic=str(plan.get("way", "")),
        language=row.language,
        parent=row.reference,
        body={},
    )
    after.events = [CaseEvent(at=now, who=audit.CENTRE, what="opened")]
    session.add(after)


def _settled_by(row: Case) -> str:
    made = [event.who for event in row.events if event.step == COMPENSATION]
    return made[-1] if made else ""


def _held(session: Session, case: int, agent: Agent) -> Case:
    row = find(session, case, agent)
    if not holds(row, agent):
        raise NotHeld(row.reference, holder_name(row))
    return row


def _complaint(session: Session, case: int, agent: Agent) -> Case:
    row = _held(session, case, agent)
    if row.kind is not CaseKind.COMPLAINT:
        raise NotNow("step")
    return row


def _write(
    session: Session, row: Case, who: str, at: datetime, what: str, note: str = "", step: str = ""
) -> None:
    """A note may hold personal data, so the audit has none of it."""
    session.add(CaseEvent(case_id=row.id, at=at, who=who, what=what, step=step, note=note))
    detail = {"step": step} if step else {}
    audit.note(session, at, who, f"{row.kind.value}.{what}", row.reference, detail)
