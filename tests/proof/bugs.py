"""`python -m tests.proof.bugs [NAME ...]`: seeded bugs, each of which the proof must find at a few of its points.

A bug is one or two small lies in place of a function, told as tests/mutants tells them; `scene`, `part` and `near` say at
which points it is looked for. Prints where each was found, and ends with 1 when one was not.
"""

from __future__ import annotations

import contextlib
import copy
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.domain import states
from kiosk.domain.effects import Charge, SaveOutcome
from kiosk.domain.payment import Approved, Cancelled, CancelledBy, InDoubt, Mark
from kiosk.ports import Answer
from kiosk.storage.engine import append
from kiosk.storage.payment_rows import payment_row
from tests.mutants.mutant import Mutant, always
from tests.proof import kills
from tests.proof.__main__ import PARTS, again_with_the_shim
from tests.proof.centre import House
from tests.proof.counter import Counter, prepare
from tests.proof.customers import MINOR
from tests.proof.disks import is_preloaded
from tests.proof.points import Moment, Part, spread
from tests.proof.warm import warm_up

#: So many points are tried for each.
MOST = 14


@dataclass(frozen=True, slots=True)
class Bug:
    """`near` chooses moments, `by_hand` those behind which somebody uses the terminal, `last` the last of them;
    `changes`: what is lied about."""

    name: str
    lie: str
    changes: tuple[tuple[str, Callable[[Any], Any]], ...]
    scene: str = "approved"
    part: Part = Part.KILL
    near: Callable[[Moment], bool] = lambda moment: moment.kind not in ("sent", "heard")
    how: str = ""
    by_hand: bool = False
    last: bool = False

    def take_over(self) -> None:
        for target, becomes in self.changes:
            Mutant(self.name, "X18", self.lie, target, becomes, ("tests/proof/test_bugs.py",)).take_over()


# --- the lies ----------------------------------------------------------------------------------------

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


def _asks_without_writing(truth: Any) -> Any:
    def ask(self: Any, lines: Any, amount: Any, mark: Any, offline: Any, language: Any, now: datetime) -> Any:
        careless = copy.copy(self)
        careless._store = _NoDisk(self._store)
        payment = truth(careless, lines, amount, mark, offline, language, now)
        if payment is not None:
            _unwritten[payment.id] = (payment, offline, language.value)
        return payment

    return ask


def _writes_the_intent_at_the_end(truth: Any) -> Any:
    def decide(self: Any, payment: Any, outcome: Any, recovered: bool, now: datetime) -> Any:
        if payment.id in _unwritten:
            with self._store.write(finishing=True) as db:
                db.execute("INSERT INTO reference (reference) VALUES (?)", (payment.reference,))
                append(db, "payment", payment_row(*_unwritten.pop(payment.id)))
        return truth(self, payment, outcome, recovered, now)

    return decide


def _charges_after_silence(truth: Any) -> Any:
    def answered(visit: Any, payment: Any, outcome: Any) -> Any:
        silent = isinstance(outcome, InDoubt) and outcome.cause == "no_answer"
        return (visit, (Charge(payment),)) if silent else truth(visit, payment, outcome)

    return answered


def _tells_first(truth: Any) -> Any:
    def answered(visit: Any, payment: Any, outcome: Any) -> Any:
        after, asked = truth(visit, payment, outcome)
        return (after.at(states.Paid(payment, outcome)) if isinstance(outcome, Approved) else after), asked

    return answered


def _drops_what_comes_late(truth: Any) -> Any:
    def found(visit: Any, payment: Any, finding: Any) -> Any:
        after, asked = truth(visit, payment, finding)
        late = tuple(SaveOutcome(payment, Cancelled(CancelledBy.TIMEOUT)) for _ in asked[:1])
        return after, late

    return found


def _no_mark(truth: Any) -> Any:
    return lambda self: Mark(truth(self).terminal_id, None, None)


def _flushes_nothing(truth: Any) -> Any:
    def begin(self: Any, key: Any) -> Any:
        db = truth(self, key)
        db.execute("PRAGMA synchronous=OFF")
        return db

    return begin


def _all_are_open(truth: str) -> str:
    return truth.replace("payment_open o CROSS JOIN payment p ON p.id = o.payment", "payment p")


def _decides_again(truth: Any) -> Any:
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


