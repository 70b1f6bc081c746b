"""A code scanner on a serial line. It only ever talks. Keeps the last text for a second, so that it counts once.

Codes that came in one breath (a scanner that reads a whole bill at once) are told one a poll, in their order.
"""

from __future__ import annotations

from collections import deque
from contextlib import suppress

from devices.card_reader.driver import POLL, TwoWay
from devices.card_reader.presence import STALE
from devices.code_scanner.protocol import TRIGGERS, Framing, Parser, Scanned, Unreadable
from devices.conditions import failed
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, DeviceError, NotConnected

AGAIN = 1.0  # seconds within which the same code is the same scan: people hold a bill still
LOOK_AGAIN = 10.0  # seconds; scanners give up after 30 or so
REST_OF_IT = 2.0  # seconds in which the rest of such a frame may still come; nobody scans again so soon
BROKEN_OFF = 0.3  # seconds of silence after which a frame that began will not be finished


class SerialCodeScanner:
    """Fulfils `kiosk.ports.CodeScanner`. `trigger`: a word of TRIGGERS, where the scanner looks only when told to."""

    def __init__(self, link: TwoWay, framing: Framing, trigger: str = "none") -> None:
        self._link = link
        self._look, self._rest = TRIGGERS[trigger]
        self._told_at: float | None = None
        self._parser = Parser(framing)
        self._last = ""
        self._last_at = 0.0
        self._heard_at = 0.0
        self._polled_at: float | None = None
        self._spoilt = 0  # since the last report
        self._broke_off_at: float | None = None
        self._untold: deque[str] = deque()

    def status(self) -> DeviceStatus:
        """ONLINE means that the port is open, and no more. Raises nothing."""
        try:
            self._link.open()
        except NotConnected as gone:
            return failed(Device.CODE_SCANNER, gone)
        spoilt, self._spoilt = self._spoilt, 0
        faults = (Fault.UNREADABLE_CODE,) if spoilt else ()
        detail = f"port open; the scanner itself cannot be asked; {spoilt} unreadable since the last report"
        return DeviceStatus(Device.CODE_SCANNER, DeviceState.ONLINE, faults, detail=detail)

    def read(self) -> str | None:
        self._forget_the_past()
        self._keep_looking()
        data = self._link.read_some(seconds=POLL)
        self._polled_at = self._link.now()
        if self._last and self._polled_at - self._last_at > AGAIN:
            self._last = ""  # a customer's code stays no longer than it is needed
        if data:
            self._mind_the_rest()
            self._heard_at, self._told_at = self._polled_at, None  # one code, and it rests
            self._hear(self._parser.feed(data))
        elif not self._untold:
            self._silence()
        return self._untold.popleft() if self._untold else None

    def close(self) -> None:
        self._parser.fell_silent()
        self._untold.clear()
        self._last, self._polled_at = "", None
        self._stop_looking()
        self._link.close()

    def _keep_looking(self) -> None:
        """Told anew after each code, and from time to time: it gives up, and forgets without power."""
        now = self._link.now()
        if self._look and (self._told_at is None or now - self._told_at >= LOOK_AGAIN):
            self._link.write(self._look)
            self._told_at = now

    def _stop_looking(self) -> None:
        """Nobody is hurt by a scanner that goes on looking for a while."""
        if self._rest and self._told_at is not None:
            with suppress(DeviceError):
                self._link.write(self._rest)
        self._told_at = None

    def _forget_the_past(self) -> None:
        """Nobody looked for a while: what came since was another customer's bill."""
        if self._polled_at is None or self._link.now() - self._polled_at > STALE:
            self._link.drop_input()
            self._parser.fell_silent()
            self._untold.clear()
            self._last = ""

    def _hear(self, heard: list[Scanned | Unreadable]) -> None:
        """New codes are kept until they are told; a spoilt reading counts only where no good one came with it."""
        good = [each for each in heard if isinstance(each, Scanned)]
        spoilt = [each for each in heard if isinstance(each, Unreadable)]
        if spoilt and not good:
            self._refuse(spoilt[-1])
        for each in good:
            if not self._is_again(each.text):
                self._last, self._last_at = each.text, self._link.now()
                self._untold.append(each.text)

    def _is_again(self, text: str) -> bool:
        if text != self._last:
            return False
        self._last_at = self._link.now()
        return True

    def _silence(self) -> None:
        if self._link.now() - self._heard_at < BROKEN_OFF:
            return
        spoilt = self._parser.fell_silent()
        if spoilt:
            self._broke_off_at = self._link.now()
            self._refuse(spoilt)

    def _mind_the_rest(self) -> None:
        """A line that stood still in the middle of a code may bring the end of it later."""
        broke, self._broke_off_at = self._broke_off_at, None
        if broke is not None and self._link.now() - broke < REST_OF_IT:
            self._parser.drop_rest()

    def _refuse(self, spoilt: Unreadable) -> None:
        self._spoilt += 1
        raise BadReply(f"code could not be read: {spoilt.reason}", port=self._link.port)
