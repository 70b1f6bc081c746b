"""The operating system's smart-card service, as little of it as we need. The only file that knows pyscard.

The library is imported with the first use: a kiosk without such a reader need not have it.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from kiosk.ports import BadReply, NotConnected

_GONE = (0x8010000C, 0x80100069, 0x80100066)  # no card, a card that was just taken, one that does not answer


@dataclass(frozen=True, slots=True)
class Lying:
    """What lies on the reader. `coming`: counts how often a card came or went; another card has another one."""

    atr: bytes
    coming: int


class PyscardSlot:
    """`port`: `pcsc://` and how the reader's name begins; without a name the first one.

    Every method but `close` raises only NotConnected and BadReply.
    """

    def __init__(self, port: str) -> None:
        self.port = port
        self._name = port.removeprefix("pcsc://")
        self._scard: Any = None
        self._context: Any = None

    def look(self) -> Lying | None:
        """Asks the service, not the card; None when there is no card."""
        scard = self._service()
        unaware = [(self._reader(), scard.SCARD_STATE_UNAWARE)]
        code, states = scard.SCardGetStatusChange(self._context, 0, unaware)
        self._must(code)
        _, state, atr = states[0]
        if not state & scard.SCARD_STATE_PRESENT or state & scard.SCARD_STATE_MUTE:
            return None
        return Lying(bytes(atr), state >> 16 & 0xFFFF)

    def transmit(self, command: bytes) -> bytes:
        """The answer of what lies there. Raises BadReply when it was taken before it could answer."""
        scard = self._service()
        code, card, protocol = scard.SCardConnect(
            self._context, self._reader(), scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY
        )
        if code & 0xFFFFFFFF in _GONE:
            raise BadReply("the card was taken too soon", port=self.port)
        self._must(code)
        try:
            code, answer = scard.SCardTransmit(card, protocol, list(command))
        finally:
            scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
        if code:
            raise BadReply("the card was taken too soon", port=self.port)
        return bytes(answer)

    def close(self) -> None:
        """Never raises."""
        if self._context is not None:
            self._scard.SCardReleaseContext(self._context)
        self._context = None

    def _service(self) -> Any:
        if self._scard is None:
            try:
                self._scard = importlib.import_module("smartcard.scard")
            except ImportError as missing:
                raise NotConnected("pyscard is not installed", port=self.port) from missing
        if self._context is None:
            code, self._context = self._scard.SCardEstablishContext(self._scard.SCARD_SCOPE_USER)
            self._must(code)
        return self._scard

    def _reader(self) -> str:
        try:
            code, readers = self._scard.SCardListReaders(self._context, [])
        except SystemError:  # pyscard 2.0, when the service dies while it is asked
            code, readers = -1, []
        found = [reader for reader in readers if reader.startswith(self._name)] if not code else []
        if not found:
            self.close()
            raise NotConnected("no such reader", port=self.port)
        return str(found[0])

    def _must(self, code: int) -> None:
        if code:
            said = self._scard.SCardGetErrorMessage(code)
            self.close()
            raise NotConnected(said, port=self.port)