def _recovers_by_charging(truth: Any) -> Any:
    def ask(self: Any, payment: Any, tries: int) -> None:
        outcome = self._terminal.charge(payment.amount, lambda stage: None)
        self._main(lambda: self._settle(payment, outcome))

    return ask


def _forgets_what_it_sends(truth: Any) -> Any:
    def due(self: Any, limit: int, now: datetime) -> Any:
        records = truth(self, limit, now)
        self.settle([Answer(record.id, "stored") for record in records], now)
        return records

    return due


def _posts_twice(truth: Any) -> Any:
    def post(session: Any, payment: Any, record: Any, now: datetime) -> None:
        truth(session, payment, record, now)
        truth(session, payment, record, now)

    return post


def _prints_again_later(truth: Any) -> Any:
    def carry_out(self: Any, visit: Any, effect: Any) -> None:
        truth(self, visit, effect)
        paper = self._paper(effect)
        self._lane.later(20, lambda: self._printer.print(paper))

    return carry_out


def _gives_back_without_asking(truth: Any) -> Any:
    def saved(visit: Any, reference: str, giving: Any) -> Any:
        after, asked = truth(visit, reference, giving)
        if giving is None or not isinstance(after.state, states.MoneyBack):
            return after, asked
        return after.at(replace(after.state, back=states.Back.GIVEN_BACK)), asked

    return saved


def _nothing_to_give_back(truth: str) -> str:
    return truth.replace("ORDER BY", "WHERE 0 ORDER BY")


def _asks_by_selling(truth: Any) -> Any:
    from devices.payment_terminal.fixed_field.message import Kind, Request, pack

    def inquire(self: Any, request: bytes, number: str) -> Any:
        return truth(self, pack(self._table, Request(Kind.SALE, number, MINOR)), number)

    return inquire


def _believes_what_it_sent(truth: Any) -> Any:
    return lambda self, job: None


def _around(*numbers: int) -> Callable[[Moment], bool]:
    return lambda moment: moment.kind == "journal" and moment.which in {f"#{number}" for number in numbers}


def _late(moment: Moment) -> bool:
    """When the terminal has told that it charged."""
    return moment.kind == "heard" and int(moment.which.removeprefix("byte ")) >= 110


_PAYMENTS = "kiosk.storage.payments:SqlitePayments"
_PAYING = "kiosk.domain.flow.paying"
BUGS = (
    Bug("charge_before_intent", "the intent is written when the outcome is",
        ((f"{_PAYMENTS}.ask", _asks_without_writing), (f"{_PAYMENTS}.decide", _writes_the_intent_at_the_end)),
        near=lambda moment: moment.kind == "heard" or _around(2)(moment)),
    Bug("retry_without_inquiry", "after silence it is charged once more",
        ((f"{_PAYING}:_answered", _charges_after_silence),), scene="answer lost, approved"),
    Bug("told_before_saved", "the customer reads paid while it is being written",
        ((f"{_PAYING}:_answered", _tells_first),)),
    Bug("accept_anything", "whatever the terminal did last settles this payment",
        (("kiosk.domain.payment:is_ours", always(True)),), near=lambda moment: moment.kind == "sent", by_hand=True),
    Bug("mark_ignored", "where the terminal stood before the charge is not looked at",
        (("devices.payment_terminal.zvt.driver:ZvtTerminal.prepare", _no_mark),),
        scene="behind another of the same amount", near=_around(1, 2)),
    Bug("no_flush", "the engine is not told to flush",
        (("kiosk.storage.database:Store._begin", _flushes_nothing),), part=Part.POWER, near=lambda moment: True),
    Bug("final_overwritten", "recovery decides again what was decided",
        (("kiosk.storage.payments:OPEN", _all_are_open), (f"{_PAYMENTS}.decide", _decides_again))),
    Bug("recovery_charges", "what a break left open is charged",
        (("kiosk.services.recovery:Recovery._ask", _recovers_by_charging),), near=_around(1, 2)),
    Bug("late_answer_dropped", "what an inquiry finds counts for nothing",
        ((f"{_PAYING}:_found", _drops_what_comes_late),), scene="answer lost, approved"),
    Bug("push_forgets", "what is sent is ticked off before the centre has it",
        (("kiosk.storage.outbox:SqliteOutbox.due", _forgets_what_it_sends),),
        part=Part.LINE, near=lambda moment: moment.which.startswith("sync"), how="question lost"),
    Bug("posted_twice", "the centre posts each payment twice",
        (("crm.billing.payments:_post", _posts_twice),)),
    Bug("printed_again", "a receipt comes once more, when somebody else stands there",
        (("kiosk.services.effects.paper:Printing.carry_out", _prints_again_later),)),
    Bug("the_same_bill_again", "a bill that was just paid here is charged again while the centre has not heard",
        (("kiosk.storage.payments:_is_under_way", always(False)),), near=_late),
    Bug("given_back_unasked", "the customer reads given back before the terminal is asked",
        (("kiosk.domain.flow.giving_back:_saved", _gives_back_without_asking),), scene="given back"),
    Bug("reversal_forgotten", "what a break left of giving back is never asked about again",
        (("kiosk.storage.reversals:OPEN", _nothing_to_give_back),), scene="given back", near=_around(5, 6)),
    Bug("asked_by_selling", "a terminal of the Taiwan family is asked for a lost answer by another sale",
        (("devices.payment_terminal.fixed_field.driver:FixedFieldTerminal._inquire", _asks_by_selling),),
        scene="fixed field, answer lost"),
    Bug("remnant_stays", "a torn receipt is left hanging before the next one",
        (("devices.receipt_printer.driver:EscposPrinter._remnant_cut", always(b"")),),
        scene="on paper", near=lambda moment: "piece" in moment.which),
    Bug("printed_is_sent", "a receipt counts as printed when its last byte went",
        (("devices.receipt_printer.driver:EscposPrinter._confirm", _believes_what_it_sent),),
        scene="on paper", part=Part.CABLE, near=lambda moment: moment.kind == "to printer", last=True),
)  # fmt: skip


