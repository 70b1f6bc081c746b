"""A pretend terminal at the other end of a line whose time is stepped."""

from datetime import datetime
from pathlib import Path

import pytest

from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from tests.devices.stepped_wire import SteppedWire

AT = datetime(2026, 3, 14, 10, 30)


@pytest.fixture
def wire(tmp_path: Path) -> SteppedWire:
    return SteppedWire(lambda send: ZvtEmulator(send, tmp_path, lambda: AT))


@pytest.fixture
def far(wire: SteppedWire) -> ZvtEmulator:
    """The terminal's end of the line."""
    assert isinstance(wire.far, ZvtEmulator)
    return wire.far


@pytest.fixture
def terminal(wire: SteppedWire) -> ZvtTerminal:
    return ZvtTerminal(wire, "000000", "TWD")
