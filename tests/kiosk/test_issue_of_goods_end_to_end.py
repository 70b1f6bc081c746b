"""X23: a kiosk, the pretend ZVT terminal at the end of its line, and the real centre: who is too late is not charged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from crm.schema import Bill, Payment
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain import events, states
from kiosk.domain.house import Task
from tests.devices.stepped_wire import SteppedWire
from tests.kiosk.real_centre import Scene, house, scene
from tests.kiosk.windowless import Kiosk


class BusyWire(SteppedWire):
    """While the line is waited for, the rest of the kiosk goes on."""

    meanwhile: Callable[[], object] = staticmethod(lambda: None)

    def wait(self, seconds: float) -> None:
        self.meanwhile()
        super().wait(seconds)

    def _step(self) -> None:
        super()._step()
        self.meanwhile()


def paying(stage: Scene, tmp_path: Path, counter: Callable[[], None]) -> tuple[Kiosk, ZvtEmulator]:
    """`counter`: what happens elsewhere once the terminal is asked for money."""
    clock = stage.clock
    wire = BusyWire(lambda send: ZvtEmulator(send, tmp_path, lambda: clock.now().replace(tzinfo=None)))
    kiosk = stage.kiosk(
        "K07", memory=ZvtTerminal(wire, "000000", "TWD"), house=replace(house("K07"), held=True)
    )

    def meanwhile() -> None:
        kiosk.run_some(1)
        state = kiosk.state
        if isinstance(state, states.Paying) and state.stage is states.Stage.INSERT_CARD:
            counter()

    wire.meanwhile = meanwhile
    assert isinstance(wire.far, ZvtEmulator)
    return kiosk, wire.far


def results(far: ZvtEmulator) -> list[object]:
    return [each["result"] for each in far.ledger()]


def pay_first(kiosk: Kiosk) -> str:
    kiosk.sign_in(Task.PAY)
    bill = kiosk.at(states.BillsShown).bills[0].id
    kiosk.touch(events.BillToggled(bill), events.Confirmed(), events.Confirmed())
    return bill


@pytest.mark.requirement("X23")
@pytest.mark.parametrize("late", [False, True], ids=["open", "paid meanwhile"])
def test_the_terminal_undoes_what_the_centre_would_refuse(tmp_path: Path, late: bool) -> None:
    """X23: the counter took the same bill while the card was in the terminal: `84 66`, no payment, no refund."""
    with scene(tmp_path) as stage:
        asked: list[bool] = []

        def counter() -> None:
            if late and not asked:
                with stage.centre.database.writing() as session:
                    session.execute(update(Bill).values(paid_on=date(2026, 11, 22), paid_by="counter"))
            asked.append(late)

        kiosk, far = paying(stage, tmp_path, counter)
        pay_first(kiosk)
        kiosk.wait(2).wait(2)
        assert asked
        with stage.centre.database.reading() as session:
            told = session.scalars(select(Payment)).all()
            outcomes = [(each.outcome.value, each.posted_at is not None) for each in told]
        if late:
            assert kiosk.at(states.NotPaid).why == "already_paid"
            assert (results(far), outcomes) == (["reversed"], [("cancelled", False)])
        else:
            assert kiosk.at(states.Paid).posted
            assert (results(far), outcomes) == (["approved"], [("approved", True)])
