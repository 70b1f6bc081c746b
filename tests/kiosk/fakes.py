"""A whole kiosk without window, threads, wires or waiting. Its store is the real one; the rest is small and tame.

`Kiosk` reads like a visit: `kiosk.touch(...)`, `kiosk.present_card(...)`, `kiosk.wait(seconds)`. After each of them every
lane has done what it can do; what is to happen later happens when the clock is stepped.
"""

from __future__ import annotations

import heapq
import itertools
import json
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from kiosk.domain import events, states
from kiosk.domain.account import Customer, Granted, Refused, SignInAnswer, Unreachable
from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Fault, Health
from kiosk.domain.money import Money
from kiosk.domain.payment import (
    Approved,
    Cancelled,
    CancelledBy,
    Declined,
    Finding,
    Found,
    InDoubt,
    Mark,
    NoAnswer,
    NothingFound,
    Outcome,
    Slip,
)
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.states import Stage
from kiosk.domain.visit import Visit
from kiosk.ports import Answer, BillList, NoReply, Offline, Record, StoreError, SyncReply
from kiosk.services.controller import Controller, Envelope
from kiosk.services.courier import Courier, Pace
from kiosk.services.effects import Effects, Lanes, World
from kiosk.services.papers import Papers
from kiosk.services.recovery import Recovery
from kiosk.services.watch import CardWatch, Watch
from kiosk.storage.audit import SqliteAudit
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.database import Store
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.payments import SqlitePayments
from kiosk.texts import load_texts
from tests.kiosk.domain.examples import (
    BILLS,
    CARD,
    CUSTOMER,
    HOUSE,
    NOW,
    PIN,
    TAIPEI,
    TECHNICIAN_PIN,
    time_of,
)

LOCALE = Path(__file__).parents[2] / "assets" / "locale"
TERMINAL_ID = "52500038"


S = TypeVar("S")


