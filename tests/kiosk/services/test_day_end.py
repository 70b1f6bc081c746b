"""X32: the terminal's day against the journal: agreed, not agreed to the cent, cannot be confirmed; never too early."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.domain import states
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.day_end import DayTotals, Fate, Total
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.domain.payment import TerminalTime
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.reckoning import Close, Reckoned, Span, Why, reckon
from kiosk.domain.visit import Visit
from kiosk.ports import NoReply, NotConnected
from kiosk.services.day_end import DayEnd, closed, next_time
from kiosk.storage.day_ends import SqliteDayEnds
from kiosk.storage.reversals import SqliteReversals
from tests.kiosk.domain.examples import visit as example
from tests.kiosk.fakes import FrozenClock, InlineLane
from tests.kiosk.storage.samples import AMOUNT, LINES, MARK, OPENED, TAIPEI, Kiosk, approved, record_example

AT = time(23, 30)
RESTING = example(states.Attract())


def totals(count: int | None, minor: int, back: int = 0, **changes: Any) -> DayTotals:
    back_total = Total(int(bool(back)), Money(back))
    made = DayTotals(
        "52500038", "17", Total(count, Money(minor)), back_total, TerminalTime(11, 22, 23, 30, 5)
    )
    return replace(made, **changes)


@dataclass
class Reckoner:
    """A terminal that only reckons. `lost`: closing works and its answer does not come; `deaf`: nothing answers."""

    taken: DayTotals
    deaf: bool = False
    lost: bool = False
    refuses: bool = False
    dies: bool = False
    closes: int = 0

    def totals(self) -> DayTotals:
        if self.deaf:
            raise NotConnected("gone")
        return self.taken

    def close_day(self) -> DayTotals:
        if self.refuses:
            raise NoReply("no")
        self.closes += 1
        told, self.taken = self.taken, totals(0, 0)
        if self.lost or self.dies:
            self.deaf = self.dies
            raise NoReply("silence")
        return told


def span(count: int, minor: int, **changes: Any) -> Span:
    return Span(None, "TWD", count, minor, **changes)


@pytest.mark.requirement("X32")
@pytest.mark.parametrize(
    ("told", "verdict", "difference"),
    [
        (totals(2, 560_800), Reckoned.AGREED, 0),
        (totals(None, 560_800), Reckoned.AGREED, 0),
        (totals(3, 560_900), Reckoned.NOT_AGREED, 100),
        (totals(2, 560_799), Reckoned.NOT_AGREED, -1),
        (totals(3, 560_800), Reckoned.NOT_AGREED, 0),
        (totals(2, 560_800, back=500), Reckoned.NOT_AGREED, -500),
        (totals(None, 560_800, net=True), Reckoned.AGREED, 0),
        (totals(None, 560_801, net=True), Reckoned.NOT_AGREED, 1),
    ],
    ids=str,
)
def test_the_verdict_is_to_the_cent(told: DayTotals, verdict: Reckoned, difference: int) -> None:
    """X32: the journal has two payments, 560800 in all."""
    result = reckon([span(2, 560_800)], Close(told, True))
    assert (result.verdict, result.difference) == (verdict, difference)


@pytest.mark.requirement("X32")
def test_what_cannot_be_confirmed_is_not_said_to_agree() -> None:
    """X32: no totals; a lost close, whose totals are kept; a first close over what nobody knows."""
    nothing = reckon([span(2, 5)], Close(None, False, Why.NO_TOTALS))
    assert (nothing.verdict, nothing.difference) == (Reckoned.CANNOT_CONFIRM, None)
    lost = reckon([span(2, 5)], Close(totals(2, 5), False, Why.LOST))
    assert (lost.verdict, lost.why, lost.totals) == (Reckoned.CANNOT_CONFIRM, Why.LOST, totals(2, 5))
    first = reckon([span(2, 5, first=True)], Close(totals(4, 9), True))
    assert (first.verdict, first.why) == (Reckoned.CANNOT_CONFIRM, Why.FIRST)
    assert reckon([span(2, 5, first=True)], Close(totals(2, 5), True)).verdict is Reckoned.AGREED


def test_a_payment_that_came_while_it_closed_is_no_difference() -> None:
    for early, late in ((span(2, 5), span(3, 9)), (span(1, 2), span(2, 5))):
        assert reckon([early, late], Close(totals(2, 5), True)).verdict is Reckoned.AGREED


@pytest.mark.parametrize(
    ("terminal", "close"),
    [
        (Reckoner(totals(2, 5)), Close(totals(2, 5), True)),
        (Reckoner(totals(2, 5), deaf=True), Close(None, False, Why.NO_TOTALS)),
        (Reckoner(totals(2, 5), lost=True), Close(totals(2, 5), True, Why.LOST)),
        (Reckoner(totals(2, 5), dies=True), Close(totals(2, 5), False, Why.LOST)),
        (Reckoner(totals(2, 5), refuses=True), Close(totals(2, 5), False, Why.NOT_CLOSED)),
    ],
    ids=["answers", "deaf", "answer lost", "dies", "refuses"],
)
def test_totals_that_were_read_are_never_lost(terminal: Reckoner, close: Close) -> None:
    assert closed(terminal) == close  # type: ignore[arg-type]


@dataclass
class Site:
    """A kiosk's store, one terminal, lanes that run when told."""

    kiosk: Kiosk
    terminal: Reckoner
    clock: FrozenClock = field(default_factory=FrozenClock)
    at: time | None = AT

    def __post_init__(self) -> None:
        self.records = InlineLane(self.clock, lambda lane: None)
        self.lane = InlineLane(self.clock, lambda lane: None)
        self.start()

    def start(self) -> None:
        ends = SqliteDayEnds(self.kiosk.store, TAIPEI, "TWD")
        reversals = SqliteReversals(self.kiosk.store, TAIPEI)
        self.day_end = DayEnd(
            ends, self.kiosk.payments, reversals, self.terminal, self.clock, self.records, self.lane,  # type: ignore[arg-type]
            lambda call: call(), lambda envelope: None, self.at,
        )  # fmt: skip

    def tick(self, visit: Visit, now: datetime) -> None:
        self.clock.step((now - self.clock.now()).total_seconds())
        self.day_end.tick(self.clock.now(), visit)
        while self.records.run() or self.lane.run():
            pass

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(each.body) for each in self.kiosk.due("telemetry") if each.kind == "day_end"]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    (tmp_path / "store").mkdir()
    kiosk = Kiosk.at(tmp_path / "store" / "kiosk.db")
    return Site(kiosk, Reckoner(totals(0, 0)))


