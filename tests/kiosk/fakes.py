"""What stands at the other ends of a kiosk's ports: small, tame, and each with a memory that a test can look at."""

from __future__ import annotations

import heapq
import itertools
import json
import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from kiosk.domain.account import CodeAnswer, CodeAsked, Factor, Granted, Refused, SignInAnswer, Unreachable
from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.codes import Code
from kiosk.domain.command import Command
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.overview import Overview
from kiosk.domain.posting import Posting
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.domain.scanned import ScanAnswer, ScanFound
from kiosk.domain.upkeep import LogLevel, LogLine, LogTopic
from kiosk.domain.writing import Layout, Word
from kiosk.ports import (
    Answer,
    BillList,
    ChainHead,
    NotConnected,
    Offline,
    Pulled,
    Record,
    StoreError,
    SyncReply,
    Untrusted,
)
from kiosk.storage.database import Store
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import (
    BILLS,
    CARD,
    CODE,
    CUSTOMER,
    GUEST,
    NUMBER,
    PIN,
    TECHNICIAN_PIN,
)
from tests.kiosk.fake_terminal import TERMINAL_ID, FakeTerminal

__all__ = ["TERMINAL_ID", "FakeTerminal"]


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


class FakePrinter:
    used_mm = 96

    def __init__(self) -> None:
        self.printed: list[Paper] = []
        self.outcomes: deque[PrintOutcome] = deque()
        self.state = DeviceState.ONLINE
        self.faults: tuple[Fault, ...] = ()
        self.asked = 0
        self.closed = 0
        self.retracted = 0
        self.draws_in = True

    def retract(self) -> bool:
        """Empties the mouth, unless it is blocked."""
        self.retracted += 1
        if self.draws_in:
            self.faults = tuple(fault for fault in self.faults if fault is not Fault.PAPER_WAITS)
        return self.draws_in

    def goes_silent(self) -> None:
        self.state, self.faults = DeviceState.OFFLINE, (Fault.NO_ANSWER,)

    def status(self) -> DeviceStatus:
        self.asked += 1
        return DeviceStatus(Device.RECEIPT_PRINTER, self.state, self.faults)

    def print(self, paper: Paper) -> PrintOutcome:
        self.printed.append(paper)
        return self.outcomes.popleft() if self.outcomes else PrintOutcome.CONFIRMED

    def close(self) -> None:
        self.closed += 1


class FakeLogs:
    """`lines`, newest first, whatever level is asked for."""

    def __init__(self) -> None:
        self.lines: list[LogLine] = []
        self.asked: list[LogLevel] = []

    def last(self, count: int, level: LogLevel, topic: LogTopic = LogTopic.ALL) -> tuple[LogLine, ...]:
        self.asked.append(level)
        return tuple(self.lines[:count])


class FakeCabinet:
    """`cuts` holds what was asked of the relays: device, whether off; `there` False: its port is gone."""

    def __init__(self) -> None:
        self.cuts: list[tuple[Device, bool]] = []
        self.there = True

    def status(self) -> DeviceStatus:
        return DeviceStatus(Device.CABINET, DeviceState.ONLINE)

    def presence(self) -> bool | None:
        return None

    def light(self, on: bool) -> None:
        return

    def cut(self, device: Device, off: bool) -> None:
        if not self.there:
            raise NotConnected("no such port")
        self.cuts.append((device, off))

    def close(self) -> None:
        return


