"""The payment journal on disk: intent, outcome, fate of the paper. Rows are appended, never updated.

Intents are not sent to the centre; outcomes are, in the transaction that writes them. What the law of money
demands (one final outcome, one payment a terminal transaction) is held by the schema as well as by this code.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, InDoubt, Mark, Outcome, Payment, PaymentLine, is_final
from kiosk.domain.receipt import PrintOutcome
from kiosk.storage.audit import note
from kiosk.storage.blocked import CAUSE, is_blocked
from kiosk.storage.canon import moment_of, new_id, utc_text
from kiosk.storage.database import Store
from kiosk.storage.offline import offline_open
from kiosk.storage.payment_rows import (
    COLUMNS,
    bills_in,
    day_of,
    outcome_of,
    outcome_row,
    payment_body,
    payment_of,
    payment_row,
    verdict_of,
)
from kiosk.storage.queue import enqueue
from kiosk.storage.references import Random, take_reference
from kiosk.storage.seals import append_sealed, wrong_with

OPEN = f"""
    SELECT {COLUMNS} FROM (
        SELECT p.*, l.mark_terminal AS later_terminal, l.mark_trace AS later_trace, l.mark_receipt AS later_receipt,
            l.mark_request AS later_request
        FROM payment_open o CROSS JOIN payment p ON p.id = o.payment
        LEFT JOIN payment l ON l.n = (SELECT min(n) FROM payment WHERE n > p.n)
    )
    ORDER BY n
"""


#: Bills of payments of which nobody can tell the centre's mind: not settled at all, or charged, or perhaps, and not there
#: yet. What the centre has, it answers for itself when it is asked; it is not when a payment is taken offline.
UNDER_WAY = """
    SELECT p.lines FROM payment_open o JOIN payment p ON p.id = o.payment
    WHERE :offline OR NOT EXISTS (SELECT 1 FROM payment_outcome d WHERE d.payment = o.payment)
""" + "".join(
    f"""
    UNION ALL SELECT p.lines FROM outbox r JOIN payment p ON p.id = json_extract(r.body, '$.payment')
    WHERE r.stream = 'money' AND r.state = '{state}' AND r.kind = 'payment'
    AND json_extract(r.body, '$.outcome') IN ('approved', 'in_doubt')
