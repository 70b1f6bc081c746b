"""What one callback's page may show to whom: the fields that this topic needs and no others, unfolded step by step.

Nothing of the customer but masks goes out before the holder has ticked the anti-fraud steps and begun the call.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from crm.callbacks.reach import reached_by
from crm.callbacks.script_versions import Wording, followed, ticked, words_of
from crm.callbacks.states import MOST_ATTEMPTS, Act, Outcome, retry_after
from crm.callbacks.work import is_holder
from crm.schema import Account, Bill, Callback, CallbackEvent, Payment, PaymentLine, Staff
from crm.schema import CallbackState as State
from crm.staff.logins import Agent

#: Topic -> what of the account an agent needs for it.
BILLS, PAYMENTS, ACCOUNTS = "bills", "payments", "accounts"
NEEDED: dict[str, tuple[str, ...]] = {
    "billing": (BILLS, PAYMENTS),
    "payment": (BILLS, PAYMENTS),
    "supply": (ACCOUNTS,),
    "meter": (ACCOUNTS, BILLS),
    "moving": (ACCOUNTS, BILLS),
}
MOST_LINES = 6
#: What may come of a call, and of an answer in writing or left at the counter.
CALLED = (Outcome.RESOLVED, Outcome.NO_ANSWER, Outcome.BUSY, Outcome.VOICEMAIL, Outcome.WRONG_NUMBER)
WRITTEN: dict[str, tuple[Outcome, ...]] = {
    "email": (Outcome.SENT, Outcome.BOUNCED),
    "sms": (Outcome.SENT, Outcome.BOUNCED),
    "counter": (Outcome.SENT,),
}
#: What a customer asked for at a kiosk while an agent had the case in hands.
WISHES = ("cancel_asked", "rearrange_asked")


@dataclass(frozen=True, slots=True)
class CaseView:
    """`holds`: this agent has the claim. `unfolded`: and may see the number and the customer's data.

    `written`: the words of steps that supervisors wrote, by name and language.
    """

    row: Callback
    holds: bool
    unfolded: bool
    ticked: frozenset[str]
    script: Wording
    written: Mapping[str, Mapping[str, str]]
    events: Sequence[CallbackEvent]
    others: Sequence[Callback]
    needed: tuple[str, ...]
    accounts: Sequence[Account]
    bills: Sequence[Bill]
    payments: Sequence[Payment]
    colleagues: Sequence[Staff]

    @property
    def wish(self) -> CallbackEvent | None:
        """What the customer has asked for at a kiosk since this claim began, if anything."""
        for event in reversed(self.events):
            if event.what == Act.CLAIM:
                return None
            if event.what in WISHES:
                return event
        return None

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What may be said of the answer now, by the way it goes; giving up is for supervisors' cases only."""
        if not self.unfolded:
            return (Outcome.TRANSFERRED, Outcome.ESCALATED)
        # the supervisors' own are theirs to hand on, or to give up
        no = {Outcome.ESCALATED if self.row.escalated else Outcome.UNREACHABLE}
        if not self.row.phone:
            no.update(CALLED)
        no.update({Outcome.SENT, Outcome.BOUNCED}.difference(WRITTEN.get(self.row.reply, ())))
        return tuple(outcome for outcome in Outcome if outcome not in no)

    def label(self, outcome: Outcome) -> str:
        """The key of its words: what was sent, or did not arrive, depends on the way."""
        written = outcome in (Outcome.SENT, Outcome.BOUNCED)
        return f"outcome.{outcome.value}.{self.row.reply}" if written else f"outcome.{outcome.value}"

    @property
    def retry_minutes(self) -> int | None:
        """After how long an unanswered call would be tried again; None: it would go to the supervisors."""
        attempts = self.row.attempts + 1
        if self.row.escalated or attempts >= MOST_ATTEMPTS:
            return None
        return int(retry_after(attempts).total_seconds() // 60)


def find(session: Session, reference: str) -> Callback | None:
    loaded = joinedload(Callback.customer), joinedload(Callback.kiosk), joinedload(Callback.claimant)
    return session.scalar(select(Callback).where(Callback.reference == reference).options(*loaded))


def is_unfolded(row: Callback, agent: Agent) -> bool:
    return is_holder(row, agent) and row.state is State.DIALLING


def view(session: Session, row: Callback, agent: Agent) -> CaseView:
    """What `agent` may see of `row`. What is not to be shown is not even read."""
    unfolded = is_unfolded(row, agent)
    needed = NEEDED.get(row.topic, ()) if row.customer_id is not None else ()
    read = needed if unfolded else ()
    script, steps = followed(session, row), [event.note for event in row.events if event.what == "step"]
    return CaseView(
        row=row,
        holds=is_holder(row, agent),
        unfolded=unfolded,
        ticked=ticked(row.events),
        script=script,
        written=words_of(session, [*script.names, *steps]),
        events=row.events,
        others=_others(session, row),
        needed=needed,
        accounts=_accounts(session, row) if ACCOUNTS in read else (),
        bills=_open_bills(session, row) if BILLS in read else (),
        payments=_payments(session, row) if PAYMENTS in read else (),
        colleagues=_colleagues(session, agent) if is_holder(row, agent) else (),
    )


def _colleagues(session: Session, agent: Agent) -> Sequence[Staff]:
    """To whom a callback can be handed."""
    others = select(Staff).where(Staff.active, Staff.id != agent.id)
    return session.scalars(others.order_by(Staff.name)).all()


def _others(session: Session, row: Callback) -> Sequence[Callback]:
    """Other requests of this customer, or from this number or address, newest first."""
    same = reached_by(row.phone, row.email)
    if row.customer_id is not None:
        same = or_(same, Callback.customer_id == row.customer_id)
    others = select(Callback).where(same, Callback.id != row.id).options(joinedload(Callback.claimant))
    return session.scalars(others.order_by(Callback.requested_at.desc()).limit(MOST_LINES)).all()


def _accounts(session: Session, row: Callback) -> Sequence[Account]:
    mine = select(Account).where(Account.customer_id == row.customer_id)
    return session.scalars(mine.order_by(Account.number).limit(MOST_LINES)).all()


def _open_bills(session: Session, row: Callback) -> Sequence[Bill]:
    mine = select(Bill).join(Account).where(Account.customer_id == row.customer_id, Bill.paid_on.is_(None))
    return session.scalars(mine.order_by(Bill.due).limit(MOST_LINES)).all()


def _payments(session: Session, row: Callback) -> Sequence[Payment]:
    """The last payments that touched a bill of this customer."""
    bills = select(Bill.id).join(Account).where(Account.customer_id == row.customer_id)
    touched = select(PaymentLine.payment_id).where(PaymentLine.bill_id.in_(bills))
    paid = select(Payment).where(Payment.id.in_(touched))
    return session.scalars(paid.order_by(Payment.decided_at.desc()).limit(MOST_LINES)).all()
