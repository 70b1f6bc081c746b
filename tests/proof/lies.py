"""The lies of the seeded bugs: each makes out of the true thing one that is wrong in one small way (bugs.py)."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from kiosk.domain import states
from kiosk.domain.effects import Charge, SaveOutcome
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, InDoubt, Mark
from kiosk.ports import Answer
from kiosk.storage.payment_rows import payment_row
from kiosk.storage.seals import append_sealed
from tests.proof.customers import MINOR

_unwritten: dict[str, tuple[Any, ...]] = {}


class _NoDisk:
    """A store whose transactions come to nothing."""

    def __init__(self, store: Any) -> None:
        self._store = store

    @contextlib.contextmanager
    def write(self, *, finishing: bool = False) -> Iterator[Any]:
        with self._store.read() as db:
            db.conn.execute("BEGIN IMMEDIATE")
            try:
                yield db
            finally:
                db.rollback()


def asks_without_writing(truth: Any) -> Any:
    def ask(self: Any, lines: Any, amount: Any, mark: Any, offline: Any, language: Any, now: datetime) -> Any:
        careless = copy.copy(self)
        careless._store = _NoDisk(self._store)
        payment = truth(careless, lines, amount, mark, offline, language, now)
        if payment is not None:
            _unwritten[payment.id] = (payment, offline, language.value)
        return payment

    return ask


def writes_the_intent_at_the_end(truth: Any) -> Any:
    def decide(self: Any, payment: Any, outcome: Any, recovered: bool, now: datetime) -> Any:
        if payment.id in _unwritten:
            with self._store.write(finishing=True) as db:
                db.execute("INSERT INTO reference (reference) VALUES (?)", (payment.reference,))
                append_sealed(db, "payment", payment_row(*_unwritten.pop(payment.id)))
        return truth(self, payment, outcome, recovered, now)

    return decide


def charges_after_silence(truth: Any) -> Any:
    def answered(visit: Any, payment: Any, outcome: Any) -> Any:
        silent = isinstance(outcome, InDoubt) and outcome.cause == "no_answer"
        return (visit, (Charge(payment),)) if silent else truth(visit, payment, outcome)

    return answered


def tells_first(truth: Any) -> Any:
    def answered(visit: Any, payment: Any, outcome: Any) -> Any:
        after, asked = truth(visit, payment, outcome)
        return (after.at(states.Paid(payment, outcome)) if isinstance(outcome, Approved) else after), asked

    return answered


def drops_what_comes_late(truth: Any) -> Any:
    def found(visit: Any, payment: Any, finding: Any) -> Any:
        after, asked = truth(visit, payment, finding)
        late = tuple(SaveOutcome(payment, Cancelled(CancelledBy.TIMEOUT)) for _ in asked[:1])
        return after, late

    return found


def no_mark(truth: Any) -> Any:
    return lambda self: Mark(truth(self).terminal_id, None, None)


def flushes_nothing(truth: Any) -> Any:
    def begin(self: Any, key: Any) -> Any:
        db = truth(self, key)
        db.execute("PRAGMA synchronous=OFF")
        return db

    return begin


def all_are_open(truth: str) -> str:
    return truth.replace("payment_open o CROSS JOIN payment p ON p.id = o.payment", "payment p")


def decides_again(truth: Any) -> Any:
    from kiosk.storage.payments import _outcomes

    def decide(self: Any, payment: Any, outcome: Any, recovered: bool, now: datetime) -> Any:
        with self._store.write(finishing=True) as db:
            db.execute("DROP TRIGGER IF EXISTS nothing_after_the_final_outcome")
            for law in ("one_final_outcome", "one_proof", "one_doubt"):
                db.execute(f"DROP INDEX IF EXISTS {law}")
            first = not _outcomes(db, payment.id)
            self._append(db, payment, outcome, recovered, now, first=first)
        return outcome

    return decide


def recovers_by_charging(truth: Any) -> Any:
    def ask(self: Any, payment: Any, tries: int) -> None:
        outcome = self._terminal.charge(payment.amount, lambda stage: None)
        self._main(lambda: self._settle(payment, outcome))

    return ask


def forgets_what_it_sends(truth: Any) -> Any:
    def due(self: Any, limit: int, now: datetime) -> Any:
        records = truth(self, limit, now)
        self.settle([Answer(record.id, "stored") for record in records], now)
        return records

    return due


def posts_twice(truth: Any) -> Any:
    def post(session: Any, payment: Any, record: Any, now: datetime) -> None:
        truth(session, payment, record, now)
        truth(session, payment, record, now)

    return post


def prints_again_later(truth: Any) -> Any:
    def carry_out(self: Any, visit: Any, effect: Any) -> None:
        truth(self, visit, effect)
        paper = self._paper(effect)
        self._lane.later(20, lambda: self._printer.print(paper))

    return carry_out


def gives_back_without_asking(truth: Any) -> Any:
    def saved(visit: Any, reference: str, giving: Any) -> Any:
        after, asked = truth(visit, reference, giving)
        if giving is None or not isinstance(after.state, states.MoneyBack):
            return after, asked
        return after.at(replace(after.state, back=states.Back.GIVEN_BACK)), asked

    return saved


def nothing_to_give_back(truth: str) -> str:
    return truth.replace("ORDER BY", "WHERE 0 ORDER BY")


def asks_by_selling(truth: Any) -> Any:
    from devices.payment_terminal.fixed_field.message import Kind, Request, pack

    def inquire(self: Any, request: bytes, number: str) -> Any:
        return truth(self, pack(self._table, Request(Kind.SALE, number, MINOR)), number)

    return inquire


def believes_what_it_sent(truth: Any) -> Any:
    return lambda self, *asked: None
