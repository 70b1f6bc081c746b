"""The receipt printer at the far end of a link. Printed is what the printer says it has printed, nothing else.

Knows ESC/POS through `protocol` and pictures through `job`; it must not know what a paper is about.
"""

from __future__ import annotations

import logging
from contextlib import suppress

from devices.conditions import failed
from devices.link import Link
from devices.receipt_printer import protocol
from devices.receipt_printer.job import DOTS_PER_INCH, Job, clean_start, job_of, wire_seconds
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.protocol import Condition, Confirmation, Question
from devices.receipt_printer.raster import BAND_BYTES, cut_off
from devices.receipt_printer.talk import REPLY, Talk
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.receipt import Paper, PrintOutcome
from kiosk.ports import DeviceError, NoReply

log = logging.getLogger(__name__)

SETTLE = 3.0  # seconds that the mechanism may need after the last byte, besides time for its rows
ROWS_A_SECOND = 500  # a slow mechanism: 60 mm a second
AFTER_CUT = 2.0
SLACK = 2  # times what the bytes take on the line: adapters buffer

_RECOVERABLE = frozenset({Fault.PAPER_JAM, Fault.CUTTER})
_PERSON = _RECOVERABLE | {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.HEAD_HOT}


class Stopped(DeviceError):
    """The printer answers, but has stopped printing."""


