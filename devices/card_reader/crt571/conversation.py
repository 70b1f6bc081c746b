"""One question and its answer on a CRT's line: acknowledged, repeated where it got lost, three times at most."""

from __future__ import annotations

from devices.card_reader.crt571.frames import (
    ACK,
    EOT,
    NAK,
    Broken,
    Byte,
    Done,
    NotDone,
    Parser,
    Text,
    command,
    understand,
)
from devices.card_reader.driver import POLL, TwoWay
from devices.frames import BadFrame
from kiosk.ports import BadReply, NoReply

ACK_SECONDS = 0.3
TRIES = 3


class Conversation:
    def __init__(self, link: TwoWay) -> None:
        self._link = link
        self._parser = Parser()
        self._noisy = False  # whether what came since the request was no word

    def ask(self, name: bytes, data: bytes = b"", *, seconds: float) -> Done | NotDone:
        """`seconds`: for the answer, from the acknowledgement on. Raises NotConnected, NoReply, BadReply."""
        self._send(name, data)
        end, complained, reason = self._link.now() + seconds, 0, ""
        while (left := end - self._link.now()) > 0:
            for heard in self._parser.feed(self._link.read_some(seconds=min(left, POLL))):
                match heard:
                    case Text(text):
                        answer = self._understood(text)
                        if answer.command == name:
                            return answer
                    case Broken(reason) if complained < TRIES:
                        complained += 1
                        self._parser = Parser()
                        self._link.write(bytes((NAK,)))
                    case _:
                        pass
        if reason or self._parser.midway:
            raise BadReply(reason or "half_frame", port=self._link.port)
        raise NoReply("no answer", port=self._link.port)

    def _send(self, name: bytes, data: bytes) -> None:
        self._noisy = False
        for _ in range(TRIES):
            self._link.drop_input()
            self._parser = Parser()
            self._link.write(command(name, data))
            if self._acknowledged():
                return
        self._link.write(bytes((EOT,)))
        if self._noisy:
            raise BadReply("noise instead of an acknowledgement", port=self._link.port)
        raise NoReply("not acknowledged", port=self._link.port)

    def _acknowledged(self) -> bool:
        """Reads byte by byte: what follows the acknowledgement is the answer's, and stays on the line."""
        end = self._link.now() + ACK_SECONDS
        while (left := end - self._link.now()) > 0:
            data = self._link.read_some(1, seconds=min(left, POLL))
            self._noisy |= bool(data)
            for heard in self._parser.feed(data):
                if isinstance(heard, Byte) and heard.value in (ACK, NAK):
                    self._noisy = False
                    return heard.value == ACK
        return False

    def _understood(self, text: bytes) -> Done | NotDone:
        self._link.write(bytes((ACK,)))
        try:
            return understand(text)
        except BadFrame as bad:
            raise BadReply(bad.reason, port=self._link.port) from None
