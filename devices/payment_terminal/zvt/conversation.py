"""One command and all that the terminal says to it, until it ends. Every message of the terminal is answered.

Knows the order of messages (PA00P015, chapter 2), not what the kiosk makes of them. Every wait is bounded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from devices.frames import BadFrame
from devices.payment_terminal.zvt.apdu import Apdu, Command, stop, yes
from devices.payment_terminal.zvt.messages import Messages
from devices.payment_terminal.zvt.status import (
    StatusInformation,
    ending_code,
    read_status,
    told_by_completion,
)
from kiosk.ports import NoReply

REPLY_SECONDS = 5.0  # T3: how long a terminal may take to say yes or no to a command
MERCY_SECONDS = 10.0  # how long it may take to stop when nobody waits any longer


class Ending(Enum):
    COMPLETED = auto()
    ABORTED = auto()
    REFUSED = auto()  # said no before anything began


@dataclass(frozen=True, slots=True)
class Reply:
    """How a command ended. `code`: of the abort or refusal. `status`: the last one told, None if none was readable.

    `stopped`: we asked the terminal to stop, and it heard.
    """

    ending: Ending
    code: int = 0
    status: StatusInformation | None = None
    stopped: bool = False


def ignore(code: int) -> None:
    """For commands whose intermediate states interest nobody."""


def never() -> bool:
    return False


def always_yes(status: StatusInformation | None) -> Apdu:
    return yes()


@dataclass(slots=True)
class Conversation:
    """`silence`: seconds that may pass between two messages; `longest`: seconds for it all.

    `answer_status` says what a status information is answered with; None: it could not be read.
    """

    messages: Messages
    silence: float = REPLY_SECONDS
    longest: float = 6 * REPLY_SECONDS
    on_step: Callable[[int], None] = ignore
    stop_wanted: Callable[[], bool] = never
    answer_status: Callable[[StatusInformation | None], Apdu] = always_yes
    _status: StatusInformation | None = field(default=None, init=False)
    _stops_sent: bool = field(default=False, init=False)

    def follow(self) -> Reply:
        """After a command was sent: its end. Raises NoReply, BadReply, NotConnected: then nobody knows."""
        refusal = self._acceptance()
        if refusal is not None:
            return Reply(Ending.REFUSED, refusal)
        end = self.messages.wire.now() + self.longest
        while (message := self._next(end)) is not None:
            reply = self._hear(message)
            if reply is not None:
                return reply
        return self._give_up()

    def _acceptance(self) -> int | None:
        """None: the terminal took the command up. Anything it says before belongs to an older conversation."""
        until = self.messages.wire.now() + REPLY_SECONDS
        while (message := self.messages.next(until)) is not None:
            if message.is_answer:
                return message.refusal
            self._answer()
        raise NoReply("no answer to the command", port=self.messages.wire.port)

    def _next(self, end: float) -> Apdu | None:
        """The next message within the allowed silence, telling the terminal to stop when that is wanted."""
        until = min(self.messages.wire.now() + self.silence, end)
        while True:
            if self.stop_wanted():
                self._stop()
            message = self.messages.next(until, lambda: self.stop_wanted() and not self._stops_sent)
            if message is not None or self.messages.wire.now() >= until:
                return message

    def _give_up(self) -> Reply:
        """Nobody waits any longer. Stops the terminal, or somebody may pay at it later; it may yet say how it ended."""
        self._stop()
        until = self.messages.wire.now() + min(MERCY_SECONDS, self.silence)
        while (message := self.messages.next(until)) is not None:
            reply = self._hear(message)
            if reply is not None:
                return reply
        raise NoReply("the terminal fell silent", port=self.messages.wire.port)

    def _stop(self) -> None:
        if not self._stops_sent:
            self._stops_sent = True
            self.messages.send(stop(), again_on_silence=True)

    def _hear(self, message: Apdu) -> Reply | None:
        if message.is_answer:  # to our wish to stop; the end itself comes as a message
            return None
        if message.command == Command.STATUS_INFORMATION:
            self._status = self._read(message.data)
            self._answer(self.answer_status(self._status))
            return None
        self._answer()
        match message.command:
            case Command.INTERMEDIATE_STATUS if message.data:
                self.on_step(message.data[0])
            case Command.COMPLETION:
                status = self._status or told_by_completion(message.data)
                return Reply(Ending.COMPLETED, status=status, stopped=self._stops_sent)
            case Command.ABORTED:
                return Reply(Ending.ABORTED, ending_code(message.data), self._status, self._stops_sent)
        return None

    def _read(self, data: bytes) -> StatusInformation | None:
        try:
            return read_status(data)
        except BadFrame:
            return None

    def _answer(self, answer: Apdu | None = None) -> None:
        # Not repeated: a terminal that missed it repeats its own message, and is answered again.
        self.messages.send(answer or yes(), again_on_silence=False)