class EscposPrinter:
    """Fulfils `kiosk.ports.ReceiptPrinter`.

    `near_end_sensor` False: the printer cannot see that paper runs low, which is reported as "not measured".
    Nothing here raises; nothing waits longer than twice the time the bytes take plus a few seconds.
    """

    def __init__(
        self,
        link: Link,
        layout: Layout,
        *,
        near_end_sensor: bool = True,
        dots_per_inch: int = DOTS_PER_INCH,
        confirmation: Confirmation = Confirmation.PROCESS_ID,
    ) -> None:
        self._link = link
        self._talk = Talk(link)
        self._layout = layout
        self._near_end_sensor = near_end_sensor
        self._dots_per_inch = dots_per_inch
        self._confirmation = confirmation
        self._number = 1
        self._greeted = 0  # which opening of the line we have said hello on
        # Nobody knows what an earlier program left in the buffer (remains) and on the paper (remnant).
        self._remains = True
        self._remnant = True

    # --- the port -----------------------------------------------------------------------------

    def status(self) -> DeviceStatus:
        try:
            return self._told(self._condition())
        except DeviceError as error:
            return failed(Device.RECEIPT_PRINTER, error)

    def print(self, paper: Paper) -> PrintOutcome:
        before = self.status()
        if not before.works:
            log.warning("paper %s is not printed: %s %s", paper.reference, before.state, before.detail)
            return PrintOutcome.NOT_PRINTED
        outcome = self._printed(self._job(paper))
        if outcome is not PrintOutcome.CONFIRMED:
            # Nothing of this may come out later, in front of somebody else.
            self._remains = self._remnant = True
            with suppress(DeviceError):
                self._drop_remains()
        log.info("paper %s: %s", paper.reference, outcome)
        return outcome

    def close(self) -> None:
        self._link.close()

    # --- a job --------------------------------------------------------------------------------

    def _job(self, paper: Paper) -> Job:
        number = self._number
        self._number = number + 2 if number + 3 <= protocol.LAST_PROCESS_ID else 1
        return job_of(
            paper,
            self._layout,
            number,
            dots_per_inch=self._dots_per_inch,
            confirmation=self._confirmation,
        )

    def _printed(self, job: Job) -> PrintOutcome:
        truth = PrintOutcome.NOT_PRINTED  # what may be said about the paper if the printer is gone now
        try:
            self._talk.tell(self._remnant_cut() + job.start)
            for step in job.steps:
                truth = PrintOutcome.PARTIAL
                self._talk.tell(step.data)
                self._go_on(len(step.data))
            truth = PrintOutcome.UNKNOWN
            if self._confirmation is Confirmation.PAPER_SENSOR:
                self._talk.answers_in_turn(job.numbers)
            self._talk.tell(job.end)
            self._confirm(job)
        except Stopped as stopped:
            log.warning("printing stopped: %s", stopped)
            return PrintOutcome.PARTIAL
        except DeviceError as error:
            log.warning("printing failed: %s", error)
            return truth
        return PrintOutcome.CONFIRMED

    def _remnant_cut(self) -> bytes:
        """A torn receipt still hanging in the printer is cut off, so that no one gets it with their own."""
        cut, self._remnant = self._remnant, False
        return clean_start(self._dots_per_inch) + cut_off() if cut else b""

    def _go_on(self, count: int) -> None:
        """Waits until `count` bytes are over the line. Raises Stopped."""
        self._ask_whether_it_prints(REPLY + SLACK * wire_seconds(count, self._link.baud))

    def _ask_whether_it_prints(self, seconds: float) -> None:
        if self._talk.ask(Question.PRINTER, seconds).offline:
            raise Stopped(_words(self._causes()), port=self._link.port)

    def _confirm(self, job: Job) -> None:
        """Waits for the number behind the last row. Raises Stopped, or NoReply when it never comes."""
        # The number after the cut will do: a printer keeps only the latest for a host that did not listen.
        last = job.steps[-1]
        on_line = wire_seconds(len(last.data) + len(job.end), self._link.baud)
        deadline = self._link.now() + SETTLE + SLACK * on_line + last.rows / ROWS_A_SECOND
        while not self._talk.has_printed(*job.numbers, seconds=REPLY):
            left = deadline - self._link.now()
            if left <= 0:
                raise NoReply("no answer behind the job", port=self._link.port)
            try:
                self._ask_whether_it_prints(left)
            except Stopped:
                if self._talk.has_printed(*job.numbers, seconds=0):
                    break
                raise
        if not self._talk.has_printed(job.numbers[1], seconds=AFTER_CUT):
            self._remains = True  # the receipt is printed; the knife's trouble is the next status

    # --- condition and remains ----------------------------------------------------------------

    def _condition(self) -> Condition:
        """Asks everything; on the way clears what an earlier job left, and errors that a person has mended."""
        condition = self._talk.condition()
        if self._link.openings != self._greeted:
            self._greeted, self._remains = self._link.openings, True
        if self._remains:
            self._drop_remains()
        if condition.faults & _RECOVERABLE:
            self._talk.tell(protocol.RECOVER_AND_CLEAR)
            self._remnant = True
            condition = self._talk.condition()
        return condition

    def _causes(self) -> Condition:
        """Why it stopped, without forgetting the answers that came meanwhile."""
        said = Condition(offline=True)
        for question in (Question.OFFLINE_CAUSE, Question.ERROR_CAUSE, Question.PAPER):
            said |= self._talk.ask(question)
        return said

    def _drop_remains(self) -> None:
        """Clears the printer's buffer, even in the middle of a picture and while it is out of paper."""
        if not self._talk.clear():
            # It does not know that command. If it lives, white rows end the picture it may be waiting for.
            self._talk.ask(Question.PRINTER)
            self._talk.tell(bytes(2 * BAND_BYTES) + protocol.INITIALIZE)
        self._remains = False

    def _told(self, condition: Condition) -> DeviceStatus:
        faults = set(condition.faults)
        if Fault.PAPER_OUT in faults or not self._near_end_sensor:
            faults.discard(Fault.PAPER_LOW)
        if not self._near_end_sensor:
            faults.add(Fault.PAPER_NOT_MEASURED)
        detail = "; ".join(condition.notes)
        return DeviceStatus(Device.RECEIPT_PRINTER, _state(condition), tuple(sorted(faults)), detail)


def _state(condition: Condition) -> DeviceState:
    if Fault.UNRECOVERABLE in condition.faults:
        return DeviceState.BROKEN
    if condition.faults & _PERSON:
        return DeviceState.PERSON_NEEDED
    return DeviceState.OFFLINE if condition.offline else DeviceState.ONLINE


def _words(condition: Condition) -> str:
    return ", ".join([*sorted(condition.faults), *condition.notes]) or "offline"
