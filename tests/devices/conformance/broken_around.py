"""Drivers of cabinets and batteries that are wrong, each in one way that somebody may well write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from devices.cabinet.driver import LineCabinet
from devices.cabinet.wiring import Debounced, Wiring
from devices.conformance.contacts import Contacts
from devices.conformance.keypad import OneNode
from devices.conformance.line import Connection, Line
from devices.keypad.driver import EvdevKeypad
from devices.keypad.records import UP, Parser
from devices.power.driver import NutPower
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.keypad import NavKey


class SilenceIsMains(NutPower):
    """Who says nothing has nothing to report."""

    def status(self) -> DeviceStatus:
        said = super().status()
        return said if said.works else DeviceStatus(Device.POWER, DeviceState.ONLINE)


class ForgetsTheBattery(NutPower):
    """What was told before the silence counts no more."""

    def status(self) -> DeviceStatus:
        self._last = ()
        return super().status()


class TellsTheLast(NutPower):
    """What cannot be asked will be as it was."""

    _said: DeviceStatus | None = None

    def status(self) -> DeviceStatus:
        said = super().status()
        if said.works:
            self._said = said
        return self._said or said


class NoWordIsMains(NutPower):
    """Where the word for "on battery" is not read, it is on mains."""

    def status(self) -> DeviceStatus:
        said = super().status()
        garbled = said.faults[-1:] in ((Fault.GARBAGE,), (Fault.NO_ANSWER,)) and "no whole" not in said.detail
        return DeviceStatus(Device.POWER, DeviceState.ONLINE) if garbled else said


def _nut(kind: type[NutPower]) -> Callable[[Connection], NutPower]:
    def make(line: Connection) -> NutPower:
        return kind(line, "kiosk")

    make.__name__ = kind.__name__
    return make


class AtOnce(Debounced):
    def hear(self, closed: bool, now: float) -> None:
        self.settled = closed


class NoPatience(LineCabinet):
    """Whatever a contact says counts at once."""

    def __init__(self, lines: Contacts, wiring: Wiring) -> None:
        super().__init__(lines, wiring)
        self._contacts = tuple((line, AtOnce(), fault) for line, _, fault in self._contacts)


class LitOnce(LineCabinet):
    """A lamp that was lit stays lit, it thinks, also at a port that came up anew."""

    def light(self, on: bool) -> None:
        if self._lamp is not None and self._lamp[1] == on:
            return
        super().light(on)


class GoneIsClosed(LineCabinet):
    """Without a port nobody says that anything is open."""

    def status(self) -> DeviceStatus:
        said = super().status()
        if said.state in (DeviceState.UNPLUGGED, DeviceState.OFFLINE):
            return DeviceStatus(Device.CABINET, DeviceState.ONLINE)
        return said


class DoorIsEnough(LineCabinet):
    """Who opens the door may also force it."""

    def status(self) -> DeviceStatus:
        said = super().status()
        if said.faults == (Fault.TAMPER,):
            return DeviceStatus(Device.CABINET, DeviceState.ONLINE)
        return said


class LetsLinesOut(LineCabinet):
    """What the port says comes through."""

    def status(self) -> DeviceStatus:
        self._lines.asserted()
        return super().status()


def _wired(kind: type[LineCabinet]) -> Callable[[Contacts], LineCabinet]:
    def make(lines: Contacts) -> LineCabinet:
        return kind(lines, Wiring())

    make.__name__ = kind.__name__
    return make


#: As in `broken.py`.
def comes_up(line: Line) -> Any:
    """A key counts when it goes up too."""
    return _ComesUp(OneNode(line), {28: NavKey.SELECT, 1: NavKey.BACK})


class _ComesUp(EvdevKeypad):
    def _goes_down(self, code: int, value: int, now: float) -> bool:
        return super()._goes_down(code, value, now) or value == UP


def waits_for_the_end(line: Line) -> Any:
    """A group that broke off is still waited for when the next key is pressed."""
    return _Waits(OneNode(line), {28: NavKey.SELECT, 1: NavKey.BACK})


class _Waits(EvdevKeypad):
    _one: Parser | None = None

    def _hear(self, parser: Parser, data: bytes, now: float) -> None:
        """Always by the same one, which nobody tells that it fell silent."""
        self._one = self._one or Parser()
        super()._hear(self._one, data, now)


BROKEN_AROUND: tuple[tuple[str, Callable[..., Any], str, str], ...] = (
    ("power.nut", _nut(SilenceIsMains), "line dead behind", "said on mains"),
    ("power.nut", _nut(ForgetsTheBattery), "line dead behind", "forgot that it was on battery"),
    ("power.nut", _nut(TellsTheLast), "unplugged", "that it had not asked"),
    ("power.nut", _nut(NoWordIsMains), "byte lost", "said on mains"),
    ("cabinet.lines", _wired(NoPatience), "a spark on the lines", "told door_open, and it was closed"),
    ("cabinet.lines", _wired(LitOnce), "port comes up anew", "the lamp is dark"),
    ("cabinet.lines", _wired(GoneIsClosed), "unplugged", "said that all is well"),
    ("cabinet.lines", _wired(DoorIsEnough), "nothing goes wrong", "did not tell tamper"),
    ("cabinet.lines", _wired(LetsLinesOut), "port silent", "raised NoReply"),
    ("keypad.evdev", comes_up, "silence behind", "NotStanding"),
    ("keypad.evdev", waits_for_the_end, "byte lost", "the next one is read as []"),
)
