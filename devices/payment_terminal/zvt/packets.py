"""Messages over TCP: one behind the other, by their own length; TCP itself sees to the rest (PA00P015, port 20007).

Whatever goes wrong is told without the bytes: they may be a card.
"""

from __future__ import annotations

from devices.frames import BadFrame
from devices.payment_terminal.handshake import Sent, Wire
from devices.payment_terminal.zvt.apdu import Apdu, parse_apdu, size_of
from devices.payment_terminal.zvt.framing import LONGEST_APDU
from devices.payment_terminal.zvt.messages import SLICE, Messages
from kiosk.ports import BadReply, DeviceError, NotConnected

PORT = 20007


def cut(stream: bytearray) -> list[bytes]:
    """Takes the whole messages off the front of `stream`. Raises BadFrame `too_long`."""
    whole: list[bytes] = []
    while (size := size_of(stream)) is not None:
        if size > LONGEST_APDU:
            raise BadFrame("too_long")
        if len(stream) < size:
            break
        whole.append(bytes(stream[:size]))
        del stream[:size]
    return whole


class Packets(Messages):
    """A stream that has lost its place cannot find it again: then the connection is given up."""

    def __init__(self, wire: Wire) -> None:
        super().__init__(wire)
        self._stream = bytearray()

    def send(self, message: Apdu, *, again_on_silence: bool) -> Sent:
        """Nothing is turned down here, and nothing is sent twice: what was written may have been taken."""
        try:
            self._put(message)
        except DeviceError:
            return Sent.LOST
        return Sent.DELIVERED

    def resync(self) -> None:
        """A terminal may have hung up since; nothing is asked yet, so it is called again."""
        try:
            super().resync()
        except NotConnected:
            self.forget()
            super().resync()

    def forget(self) -> None:
        super().forget()
        if self._stream:
            self._stream.clear()
            self.wire.close()

    def _look(self, until: float, *, complain: bool = True) -> bool:
        data = self.wire.read_some(seconds=max(0.0, min(SLICE, until - self.wire.now())))
        self._stream += data
        try:
            self._waiting.extend(parse_apdu(raw) for raw in cut(self._stream))
        except BadFrame as bad:
            self.forget()
            raise BadReply(f"no message ({bad})", port=self.wire.port) from None
        return bool(data)

    def _put(self, message: Apdu) -> None:
        self.wire.write(message.to_bytes())
