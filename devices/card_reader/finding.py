"""Which reader is it? Asks at the port, in every protocol of those that answer; who answers to none only ever talks.

Asked again each time the port was lost: another reader may have been put in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from devices.card_reader.driver import SerialCardReader
from devices.card_reader.presence import Told
from devices.conditions import failed
from kiosk.domain.health import Device, DeviceStatus
from kiosk.ports import NotConnected

AGAIN = 30.0  # seconds between two rounds of asking while nothing was ever heard: it may have been off


class Reader(Protocol):
    def status(self) -> DeviceStatus: ...

    def read(self) -> Told | None: ...

    def give_back(self) -> None: ...

    def close(self) -> None: ...


class Answering(Reader, Protocol):
    """A reader that can be asked."""

    def is_there(self) -> bool: ...


class FoundCardReader:
    """Fulfils `kiosk.ports.CardReader`. `answering`: makers of those that can be asked, each with a line of its own."""

    def __init__(
        self,
        port: str,
        answering: Sequence[Callable[[], Answering]],
        talking: Callable[[], SerialCardReader],
        now: Callable[[], float],
    ) -> None:
        self._port = port
        self._answering = answering
        self._talking = talking
        self._now = now
        self._reader: Reader | None = None
        self._before: Reader | None = None  # the last one: what it holds it still knows
        self._asked_at = 0.0

    def status(self) -> DeviceStatus:
        """Raises nothing."""
        try:
            return self._found().status()
        except NotConnected as gone:
            return failed(Device.CARD_READER, gone)

    def read(self) -> Told | None:
        try:
            return self._found().read()
        except NotConnected:
            self.close()
            raise

    def give_back(self) -> None:
        if self._reader is not None:
            self._reader.give_back()

    def close(self) -> None:
        if self._reader is not None:
            self._before, self._reader = self._reader, None
            self._before.close()

    def _found(self) -> Reader:
        if isinstance(self._reader, SerialCardReader) and self._may_be_another(self._reader):
            self.close()
        if self._reader is None:
            self._reader = self._ask_around()
        return self._reader

    def _known(self, found: Answering) -> Reader:
        if type(found) is not type(self._before) or self._before is None:
            return found
        found.close()
        return self._before

    def _may_be_another(self, talker: SerialCardReader) -> bool:
        return not talker.heard_cards and self._now() - self._asked_at >= AGAIN

    def _ask_around(self) -> Reader:
        self._asked_at = self._now()
        for make in self._answering:
            reader = make()
            try:
                if reader.is_there():
                    return self._known(reader)
            except NotConnected:
                reader.close()
                raise
            reader.close()
        return self._talking()
