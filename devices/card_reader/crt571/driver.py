"""A motorised reader: takes a card in, tells whose it is, holds it until it is given back. One that nobody takes is kept.

Only memory cards are read, by their number. Whatever cannot be read, or is somebody else's, is given back at once.
"""

from __future__ import annotations

from collections import deque

from devices.card_reader.cards import ANY, House, Own
from devices.card_reader.crt571.conversation import Conversation
from devices.card_reader.crt571.frames import (
    ENTRY_OFF,
    ENTRY_ON,
    INIT_KEEP,
    RF_START,
    RF_STOP,
    STATUS,
    TO_BIN,
    TO_GATE,
    TO_HOLD,
    TO_RF,
    Done,
    NotDone,
    Place,
    chip,
)
from devices.card_reader.driver import TwoWay
from devices.card_reader.presence import Told
from devices.conditions import answers, failed
from devices.frames import BadFrame
from kiosk.domain.card import CardMove
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.ports import BadReply, DeviceError, NoReply, NotConnected

ANSWER_SECONDS, MOVE_SECONDS = 0.5, 5.0
TAKE_SECONDS = 50.0  # at the gate before a card is drawn in: 30 to take it, 20 of warning
_BY_HAND, _JAM, _TOO_LONG, _NOT_INITIALISED, _BIN_FULL = ("16", "45"), ("10", "40"), "13", "B0", "A1"
#: What a complaint about the machine means; every other one says that it is not ready.
_MACHINE = {"12": Fault.READER_SENSOR, "51": Fault.READER_MOTOR, "41": Fault.READER_MOTOR}


