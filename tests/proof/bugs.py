"""`python -m tests.proof.bugs [NAME ...]`: seeded bugs, each of which the proof must find at a few of its points.

A bug is one or two small lies in place of a function, told as tests/mutants tells them; `scene`, `part` and `near` say at
which points it is looked for. Prints where each was found, and ends with 1 when one was not.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.mutants.mutant import Mutant, always
from tests.proof import kills, lies
from tests.proof.__main__ import PARTS, again_with_the_shim
from tests.proof.centre import House
from tests.proof.counter import Counter, prepare
from tests.proof.disks import is_preloaded
from tests.proof.points import Moment, Part, spread
from tests.proof.warm import warm_up

#: So many points are tried for each; of the last ones twice as many: behind the end of what they are about come others.
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


def _around(*numbers: int) -> Callable[[Moment], bool]:
    return lambda moment: moment.kind == "journal" and moment.which in {f"#{number}" for number in numbers}


def _late(moment: Moment) -> bool:
    """When the terminal has told that it charged."""
    return moment.kind == "heard" and int(moment.which.removeprefix("byte ")) >= 110


_PAYMENTS = "kiosk.storage.payments:SqlitePayments"
_PAYING = "kiosk.domain.flow.paying"
BUGS = (
    Bug("charge_before_intent", "the intent is written when the outcome is",
        ((f"{_PAYMENTS}.ask", lies.asks_without_writing), (f"{_PAYMENTS}.decide", lies.writes_the_intent_at_the_end)),
        near=lambda moment: moment.kind == "heard" or _around(2)(moment)),
    Bug("retry_without_inquiry", "after silence it is charged once more",
        ((f"{_PAYING}:_answered", lies.charges_after_silence),), scene="answer lost, approved"),
    Bug("told_before_saved", "the customer reads paid while it is being written",
        ((f"{_PAYING}:_answered", lies.tells_first),)),
    Bug("accept_anything", "whatever the terminal did last settles this payment",
        (("kiosk.domain.payment:is_ours", always(True)),), near=lambda moment: moment.kind == "sent", by_hand=True),
    Bug("mark_ignored", "where the terminal stood before the charge is not looked at",
        (("devices.payment_terminal.zvt.driver:ZvtTerminal.prepare", lies.no_mark),),
        scene="behind another of the same amount", near=_around(1, 2)),
    Bug("no_flush", "the engine is not told to flush",
        (("kiosk.storage.database:Store._begin", lies.flushes_nothing),), part=Part.POWER, near=lambda moment: True),
    Bug("final_overwritten", "recovery decides again what was decided",
        (("kiosk.storage.payments:OPEN", lies.all_are_open), (f"{_PAYMENTS}.decide", lies.decides_again))),
    Bug("recovery_charges", "what a break left open is charged",
        (("kiosk.services.recovery:Recovery._ask", lies.recovers_by_charging),), near=_around(1, 2)),
    Bug("late_answer_dropped", "what an inquiry finds counts for nothing",
        ((f"{_PAYING}:_found", lies.drops_what_comes_late),), scene="answer lost, approved"),
    Bug("push_forgets", "what is sent is ticked off before the centre has it",
        (("kiosk.storage.outbox:SqliteOutbox.due", lies.forgets_what_it_sends),),
        part=Part.LINE, near=lambda moment: moment.which.startswith("sync"), how="question lost"),
    Bug("posted_twice", "the centre posts each payment twice",
        (("crm.billing.payments:_post", lies.posts_twice),)),
    Bug("printed_again", "a receipt comes once more, when somebody else stands there",
        (("kiosk.services.effects.paper:Printing.carry_out", lies.prints_again_later),)),
    Bug("the_same_bill_again", "a bill that was just paid here is charged again while the centre has not heard",
        (("kiosk.storage.payments:_is_under_way", always(False)),), near=_late),
    Bug("given_back_unasked", "the customer reads given back before the terminal is asked",
        (("kiosk.domain.flow.giving_back:_saved", lies.gives_back_without_asking),), scene="given back"),
    Bug("reversal_forgotten", "what a break left of giving back is never asked about again",
        (("kiosk.storage.reversals:OPEN", lies.nothing_to_give_back),), scene="given back", near=_around(5, 6)),
    Bug("asked_by_selling", "a terminal of the Taiwan family is asked for a lost answer by another sale",
        (("devices.payment_terminal.fixed_field.driver:FixedFieldTerminal._inquire", lies.asks_by_selling),),
        scene="fixed field, answer lost"),
    Bug("remnant_stays", "a torn receipt is left hanging before the next one",
        (("devices.receipt_printer.driver:EscposPrinter._remnant_cut", always(b"")),),
        scene="on paper", near=lambda moment: "piece" in moment.which),
    Bug("printed_is_sent", "a receipt counts as printed when its last byte went",
        (("devices.receipt_printer.driver:EscposPrinter._confirm", lies.believes_what_it_sent),),
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
        for point in points[-2 * MOST :] if bug.last else spread(points, MOST):
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