@pytest.fixture(autouse=True)
def _closed_stores() -> Any:
    yield
    while OPENED:
        OPENED.pop().close()


def pay(site: Site, trace: int) -> None:
    asked_at = site.clock.now() - timedelta(hours=2)
    lines = [replace(line, bill=f"{line.bill}-{trace}") for line in LINES]
    payment = site.kiosk.payments.ask(lines, AMOUNT, MARK, False, Language.EN, asked_at)
    assert payment is not None
    site.kiosk.payments.decide(payment, approved(trace), False, site.clock.now())
    known = site.terminal.taken.payments
    assert known.count is not None
    site.terminal.taken = totals(known.count + 1, known.amount.minor + payment.amount.minor)


def evening(site: Site, days: int = 0) -> datetime:
    return site.clock.now().replace(hour=23, minute=30, second=1) + timedelta(days=days)


@pytest.mark.requirement("X32")
@pytest.mark.requirement("E8")
def test_the_day_ends_at_its_time_when_nobody_is_here(site: Site) -> None:
    """X32, E8: once a day, each over what came since the last close; not while somebody stands here."""
    site.tick(RESTING, site.clock.now())
    pay(site, 138)
    site.tick(RESTING, site.clock.now())
    assert site.told() == []
    site.tick(RESTING.at(states.Home()), evening(site))
    assert site.terminal.closes == 0, "somebody is here"
    site.tick(RESTING, evening(site))
    site.tick(RESTING, evening(site) + timedelta(minutes=1))
    [body] = site.told()
    assert (body["verdict"], body["journal"]["payments"]) == ("agreed", {"count": 1, "minor": 280400})
    assert body["terminal"]["payments"] == body["journal"]["payments"]
    example = record_example("day_end")["body"]
    assert body.keys() == example.keys()
    pay(site, 139)
    site.terminal.taken = totals(1, 280_401)
    site.tick(RESTING, evening(site, days=1))
    assert [each["verdict"] for each in site.told()] == ["agreed", "not_agreed"]
    assert site.told()[1]["begins"] == body["ends"]


