"""Looks after the devices and the disk: asks each in its own lane, and tells main what it heard.

A device still busy with the last question is not asked again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from kiosk.domain import events
from kiosk.domain.card import CardMove
from kiosk.domain.events import Event
from kiosk.domain.health import DeviceStatus, Health
from kiosk.domain.keypad import Headphones, Meaning, NavKey
from kiosk.ports import (
    BadReply,
    Clock,
    DeviceError,
    Keeper,
    Keypad,
    Lane,
    PaymentTerminal,
    ReceiptPrinter,
    StoreError,
)
from kiosk.services.alarm import Alarm
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Main

DEVICE_PAUSE = timedelta(seconds=4)
STORE_PAUSE = timedelta(seconds=5)
#: Seconds between two looks at the card reader, and at one that is not there.
POLL_PAUSE, MISSING_PAUSE = 0.05, 1.0


@dataclass(slots=True)
class _Turn:
    """When to ask next, and whether an answer is still out."""

    next: Alarm = field(default_factory=Alarm)
    asking: bool = field(default=False)


class Watch:
    """`tick` on main, with the visit's health and whether a payment is under way (its lane is busy then)."""

    def __init__(
        self,
        printer: ReceiptPrinter,
        terminal: PaymentTerminal,
        keeper: Keeper,
        clock: Clock,
        printer_lane: Lane,
        terminal_lane: Lane,
        records_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
    ) -> None:
        self._printer = printer
        self._terminal = terminal
        self._keeper = keeper
        self._clock = clock
        self._printer_lane = printer_lane
        self._terminal_lane = terminal_lane
        self._records_lane = records_lane
        self._main = main
        self._post = post
        self._printer_turn = _Turn()
        self._terminal_turn = _Turn()
        self._store_turn = _Turn()

    def tick(self, now: datetime, health: Health, committing: bool) -> None:
        if not committing:
            self._ask(now, self._printer_turn, self._printer_lane, self._printer.status)
            self._ask(now, self._terminal_turn, self._terminal_lane, self._terminal.status)
        if not health.store_works:
            self._probe_store(now, health)

    def _ask(self, now: datetime, turn: _Turn, lane: Lane, status: Callable[[], DeviceStatus]) -> None:
        if turn.asking or not turn.next.is_due(now):
            return

        def job() -> None:
            try:
                self._post(Envelope(NOBODY, events.DeviceReported(status())))
            finally:
                self._main(lambda: self._answered(turn, DEVICE_PAUSE))

        turn.asking = lane.submit(job)

    def _answered(self, turn: _Turn, pause: timedelta) -> None:
        turn.asking = False
        turn.next.set(self._clock.now(), pause)

    def _probe_store(self, now: datetime, health: Health) -> None:
        """Writes what stands anyway; when that works, the disk takes rows again."""
        turn = self._store_turn
        if turn.asking or not turn.next.is_due(now):
            return

        def job() -> None:
            works = True
            try:
                self._keeper.keep_service(health.service, self._clock.now(), health.notice)
            except StoreError:
                works = False
            finally:
                self._main(lambda: self._answered(turn, STORE_PAUSE))
            self._post(Envelope(NOBODY, events.StoreReported(works)))

        turn.asking = self._records_lane.submit(job)


Said = TypeVar("Said")
Told = TypeVar("Told", covariant=True)


class Talker(Protocol[Told]):
    """A device that only ever talks: somebody must listen all the time."""

    def status(self) -> DeviceStatus: ...

    def read(self) -> Told | None: ...


class _Listening(ABC, Generic[Said]):
    """Polls one talker for ever in its own lane; a missing port is looked for again after a pause."""

    def __init__(
        self,
        talker: Talker[Said],
        lane: Lane,
        main: Main,
        tap: Callable[[Event], None],
        post: Callable[[Envelope], None],
    ) -> None:
        """`tap` is called on main: what was heard belongs to whoever stands there then."""
        self._talker = talker
        self._lane = lane
        self._main = main
        self._tap = tap
        self._post = post
        self._last: DeviceStatus | None = None

    def begin(self) -> None:
        self._lane.submit(self._poll)

    def _poll(self) -> None:
        pause = MISSING_PAUSE
        try:
            self._read()
            pause = POLL_PAUSE
        except DeviceError:
            self._report(self._talker.status())
        finally:  # whatever happened: a talker that nobody hears any more is dead until the next start
            self._lane.later(pause, self._poll)

    def _read(self) -> None:
        try:
            said = self._talker.read()
        except BadReply:
            self._spoilt()
            return
        if said is not None:
            self._tell(said)
        self._report(self._talker.status())

    @abstractmethod
    def _tell(self, said: Said) -> None:
        """What `said` means for the visit."""

    def _spoilt(self) -> None:
        """Something came that could not be read."""

    def _heard(self, event: Event) -> None:
        self._main(lambda: self._tap(event))

    def _report(self, status: DeviceStatus) -> None:
        if status != self._last:
            self._last = status
            self._post(Envelope(NOBODY, events.DeviceReported(status)))


class CardWatch(_Listening[str | CardMove]):
    """Listens to the card reader. What happened to a card holds whoever stands there."""

    def _tell(self, said: str | CardMove) -> None:
        if isinstance(said, CardMove):
            self._post(Envelope(NOBODY, events.CardMoved(said)))
        else:
            self._heard(events.CardPresented(said))

    def _spoilt(self) -> None:
        self._heard(events.CardUnreadable())


class ScannerWatch(_Listening[str]):
    """Listens to the code scanner."""

    def _tell(self, said: str) -> None:
        self._heard(events.CodeScanned(said))

    def _spoilt(self) -> None:
        self._heard(events.CodeUnreadable())


class KeypadWatch(_Listening[Meaning]):
    """Listens to the keypad. Keys go to the window, as touches do: what one means depends on what stands there."""

    def __init__(
        self,
        keypad: Keypad,
        lane: Lane,
        main: Main,
        press: Callable[[NavKey], None],
        tap: Callable[[Event], None],
        post: Callable[[Envelope], None],
    ) -> None:
        """`press` is called on main."""
        super().__init__(keypad, lane, main, tap, post)
        self._press = press

    def _tell(self, said: Meaning) -> None:
        match said:
            case NavKey() as key:
                self._main(lambda: self._press(key))
            case Headphones.IN:
                self._heard(events.HeadphonesPlugged())
            case Headphones.OUT:
                self._post(Envelope(NOBODY, events.HeadphonesPulled()))
