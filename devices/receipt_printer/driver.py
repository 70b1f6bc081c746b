"""The receipt printer at the far end of a link. Printed is what the printer says it has printed, nothing else.

Knows ESC/POS through `protocol` and how papers are set through `job`; it must not know what a paper is about.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from devices.conditions import failed
from devices.link import Link
from devices.receipt_printer import capabilities, protocol
from devices.receipt_printer.capabilities import Capabilities
from devices.receipt_printer.job import (
    DOTS_PER_INCH,
    Setter,
    Step,
    clean_start,
    end_of,
    steps_of,
    wire_seconds,
)
from devices.receipt_printer.parts import parts_of, silent, state_of
from devices.receipt_printer.protocol import RECOVERABLE, Condition, Confirmation, Question
from devices.receipt_printer.raster import BAND_BYTES, cut_off, get_ready
from devices.receipt_printer.talk import REPLY, Talk
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceStatus
from kiosk.domain.printer import PrinterParts
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.ports import DeviceError, NoReply

log = logging.getLogger(__name__)

MM_PER_INCH = 25.4
SETTLE = 3.0  # seconds that the mechanism may need after the last byte, besides time for its rows
ROWS_A_SECOND = 500  # a slow mechanism: 60 mm a second
AFTER_CUT = 2.0
SLACK = 2  # times what the bytes take on the line: adapters buffer
HAND = 10.0  # seconds that the paper before has to be taken, when another one is to come
DRAWING_IN, LOOK_AGAIN = 5.0, 0.3
ALL_QUESTIONS_EVERY = 8  # polls of a printer that tells of changes by itself: what it told may have got lost

PRINTED = frozenset({PrintOutcome.CONFIRMED, PrintOutcome.SENT})


class Stopped(DeviceError):
    """The printer answers, but has stopped printing."""


class EscposPrinter:
    """Fulfils `kiosk.ports.ReceiptPrinter`.

    `near_end_sensor` False: the printer cannot see that paper runs low, which is reported as "not measured".
    `confirmation` None: the printer is asked once which way it knows. `presenter`: it holds paper in its mouth and can
    draw it in.
    Nothing here raises; nothing waits longer than twice the time the bytes take plus a few seconds.
    """

    def __init__(
        self,
        link: Link,
        setter: Setter,
        *,
        near_end_sensor: bool = True,
        dots_per_inch: int = DOTS_PER_INCH,
        confirmation: Confirmation | None = None,
        presenter: bool = False,
        number: int = 1,
    ) -> None:
        """`number`: what the first job is numbered; another one each time, so that what an earlier program asked for
        behind its job is no answer to ours."""
        self._link = link
        self._talk = Talk(link)
        self._setter = setter
        self._near_end_sensor = near_end_sensor
        self._dots_per_inch = dots_per_inch
        self._wanted = confirmation
        self._presenter = presenter
        self._can: Capabilities | None = None
        self._asked_about: int = 0  # in which opening of the line we asked what it can
        self._number = number
        self._polls = 0
        self._greeted = 0  # which opening of the line we have said hello on
        # Nobody knows what an earlier program left in the buffer (remains) and on the paper (remnant).
        self._remains = True
        self._remnant = True
        self._waits = False  # paper, in the mouth, as the presenter said last
        self._torn = False  # the remnant is one of ours that must not be taken for a proof
        self.parts = PrinterParts()
        self._rows = 0  # sent by the last print

    @property
    def used_mm(self) -> int:
        """Of the last print: its rows; what feeds the paper to the knife is not counted."""
        return round(self._rows * MM_PER_INCH / self._dots_per_inch)

    # --- the port -----------------------------------------------------------------------------

    def status(self) -> DeviceStatus:
        """Also keeps `parts`, what each part said."""
        try:
            return self._told(self._condition())
        except DeviceError as error:
            self.parts = silent(self._can)
            return failed(Device.RECEIPT_PRINTER, error)

    def print(self, paper: Paper) -> PrintOutcome:
        self._polls = self._rows = 0  # before a job everything is asked
        before = self.status()
        if not before.works:
            log.warning("paper %s is not printed: %s %s", paper.reference, before.state, before.detail)
            return PrintOutcome.NOT_PRINTED
        if Fault.PAPER_WAITS in before.faults and not self._cleared_mouth():
            log.warning("paper %s is not printed: another one is in the mouth", paper.reference)
            return PrintOutcome.NOT_PRINTED
        outcome = self._printed(paper, self._numbers())
        if outcome not in PRINTED:
            # Nothing of this may come out later, in front of somebody else.
            self._remains = self._remnant = self._torn = True
            with suppress(DeviceError):
                self._link.drop_output()
                self._drop_remains()
        log.info("paper %s: %s", paper.reference, outcome)
        return outcome

    def retract(self) -> bool:
        try:
            return self._presenter and self._drawn_in()
        except DeviceError as error:
            log.warning("the paper is not drawn in: %s", error)
            return False

    def close(self) -> None:
        self._link.close()

    # --- the mouth ----------------------------------------------------------------------------

    def _cleared_mouth(self) -> bool:
        """Whoever stands there has a moment to take the paper before; then it goes in, and never out to anybody."""
        with suppress(DeviceError):
            return self._is_empty(HAND) or self._drawn_in()
        return False

    def _drawn_in(self) -> bool:
        self._link.open()
        self._talk.tell(protocol.RETRACT)
        return self._is_empty(DRAWING_IN)

    def _is_empty(self, seconds: float) -> bool:
        """Within that time. A presenter that does not say is not empty."""
        deadline = self._link.now() + seconds
        while self._link.now() < deadline:
            if self._looked_into() is False:
                return True
            self._talk.listen(LOOK_AGAIN)
        return False

    def _looked_into(self) -> bool | None:
        said = self._talk.mouth()
        self._waits = self._waits if said is None else said
        return said

    # --- a job --------------------------------------------------------------------------------

    @property
    def _confirmation(self) -> Confirmation:
        return self._can.confirmation if self._can else Confirmation.NONE

    @property
    def _tells_by_itself(self) -> bool:
        return self._can is not None and self._can.automatic

    def _numbers(self) -> tuple[int, int]:
        """Behind the last row and behind the cut. They begin again before they run out."""
        number = self._number
        self._number = number + 2 if number + 3 <= protocol.LAST_PROCESS_ID else 1
        return number, number + 1

    def _printed(self, paper: Paper, numbers: tuple[int, int]) -> PrintOutcome:
        truth = PrintOutcome.NOT_PRINTED  # what may be said about the paper if the printer is gone now
        try:
            self._talk.automatic = None
            self._talk.tell(self._remnant_cut(paper) + self._start())
            step: Step | None = next(steps := steps_of(paper, self._setter))
            while step:
                truth = PrintOutcome.PARTIAL
                self._talk.tell(step.data)
                self._rows += step.rows
                last, step = step, next(steps, None)  # the next one is drawn while this one is on the line
                self._go_on(len(last.data))
            truth = PrintOutcome.UNKNOWN
            return self._end(last, numbers)
        except Stopped as stopped:
            log.warning("printing stopped: %s", stopped)
            return truth if truth is PrintOutcome.NOT_PRINTED else PrintOutcome.PARTIAL
        except DeviceError as error:
            log.warning("printing failed: %s", error)
            return truth

    def _start(self) -> bytes:
        start = clean_start(self._dots_per_inch, self._tells_by_itself)
        return start + protocol.HOLD if self._presenter else start

    def _remnant_cut(self, paper: Paper) -> bytes:
        """A torn receipt still hanging in the printer is marked as void and cut off: no one gets it with their own, or
        takes it for a proof. With a presenter nobody gets it at all."""
        (cut, self._remnant), (torn, self._torn) = (self._remnant, False), (self._torn, False)
        if not cut:
            return b""
        steps = steps_of(paper.voided(), self._setter) if torn and paper.void else ()
        off = cut_off() + (protocol.RETRACT if self._presenter else b"")
        return self._start() + b"".join(step.data for step in steps) + off

    def _go_on(self, count: int) -> None:
        """Waits until `count` bytes are over the line. Raises Stopped."""
        self._ask_whether_it_prints(REPLY + SLACK * wire_seconds(count, self._link.baud))

    def _ask_whether_it_prints(self, seconds: float) -> None:
        if self._talk.ask_or_be_told(Question.PRINTER, seconds).offline:
            raise Stopped(_words(self._causes()), port=self._link.port)

    def _end(self, last: Step, numbers: tuple[int, int]) -> PrintOutcome:
        """The cut and the printer's word. Raises Stopped, or NoReply when no word comes."""
        end = end_of(self._confirmation, numbers[0], protocol.PRESENT if self._presenter else b"")
        self._talk.forget(numbers)
        if self._confirmation is Confirmation.PAPER_SENSOR:
            self._talk.answers_in_turn(numbers)
        self._talk.tell(end)
        on_line = SLACK * wire_seconds(len(last.data) + len(end), self._link.baud)
        if self._confirmation is Confirmation.NONE:
            self._ask_whether_it_prints(REPLY + on_line)
            return PrintOutcome.SENT
        self._confirm(numbers, SETTLE + on_line + last.rows / ROWS_A_SECOND)
        return PrintOutcome.CONFIRMED

    def _confirm(self, numbers: tuple[int, int], seconds: float) -> None:
        """Waits for the numbers behind the last row and behind the cut. Raises Stopped, or NoReply when one never comes
        and the printer does not say what holds it up."""
        # The number after the cut will do: a printer keeps only the latest for a host that did not listen.
        deadline = self._link.now() + seconds
        while not self._talk.has_printed(*numbers, seconds=REPLY):
            left = deadline - self._link.now()
            if left <= 0:
                raise NoReply("no answer behind the job", port=self._link.port)
            try:
                self._ask_whether_it_prints(left)
            except Stopped:
                if self._talk.has_printed(*numbers, seconds=0):
                    break
                raise
        if not self._talk.has_printed(numbers[1], seconds=AFTER_CUT):
            self._remains = self._remnant = True
            # Stopped by itself, it has the whole receipt on paper, and its trouble is the next status. Alive, or gone
            # from the line, nobody knows where the receipt hangs.
            if not self._talk.ask(Question.PRINTER).offline:
                raise NoReply("no answer behind the cut", port=self._link.port)

    # --- condition and remains ----------------------------------------------------------------

    def _condition(self) -> Condition:
        """Asks everything; on the way clears what an earlier job left, and errors that a person has mended."""
        self._link.open()
        if self._link.openings != self._greeted:
            self._remains, self._polls = True, 0
        if self._remains:
            self._drop_remains()
            self._greeted = self._link.openings
        condition = self._looked()
        if condition.faults & RECOVERABLE:
            self._talk.tell(protocol.RECOVER_AND_CLEAR)
            self._remnant = True
            condition = self._talk.condition()
        if not condition.offline and condition.faults <= {Fault.PAPER_LOW}:
            self._learn()
        if Fault.PAPER_OUT in condition.faults:
            self._torn = False  # the end of the roll took it along
        return condition | self._mouth()

    def _mouth(self) -> Condition:
        if not self._presenter:
            return Condition()
        silent = self._looked_into() is None  # who says nothing has not given its paper to anybody
        return Condition(
            faults=frozenset({Fault.PAPER_WAITS}) if self._waits else frozenset(),
            notes=("the presenter does not answer",) if silent else (),
        )

    def _looked(self) -> Condition:
        """Of a printer that tells of changes only whether it lives is asked, most of the time."""
        turn, self._polls = self._polls, (self._polls + 1) % ALL_QUESTIONS_EVERY
        self._talk.hear()
        told = self._talk.automatic
        if turn and self._tells_by_itself and told and not told.offline and told.faults <= {Fault.PAPER_LOW}:
            lives = self._talk.ask(Question.PRINTER)
            if not lives.offline and self._talk.automatic == told:
                return told | lives
        condition = self._talk.condition()
        if self._tells_by_itself and not condition.offline:
            self._talk.tells_by_itself()
        return condition

    def _learn(self) -> None:
        """What it can, once in each opening of the line; of the same printer it is known already."""
        if self._asked_about == self._link.openings:
            get_ready()  # behind the first answer, for which somebody waits, and before the first receipt
            return
        self._can = capabilities.asked(self._talk, self._can, self._wanted)
        self._asked_about = self._link.openings
        log.info("the printer: %s", self._can)

    def _causes(self) -> Condition:
        """Why it stopped, without forgetting the answers that came meanwhile."""
        said = Condition(offline=True)
        for question in (Question.OFFLINE_CAUSE, Question.ERROR_CAUSE, Question.PAPER):
            said |= self._talk.ask(question)
        return said

    def _drop_remains(self) -> None:
        """Clears the printer's buffer, even in the middle of a picture and while it is out of paper."""
        self._talk.fresh()
        if not self._talk.clear():
            # It does not know that command. If it lives, white rows end the picture it may be waiting for.
            self._talk.ask(Question.PRINTER)
            self._talk.tell(bytes(2 * BAND_BYTES) + protocol.INITIALIZE)
        self._remains = False

    # --- what is told -------------------------------------------------------------------------

    def _told(self, condition: Condition) -> DeviceStatus:
        faults = set(condition.faults)
        if Fault.PAPER_OUT in faults and Fault.PAPER_LOW not in faults:
            self._near_end_sensor = False  # paper is out and was never low: there is nothing that measures it
        if Fault.PAPER_OUT in faults or not self._near_end_sensor:
            faults.discard(Fault.PAPER_LOW)
        if not self._near_end_sensor:
            faults.add(Fault.PAPER_NOT_MEASURED)
        if self._can and self._can.confirmation is Confirmation.NONE:
            faults.add(Fault.PRINTING_UNCONFIRMED)
        self.parts = parts_of(condition, self._near_end_sensor, self._can)
        detail = "; ".join(condition.notes)
        return DeviceStatus(Device.RECEIPT_PRINTER, state_of(condition), tuple(sorted(faults)), detail)


def _words(condition: Condition) -> str:
    return ", ".join([*sorted(condition.faults), *condition.notes]) or "offline"
