"""What is done often costs the same however long the queue is and however much ever was."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.domain.payment import Declined
from kiosk.ports import Answer
from kiosk.storage import outbox, payments, reversals
from kiosk.storage.outbox import TOGETHER
from tests.kiosk.storage.samples import DECIDED, Kiosk
from tests.kiosk.storage.test_outbox import stored

QUESTIONS: dict[str, tuple[str, Any]] = {
    "due": (outbox.DUE, ("cases", 50)),
    "first": (outbox.FIRST, ("cases",)),
    "parked": (outbox.PARKED, (50,)),
    "deliver": ("DELETE FROM outbox WHERE id = ? RETURNING stream", ("x",)),
    "retry all": ("UPDATE outbox SET state = 'waiting' WHERE state = 'parked' RETURNING stream", ()),
    "open payments": (payments.OPEN, ()),
    "payments under way": (payments.UNDER_WAY, {"offline": True}),
    "open reversals": (reversals.OPEN, ()),
    "grants without an answer": (reversals.UNANSWERED, ()),
    "outcomes": ("SELECT outcome FROM payment_outcome WHERE payment = ? ORDER BY n", ("x",)),
    "next line": ("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1", ()),
    "replaced": (
        "SELECT at FROM audit WHERE kind IN ('paper.changed', 'part.changed') ORDER BY seq DESC LIMIT ?",
        (5,),
    ),
}
#: What stays small whatever happens: scanned without harm.
SMALL = {"payment_open", "o", "g", "stream_head"}


@pytest.mark.requirement("J1")
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_goes_by_an_index(kiosk: Kiosk, name: str) -> None:
    """J1: no scan of the queue nor of the journal."""
    question, values = QUESTIONS[name]
    with kiosk.store.read() as db:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {question}", values)]
    scans = [step for step in plan if step.startswith("SCAN") and "INDEX" not in step]
    assert [step for step in scans if step.split()[1] not in SMALL and "LIMIT 1" not in question] == [], plan


def test_a_scan_would_be_seen(kiosk: Kiosk) -> None:
    with kiosk.store.read() as db:
        plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN SELECT count(*) FROM outbox WHERE at > ''")]
    assert any(step.startswith("SCAN") and "INDEX" not in step for step in plan)


def steps(kiosk: Kiosk) -> int:
    """The engine's own steps, in tens, for what is done after each answer of the centre."""
    count = 0

    def step() -> int:
        nonlocal count
        count += 1
        return 0

    with kiosk.store.read() as db:
        db.conn.set_progress_handler(step, 10)
        kiosk.outbox.counts()
        kiosk.outbox.report()
        kiosk.payments.open()
        kiosk.outbox.due(10, DECIDED)
        kiosk.outbox.settle([Answer(kiosk.due(limit=1)[0].id, "stored")], DECIDED)
        db.conn.set_progress_handler(None, 0)
    return count


def test_ten_times_the_queue_is_no_more_work(kiosk: Kiosk) -> None:
    for _ in range(20):
        kiosk.payments.decide(kiosk.ask(), Declined(), False, DECIDED)
    few = steps(kiosk)
    for _ in range(200):
        kiosk.payments.decide(kiosk.ask(), Declined(), False, DECIDED)
    assert steps(kiosk) < 1.5 * few


@pytest.mark.requirement("K4")
def test_the_counters_are_those_of_the_rows(kiosk: Kiosk) -> None:
    """K4: whatever is delivered, refused, put back, refused again and delivered in the end."""
    for _ in range(5):
        kiosk.call_back()
    first, second, third, *_ = kiosk.due("cases")
    kiosk.outbox.settle([Answer(first.id, "refused"), Answer(second.id, "refused")], DECIDED)
    kiosk.outbox.settle([Answer(first.id, "refused"), Answer(third.id, "stored")], DECIDED)
    assert agrees(kiosk) == (7, 2, 1)
    assert kiosk.outbox.retry(second.id)
    kiosk.outbox.settle([Answer(second.id, "refused"), Answer(first.id, "duplicate")], DECIDED)
    assert agrees(kiosk) == (7, 1, 2)
    assert kiosk.outbox.retry_all() == 1
    kiosk.outbox.settle(stored(kiosk.due()), DECIDED)
    assert agrees(kiosk) == (0, 0, 10)


def agrees(kiosk: Kiosk) -> tuple[int, int, int]:
    counts = kiosk.outbox.counts()
    with kiosk.store.read() as db:
        rows = dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
    assert (counts.waiting, counts.parked) == (rows.get("waiting", 0), rows.get("parked", 0))
    return counts.waiting, counts.parked, counts.delivered


# --- one emptying of the log for some batches ---------------------------------------------------------------------------


@pytest.fixture
def emptied(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many waited each time the log was emptied."""
    kiosk.store.open()
    times: list[int] = []
    scrub = kiosk.store.scrub

    def counted() -> bool:
        times.append(len(kiosk.outbox.parked()) + kiosk.outbox.counts().waiting)
        return scrub()

    monkeypatch.setattr(kiosk.store, "scrub", counted)
    return times


def test_while_a_queue_drains_some_batches_share_an_emptying_of_the_log(
    kiosk: Kiosk, emptied: list[int]
) -> None:
    for _ in range(TOGETHER + 2):
        kiosk.call_back()
    while due := kiosk.due(limit=2):
        kiosk.outbox.settle(stored(due), DECIDED)
    assert emptied == [4, 0]


@pytest.mark.requirement("J6")
def test_a_line_that_goes_in_the_middle_leaves_nothing_in_the_log(kiosk: Kiosk, emptied: list[int]) -> None:
    """J6: the next question to the queue without an answer in between empties it."""
    for _ in range(3):
        kiosk.call_back()
    kiosk.outbox.settle(stored(kiosk.due(limit=2)), DECIDED)
    kiosk.due(limit=2)
    assert emptied == []
    kiosk.due(limit=2)
    assert emptied == [4]
