"""Another terminal than the site's own answers: it is told, and asked for no money."""

from __future__ import annotations

import pytest

from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.payment import NoAnswer
from kiosk.ports import Refused
from tests.devices.stepped_wire import SteppedWire

OWN, OTHER = "52500038", "52500039"


@pytest.mark.requirement("X10", "X3")
def test_another_terminal_is_told_and_nothing_is_prepared_at_it(wire: SteppedWire, far: ZvtEmulator) -> None:
    """X10, X3: by the first look, before anybody wants to pay; put back, it is well again."""
    terminal = ZvtTerminal(wire, terminal_id=OWN)
    assert terminal.prepare().terminal_id == OWN
    far.switch({"terminal_id": OTHER})
    told = terminal.status()
    assert (told.state, told.faults) == (DeviceState.BROKEN, (Fault.WRONG_TERMINAL,))
    assert OTHER in told.detail
    assert OWN in told.detail
    with pytest.raises(Refused, match=OTHER):
        terminal.prepare()
    assert terminal.inquire() == NoAnswer()  # of another one's last transaction nothing is made
    far.switch({"terminal_id": OWN})
    assert terminal.status().works
    assert terminal.prepare().terminal_id == OWN


def test_where_the_site_sets_none_a_spare_one_is_taken(wire: SteppedWire, far: ZvtEmulator) -> None:
    terminal = ZvtTerminal(wire)
    terminal.prepare()
    far.switch({"terminal_id": OTHER})
    assert terminal.prepare().terminal_id == OTHER
