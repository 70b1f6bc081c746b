"""A membership card reader on a serial line. It only ever talks; nobody can ask it anything.

Cards of others never get further than the parser. Nothing here keeps a card: only the token of the one that still
lies on the reader, so that it counts once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from devices.card_reader.cards import ANY, TAG, House, Own, Presented, Unreadable
from devices.card_reader.presence import GONE, STALE, Told
from devices.card_reader.protocol import Parser
from devices.conditions import failed
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, NotConnected

POLL = 0.1  # seconds; the longest that one look takes


class Wire(Protocol):
    """What is needed of a `devices.link.Link`."""

    @property
    def port(self) -> str: ...

    @property
    def now(self) -> Callable[[], float]:
        """The monotonic clock, in seconds."""

    def open(self) -> None: ...

    def read_some(self, limit: int = ..., seconds: float = ...) -> bytes: ...

    def drop_input(self) -> bytes: ...

    def close(self) -> None: ...


class TwoWay(Wire, Protocol):
    """A line to a reader that is asked."""

    def write(self, data: bytes) -> None: ...


class SerialCardReader:
    """Fulfils `kiosk.ports.CardReader`. `prefixes`: how stripes of this company begin; `tag_versions`: see `House`."""

    def __init__(
        self, link: Wire, prefixes: tuple[str, ...], *, tag_versions: tuple[str, ...] = (ANY,)
    ) -> None:
        self._link = link
        self._parser = Parser(House(prefixes, tag_versions))
        self._present: Presented | None = None  # what lies on the reader, as far as it was told
        self._spoilt: Unreadable | None = None  # told only if no good reading follows at once
        self._heard_at = 0.0
        self._polled_at: float | None = None
        self._untold: deque[Told] = deque()
        self.heard_cards = False  # whether anything that was a card ever came

    def status(self) -> DeviceStatus:
        """ONLINE means that the port is open, and no more. Raises nothing."""
        try:
            self._link.open()
        except NotConnected as gone:
            return failed(Device.CARD_READER, gone)
        noise, self._parser.noise = self._parser.noise, 0
        faults = (Fault.GARBAGE,) if noise else ()
        return DeviceStatus(
            Device.CARD_READER,
            DeviceState.ONLINE,
            faults,
            detail=f"port open; the reader itself cannot be asked; {noise} stray bytes since the last report",
        )

    def read(self) -> Told | None:
        self._forget_the_past()
        data = self._link.read_some(seconds=POLL)
        self._polled_at = self._link.now()
        if data:
            self._hear([card for card in map(self._notice, self._parser.feed(data)) if card])
            self._heard_at = self._polled_at
        elif not self._untold:
            self._silence()
        return self._untold.popleft() if self._untold else None

    def give_back(self) -> None:
        """It holds no card."""

    def close(self) -> None:
        self._parser.fell_silent()
        self._present = self._spoilt = self._polled_at = None
        self._untold.clear()
        self._link.close()

    def _forget_the_past(self) -> None:
        """Nobody looked for a while: what came since was another customer's card."""
        if self._polled_at is None or self._link.now() - self._polled_at > STALE:
            self._link.drop_input()
            self._parser.fell_silent()
            self._present = self._spoilt = None
            self._untold.clear()

    def _hear(self, fresh: list[str]) -> None:
        """Of several in one breath the last counts. A tag lies there until it falls silent; a stripe is gone at once."""
        if fresh:
            held = (CardMove.HELD,) if fresh[-1].startswith(TAG) else ()
            self._untold += (*held, fresh[-1])

    def _notice(self, card: Presented) -> str | None:
        self.heard_cards = True
        if isinstance(card, Unreadable):
            self._spoilt = card
            return None
        known, self._present, self._spoilt = self._present, card, None
        return card.token if isinstance(card, Own) and card != known else None

    def _silence(self) -> None:
        """After half a second the card is gone. Raises BadReply when all of it that came was spoilt."""
        if self._link.now() - self._heard_at < GONE:
            return
        spoilt = self._parser.fell_silent() or self._spoilt
        already_told, self._present, self._spoilt = self._present, None, None
        if isinstance(already_told, Own) and already_told.token.startswith(TAG):
            self._untold.append(CardMove.TAKEN)
        if spoilt and already_told is None:
            raise BadReply(f"card could not be read: {spoilt.reason}", port=self._link.port)