"""
    for state in ("waiting", "parked")
)


class SqlitePayments:
    """The Payments port. `zone` is the site's: the terminal's clock, which has no zone, is compared in it."""

    def __init__(
        self, store: Store, kiosk_id: str, zone: ZoneInfo, *, random: Random = secrets.randbits
    ) -> None:
        self._store = store
        self._kiosk_id = kiosk_id
        self._zone = zone
        self._random = random

    def ask(
        self,
        lines: Sequence[PaymentLine],
        amount: Money,
        mark: Mark,
        offline: bool,
        language: Language,
        now: datetime,
    ) -> Payment | None:
        """The intent, flushed to the disk before this returns. None: a payment of one of these bills is under way."""
        with self._store.write() as db:
            if _is_under_way(db, [line.bill for line in lines], offline):
                return None
            reference = take_reference(db, self._kiosk_id, self._random)
            asked_at = moment_of(utc_text(now), self._zone)  # as it will be read back
            payment = Payment(new_id(), reference, tuple(lines), amount, asked_at, mark)
            append_sealed(db, "payment", payment_row(payment, offline, language.value))
            fields = {
                "payment": payment.id,
                "reference": reference,
                "amount": f"{amount.minor} {amount.currency}",
            }
            note(db, self._zone, Entry(Kind.PAYMENT_ASKED, fields), now)
        return payment

    def is_under_way(self, bills: Sequence[str]) -> bool:
        with self._store.read() as db:
            return _is_under_way(db, bills, offline=False)

    def decide(self, payment: Payment, outcome: Outcome, recovered: bool, now: datetime) -> Outcome:
        """Outcome, audit line and record in one transaction. Returns the outcome that stands.

        A final one that was there before stays; doubt is written once, however often it comes. An approval
        whose slip already proves another payment is no proof: what is written is `InDoubt("mismatch")`. Where the
        payment's own rows do not hold nothing that they say stands: what is known is that staff must look at it.
        """
        with self._store.write(finishing=True) as db:
            if is_blocked(db, self._zone, payment.id, now):
                return self._doubt(db, payment, recovered, now)
            standing = _outcomes(db, payment.id)
            final = next(filter(is_final, standing), None)
            if final is not None:
                return final
            outcome = _proven(db, outcome)
            if standing and not is_final(outcome):
                return standing[0]
            self._append(db, payment, outcome, recovered, now, first=not standing)
        return outcome

    def paper(self, payment: Payment, outcome: PrintOutcome | None, now: datetime) -> None:
        """What became of the proof. A case for staff, one a payment, where the customer may stand without it; once it did
        come out, the case is done by that."""
        fate = outcome.value if outcome else "not_wanted"
        with self._store.write(finishing=True) as db:
            case = None
            opened = _case_of(db, payment.id)
            if outcome not in _NO_CASE and opened is None:
                case = self._open_case(db, payment, fate, now)
            elif outcome is PrintOutcome.CONFIRMED and opened is not None:
                self._tell_case(db, payment, opened, fate, now)
            row = {"payment": payment.id, "paper": fate, "receipt_case": case, "at": utc_text(now)}
            append_sealed(db, "payment_paper", row)
            fields = {"payment": payment.id, "reference": payment.reference, "paper": fate}
            note(db, self._zone, Entry(Kind.PAYMENT_PAPER, fields), now)

    def open(self) -> list[Payment]:
        """Asked and not settled, oldest first, each with the mark of the payment asked after it. None whose rows do not
        hold: of those the custody tells."""
        with self._store.read() as db:
            rows = db.execute(OPEN).fetchall()
            return [payment_of(row, self._zone) for row in rows if not wrong_with(db, row[0])]

    def pending_offline(self) -> tuple[int, datetime | None]:
        """Offline payments that may have moved money and are not at the centre yet, and since when."""
        with self._store.read() as db:
            return offline_open(db, self._zone)

    def _doubt(self, db: Database, payment: Payment, recovered: bool, now: datetime) -> Outcome:
        """What a payment whose rows do not hold comes to; told to the centre where nothing else was."""
        doubt, outcomes = InDoubt(CAUSE), "SELECT count(*) FROM payment_outcome WHERE payment = ?"
        if not db.execute(outcomes, (payment.id,)).fetchone()[0]:
            self._append(db, payment, doubt, recovered, now, first=True)
        return doubt

    def _append(
        self, db: Database, payment: Payment, outcome: Outcome, recovered: bool, now: datetime, *, first: bool
    ) -> None:
        verdict = verdict_of(outcome)
        offline = bool(db.execute("SELECT offline FROM payment WHERE id = ?", (payment.id,)).fetchone()[0])
        record = enqueue(
            db,
            self._zone,
            "payment",
            payment_body(payment, verdict, recovered=recovered, offline=offline, now=now),
            now,
            reference=payment.reference,
            record_id=payment.id if first else "",
        )
        seq = db.execute("SELECT seq FROM outbox WHERE id = ?", (record,)).fetchone()[0]
        row = outcome_row(payment, verdict, recovered, now)
        append_sealed(db, "payment_outcome", {**row, "record": record, "seq": seq})
        fields = {
            "payment": payment.id,
            "reference": payment.reference,
            "outcome": verdict.word,
            "recovered": "yes" if recovered else "no",
        }
        note(db, self._zone, Entry(Kind.PAYMENT_DECIDED, fields), now)

    def _open_case(self, db: Database, payment: Payment, fate: str, now: datetime) -> str:
        case = take_reference(db, self._kiosk_id, self._random)
        self._tell_case(db, payment, case, fate, now)
        return case

    def _tell_case(self, db: Database, payment: Payment, case: str, fate: str, now: datetime) -> None:
        body = {"payment": payment.id, "reference": payment.reference, "case": case, "paper": fate}
        enqueue(db, self._zone, "receipt_case", body, now, reference=case)


#: A printer that cannot confirm would make a case of every payment: who has no proof in hand asks for a copy.
_NO_CASE = (None, PrintOutcome.CONFIRMED, PrintOutcome.SENT)


def _is_under_way(db: Database, bills: Sequence[str], offline: bool) -> bool:
    """A payment that the centre has not heard of cannot be refused by it: the journal is asked as well."""
    found = db.execute(UNDER_WAY, {"offline": offline})
    return any(not bills_in(text).isdisjoint(bills) for (text,) in found)


def _outcomes(db: Database, payment_id: str) -> list[Outcome]:
    rows = db.execute(
        "SELECT outcome, cause, slip FROM payment_outcome WHERE payment = ? ORDER BY n", (payment_id,)
    )
    return [outcome_of(*row) for row in rows]


def _proven(db: Database, outcome: Outcome) -> Outcome:
    if not isinstance(outcome, Approved):
        return outcome
    slip = outcome.slip
    taken = db.execute(
        "SELECT 1 FROM payment_outcome"
        " WHERE outcome = 'approved' AND terminal_id = ? AND trace = ? AND day = ?",
        (slip.terminal_id, slip.trace, day_of(slip.time)),
    ).fetchone()
    return InDoubt("mismatch") if taken else outcome


def _case_of(db: Database, payment_id: str) -> str | None:
    row = db.execute(
        "SELECT receipt_case FROM payment_paper WHERE payment = ? AND receipt_case IS NOT NULL", (payment_id,)
    ).fetchone()
    return None if row is None else str(row[0])
