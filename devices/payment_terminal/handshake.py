"""What both serial families share: whole frames, ACK and NAK alone between them, and when a frame may be sent again.

How a frame is enclosed, checked and found stands in each family's `framing.py`. Bytes in, events out: no port, no clock,
no meaning of what is in a frame.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Protocol

from devices.frames import BadFrame
from kiosk.ports import DeviceError

ACK, NAK = 0x06, 0x15


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole one with a right check. Its bytes may hold a card number, so they are shown to nobody."""

    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Acked:
    """The other side has our frame."""


@dataclass(frozen=True, slots=True)
class Nacked:
    """The other side heard something that was no frame."""


@dataclass(frozen=True, slots=True)
class Damaged:
    """Something that was no frame. `reason`: `noise`, `half_...`, `too_long`, `wrong_check`, or a family's own."""

    reason: str


Heard = Frame | Acked | Nacked | Damaged


class Deframer(ABC):
    """Cuts what comes from the line into events; takes any piece size and any noise, keeps at most one frame."""

    @property
    @abstractmethod
    def midway(self) -> bool:
        """Whether a frame has begun and not ended."""

    @abstractmethod
    def forget(self) -> None:
        """Drops a frame that will not be finished."""

    def feed(self, data: bytes) -> list[Heard]:
        heard: list[Heard] = []
        for byte in data:
            event = self._take(byte)
            if event is not None and (event != Damaged("noise") or heard[-1:] != [event]):
                heard.append(event)
        return heard

    @abstractmethod
    def _take(self, byte: int) -> Heard | None:
        """What is complete with `byte`."""


def alone(byte: int) -> Heard:
    """What one byte outside a frame says."""
    match byte:
        case 0x06:
            return Acked()
        case 0x15:
            return Nacked()
    return Damaged("noise")


def only_frame(frame: bytes, deframer: Deframer, name: str) -> bytes:
    """What is in exactly one frame. Raises BadFrame; `name`: as the family calls it there."""
    heard = deframer.feed(frame)
    if deframer.midway:
        raise BadFrame(f"half_{name}")
    match heard:
        case [Frame(data)]:
            return data
        case [Damaged(reason), *_]:
            raise BadFrame(reason)
    raise BadFrame(f"no_{name}")


class Wire(Protocol):
    """What is needed of a `devices.link.Link` or a `devices.tcp_link.TcpLink`."""

    @property
    def port(self) -> str: ...

    @property
    def now(self) -> Callable[[], float]:
        """The monotonic clock, in seconds."""

    def write(self, data: bytes) -> None: ...

    def read_some(self, limit: int = ..., seconds: float = ...) -> bytes: ...

    def close(self) -> None: ...


#: Seconds behind a NAK in which an ACK still belongs to the same copy: what was turned down was noise before it.
#: Who sends again at once sends a second request for money to a terminal that works on the first.
BEHIND_NAK = 0.2


class Sent(Enum):
    """What became of a frame that was sent."""

    DELIVERED = auto()
    TURNED_DOWN = auto()  # every copy was answered with NAK: the other side surely has none of them
    LOST = auto()  # nobody knows: it may have been taken
    NOT_WANTED = auto()  # we changed our mind while nothing was on the wire yet


def send_copies(
    put: Callable[[], None], answer: Callable[[], Heard | None], most: int, *, again_on_silence: bool
) -> Sent:
    """Puts a frame on the line, `most` times at most; `answer` waits for what is said to one copy. Raises nothing.

    A copy goes out again only after a NAK, and after silence where that does no harm. A request for money is never
    repeated after silence: the frame may be there and its ACK lost, and frames of neither family bear a number by which
    a terminal would know the second for a copy.
    """
    turned_down = 0
    for _ in range(most):
        try:
            put()
            said = answer()
        except DeviceError:
            return Sent.LOST
        match said:
            case Acked() | Frame():
                return Sent.DELIVERED
            case Nacked():
                turned_down += 1
            case _ if not again_on_silence:
                return Sent.LOST
    return Sent.TURNED_DOWN if turned_down == most else Sent.LOST
