"""A battery on the stand. The law: nobody is told to be on mains who is not, and silence is no mains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from devices.conformance.line import Connection, Line, MakeLine
from devices.conformance.spoiling import Harm, Spoil, Way
from devices.conformance.trial import NotStanding
from devices.power.driver import NutPower
from devices.power.emulator import PowerEmulator
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState, DeviceStatus
from kiosk.ports import Power

LOOKS, PAUSE_S, MEND_S, TRIES = 20, 0.5, 60.0, 4
LONGEST_LOOK_S = 10.0  # a kiosk that runs on its battery has minutes
BATTERY = frozenset((Fault.ON_BATTERY, Fault.BATTERY_LOW))

MakeDriver = Callable[[Line], Power]


def nut(line: Line) -> Power:
    return NutPower(line, PowerEmulator.UPS)


class PowerStand:
    """The mains were there and fail; the kiosk looks again and again, and something goes wrong; then they are back."""

    def __init__(self, folder: Path, make: MakeDriver = nut, on: MakeLine = Connection) -> None:
        self.line = on(lambda send: PowerEmulator(send, folder))
        assert isinstance(self.line.far, PowerEmulator)
        self._far = self.line.far
        self._driver = make(self.line)
        first = self._driver.status()
        if first.state is not DeviceState.ONLINE or first.faults:
            raise NotStanding(f"mains on a healthy line were told as {first.state.value} {_words(first)}")
        self._far.switch({"mains": False})
        self._broken: list[str] = []
        self._knew = False
        self.line.spoil(None)

    def operate(self) -> None:
        for _ in range(LOOKS):
            self.line.wait(PAUSE_S)
            asked, began = self._far.counters()["asked"], self.line.time
            said = self._driver.status()
            self._broken += self._lies(said, self._far.counters()["asked"] > asked)
            self._knew = self._knew or bool(BATTERY & set(said.faults))
            if self.line.time - began > LONGEST_LOOK_S:
                self._broken.append(f"one look took {self.line.time - began:.0f} s")

    def broken(self, spoil: Spoil | None) -> Iterator[str]:
        # Nothing in an answer says how old it is: what is put in whole is believed.
        unseen = spoil is not None and (spoil.harm, spoil.way) == (Harm.OLD, Way.TO_HOST)
        yield from dict.fromkeys(() if unseen else self._broken)
        self.line.heal(MEND_S)
        if not self._knew and not self._comes_to(lambda said: bool(BATTERY & set(said.faults))):
            yield "never told that the mains had failed"
        self._far.switch({"mains": True})
        if not self._comes_to(lambda said: said.works and not said.faults):
            yield "the mains are back, and it does not say so"

    def _lies(self, said: DeviceStatus, was_asked: bool) -> Iterator[str]:
        knows = bool(BATTERY & set(said.faults))
        if said.works and not knows:
            yield "said on mains, and it was on battery"
        if said.works and not was_asked:
            yield "told of a battery that it had not asked"
        if self._knew and not knows:
            yield "forgot that it was on battery"

    def _comes_to(self, wanted: Callable[[DeviceStatus], bool]) -> bool:
        """Within some looks."""
        for _ in range(TRIES):
            self.line.wait(PAUSE_S)
            if wanted(self._driver.status()):
                return True
        return False


def _words(said: DeviceStatus) -> str:
    return f"({', '.join(fault.value for fault in said.faults) or 'no fault'}; {said.detail})"


def nut_stand(folder: Path, make: MakeDriver = nut, on: MakeLine = Connection) -> PowerStand:
    return PowerStand(folder, make, on)
