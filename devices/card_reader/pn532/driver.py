"""A PN532 on a serial line: looks for cards when it is asked to. Passes on memory cards of the company, by their number.

A card with a processor is never talked to: it may be a bank's. Two cards at once are told, and neither is read.
"""

from __future__ import annotations

from devices.card_reader.cards import ANY, House
from devices.card_reader.driver import POLL, TwoWay
from devices.card_reader.pn532.frames import (
    CONFIGURE,
    FIRMWARE,
    LIST,
    SAM,
    WAKE,
    Acked,
    Answer,
    Broken,
    Complaint,
    Nacked,
    Parser,
    frame,
    targets,
)
from devices.card_reader.presence import Presence, Told
from devices.conditions import answers, failed
from devices.frames import BadFrame
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, DeviceError, NoReply, NotConnected, Refused

PATIENCE = 0.3  # seconds for an answer that needs no card
MISSES = 3  # looks without an answer before it counts as gone
_TWO_CARDS, _TYPE_A = 0x02, 0x00
#: No time-out of the virtual card, no interrupt; look for a card at most twice, then say that there is none.
_SETUP = (bytes((SAM, 0x01, 0x00, 0x00)), bytes((CONFIGURE, 0x05, 0xFF, 0x01, 0x01)))


class Pn532Reader:
    """Fulfils `kiosk.ports.CardReader`. `tag_versions`: first bytes of the company's cards, two hex digits, or any."""

    def __init__(self, link: TwoWay, tag_versions: tuple[str, ...] = (ANY,)) -> None:
        self._link = link
        self._house = House((), tag_versions)
        self._presence = Presence()
        self._version = ""
        self._misses = 0
        self._trouble: DeviceError | None = None

    def is_there(self) -> bool:
        """Whether a PN532 answers at this port. Raises NotConnected."""
        return answers(self._greet)

    def status(self) -> DeviceStatus:
        """ONLINE: it answered the last look. Raises nothing."""
        if not self._version and self._trouble is None:
            try:
                self._greet()
            except DeviceError as error:
                self._lost(error)
        if self._trouble is not None:
            return failed(Device.CARD_READER, self._trouble)
        return DeviceStatus(Device.CARD_READER, DeviceState.ONLINE, detail=f"PN532 {self._version}")

    def read(self) -> Told | None:
        told = self._presence.tell()
        if told is not None:
            return told
        try:
            if not self._version:
                self._greet()
            self._look()
        except NotConnected as error:
            self._lost(error)
            raise
        except DeviceError as error:  # nothing was wrong with a card: BadReply would say so
            self._lost(error)
            raise NoReply("it answers no more", port=self._link.port) from error
        return self._presence.tell()

    def give_back(self) -> None:
        """It holds no card."""

    def close(self) -> None:
        self._version = ""
        self._presence.forget()
        self._link.close()

    def _look(self) -> None:
        try:
            found = targets(self._ask(bytes((LIST, _TWO_CARDS, _TYPE_A)), POLL))
        except (NoReply, BadReply, Refused, BadFrame) as error:
            self._misses += 1
            if self._misses < MISSES:
                return
            if isinstance(error, BadFrame):
                raise BadReply(error.reason, port=self._link.port) from None
            raise
        self._misses, self._trouble = 0, None
        cards = [self._house.tag(target.uid, memory_only=target.memory_only) for target in found]
        self._presence.looked(cards, self._link.now())

    def _greet(self) -> None:
        self._link.write(WAKE)
        said = self._ask(bytes((FIRMWARE,)), PATIENCE)
        for command in _SETUP:
            self._ask(command, PATIENCE)
        self._version = f"{said[1]}.{said[2]}" if len(said) >= 3 else "?"
        self._misses, self._trouble = 0, None

    def _lost(self, error: DeviceError) -> None:
        self._version, self._misses = "", 0
        self._presence.forget()
        self._trouble = error

    def _ask(self, command: bytes, seconds: float) -> bytes:
        """The data behind the answer's code. An answer without the acknowledgement before it counts too."""
        self._link.drop_input()
        self._link.write(frame(command))
        parser, broken, end = Parser(), "", self._link.now() + seconds
        while (left := end - self._link.now()) > 0:
            for heard in parser.feed(self._link.read_some(seconds=min(left, POLL))):
                match heard:
                    case Answer(code, data) if code == command[0] + 1:
                        return data
                    case Complaint():
                        raise Refused("no such command", port=self._link.port)
                    case Nacked():
                        self._link.write(frame(command))
                    case Broken(reason):
                        broken = reason
                    case Acked() | Answer():
                        pass
        if broken or parser.midway:
            raise BadReply(broken or "half_frame", port=self._link.port)
        raise NoReply("no answer", port=self._link.port)
