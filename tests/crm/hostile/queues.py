"""Kiosks behind hostile lines: the real encrypted store, the real courier, the real client; only the clock is not."""

from __future__ import annotations

import itertools
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from kiosk.domain.reference import make_reference
from kiosk.services.courier import Courier, Pace
from kiosk.storage.canon import new_id, utc_text
from kiosk.storage.database import Store
from kiosk.storage.engine import append
from kiosk.storage.lives import SqliteEpochs
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.queue import KINDS, enqueue
from kiosk.storage.seals import append_sealed
from kiosk.storage.vault import Vault
from kiosk.sync.crm import HttpCrm
from kiosk.sync.identity import Identity
from kiosk.sync.line import Timeout
from tests.crm.hostile.line import HostileLine
from tests.crm.signing import contract
from tests.kiosk.domain.drafts import TAIPEI
from tests.kiosk.fakes import FrozenClock, InlineLane

#: Of a hundred records; what has consequences for people is rarer than what is only counted.
MIX = {
    "payment.approved": 3,
    "complaint": 1,
    "letter.anonymous": 1,
    "callback": 1,
    "suggestion.anonymous": 2,
    "rating": 8,
    "vote": 24,
    "unmet_search": 8,
    "audit": 46,
    "health": 6,
}
CUSTOMERS = 12
#: What a kiosk writes in one go, and that at most.
BURST = 120
#: Rounds after which a queue that has not drained never will.
ENDLESS = 20_000


@dataclass
class Told:
    """What was handed over at one kiosk: ids in their order by customer and stream, money by its bills."""

    ids: list[str] = field(default_factory=list)
    by_customer: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    minor: int = 0


class Queue:
    """One kiosk. `run` writes `count` records, a malformed one among them, while it delivers them, in its own thread."""

    def __init__(self, folder: Path, identity: Identity, line: HostileLine, seed: int) -> None:
        self.id = identity.kiosk_id
        self.told = Told()
        self.parked: list[Any] = []
        self.poisoned = ""
        self.waiting = -1
        self.error: BaseException | None = None
        self._folder, self._identity, self._line = folder, identity, line
        self._chance = Random(seed)
        self._numbers = itertools.count(seed * 1_000_000 + 1)
        self._clock = FrozenClock(datetime.now(TAIPEI))
        self._main: deque[Callable[[], None]] = deque()
        self._bugs: list[str] = []

    def run(self, count: int) -> None:
        try:
            self._run(count)
        except BaseException as error:  # told by whoever waits for this thread
            self.error = error

    def begin(self, count: int) -> threading.Thread:
        thread = threading.Thread(target=self.run, args=(count,), name=self.id)
        thread.start()
        return thread

    def _run(self, count: int) -> None:
        store = Store(self._folder / f"{self.id}.db", Vault(self._folder / f"{self.id}.keys", self.id))
        crm = HttpCrm(self._line.url, self._identity, Timeout(connect=2.0, answer=3.0))
        records, network = (InlineLane(self._clock, self._bugs.append) for _ in range(2))
        lanes = [records, network]
        outbox = SqliteOutbox(store, TAIPEI)
        courier = Courier(
            outbox,
            SqliteEpochs(store, TAIPEI),
            crm,
            self._clock,
            records,
            network,
            self._main.append,
            lambda _: None,
            self._chance.random,
            Pace(batch=100),
        )
        left, poison_at = count, count // 3
        for _ in range(ENDLESS):
            if left:
                burst = min(left, self._chance.randint(1, BURST))
                self._write(store, burst, poison=left - burst <= count - poison_at < left)
                left -= burst
                courier.nudge()
            self._rest(lanes)
            if not left and not outbox.counts().waiting:
                break
            self._clock.step(60)
            courier.tick(self._clock.now())
            self._rest(lanes)
            if self._line.is_down and self._chance.random() < 0.5:
                self._line.mend()
        self.waiting = outbox.counts().waiting
        self.parked = outbox.parked()
        assert not self._bugs
        crm.close()
        store.close()

    def _rest(self, lanes: list[InlineLane]) -> None:
        while self._main or any(lane.run() for lane in lanes):
            if self._main:
                self._main.popleft()()

    def _write(self, store: Store, count: int, *, poison: bool) -> None:
        with store.write() as db:
            for example in self._chance.choices(list(MIX), list(MIX.values()), k=count):
                self._enqueue(db, example)
            if poison:
                self.poisoned = new_id()
                body = {**contract("records/complaint.json")["body"], "reference": "of nobody"}
                enqueue(db, TAIPEI, "complaint", body, self._clock.now(), record_id=self.poisoned)

    def _enqueue(self, db: Any, example: str) -> None:
        """`customer` and `nth` are more than the centre asks for: it keeps them with the record."""
        kind = example.partition(".")[0]
        stream, _ = KINDS[kind]
        id, customer = new_id(), self._chance.randrange(CUSTOMERS)
        earlier = self.told.by_customer.setdefault((stream, customer), [])
        body = {**self._body(example, id), "customer": customer, "nth": len(earlier)}
        if kind == "payment":
            _journal(db, body, self._clock.now())
        enqueue(db, TAIPEI, kind, body, self._clock.now(), record_id=id)
        earlier.append(id)
        self.told.ids.append(id)
        self.told.kinds[kind] += 1

    def _body(self, example: str, id: str) -> dict[str, Any]:
        body: dict[str, Any] = dict(EXAMPLES[example])
        number = next(self._numbers)
        if "reference" in body:
            body["reference"] = make_reference(self.id, number)
        if "phone" in body:
            body["phone"] = f"09{number % 10**8:08}"
        if "window" in body:
            begins = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
            body["window"] = {"from": begins.isoformat(), "to": begins.replace(hour=3).isoformat()}
        if "payment" in body:
            minor = number % 9_000 + 1
            amount = {"minor": minor, "currency": "TWD"}
            slip = {**body["slip"], "trace": number, "receipt": number}
            lines = [{"bill": f"X-{number}", "amount": amount}]
            body |= {"payment": id, "amount": amount, "lines": lines, "slip": slip}
            self.told.minor += minor
        return body


def _journal(db: Any, body: dict[str, Any], now: datetime) -> None:
    """The payment of this record, sealed as the kiosk's own: of one that it does not know none is handed over."""
    append(db, "reference", {"reference": body["reference"]})
    asked = {"id": body["payment"], "reference": body["reference"], "asked_at": utc_text(now)}
    mark = {"mark_terminal": body["slip"]["terminal_id"], "mark_trace": None, "mark_receipt": None}
    amount = {"lines": "[]", **body["amount"], "offline": 0, "language": "zh-Hant"}
    append_sealed(db, "payment", {**asked, **mark, **amount})


EXAMPLES = {name: contract(f"records/{name}.json")["body"] for name in MIX}
EXAMPLES["health"] = {**EXAMPLES["health"], "devices": []}