@pytest.mark.requirement("X26")
def test_the_report_counts_what_became_of_each_proof(site: Site) -> None:
    """X26: by what was known last of each payment's; what the day before had is not in it."""
    site.tick(RESTING, site.clock.now())
    proved(site, 137, PrintOutcome.CONFIRMED)
    site.tick(RESTING, evening(site))
    site.clock.step(60)
    proved(site, 138, PrintOutcome.PARTIAL, PrintOutcome.CONFIRMED)
    proved(site, 139, PrintOutcome.UNKNOWN)
    proved(site, 140, None)
    proved(site, 141)
    site.kiosk.audit.write(Entry(Kind.PAPER_RETRACTED, {"when": "not_taken"}), site.clock.now())
    listed = SqliteDayEnds(site.kiosk.store, TAIPEI, "TWD").standing().listed
    assert listed.proofs == tuple(
        (fate, 1) for fate in Fate if fate.value in ("confirmed", "unknown", "not_wanted", "open")
    )
    assert listed.drawn_in == 1


def proved(site: Site, trace: int, *fates: PrintOutcome | None) -> None:
    """A payment, and what was told of its paper, one after the other."""
    payment = site.kiosk.ask_other()
    site.kiosk.payments.decide(payment, approved(trace), False, site.clock.now())
    for fate in fates:
        site.kiosk.payments.paper(payment, fate, site.clock.now())


@pytest.mark.requirement("X32")
def test_never_while_a_payment_is_open(site: Site) -> None:
    """X32: a close would make the terminal forget what it is to be asked."""
    site.tick(RESTING, evening(site) - timedelta(minutes=1))
    site.kiosk.payments.ask(LINES, AMOUNT, MARK, False, Language.EN, site.clock.now())
    site.tick(RESTING, evening(site))
    assert (site.terminal.closes, site.told()) == (0, [])
    site.tick(RESTING, evening(site) + timedelta(minutes=70))
    assert site.terminal.closes == 1


@pytest.mark.requirement("X32")
def test_a_close_whose_answer_got_lost_loses_no_totals_and_the_next_one_agrees(site: Site) -> None:
    """X32: it closed all the same; the next day is compared from there."""
    site.tick(RESTING, evening(site) - timedelta(minutes=1))
    pay(site, 138)
    site.terminal.dies = True
    site.tick(RESTING, evening(site))
    [body] = site.told()
    assert (body["verdict"], body["why"], body["closed"]) == ("cannot_confirm", "close_lost", False)
    assert body["terminal"]["payments"] == {"count": 1, "minor": 280400}
    site.terminal.deaf = site.terminal.dies = False
    pay(site, 139)
    site.tick(RESTING, evening(site, days=1))
    assert site.told()[1]["verdict"] == "agreed"


@pytest.mark.requirement("X32")
def test_a_break_in_the_middle_is_told_at_the_next_start(site: Site) -> None:
    """X32: the terminal may have closed; nobody knows its totals."""
    site.tick(RESTING, evening(site) - timedelta(minutes=1))
    pay(site, 138)
    SqliteDayEnds(site.kiosk.store, TAIPEI, "TWD").closing(site.clock.now())
    site.terminal.taken = totals(0, 0)
    site.start()
    site.tick(RESTING, site.clock.now())
    [body] = site.told()
    assert (body["verdict"], body["why"], body["terminal"]) == ("cannot_confirm", "interrupted", None)
    pay(site, 139)
    site.tick(RESTING, evening(site, days=1))
    assert site.told()[1]["verdict"] == "agreed"


def test_one_that_was_missed_is_made_up_for(site: Site) -> None:
    site.tick(RESTING, evening(site) - timedelta(minutes=1))
    site.tick(RESTING, evening(site))
    assert len(site.told()) == 1
    site.start()
    site.tick(RESTING, evening(site, days=2) - timedelta(hours=8))
    site.tick(RESTING, site.clock.now())
    assert len(site.told()) == 2


def test_without_a_time_it_never_ends_by_itself(site: Site) -> None:
    assert next_time(site.clock.now(), None) is None
    site.at = None
    site.start()
    for days in range(3):
        site.tick(RESTING, evening(site, days))
    assert site.told() == []
