"""The bench: every pretend device on its wire, driven by one loop. Knows emulators only by what they all are."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from devices.cabinet.emulator import CabinetEmulator
from devices.emulator import COMMON, OWN, SOCKETS, Emulator, SwitchError
from devices.trace.file import Trace
from devices.trace.player import Player
from devices.workbench.phone import Phone
from devices.workbench.tap import Tap
from devices.workbench.wire import LOOK, AnyWire, Wire

TICK = 0.01  # seconds


class Place:
    """One device on its wire. Its memory is a folder beside the links, so it outlives this process."""

    def __init__(self, make: type[Emulator], folder: Path, tap: Tap, wire: AnyWire) -> None:
        memory = folder / "memory" / make.NAME
        memory.mkdir(parents=True, exist_ok=True)
        self.wire = wire
        self.device = make(self._send, memory)
        self._folder = folder
        self._plugged_into = OWN
        self._line = "ok"
        self._tap = tap
        self._listening: int | None = None
        self._player: Player | None = None
        self._pulled = False

    def replay(self, trace: Trace | None) -> None:
        """From now on the line is the trace's, until None gives it back to the device."""
        self._pulled = False
        self._player = Player(trace, self._send, self._plugged) if trace else None

    def ticked(self, now: float) -> None:
        if self._player:
            self._player.ticked(now)
        if not self.device.switches["hung"]:
            self.device.ticked(now)

    def _plugged(self, there: bool) -> None:
        self._pulled = not there

    def look(self, loop: asyncio.AbstractEventLoop) -> None:
        """Plugs or unplugs as the switch says, and listens as far as the device has room."""
        if self.device.switches["unplugged"] or self._pulled:
            self.remove(loop)
            return
        self._move(loop)
        self._treat(loop)
        self.wire.plug()
        open_for_bytes = self._line != "stuck" and self.device.room() > 0
        wanted = self.wire.master if open_for_bytes else None
        if wanted != self._listening:
            self._deaf(loop)
            if wanted is not None:
                loop.add_reader(wanted, self._read, loop)
                self._listening = wanted

    @property
    def socket(self) -> str:
        """One of SOCKETS, or OWN: a port under the device's own name."""
        return str(self.device.switches["socket"])

    def _move(self, loop: asyncio.AbstractEventLoop) -> None:
        """To `usb-a` and so on beside the ports that have the devices' names."""
        if self.socket != self._plugged_into:
            self._deaf(loop)
            self._plugged_into = self.socket
            own = self.socket == OWN
            self.wire.move(self._folder / (self.device.NAME if own else f"usb-{self.socket}"))

    def _treat(self, loop: asyncio.AbstractEventLoop) -> None:
        """Whoever has the port loses it first: it cannot be taken from under them."""
        line = str(self.device.switches["line"])
        if line != self._line:
            self._line = line
            self._deaf(loop)
            if line == "held":
                self.wire.unplug()
            self.wire.plug()
            self.wire.treat(line)

    def replug(self, loop: asyncio.AbstractEventLoop) -> None:
        self.remove(loop)
        self.look(loop)

    def remove(self, loop: asyncio.AbstractEventLoop) -> None:
        self._deaf(loop)
        self.wire.unplug()

    def _send(self, data: bytes) -> None:
        self._tap.heard(self.device.NAME, "out", data)
        self.wire.send(data)

    def _deaf(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._listening is not None:
            loop.remove_reader(self._listening)
            self._listening = None

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        data = self.wire.read(min(LOOK, self.device.room()))
        if data:
            self._tap.heard(self.device.NAME, "in", data)
            (self._player or self.device).take(data)
        self.look(loop)


class Bench:
    """`makes` are the emulators' classes; `folder` holds the links and, under `memory`, what devices remember.

    `wires`: of those devices that hang on something else than a pseudo-terminal in `folder`.
    """

    def __init__(
        self, folder: Path, makes: Sequence[type[Emulator]], wires: Mapping[str, AnyWire] | None = None
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.tap = Tap()
        self.phone = Phone()
        wires = wires or {}
        self._places = {
            make.NAME: Place(make, folder, self.tap, wires.get(make.NAME) or Wire(folder / make.NAME))
            for make in makes
        }

    def device(self, name: str) -> Emulator:
        return self._places[name].device

    def state(self) -> dict[str, object]:
        return {name: place.device.state() for name, place in self._places.items()}

    def positions(self) -> dict[str, dict[str, dict[str, object]]]:
        """Device -> switch -> what it is at delivery (`default`) and what it may be (`allowed`, or `least`, `most`)."""
        return {
            name: {key: switch.told() for key, switch in {**COMMON, **place.device.SWITCHES}.items()}
            for name, place in self._places.items()
        }

    def switch(self, name: str, changes: Mapping[str, object]) -> None:
        """Raises SwitchError."""
        place = self._places[name]
        self._keep_apart(place, changes.get("socket"))
        place.device.switch(changes)
        place.look(asyncio.get_running_loop())

    def break_by(self, name: str, fault: str | None) -> None:
        """Raises SwitchError."""
        place = self._places[name]
        moved = place.device.break_by(fault)
        loop = asyncio.get_running_loop()
        place.replug(loop) if moved & place.device.MODEL else place.look(loop)

    def faults(self) -> dict[str, list[str]]:
        return {name: list(place.device.FAULTS) for name, place in self._places.items()}

    def _keep_apart(self, place: Place, socket: object) -> None:
        """A socket takes one plug."""
        taken = {other.socket for other in self._places.values() if other is not place} - {OWN}
        if socket in taken:
            raise SwitchError("socket", socket, [OWN, *(free for free in SOCKETS if free not in taken)])

    def replay(self, name: str, trace: Trace | None) -> None:
        """Raises KeyError for a device that does not stand here."""
        self._places[name].replay(trace)

    def _cut_off(self) -> frozenset[str]:
        """Whose power the cabinet's relays take."""
        cabinets = [
            place.device for place in self._places.values() if isinstance(place.device, CabinetEmulator)
        ]
        return frozenset().union(*(cabinet.cut_off() for cabinet in cabinets))

    async def run(self) -> None:
        """Until cancelled; then every link is gone."""
        loop = asyncio.get_running_loop()
        try:
            while True:
                cut_off = self._cut_off()
                for name, place in self._places.items():
                    place.device.feed(name not in cut_off)
                    place.look(loop)
                    place.ticked(time.monotonic())
                await asyncio.sleep(TICK)
        finally:
            for place in self._places.values():
                place.remove(loop)
