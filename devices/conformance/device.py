"""Somebody else's device, or emulator, at a real port: the driver of the house works it through a line on which one thing
goes wrong. What only the device's own memory could show is not asked; what it says of itself is held against it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from devices.conformance.line import STEP, Line
from devices.conformance.printer import PAPER, escpos
from devices.conformance.spoiling import Spoil, Way
from devices.conformance.terminal import BILL, TABLE, TERMINAL_ID
from devices.conformance.trial import Maker, NotStanding
from devices.link import Link
from devices.payment_terminal.fixed_field.driver import FixedFieldTerminal
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.zvt.driver import ZvtTerminal
from devices.payment_terminal.zvt.packets import PORT as ZVT_PORT
from devices.power.driver import NutPower
from devices.power.protocol import PORT as NUT_PORT
from devices.tcp_link import TcpLink
from kiosk.domain.health import DeviceState
from kiosk.domain.payment import Approved, InDoubt, Payment, judge
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import DeviceError, PaymentTerminal

MEND_S, AGAIN_S, TRIES = 5.0, 10.0, 12
AnyLink = Link | TcpLink


class Use(Protocol):
    """What customers want of a device."""

    def once(self) -> str:
        """Why it could not be had; "" when it could."""

    def lies(self) -> Iterator[str]:
        """What the device says of itself that cannot be, on a line that works. Raises DeviceError."""


class PassingLine(Line):
    """Between a driver of the house and a real line."""

    def __init__(self, link: AnyLink) -> None:
        self._link, self._began = link, time.monotonic()
        super().__init__(lambda send: _Beyond(link))

    def wait(self, seconds: float) -> None:
        end = self.time + seconds
        while self.time < end:
            heard = self._link.read_some(4096, STEP)
            self.time = time.monotonic() - self._began
            self._deliver()
            if heard:
                self._pass(Way.TO_HOST, heard)


class _Beyond:
    def __init__(self, link: AnyLink) -> None:
        self._link = link

    def take(self, data: bytes) -> None:
        self._link.write(data)

    def ticked(self, now: float) -> None:
        """It has a clock of its own."""


class DeviceStand:
    def __init__(self, folder: Path, link: AnyLink, use: Callable[[Line], Use]) -> None:
        self.line = PassingLine(link)
        self._use = use(self.line)
        self._missed = self._use.once()
        if self._missed:
            raise NotStanding(f"on a healthy line: {self._missed}")
        self.line.spoil(None)

    def operate(self) -> None:
        self._missed = self._use.once()

    def broken(self, spoil: Spoil | None) -> Iterator[str]:
        if spoil is None and self._missed:
            yield f"on a healthy line: {self._missed}"
        self.line.heal(MEND_S)
        yield from self._lies()
        for _ in range(TRIES):
            missed = self._use.once()
            if not missed:
                break
            self.line.wait(AGAIN_S)
        else:
            yield f"afterwards: {missed}"
        yield from self._lies()

    def _lies(self) -> Iterator[str]:
        for left in reversed(range(TRIES)):
            try:
                lies = list(self._use.lies())
            except DeviceError as error:
                if not left:
                    yield f"afterwards: {error}"
                self.line.wait(AGAIN_S)
            else:
                yield from lies
                return


class Printing:
    def __init__(self, line: Line) -> None:
        self._driver = escpos(line)

    def once(self) -> str:
        outcome = self._driver.print(PAPER)
        return "" if outcome in (PrintOutcome.CONFIRMED, PrintOutcome.SENT) else f"printing: {outcome.value}"

    def lies(self) -> Iterator[str]:
        said = self._driver.status()
        if not said.works:
            yield f"printed, and says {said.state.value}"


class Watching:
    """`ups`: the battery's name."""

    def __init__(self, line: Line, ups: str) -> None:
        self._driver = NutPower(line, ups)

    def once(self) -> str:
        said = self._driver.status()
        return (
            "" if said.state in (DeviceState.ONLINE, DeviceState.PERSON_NEEDED) else f"status: {said.detail}"
        )

    def lies(self) -> Iterator[str]:
        yield from ()


class Paying:
    """Charges for real: a terminal in its training mode, or an emulator."""

    def __init__(self, line: Line, make: Callable[[Line], PaymentTerminal]) -> None:
        self._driver = make(line)
        self._driver.prepare()
        self._began = self._reckoned()
        self._known = 0
        self._doubt: Payment | None = None

    def once(self) -> str:
        try:
            mark = self._driver.prepare()
            payment = Payment("1", PAPER.reference, (), BILL, datetime.now().astimezone(), mark)
            outcome = self._driver.charge(BILL, lambda stage: None)
        except DeviceError as error:
            return str(error)
        if isinstance(outcome, Approved):
            self._known += 1
            return ""
        self._doubt = payment if isinstance(outcome, InDoubt) else None
        return f"paying: {outcome}"

    def lies(self) -> Iterator[str]:
        self._driver.prepare()
        doubt, self._doubt = self._doubt, None
        if doubt is not None:
            settled = judge(doubt, self._driver.inquire(doubt))
            self._known += isinstance(settled, Approved)
            if not settled or isinstance(settled, InDoubt):
                self._began = self._reckoned() - self._known * BILL.minor
                yield f"a payment stays in doubt: {settled}"
                return
        reckoned = self._reckoned() - self._began
        if reckoned != self._known * BILL.minor:
            yield f"told of {self._known} payments, and reckons {reckoned / BILL.minor:g}"

    def _reckoned(self) -> int:
        return self._driver.totals().payments.amount.minor


def _zvt(line: Line, over_tcp: bool) -> PaymentTerminal:
    return ZvtTerminal(line, "000000", "TWD", over_tcp=over_tcp)


def _fixed_field(line: Line) -> PaymentTerminal:
    return FixedFieldTerminal(line, layout(TABLE), TERMINAL_ID, clock=lambda: datetime.now().astimezone())


def _paying(port: str) -> Callable[[Line], Use]:
    return partial(Paying, make=partial(_zvt, over_tcp=port.startswith("tcp://")))


def _zvt_link(port: str, baud: int) -> AnyLink:
    return TcpLink(port, ZVT_PORT) if port.startswith("tcp://") else Link(port, baud, stop_bits=2)


def _table_link(port: str, baud: int) -> Link:
    """Its table says the speed."""
    line = layout(TABLE).line
    how: dict[str, Any] = {"data_bits": line.data_bits, "parity": line.parity, "stop_bits": line.stop_bits}
    return Link(port, line.baud, **how)


def _nut_link(port: str, baud: int) -> TcpLink:
    """`NAME@HOST` or `NAME@HOST:PORT`."""
    return TcpLink(f"tcp://{port.partition('@')[2]}", NUT_PORT)


#: What the kit works: how it is reached, and used. `port` as a site sets it, `baud` of a serial one.
CLASSES: dict[str, tuple[Callable[[str, int], AnyLink], Callable[[str], Callable[[Line], Use]]]] = {
    "receipt_printer.escpos": (Link, lambda port: Printing),
    "payment_terminal.zvt": (_zvt_link, _paying),
    "payment_terminal.fixed_field": (_table_link, lambda port: partial(Paying, make=_fixed_field)),
    "power.nut": (_nut_link, lambda port: partial(Watching, ups=port.partition("@")[0])),
}


@contextmanager
def stand_at(kind: str, port: str, baud: int) -> Iterator[Maker]:
    """Raises KeyError for a class whose devices the kit cannot work alone."""
    reach, use = CLASSES[kind]
    link = reach(port, baud)
    try:
        yield partial(DeviceStand, link=link, use=use(port))
    finally:
        link.close()