# --- and who finds them ------------------------------------------------------------------------------


def main(names: list[str]) -> int:
    if not is_preloaded():
        return again_with_the_shim("tests.proof.bugs", *names)
    logging.disable(logging.CRITICAL)
    wanted = [bug for bug in BUGS if not names or bug.name in names]
    with tempfile.TemporaryDirectory(
        prefix="proof-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None
    ) as home:
        house = House()
        prepared = prepare(Path(home), house)
        warm_up(Path(home), prepared, house)
        found = _searched(wanted, lambda bug: Counter(Path(home) / bug.name, prepared, house))
    return 0 if all(found) else 1


def _searched(bugs: list[Bug], counter: Callable[[Bug], Counter]) -> list[bool]:
    """Whether each is found; as many at a time as there are cores, each in a process: nobody else is to believe it."""
    found: list[bool] = []
    running: dict[int, Bug] = {}
    waiting = list(bugs)
    while waiting or running:
        while waiting and len(running) < len(os.sched_getaffinity(0)):
            bug = waiting.pop(0)
            running[_begun(bug, counter)] = bug
        child, status = os.waitpid(-1, 0)
        if running.pop(child, None):
            found.append(os.waitstatus_to_exitcode(status) == 0)
    return found


def _begun(bug: Bug, counter: Callable[[Bug], Counter]) -> int:
    sys.stdout.flush()
    child = os.fork()
    if not child:
        status = 1
        try:
            bug.take_over()
            where = _search(bug, counter(bug))
            sys.stdout.write(f"{'found' if where else 'NOT FOUND':9} {bug.name:24} {where}\n")
            sys.stdout.flush()
            status = 0 if where else 1
        finally:
            os._exit(status)
    return child


def _search(bug: Bug, counter: Counter) -> str:
    """The first point that is red, and why."""
    try:
        part = PARTS[bug.part]
        points = [
            p for p in part.plan(counter, False, only=bug.scene) if bug.near(p.moment) and bug.how in p.how
        ]
        if bug.by_hand:
            points = [p for p in points if p.number % kills.BY_HAND == kills.BY_HAND - 1]
        for point in points[-MOST:] if bug.last else spread(points, MOST):
            verdict = part.show(counter, point)
            if verdict.reds:
                return f"{point.name}: {verdict.reds[0]}"
    except AssertionError as undisturbed:  # it is seen without any fault
        return str(undisturbed)[:160]
    finally:
        counter.close()
    return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
