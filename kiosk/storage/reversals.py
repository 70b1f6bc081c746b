"""Reversals on disk: the centre's grant, the intent, the outcome. Rows are appended, never updated.

Whoever was granted a reversal owes an answer: the outcome, or that nothing was asked. Both are money records. With a
payment whose rows do not hold (seals.py) nothing is begun, and of what was begun nothing is known: staff decide.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.payment import Approved, Payment, Slip
from kiosk.domain.reversal import GivingBack, NotReversed, Reversal, ReversalInDoubt, Reversed, is_settled
from kiosk.storage.audit import note
from kiosk.storage.blocked import CAUSE, is_blocked
from kiosk.storage.canon import canonical, moment_of, new_id, utc_text
from kiosk.storage.database import Store
from kiosk.storage.payment_rows import COLUMNS, outcome_of, payment_of, slip_body, without_number
from kiosk.storage.queue import enqueue
from kiosk.storage.seals import append_sealed, wrong_with

#: Why the customer's kiosk did not use its grant: nobody stood there any more.
LEFT = NotReversed("left")

_PAYMENT = f"""
    SELECT {COLUMNS} FROM (
        SELECT p.*, NULL AS later_terminal, NULL AS later_trace, NULL AS later_receipt, NULL AS later_request
        FROM payment p WHERE p.id = ?
    )
"""
_GRANT = "SELECT reversible_until FROM payment_posting WHERE payment = ?"
_PROOF = "SELECT outcome, cause, slip FROM payment_outcome WHERE payment = ? AND outcome = 'approved'"
OPEN = """
    SELECT r.id, r.payment, r.asked_at FROM reversal_open o CROSS JOIN reversal r ON r.id = o.reversal ORDER BY r.n