class FrozenClock:
    def __init__(self, at: datetime = NOW) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def step(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


class InlineLane:
    """Jobs run when `run` is called, one after another; while `stuck` none does, as behind a device that hangs."""

    def __init__(self, clock: FrozenClock, on_bug: Callable[[str], None], limit: int = 200) -> None:
        self._clock, self._on_bug, self._limit = clock, on_bug, limit
        self.jobs: deque[tuple[str, Callable[[], None]]] = deque()
        self._timed: list[tuple[datetime, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.stuck = False

    def submit(self, job: Callable[[], None], *, owner: str = "") -> bool:
        if len(self.jobs) >= self._limit:
            return False
        self.jobs.append((owner, job))
        return True

    def forget(self, owner: str) -> None:
        self.jobs = deque((of, job) for of, job in self.jobs if of != owner)

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        due = self._clock.now() + timedelta(seconds=seconds)
        heapq.heappush(self._timed, (due, next(self._order), job))

    def run(self) -> bool:
        """One job, if one is due."""
        while self._timed and self._timed[0][0] <= self._clock.now():
            self.jobs.append(("", heapq.heappop(self._timed)[2]))
        if self.stuck or not self.jobs:
            return False
        try:
            self.jobs.popleft()[1]()
        except Exception:  # the lane's net, as in kiosk/lanes.py
            self._on_bug("lane")
        return True


class FakeTerminal:
    """Charges what it is told, by `script`; remembers it in `ledger`, as a terminal does."""

    def __init__(self, clock: FrozenClock) -> None:
        self._clock = clock
        self.script: deque[str] = deque()
        self.ledger: list[Slip] = []
        self.last: Found | None = None
        self.trace = 137
        self.silent = 0
        self.ready = True
        self.asked = 0
        self.cancelled = 0
        self.inquiries = 0

    def status(self) -> DeviceStatus:
        if self.ready:
            return DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.ONLINE)
        return DeviceStatus(Device.PAYMENT_TERMINAL, DeviceState.OFFLINE, (Fault.NO_ANSWER,))

    def prepare(self) -> Mark:
        if not self.ready:
            raise NoReply("silence", port="terminal")
        last = self.last.slip if self.last else None
        return Mark(TERMINAL_ID, last.trace, last.receipt) if last else Mark(TERMINAL_ID, None, None)

    def charge(self, amount: Money, on_stage: Callable[[Stage], None]) -> Outcome:
        self.asked += 1
        on_stage(Stage.INSERT_CARD)
        match self.script.popleft() if self.script else "approve":
            case "approve":
                return Approved(self._charged(amount))
            case "decline":
                self._remember(amount, approved=False)
                return Declined()
            case "cancel":
                return Cancelled(CancelledBy.TERMINAL)
            case "drop_after":
                self._charged(amount)
                return InDoubt("no_answer")
            case "drop_before":
                return InDoubt("no_answer")
            case "unreachable":
                raise NoReply("silence", port="terminal")
            case other:
                raise AssertionError(other)

    def cancel(self) -> None:
        self.cancelled += 1

    def inquire(self) -> Finding:
        self.inquiries += 1
        if self.silent:
            self.silent -= 1
            return NoAnswer()
        return self.last or NothingFound()

    def close(self) -> None:
        return

    def _charged(self, amount: Money) -> Slip:
        self.ledger.append(self._remember(amount, approved=True))
        return self.ledger[-1]

    def _remember(self, amount: Money, approved: bool) -> Slip:
        self.trace += 1
        at = time_of(self._clock.now())
        slip = Slip(TERMINAL_ID, self.trace, self.trace, amount, at, "••••1234", "VISA", "008231")
        self.last = Found(slip, approved)
        return slip


class FakePrinter:
    def __init__(self) -> None:
        self.printed: list[Paper] = []
        self.outcomes: deque[PrintOutcome] = deque()
        self.state = DeviceState.ONLINE
        self.asked = 0

    def status(self) -> DeviceStatus:
        self.asked += 1
        return DeviceStatus(Device.RECEIPT_PRINTER, self.state)

    def print(self, paper: Paper) -> PrintOutcome:
        self.printed.append(paper)
        return self.outcomes.popleft() if self.outcomes else PrintOutcome.CONFIRMED

    def close(self) -> None:
        return


class FakeReader:
    """`heard` holds what the next polls will see: a card's token, or an error to raise."""

    def __init__(self) -> None:
        self.heard: deque[str | Exception] = deque()
        self.polls = 0

    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.CARD_READER, DeviceState.ONLINE)

    def read(self) -> str | None:
        self.polls += 1
        found = self.heard.popleft() if self.heard else None
        if isinstance(found, Exception):
            raise found
        return found

    def close(self) -> None:
        return


class FakeCrm:
    """The centre: one customer, her bills, and every record by its id. `lose` is the share of answers that get lost."""

    def __init__(self, lose: float = 0.0, chance: random.Random | None = None) -> None:
        self.down = False
        self.reason = ""
        self.retry_after: float | None = None
        self.poll = 8.0
        self.bills_now: tuple[Bill, ...] = BILLS
        self.paid_elsewhere: set[str] = set()
        self.refuse: dict[str, str] = {}
        self.records: dict[str, Record] = {}
        self.heard: list[str] = []
        self.batches: list[int] = []
        self.signed_out: list[str] = []
        self._lose, self._chance = lose, chance or random.Random(7)

    def sign_in(self, visit: str, card: str, pin: str) -> SignInAnswer:
        if self.down:
            return Unreachable()
        return Granted(CUSTOMER) if (card, pin) == (CARD, PIN) else Refused()

    def sign_out(self, grant: str) -> None:
        self._up()
        self.signed_out.append(grant)

    def bills(self, grant: str) -> BillList:
        self._up()
        return BillList(self.bills_now, NOW)

    def check(self, grant: str, bills: Sequence[str]) -> tuple[BillStanding, ...]:
        self._up()
        return tuple(BillStanding(bill, bill not in self.paid_elsewhere) for bill in bills)

    def sync(self, records: Sequence[Record]) -> SyncReply:
        self._up()
        self.batches.append(len(records))
        answers = tuple(self._store(record) for record in records)
        if records and self._chance.random() < self._lose:
            raise Offline("the answer was lost")
        return SyncReply(answers, self.poll)

    def _store(self, record: Record) -> Answer:
        if record.kind in self.refuse:
            return Answer(record.id, "refused", self.refuse[record.kind])
        if record.id in self.records:
            return Answer(record.id, "duplicate")
        self.records[record.id] = record
        self.heard.append(record.stream)
        return Answer(record.id, "stored")

    def _up(self) -> None:
        if self.down:
            raise Offline("no line", self.retry_after, self.reason)

    def bodies(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(record.body) for record in self.records.values() if record.kind == kind]


class FakeLock:
    """`asked_when` is what the store had counted at the moment the PIN was looked at."""

    def __init__(self, tries: Callable[[], str]) -> None:
        self._tries = tries
        self.asked_when: list[str] = []

    def fits(self, digits: str) -> bool:
        self.asked_when.append(self._tries())
        return digits == TECHNICIAN_PIN


class FullDisk:
    """A Store whose writes fail while `full`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = False

    def write(self, *, finishing: bool = False) -> Any:
        if self.full:
            raise StoreError("write: SQLITE_FULL")
        return self._store.write(finishing=finishing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@dataclass
class Kiosk:
    """Controller, effects, recovery, courier and watches as bootstrap ties them, on lanes that run when told."""

    path: Path
    clock: FrozenClock = field(default_factory=FrozenClock)
    terminal: FakeTerminal = field(init=False)
    printer: FakePrinter = field(default_factory=FakePrinter)
    reader: FakeReader = field(default_factory=FakeReader)
    crm: FakeCrm = field(default_factory=FakeCrm)
    house: Any = HOUSE
    pace: Pace = field(default_factory=Pace)
    memory: FakeTerminal | None = None

    def __post_init__(self) -> None:
        self.terminal = self.memory or FakeTerminal(self.clock)
        self.bugs: list[str] = []
        self.shown: list[Visit] = []
        self.asked: list[Effect] = []
        self._main: deque[Callable[[], None]] = deque()
        self.lanes = {name: InlineLane(self.clock, self._bug) for name in LANES}
        self.store = Store(self.path)
        self.disk: Any = FullDisk(self.store)
        self.world = self._world()
        health = Health(recovering=True)
        first = Visit(id="boot.1", house=self.house, now=self.clock.now(), health=health)
        self.controller = Controller(first, self._carry_out, self.shown.append)
        lane, main = self.lanes, self._main.append
        self.recovery = Recovery(
            self.world.payments, self.terminal, self.world.audit, self.clock, lane["records"], lane["terminal"],
            main, self.post, self.house.inquiries, self.house.inquiry_pause,
        )  # fmt: skip
        self.courier = Courier(
            self.world.outbox, self.crm, self.clock, lane["records"], lane["network"], main, self.post,
            lambda: 0.5, self.pace,
        )  # fmt: skip
        lanes = Lanes(lane["printer"], lane["terminal"], lane["records"], lane["network"])
        self.effects = Effects(self.world, lanes, self.post, self.courier.nudge, self.recovery.begin)
        self.watch = Watch(
            self.printer, self.terminal, self.world.keeper, self.clock,
            lane["printer"], lane["terminal"], lane["records"], main, self.post,
        )  # fmt: skip
        self.cards = CardWatch(self.reader, lane["reader"], main, self.controller.tap, self.post)

    def _world(self) -> World:
        keeper = SqliteKeeper(self.disk, TAIPEI, tries=5, lock=timedelta(minutes=15))
        self.lock = FakeLock(self._tries)
        return World(
            printer=self.printer,
            terminal=self.terminal,
            payments=SqlitePayments(self.disk, "K07", TAIPEI),
            callbacks=SqliteCallbacks(self.disk, "K07", TAIPEI),
            outbox=SqliteOutbox(self.disk, TAIPEI),
            audit=SqliteAudit(self.disk, TAIPEI),
            keeper=keeper,
            crm=self.crm,
            lock=self.lock,
            papers=Papers(self.house, load_texts(LOCALE)),
            clock=self.clock,
        )

    # --- what a visit is made of ----------------------------------------------------------------

    def start(self) -> Kiosk:
        self.recovery.begin()
        self.cards.begin()
        return self.tick()

    def touch(self, *taps: Event) -> Kiosk:
        for tap in taps:
            self.controller.tap(tap)
            self.run()
        return self

    def present_card(self, card: str = CARD) -> Kiosk:
        self.reader.heard.append(card)
        return self.wait(0.1)

    def enter(self, digits: str) -> Kiosk:
        return self.touch(*(events.DigitTyped(digit) for digit in digits))

    def sign_in(self, task: Any, pin: str = PIN) -> Kiosk:
        self.touch(events.Started(), events.TaskChosen(task)).present_card()
        return self.enter(pin).touch(events.Confirmed())

    def choose_and_pay(self) -> Kiosk:
        """From the bills to the confirmation of two of them."""
        toggles = [events.BillToggled(bill.id) for bill in BILLS[:2]]
        return self.touch(*toggles, events.Confirmed(), events.Confirmed())

    def wait(self, seconds: float) -> Kiosk:
        self.clock.step(seconds)
        return self.tick()

    def tick(self) -> Kiosk:
        now = self.clock.now()
        self.post(Envelope("", events.Ticked(now)))
        self.run()
        visit = self.controller.visit
        self.watch.tick(now, visit.health, is_committing(visit))
        self.recovery.tick(now)
        self.courier.tick(now)
        return self.run()

    def run(self) -> Kiosk:
        """Until nobody has anything to do; main before the lanes, as events come home first."""
        for _ in range(10_000):
            if self._main:
                self._main.popleft()()
            elif not any(lane.run() for lane in self.lanes.values()):
                return self
        raise AssertionError("it never comes to rest")

    def post(self, envelope: Envelope) -> None:
        self._main.append(lambda: self.controller.take(envelope))

    @property
    def visit(self) -> Visit:
        return self.controller.visit

    @property
    def state(self) -> states.State:
        return self.controller.visit.state

    def at(self, kind: type[S]) -> S:
        """The state, which must be a `kind`."""
        state = self.controller.visit.state
        assert isinstance(state, kind), state
        return state

    def outcomes(self) -> list[str]:
        """The journal: every outcome, in its order."""
        with self.store.read() as db:
            return [row[0] for row in db.execute("SELECT outcome FROM payment_outcome ORDER BY n")]

    def audited(self) -> list[str]:
        with self.store.read() as db:
            return [row[0] for row in db.execute("SELECT kind FROM audit ORDER BY seq")]

    def killed(self) -> Kiosk:
        """The power went: another start over the same disk and the same terminal, and all that was in memory gone."""
        self.store.close()
        return Kiosk(
            self.path, self.clock, crm=self.crm, printer=self.printer, memory=self.terminal, house=self.house
        )

    def _tries(self) -> str:
        with self.store.read() as db:
            row = db.execute("SELECT value FROM keep WHERE name = 'tries'").fetchone()
        return str(row[0]) if row else ""

    def _carry_out(self, visit: Visit, effect: Effect) -> None:
        self.asked.append(effect)
        self.effects.carry_out(visit, effect)

    def _bug(self, lane: str) -> None:
        self.bugs.append(lane)
        self.post(Envelope("", events.Broke(lane)))


LANES = ("printer", "reader", "terminal", "records", "network")

__all__ = [
    "Customer",
    "FakeCrm",
    "FakePrinter",
    "FakeReader",
    "FakeTerminal",
    "FrozenClock",
    "InlineLane",
    "Kiosk",
]