class Crt571Reader:
    """Fulfils `kiosk.ports.CardReader`. `keep_after_power_cut`: a card found inside at a start goes into the bin, for
    staff, instead of back to the gate."""

    def __init__(
        self,
        link: TwoWay,
        tag_versions: tuple[str, ...] = (ANY,),
        *,
        take_seconds: float = TAKE_SECONDS,
        keep_after_power_cut: bool = False,
    ) -> None:
        self._link = link
        self._line = Conversation(link)
        self._house = House((), tag_versions)
        self._take_seconds = take_seconds
        self._keep = keep_after_power_cut
        self._untold: deque[Told] = deque()
        self._greeted = self._holding = self._refused = False
        self._offered_at: float | None = None
        self._bin_full = False
        self._fault: Fault | None = None
        self._lost_by: DeviceError | None = None
        self.retained = 0  # since this start

    def is_there(self) -> bool:
        """Whether such a reader answers at this port; nothing moves. Raises NotConnected."""
        return answers(lambda: self._line.ask(STATUS, seconds=ANSWER_SECONDS))

    def status(self) -> DeviceStatus:
        """What the last look found. Raises nothing."""
        if not self._greeted and self._fault is None and self._lost_by is None:
            try:
                self._greet()
            except DeviceError as error:
                self._lost(error)
        if self._lost_by is not None:
            return failed(Device.CARD_READER, self._lost_by)
        detail = f"{self.retained} cards kept since the start"
        full = (Fault.BIN_FULL,) if self._bin_full else ()
        faults = (self._fault, *full) if self._fault else full
        return DeviceStatus(Device.CARD_READER, self._state(), faults, detail)

    def read(self) -> Told | None:
        if self._untold:
            return self._untold.popleft()
        try:
            if not self._greeted:
                self._greet()
            if self._greeted:
                self._look()
        except NotConnected as error:
            self._lost(error)
            raise
        except DeviceError as error:  # nothing was wrong with a card: BadReply would say so
            self._lost(error)
            raise NoReply("it answers no more", port=self._link.port) from error
        if self._refused:
            self._refused = False
            raise BadReply("card could not be read, or is not ours", port=self._link.port)
        return self._untold.popleft() if self._untold else None

    def give_back(self) -> None:
        """Moves the card to the gate; whoever does not take it in time is without it. Raises DeviceError."""
        if self._holding:
            self._offer()

    def close(self) -> None:
        """Leaves a card where it is."""
        self._greeted = False
        self._untold.clear()
        self._link.close()

    # --- what a look finds ------------------------------------------------------------------------

    def _look(self) -> None:
        match self._line.ask(STATUS, seconds=ANSWER_SECONDS):
            case NotDone(_, error):
                self._complained(error)
            case Done(_, place, bin_full):
                self._fault = None
                self._found(place)
                self._watch_bin(bin_full)

    def _found(self, place: Place) -> None:
        match place:
            case Place.NOWHERE if self._offered_at is not None:
                self._gone(CardMove.TAKEN)
            case Place.NOWHERE if self._holding:
                self._gone(CardMove.PULLED)
            case Place.GATE if self._holding:
                self._gone(CardMove.PULLED)
                self._offered_at = self._link.now()
            case Place.GATE if self._offered_at is None:
                self._offered_at = self._link.now()  # left behind, or half way in
            case Place.GATE if self._link.now() - (self._offered_at or 0.0) >= self._take_seconds:
                self._retain()
            case Place.INSIDE if not self._holding:
                self._took_in()

    def _took_in(self) -> None:
        self._holding, self._offered_at = True, None
        self._untold.append(CardMove.HELD)
        card = self._read_card()
        if isinstance(card, Own):
            self._untold.append(card.token)
            return
        self._refused = True
        self._offer()

    def _read_card(self) -> Own | None:
        """The company's card that is inside. A card with a processor is started by the reader and no further."""
        for name, data in ((TO_RF, b""), (RF_START, b"A0")):
            answer = self._line.ask(name, data, seconds=MOVE_SECONDS)
            if isinstance(answer, NotDone):
                return None
        self._line.ask(RF_STOP, seconds=ANSWER_SECONDS)
        assert isinstance(answer, Done)
        try:
            found = chip(answer.data)
        except BadFrame:
            return None
        card = self._house.tag(found.uid, memory_only=found.kind == "M")
        return card if isinstance(card, Own) else None

    # --- moving it --------------------------------------------------------------------------------

    def _offer(self) -> None:
        if self._moved(TO_GATE):
            self._holding, self._offered_at = False, self._link.now()
            self._untold.append(CardMove.OFFERED)

    def _retain(self) -> None:
        """A full bin takes no card: it is held inside, so that nobody else walks away with it."""
        if self._bin_full:
            if self._moved(TO_HOLD):
                self._holding, self._offered_at = True, None
                self._untold.append(CardMove.STUCK)
            return
        if self._moved(TO_BIN):
            self.retained += 1
            self._gone(CardMove.RETAINED)

    def _moved(self, where: bytes) -> bool:
        answer = self._line.ask(where, seconds=MOVE_SECONDS)
        if isinstance(answer, NotDone):
            self._complained(answer.error)
        return isinstance(answer, Done)

    def _gone(self, how: CardMove) -> None:
        self._holding, self._offered_at = False, None
        self._untold.append(how)

    # --- standing ---------------------------------------------------------------------------------

    def _greet(self) -> None:
        """Keeps what is inside; then gives it back or keeps it for good, as the site decided."""
        answer = self._line.ask(INIT_KEEP, seconds=MOVE_SECONDS)
        self._lost_by = None
        if isinstance(answer, NotDone):
            self._complained(answer.error)
            return
        self._greeted, self._fault, self._bin_full = True, None, answer.bin_full
        self._entry(not self._bin_full)
        if answer.place is not Place.NOWHERE and not self._holding and self._offered_at is None:
            self._retain() if self._keep and not self._bin_full else self._offer()

    def _watch_bin(self, full: bool) -> None:
        """With a full bin a forgotten card could not be kept: no more cards, the rest of the kiosk goes on."""
        if full != self._bin_full:
            self._bin_full = full
            self._entry(not full)

    def _entry(self, on: bool) -> None:
        self._line.ask(ENTRY_ON if on else ENTRY_OFF, seconds=ANSWER_SECONDS)

    def _complained(self, error: str) -> None:
        if error == _NOT_INITIALISED:
            self._greeted = False  # it lost its power: begin again at the next look, and keep the card
        elif error in _BY_HAND:
            self._gone(CardMove.PULLED)
        elif error == _TOO_LONG:
            self._two_at_once()
        elif error in _JAM:
            self._once(CardMove.STUCK, Fault.CARD_JAM)
        elif error == _BIN_FULL:
            self._bin_full = True
        else:
            self._fault = _MACHINE.get(error, Fault.READER_NOT_READY)

    def _two_at_once(self) -> None:
        """A second card was pushed in behind the first: both go back to the gate."""
        if self._fault is Fault.CARD_JAM:
            return
        self._once(CardMove.COLLIDED, Fault.CARD_JAM)
        self._line.ask(TO_GATE, seconds=MOVE_SECONDS)
        self._holding, self._offered_at = False, self._link.now()

    def _once(self, move: CardMove, fault: Fault) -> None:
        """The same complaint comes at every look; it is told at the first."""
        if self._fault is not fault:
            self._fault = fault
            self._untold.append(move)

    def _lost(self, error: DeviceError) -> None:
        self._greeted = False
        self._lost_by = error

    def _state(self) -> DeviceState:
        if self._fault is Fault.CARD_JAM:
            return DeviceState.PERSON_NEEDED
        if self._fault is not None:
            return DeviceState.BROKEN
        return DeviceState.PERSON_NEEDED if self._bin_full else DeviceState.ONLINE
