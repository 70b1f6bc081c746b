"""The operating system's smart-card service, as little of it as we need. The only file that knows pyscard.

The library is imported with the first use: a kiosk without such a reader need not have it.
"""

from __future__ import annotations

import importlib
from typing import Any

from kiosk.ports import BadReply, NotConnected

_EMPTY = (0x8010000C, 0x80100069, 0x80100066)  # no card, a card that was just taken, one that does not answer


class PyscardSlot:
    """`port`: `pcsc://` and how the reader's name begins; without a name the first one.

    Every method but `close` raises only NotConnected and BadReply.
    """

    def __init__(self, port: str) -> None:
        self.port = port
        self._name = port.removeprefix("pcsc://")
        self._scard: Any = None
        self._context: Any = None

    def answer_to_reset(self) -> tuple[bytes, Any] | None:
        """The card's, and by what to speak with it; None when there is no card."""
        scard = self._service()
        code, card, _ = scard.SCardConnect(
            self._context, self._reader(), scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY
        )
        if code & 0xFFFFFFFF in _EMPTY:
            return None
        self._must(code)
        code, _, _, _, atr = scard.SCardStatus(card)
        self._must(code)
        return bytes(atr), card

    def transmit(self, card: Any, command: bytes) -> bytes:
        scard = self._service()
        code, answer = scard.SCardTransmit(card, scard.SCARD_PCI_T1, list(command))
        if code:
            raise BadReply("the card was taken too soon", port=self.port)
        return bytes(answer)

    def let_go(self, card: Any) -> None:
        self._service().SCardDisconnect(card, self._scard.SCARD_LEAVE_CARD)

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
        code, readers = self._scard.SCardListReaders(self._context, [])
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
