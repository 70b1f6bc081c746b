"""A whole kiosk without window, threads, wires or waiting. Its store is the real one; the rest is tests/kiosk/fakes.py.

`Kiosk` reads like a visit: `kiosk.touch(...)`, `kiosk.present_card(...)`, `kiosk.wait(seconds)`. After each of them every
lane has done what it can do; what is to happen later happens when the clock is stepped.
"""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from kiosk.answers.engine import Engine
from kiosk.domain import events, states
from kiosk.domain.effects import Effect, EndStaffCall, LearnAnswers
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import Device, Health
from kiosk.domain.house import House
from kiosk.domain.receipt import Paper
from kiosk.domain.staff_call import Ended
from kiosk.domain.visit import Visit
from kiosk.pulled import last_good, rules
from kiosk.services.controller import Controller, Envelope
from kiosk.services.courier import Courier, Pace
from kiosk.services.day_end import DayEnd
from kiosk.services.effects import Effects, Lanes, World
from kiosk.services.papers import Papers
from kiosk.services.puller import Puller
from kiosk.services.recovery import Recovery
from kiosk.services.watch import CardWatch, ScannerWatch, Watch
from kiosk.settings import load
from kiosk.settings.site_file import SiteFile
from kiosk.storage.audit import SqliteAudit
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.cases import SqliteCases
from kiosk.storage.commands import SqliteCommands
from kiosk.storage.copies import SqliteCopies
from kiosk.storage.counter_slips import SqliteCounterSlips
from kiosk.storage.counters import SqliteCounters
from kiosk.storage.database import Store
from kiosk.storage.day_ends import SqliteDayEnds
from kiosk.storage.diagnosis import SqliteDiagnosis
from kiosk.storage.feedback import SqliteFeedback
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.lives import SqliteEpochs
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.payments import SqlitePayments
from kiosk.storage.receipt_links import SqliteReceiptLinks
from kiosk.storage.replica import SqliteReplica
from kiosk.storage.reversals import SqliteReversals
from kiosk.storage.staff_calls import SqliteStaffCalls
from kiosk.storage.vault import Vault
from kiosk.support import SupportBundle
from kiosk.texts import load_texts
from tests.kiosk.domain.drafts import TAIPEI
from tests.kiosk.domain.examples import BILLS, CARD, HOUSE, PIN
from tests.kiosk.fakes import (
    FakeAssistants,
    FakeCabinet,
    FakeCrm,
    FakeInputMethod,
    FakeLock,
    FakeLogs,
    FakePrinter,
    FakeReader,
    FakeTerminal,
    FrozenClock,
    FullDisk,
    InlineLane,
)

LOCALE = Path(__file__).parents[2] / "assets" / "locale"
CONFIG = Path(__file__).parents[2] / "kiosk.ini"
LANES = ("printer", "reader", "scanner", "terminal", "records", "network", "answers", "cabinet", "writing")
S = TypeVar("S")
#: Read once a process: many kiosks come and go in one.
_texts = functools.cache(lambda: load_texts(LOCALE))