"""
UNANSWERED = "SELECT p.reference FROM grant_open g CROSS JOIN payment p ON p.id = g.payment ORDER BY p.n"


class SqliteReversals:
    """The Reversals port. `zone` is the site's."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def begin(self, payment: Payment, slip: Slip, now: datetime) -> GivingBack | None:
        """The intent, flushed to the disk before this returns. None: no grant waits to be used. A second one of a payment
        is refused by the schema as well."""
        with self._store.write() as db:
            if not db.execute("SELECT 1 FROM grant_open WHERE payment = ?", (payment.id,)).fetchone():
                return None
            if is_blocked(db, self._zone, payment.id, now):
                return None
            until = moment_of(db.execute(_GRANT, (payment.id,)).fetchone()[0], self._zone)
            giving = GivingBack(new_id(), payment, slip, now, until)
            self._intend(db, giving, now)
        return giving

    def decide(self, giving: GivingBack, reversal: Reversal, now: datetime) -> Reversal:
        """Outcome, audit line and record in one transaction. Returns what stands; doubt is written once."""
        with self._store.write(finishing=True) as db:
            if is_blocked(db, self._zone, giving.payment.id, now):
                return self._doubt(db, giving, now)
            standing = [reversal_of(*row) for row in _outcomes(db, giving.id)]
            final = next(filter(is_settled, standing), None)
            if final is not None:
                return final
            if standing and not is_settled(reversal):
                return standing[0]
            self._append(db, giving, reversal, now)
        return reversal

    def leave(self, reference: str, now: datetime) -> None:
        """The grant is not used, and the centre hears it; nothing when it was used or answered already."""
        with self._store.write(finishing=True) as db:
            waits = db.execute(
                "SELECT g.payment FROM payment p CROSS JOIN grant_open g ON g.payment = p.id WHERE p.reference = ?",
                (reference,),
            ).fetchone()
            if waits is None:
                return
            if is_blocked(db, self._zone, waits[0], now):
                return
            payment = self._payment(db, waits[0])
            until = moment_of(db.execute(_GRANT, (payment.id,)).fetchone()[0], self._zone)
            giving = GivingBack(new_id(), payment, _proof(db, payment.id), now, until)
            self._intend(db, giving, now)
            self._append(db, giving, LEFT, now)

    def open(self) -> list[GivingBack]:
        """Begun and not settled, oldest first; none of a payment whose rows do not hold."""
        with self._store.read() as db:
            rows = db.execute(OPEN).fetchall()
            return [self._giving(db, *row) for row in rows if not wrong_with(db, row[1])]

    def doubted(self, giving: GivingBack) -> bool:
        """Whether the centre was told already that nobody knows."""
        with self._store.read() as db:
            return bool(_outcomes(db, giving.id))

    def unanswered(self) -> list[str]:
        """References of payments whose grant was neither used nor answered."""
        with self._store.read() as db:
            return [row[0] for row in db.execute(UNANSWERED)]

    def _doubt(self, db: Database, giving: GivingBack, now: datetime) -> Reversal:
        """What the terminal said is not written over rows that do not hold; doubt is, once, where nothing else was."""
        doubt = ReversalInDoubt(CAUSE)
        if not _outcomes(db, giving.id):
            self._append(db, giving, doubt, now)
        return doubt

    def _intend(self, db: Database, giving: GivingBack, now: datetime) -> None:
        row = {"id": giving.id, "payment": giving.payment.id, "asked_at": utc_text(giving.asked_at)}
        append_sealed(db, "reversal", row)
        fields = {"reversal": giving.id, "payment": giving.payment.id, "reference": giving.payment.reference}
        note(db, self._zone, Entry(Kind.REVERSAL_ASKED, fields), now)

    def _append(self, db: Database, giving: GivingBack, reversal: Reversal, now: datetime) -> None:
        word, cause, slip = _words(reversal)
        payment = giving.payment
        body = {
            "reversal": giving.id,
            "payment": payment.id,
            "reference": payment.reference,
            "outcome": word,
            "cause": cause,
            "asked_at": utc_text(giving.asked_at),
            "decided_at": utc_text(now),
            "amount": dataclasses.asdict(payment.amount),
            "slip": slip_body(slip) if slip else None,
        }
        record = enqueue(db, self._zone, "reversal", body, now, reference=payment.reference)
        seq = db.execute("SELECT seq FROM outbox WHERE id = ?", (record,)).fetchone()[0]
        row = {"reversal": giving.id, "payment": payment.id, "outcome": word, "cause": cause}
        kept = canonical(dataclasses.asdict(slip)) if slip else None
        told = {"decided_at": utc_text(now), "record": record, "seq": seq, "slip": kept}
        append_sealed(db, "reversal_outcome", row | told)
        fields = {"reversal": giving.id, "reference": payment.reference, "outcome": word, "cause": cause}
        note(db, self._zone, Entry(Kind.REVERSAL_DECIDED, fields), now)

    def _giving(self, db: Database, identity: str, payment: str, asked_at: str) -> GivingBack:
        until = moment_of(db.execute(_GRANT, (payment,)).fetchone()[0], self._zone)
        asked = moment_of(asked_at, self._zone)
        return GivingBack(identity, self._payment(db, payment), _proof(db, payment), asked, until)

    def _payment(self, db: Database, identity: str) -> Payment:
        return payment_of(db.execute(_PAYMENT, (identity,)).fetchone(), self._zone)


def reversal_of(word: str, cause: str) -> Reversal:
    match word:
        case "reversed":
            return Reversed(None)
        case "not_reversed":
            return NotReversed(cause)
        case _:
            return ReversalInDoubt(cause)


def _words(reversal: Reversal) -> tuple[str, str, Slip | None]:
    match reversal:
        case Reversed(slip):
            return "reversed", "", without_number(slip) if slip else None
        case NotReversed("already"):  # it went back before: asked again after a lost answer
            return "reversed", "already", None
        case NotReversed(cause):
            return "not_reversed", cause, None
        case ReversalInDoubt(cause):
            return "in_doubt", cause, None


def _outcomes(db: Database, reversal: str) -> list[tuple[str, str]]:
    rows = db.execute(
        "SELECT outcome, cause FROM reversal_outcome WHERE reversal = ? ORDER BY n", (reversal,)
    )
    return [(str(word), str(cause)) for word, cause in rows]


def _proof(db: Database, payment: str) -> Slip:
    approved = outcome_of(*db.execute(_PROOF, (payment,)).fetchone())
    assert isinstance(approved, Approved)
    return approved.slip
