"""A pretend terminal at the other end of a line whose time is stepped; its clock and the kiosk's go with it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.emulator import FixedFieldEmulator, emulator_of
from devices.payment_terminal.fixed_field.layout import layout
from kiosk.domain.money import Money
from kiosk.domain.payment import Mark, Outcome, Payment
from kiosk.domain.states import Stage
from tests.devices.stepped_wire import SteppedWire

AT = datetime.fromisoformat("2026-03-14T10:30:00+08:00")
BILL = Money(231800)
TERMINAL_ID = "52500038"


class Counter:
    """A kiosk's terminal, the far end of its wire, and one clock for both."""

    def __init__(self, folder: Path, key: str = "nccc400", *, own_number: bool = True) -> None:
        self.folder, self.key, self.own_number = folder, key, own_number
        self.wire = SteppedWire(lambda send: emulator_of(key)(send, folder, self.local))
        assert isinstance(self.wire.far, FixedFieldEmulator)
        self.far = self.wire.far
        self.terminal = self.new_terminal()

    def new_terminal(self) -> FixedFieldTerminal:
        """As after a restart of the kiosk."""
        return FixedFieldTerminal(
            self.wire, layout(self.key), TERMINAL_ID, clock=self.local, own_number=self.own_number
        )

    def now(self) -> datetime:
        return AT + timedelta(seconds=self.wire.time if hasattr(self, "wire") else 0)

    def local(self) -> datetime:
        return self.now().replace(tzinfo=None)

    def pay(self, amount: Money = BILL, *, near: str = "approve") -> tuple[Payment, Outcome]:
        self.far.switch({"next": near})
        payment = self.intent(self.terminal.prepare(), amount)
        return payment, self.terminal.charge(amount, self.seen.append)

    def intent(self, mark: Mark, amount: Money = BILL) -> Payment:
        self.seen: list[Stage] = []
        return Payment("0198f2c0-0000-7000-8000-000000000001", "K07-0138-X4", (), amount, self.now(), mark)

    def charged(self) -> list[dict[str, object]]:
        return [entry for entry in self.far.ledger() if entry["result"] == "approved"]

    def sales(self) -> int:
        return self.far.counters().get("sale", 0)


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)
