"""Payment terminals on the stand. The laws of money: what was charged is told so, and nothing is charged twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from devices.conformance.line import Line, MakeLine
from devices.conformance.spoiling import Spoil
from devices.conformance.trial import NotStanding
from devices.payment_terminal.emulator import PaymentTerminalEmulator
from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.emulator import emulator_of
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.emulator import ZvtEmulator
from kiosk.domain.money import Money
from kiosk.domain.payment import Approved, Cancelled, Declined, InDoubt, Mark, Outcome, Payment, judge
from kiosk.ports import DeviceError, PaymentTerminal

BEGAN = datetime.fromisoformat("2026-03-14T10:30:00+08:00")
BILL = Money(231_800)
TERMINAL_ID, TABLE = "52500038", "nccc400"
MEND_S = 700.0  # everything that was under way has ended by then, at the terminal, too
TRIES = 4

MakeDriver = Callable[[Line, Callable[[], datetime]], PaymentTerminal]


def zvt(line: Line, clock: Callable[[], datetime]) -> PaymentTerminal:
    return ZvtTerminal(line, "000000", "TWD")


def fixed_field(line: Line, clock: Callable[[], datetime]) -> PaymentTerminal:
    return FixedFieldTerminal(line, layout(TABLE), TERMINAL_ID, clock=clock)


class TerminalStand:
    """Somebody has just paid as much; now the next one pays, and something goes wrong.

    `plan`: what the terminal does; `tells`: whether, asked about a payment that never was, it says so. `began`: what the
    terminal's clock says at first.
    """

    def __init__(
        self,
        folder: Path,
        emulator: Any,
        make: MakeDriver,
        plan: str,
        *,
        tells: bool,
        on: MakeLine = Line,
        began: datetime = BEGAN,
    ) -> None:
        self._tells, self._began = tells, began
        self._line_time: Callable[[], float] = lambda: 0.0
        self.line = on(lambda send: emulator(send, folder, self._local))
        self._line_time = self.line.now
        assert isinstance(self.line.far, PaymentTerminalEmulator)
        self._far = self.line.far
        self._driver = make(self.line, self._clock)
        self._before = self._paid()
        if len(self._before) != 1:
            raise NotStanding(f"a sale on a healthy line was charged {len(self._before)} times")
        self._mark: Mark = self._driver.prepare()
        self._far.switch({"next": plan})
        self._outcome: Outcome | None = None
        self.line.spoil(None)

    def operate(self) -> None:
        try:
            self._outcome = self._driver.charge(BILL, lambda stage: None)
        except DeviceError:
            self._outcome = None  # the port's word for "it surely never got there"

    def broken(self, spoil: Spoil | None) -> Iterator[str]:
        self.line.heal(MEND_S)
        new = [entry for entry in self._approved() if entry not in self._before]
        if len(new) > 1:
            yield f"charged {len(new)} times"
        yield from self._lies(new)
        yield from self._doubt_lies(bool(new))
        if spoil is None and not isinstance(self._outcome, Approved | Declined):
            yield f"a healthy line ended in {self._outcome}"
        yield from self._does_not_go_on(len(new))

    def _lies(self, new: list[dict[str, object]]) -> Iterator[str]:
        match self._outcome:
            case Approved(slip=slip):
                if not new:
                    yield "said approved, and nothing was charged"
                elif slip.receipt != new[0]["receipt"]:
                    yield f"showed receipt {slip.receipt} for {new[0]['receipt']}: another customer's"
            case Declined() | Cancelled() | None if new:
                yield f"said {type(self._outcome).__name__}, and the card was charged"
            case _:
                pass

    def _doubt_lies(self, charged: bool) -> Iterator[str]:
        if not isinstance(self._outcome, InDoubt):
            return
        payment = Payment(
            "0198f2c0-0000-7000-8000-000000000001", "K07-0138-X4", (), BILL, self._began, self._mark
        )
        settled = self._settled(payment)
        if isinstance(settled, Approved) and not charged:
            yield "found a payment that never was"
        if isinstance(settled, Declined | Cancelled) and charged:
            yield "found nothing, and the card was charged"
        if isinstance(settled, InDoubt) and self._tells:
            yield "on a mended line the doubt stays"

    def _settled(self, payment: Payment) -> Outcome | None:
        return judge(payment, self._driver.inquire(payment))

    def _does_not_go_on(self, charged: int) -> Iterator[str]:
        """The next customer pays."""
        self._far.switch({"next": "approve"})
        try:
            later = len(self._paid())
        except DeviceError as stuck:
            yield f"afterwards nobody can pay: {stuck}"
            return
        if later != 1 + charged + 1:
            yield f"the next customer was charged {later - 1 - charged} times"

    def _paid(self) -> list[dict[str, object]]:
        """A healthy payment; a terminal that has to come round gets some tries."""
        for left in reversed(range(TRIES)):
            try:
                self._driver.prepare()
                break
            except DeviceError:
                if not left:
                    raise
                self.line.wait(10)
        self._driver.charge(BILL, lambda stage: None)
        return self._approved()

    def _approved(self) -> list[dict[str, object]]:
        return [entry for entry in self._far.ledger() if entry["result"] == "approved"]

    def _clock(self) -> datetime:
        return self._began + timedelta(seconds=self._line_time())

    def _local(self) -> datetime:
        return self._clock().replace(tzinfo=None)


def zvt_stand(folder: Path, make: MakeDriver = zvt, plan: str = "approve") -> TerminalStand:
    return TerminalStand(folder, ZvtEmulator, make, plan, tells=True)


def fixed_field_stand(folder: Path, make: MakeDriver = fixed_field, plan: str = "approve") -> TerminalStand:
    return TerminalStand(folder, emulator_of(TABLE), make, plan, tells=False)