@dataclass
class Kiosk:
    """Controller, effects, recovery, courier and watches as bootstrap ties them, on lanes that run when told."""

    path: Path
    clock: FrozenClock = field(default_factory=FrozenClock)
    terminal: FakeTerminal = field(init=False)
    printer: FakePrinter = field(default_factory=FakePrinter)
    reader: FakeReader = field(default_factory=FakeReader)
    scanner: FakeReader = field(default_factory=lambda: FakeReader(Device.CODE_SCANNER))
    cabinet: FakeCabinet = field(default_factory=FakeCabinet)
    crm: Any = field(default_factory=FakeCrm)
    logs: FakeLogs = field(default_factory=FakeLogs)
    house: House = HOUSE
    pace: Pace = field(default_factory=Pace)
    search: Engine = field(default_factory=Engine)
    input_method: Any = field(default_factory=FakeInputMethod)
    memory: FakeTerminal | None = None
    recovery_key: bytes = b""
    knows_centre: bool = False

    def __post_init__(self) -> None:
        self.terminal = self.memory or FakeTerminal(self.clock)
        self.bugs: list[str] = []
        self.restarts = 0
        self.shown: list[Visit] = []
        self.asked: list[Effect] = []
        self._main: deque[Callable[[], None]] = deque()
        self.lanes = {name: InlineLane(self.clock, self._bug) for name in LANES}
        self.store = Store(
            self.path, Vault(self.path.with_name("keys"), self.house.kiosk_id, self.recovery_key)
        )
        self.disk: Any = FullDisk(self.store)
        self.world = self._world()
        health = Health(recovering=True)
        replica = self._replica()
        kept = last_good(self.house, replica.parts())
        first = Visit(id="boot.1", house=kept.house, now=self.clock.now(), health=health)
        self.controller = Controller(first, self._carry_out, self._show, self._heard)
        lane, main = self.lanes, self._main.append
        self.recovery = Recovery(
            self.world.payments, self.world.reversals, self.terminal, self.world.audit, self.clock, lane["records"],
            lane["terminal"], main, self.post, self.house.inquiries, self.house.inquiry_pause,
        )  # fmt: skip
        self.puller = Puller(
            rules(self.house, self.knows_centre), kept.have, self.crm, replica, self.clock,
            lane["network"], lane["records"], main, self.post, replica.refused(),
        )  # fmt: skip
        self.courier = Courier(
            self.world.outbox, SqliteEpochs(self.store, TAIPEI), self.crm, self.clock, lane["records"],
            lane["network"], main, self.post, lambda: 0.5, self.pace, self.puller.heard,
        )  # fmt: skip
        names = ("printer", "terminal", "records", "network", "answers", "reader", "scanner", "cabinet",
                 "writing")  # fmt: skip
        lanes = Lanes(*(lane[name] for name in names))
        self.effects = Effects(
            self.world, lanes, self.post, self.courier.nudge, self.recovery.begin, self._restart,
            lambda: self.day_end.begin(), self._read_out,
        )  # fmt: skip
        self.day_end = DayEnd(
            self.world.day_ends, self.world.payments, self.world.reversals, self.terminal, self.clock,
            lane["records"], lane["terminal"], main, self.post, None,
        )  # fmt: skip
        self.watch = Watch(
            self.printer, self.terminal, self.world.keeper, self.clock,
            lane["printer"], lane["terminal"], lane["records"], main, self.post,
        )  # fmt: skip
        self.cards = CardWatch(self.reader, lane["reader"], main, self.controller.tap, self.post)
        self.codes = ScannerWatch(self.scanner, lane["scanner"], main, self.controller.tap, self.post)

    def _replica(self) -> SqliteReplica:
        return SqliteReplica(self.disk, TAIPEI)

    def _world(self) -> World:
        keeper = SqliteKeeper(self.disk, TAIPEI, tries=5, lock=timedelta(minutes=15))
        self.lock = FakeLock(self._tries)
        return World(
            printer=self.printer,
            terminal=self.terminal,
            reader=self.reader,
            scanner=self.scanner,
            cabinet=self.cabinet,
            payments=SqlitePayments(self.disk, self.house.kiosk_id, TAIPEI),
            reversals=SqliteReversals(self.disk, TAIPEI),
            copies=SqliteCopies(self.disk, TAIPEI),
            receipt_links=SqliteReceiptLinks(self.disk, TAIPEI),
            callbacks=SqliteCallbacks(self.disk, self.house.kiosk_id, TAIPEI),
            cases=SqliteCases(self.disk, self.house.kiosk_id, TAIPEI),
            outbox=SqliteOutbox(self.disk, TAIPEI),
            audit=SqliteAudit(self.disk, TAIPEI),
            keeper=keeper,
            crm=self.crm,
            lock=self.lock,
            papers=Papers(self.house, _texts()),
            search=self.search,
            input_method=self.input_method,
            feedback=SqliteFeedback(self.disk, TAIPEI),
            logs=self.logs,
            support=SupportBundle(load(CONFIG), CONFIG, self.path.parent, SqliteDiagnosis(self.store)),
            settings=SiteFile(CONFIG, self.path.with_name("site.ini"), self.path.parent / "by-id"),
            commands=SqliteCommands(self.disk, TAIPEI),
            counters=SqliteCounters(self.disk, TAIPEI),
            counter_slips=SqliteCounterSlips(self.disk, "K07", TAIPEI),
            assistants=FakeAssistants(),
            assist_tries=SqliteKeeper(self.disk, TAIPEI, door="assist."),
            staff_calls=SqliteStaffCalls(self.disk, TAIPEI),
            day_ends=SqliteDayEnds(self.disk, TAIPEI, "TWD"),
            clock=self.clock,
        )

    # --- what a visit is made of ----------------------------------------------------------------

    def start(self) -> Kiosk:
        self.recovery.begin()
        self.effects.carry_out(self.visit, LearnAnswers(self.visit.house.articles))
        self.effects.carry_out(self.visit, EndStaffCall(Ended.RESTARTED))
        self.cards.begin()
        self.codes.begin()
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

    def run_some(self, steps: int) -> bool:
        """So many pieces of work of main and the lanes; whether there was as much to do."""
        for _ in range(steps):
            if self._main:
                self._main.popleft()()
            elif not any(lane.run() for lane in self.lanes.values()):
                return False
        return True

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
            self.path, self.clock, crm=self.crm, printer=self.printer, memory=self.terminal, house=self.house,
            knows_centre=self.knows_centre,
        )  # fmt: skip

    def _tries(self) -> str:
        with self.store.read() as db:
            row = db.execute("SELECT value FROM keep WHERE name = 'tries'").fetchone()
        return str(row[0]) if row else ""

    def _show(self, visit: Visit) -> None:
        self.shown.append(visit)

    def _heard(self, event: Event) -> None:
        """For whoever hears everything that happens before the rules do."""

    def _read_out(self, paper: Paper) -> None:
        """For whoever is told what stands on it."""

    def _carry_out(self, visit: Visit, effect: Effect) -> None:
        self.asked.append(effect)
        self.effects.carry_out(visit, effect)

    def _restart(self) -> None:
        self.restarts += 1

    def _bug(self, lane: str) -> None:
        self.bugs.append(lane)
        self.post(Envelope("", events.Broke(lane)))
