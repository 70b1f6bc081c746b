"""A reader of the PC/SC service: tells which memory card of the company lies on it, and when it was taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from devices.card_reader.cards import ANY, Foreign, House, Own
from devices.card_reader.pcsc.cards import GET_UID, is_memory_card, uid_of
from devices.card_reader.pcsc.slot import Lying
from devices.card_reader.presence import Presence, Told
from devices.conditions import failed
from devices.frames import BadFrame
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, DeviceError


class Slot(Protocol):
    """What is needed of a `PyscardSlot`."""

    @property
    def port(self) -> str: ...

    def look(self) -> Lying | None: ...

    def transmit(self, command: bytes) -> bytes: ...

    def close(self) -> None: ...


class PcscReader:
    """Fulfils `kiosk.ports.CardReader`. `now` is a monotonic clock, in seconds."""

    def __init__(
        self, slot: Slot, tag_versions: tuple[str, ...] = (ANY,), *, now: Callable[[], float]
    ) -> None:
        self._slot = slot
        self._house = House((), tag_versions)
        self._presence = Presence()
        self._now = now
        self._trouble: DeviceError | None = None
        self._known: tuple[Lying, Own | Foreign] | None = None  # asked once for as long as it lies there

    def status(self) -> DeviceStatus:
        """What the last look found. Raises nothing."""
        if self._trouble is not None:
            return failed(Device.CARD_READER, self._trouble)
        return DeviceStatus(Device.CARD_READER, DeviceState.ONLINE, detail=self._slot.port)

    def read(self) -> Told | None:
        told = self._presence.tell()
        if told is not None:
            return told
        try:
            cards = self._look()
        except DeviceError as error:
            self._lost(error)
            raise
        self._trouble = None
        self._presence.looked(cards, self._now())
        return self._presence.tell()

    def give_back(self) -> None:
        """It holds no card."""

    def close(self) -> None:
        self._presence.forget()
        self._known = None
        self._slot.close()

    def _look(self) -> list[Own | Foreign]:
        lying = self._slot.look()
        if lying is None:
            self._known = None
            return []
        if self._known is None or self._known[0] != lying:
            self._known = (lying, Foreign())  # if it cannot be read, that is told once
            self._known = (lying, self._whose(lying.atr))
        return [self._known[1]]

    def _whose(self, atr: bytes) -> Own | Foreign:
        if not is_memory_card(atr):
            return Foreign()
        try:
            return self._house.tag(uid_of(self._slot.transmit(GET_UID)))
        except BadFrame as bad:
            raise BadReply(f"card could not be read: {bad.reason}", port=self._slot.port) from None

    def _lost(self, error: DeviceError) -> None:
        if not isinstance(error, BadReply):  # that was about a card
            self._trouble, self._known = error, None
            self._presence.forget()