class FakeReader:
    """`heard` holds what the next polls will see: a card's token, or an error to raise."""

    def __init__(self, device: Device = Device.CARD_READER) -> None:
        self.device = device
        self.heard: deque[Any] = deque()
        self.given_back = 0
        self.polls = 0
        self.there = True

    def status(self) -> DeviceStatus:
        if not self.there:
            return DeviceStatus(self.device, DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
        return DeviceStatus(self.device, DeviceState.ONLINE)

    def read(self) -> Any:
        self.polls += 1
        found = self.heard.popleft() if self.heard else None
        self.there = not isinstance(found, NotConnected)
        if isinstance(found, Exception):
            raise found
        return found

    def give_back(self) -> None:
        self.given_back += 1

    def close(self) -> None:
        return


class FakeCrm:
    """The centre: one customer, her bills, and every record by its id. `lose`: the share of rounds that get lost,
    half of them before the centre heard, half after."""

    def __init__(self, lose: float = 0.0, chance: random.Random | None = None) -> None:
        self.down = False
        self.reason = ""
        self.retry_after: float | None = None
        self.poll = 8.0
        self.batch = 0
        self.bills_now: tuple[Bill, ...] = BILLS
        self.paid_elsewhere: set[str] = set()
        self.scan_answer: ScanAnswer = ScanFound(GUEST, BILLS[:1], NOW)
        self.refuse: dict[str, str] = {}
        self.posting: Posting | None = None
        self.records: dict[str, Record] = {}
        self.heard: list[str] = []
        self.batches: list[int] = []
        self.signed_out: list[str] = []
        self.published: dict[str, Pulled | Untrusted] = {}
        self.asked: list[dict[str, str]] = []
        self.mute = False
        self.cases: dict[str, CaseStanding] = {}
        self.looked_up: list[str] = []
        self.open_callbacks: dict[tuple[str, Topic], CaseStanding] = {}
        self.asked_about: list[tuple[str, str, Topic]] = []
        self.codes: dict[str, str] = {}
        self.commands: list[Command] = []
        self.coming: tuple[str, ...] = ()
        self.overview_now = Overview(NOW)
        self.seen: list[str] = []
        self._lose, self._chance = lose, chance or random.Random(7)

    def sign_in(self, visit: str, card: str, pin: str) -> SignInAnswer:
        if self.down:
            return Unreachable()
        return Granted(CUSTOMER) if (card, pin) == (CARD, PIN) else Refused()

    def sign_in_by_number(self, visit: str, number: str, factor: Factor, secret: str) -> SignInAnswer:
        if self.down:
            return Unreachable()
        good = {Factor.PIN: PIN, Factor.CODE: self.codes.get(number)}[factor]
        return Granted(CUSTOMER) if (number, secret) == (NUMBER, good) else Refused()

    def send_code(self, visit: str, number: str) -> CodeAnswer:
        """The same answer for every number; the code of the one that is known is CODE."""
        if self.down:
            return Unreachable()
        self.codes[number] = CODE
        return CodeAsked(NOW + timedelta(seconds=60))

    def sign_out(self, grant: str) -> None:
        self._up()
        self.signed_out.append(grant)

    def bills(self, grant: str) -> BillList:
        self._up()
        return BillList(self.bills_now, NOW)

    def overview(self, grant: str) -> Overview:
        self._up()
        return self.overview_now

    def see_notices(self, grant: str, notices: Sequence[str]) -> None:
        self._up()
        self.seen += notices

    def find_scanned(self, visit: str, code: Code) -> ScanAnswer:
        self._up()
        return self.scan_answer

    def check(
        self, grant: str, bills: Sequence[str], amounts: Sequence[Money] = ()
    ) -> tuple[BillStanding, ...]:
        self._up()
        elsewhere = dict.fromkeys(self.paid_elsewhere, date(2026, 11, 20))
        return tuple(BillStanding(bill, bill not in elsewhere, elsewhere.get(bill)) for bill in bills)

    def case(self, visit: str, reference: str) -> CaseStanding | None:
        self._up()
        self.looked_up.append(reference)
        return self.cases.get(reference)

    def open_callback(self, visit: str, phone: str, topic: Topic, email: str = "") -> CaseStanding | None:
        self._up()
        self.asked_about.append((visit, phone or email, topic))
        return self.open_callbacks.get((phone or email, topic))

    def sync(self, records: Sequence[Record], epoch: str = "", chain: ChainHead | None = None) -> SyncReply:
        self._up()
        self.batches.append(len(records))
        luck = self._chance.random() if records else 1.0
        if luck < self._lose / 2:
            raise Offline("the question was lost")
        answers = tuple(self._store(record) for record in records)
        if luck < self._lose:
            raise Offline("the answer was lost")
        return SyncReply(
            answers,
            self.poll,
            {part: one.version for part, one in self.published.items()},
            tuple(self.commands),
            self.coming,
            batch=self.batch,
        )

    def content(self, have: Mapping[str, str]) -> dict[str, Pulled | Untrusted | None]:
        """`mute`: this question alone gets lost."""
        self._up()
        if self.mute:
            raise Offline("the question was lost")
        self.asked.append(dict(have))
        now_here = {part: self.published.get(part) for part in have}
        return {part: one for part, one in now_here.items() if (one.version if one else "") != have[part]}

    def _store(self, record: Record) -> Answer:
        if record.kind in self.refuse:
            return Answer(record.id, "refused", self.refuse[record.kind])
        moved = record.kind == "payment" and json.loads(record.body)["outcome"] == "approved"
        posting = self.posting if moved else None
        if record.id in self.records:
            return Answer(record.id, "duplicate", posting=posting)
        self.records[record.id] = record
        self.heard.append(record.stream)
        return Answer(record.id, "stored", posting=posting)

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


class FakeAssistants:
    """One of the floor staff."""

    def fits(self, staff: str, digits: str) -> bool:
        return (staff, digits) == ("2041", TECHNICIAN_PIN)

    def who(self, digits: str) -> str:
        return "2041" if digits == f"2041{TECHNICIAN_PIN}" else ""


class FakeInputMethod:
    """Knows what everything may become: itself, whole."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.forgotten = 0

    def layouts(self) -> tuple[Layout, ...]:
        return (Layout.ZHUYIN,)

    def words(self, layout: Layout, sounds: str) -> tuple[Word, ...]:
        self.asked.append(sounds)
        return (Word(f"<{sounds}>", len(sounds)),)

    def forget(self) -> None:
        self.asked.clear()
        self.forgotten += 1

    def close(self) -> None: ...


class FullDisk:
    """A Store whose writes fail while `full`, and whose reads while `unreadable`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.full = self.unreadable = False

    def read(self) -> Any:
        if self.unreadable:
            raise StoreError("read: SQLITE_IOERR")
        return self._store.read()

    def write(self, *, finishing: bool = False) -> Any:
        if self.full:
            raise StoreError("write: SQLITE_FULL")
        return self._store.write(finishing=finishing)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)
