"""Questions to the printer and its answers, over a link. Sorts what comes back; decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from devices.link import Link
from devices.receipt_printer import protocol
from devices.receipt_printer.protocol import Condition, Question
from kiosk.ports import BadReply, NoReply

REPLY = 0.6  # seconds for an answer on a line that carries nothing else
CLEARING = 1.0


class Talk:
    """Every method raises NotConnected and NoReply; a question also BadReply when noise comes instead."""

    def __init__(self, link: Link) -> None:
        self.link = link
        self._forget()

    def _forget(self) -> None:
        self._replies = protocol.Replies()
        self._answers = b""
        self._noise = b""
        self._numbers: set[int] = set()
        self._in_turn: list[int] = []
        self._queued = b""
        self._cleared = False
        self._texts: list[str] = []
        self._full: protocol.Full | None = None
        self.automatic: Condition | None = None  # what it told by itself last

    def fresh(self) -> None:
        """Whatever has come so far belongs to nobody; but what the printer told by itself stands."""
        told = self.automatic
        self.link.drop_input()
        self._forget()
        self.automatic = told

    def hear(self) -> None:
        """Takes in what came unasked, without waiting."""
        for reply in self._replies.feed(self.link.drop_input()):
            self._file(reply)

    def tell(self, data: bytes) -> None:
        self.link.write(data)

    def ask(self, question: Question, seconds: float = REPLY) -> Condition:
        """One status question; `seconds` covers what is still on the line before it."""
        return self._asked(question, seconds, lambda: bool(self._answers or self._noise))

    def ask_or_be_told(self, question: Question, seconds: float) -> Condition:
        """As `ask`; but a printer that has said by itself that it stopped need not answer any more."""

        def done() -> bool:
            return bool(self._answers or self._noise or (self.automatic and self.automatic.offline))

        return self._asked(question, seconds, done)

    def _asked(self, question: Question, seconds: float, done: Callable[[], bool]) -> Condition:
        self._answers = self._noise = b""
        self.link.write(protocol.ask(question))
        self._listen(seconds, done)
        if self._noise:
            raise BadReply("noise instead of a status", port=self.link.port, heard=self._noise)
        if not self._answers and self.automatic and self.automatic.offline:
            return self.automatic
        if not self._answers:
            raise NoReply("no answer to a status question", port=self.link.port)
        return protocol.understand(question, self._answers[0])

    def condition(self) -> Condition:
        """All four questions; one without an answer is an error, never "all is well"."""
        self.fresh()
        said = Condition()
        for question in Question:
            said |= self.ask(question)
        return said

    def tells_by_itself(self) -> bool:
        """Switches automatic status on; whether it is answered at once, as it must be."""
        self.automatic = None
        self.link.write(protocol.AUTOMATIC_STATUS)
        self._listen(REPLY, lambda: self.automatic is not None)
        return self.automatic is not None

    def proves(self, seconds: float) -> tuple[bool, bool]:
        """Whether a number comes back from behind nothing, and whether a queued question is answered."""
        self._numbers.discard(protocol.PROBE)
        self._queued = b""
        self.link.write(protocol.ask_when_done(protocol.PROBE) + protocol.PAPER_SENSOR_QUEUED)
        self._listen(seconds, lambda: bool(self._queued))
        # A printer that does not know the first one may have taken its number for text.
        self.link.write(protocol.INITIALIZE)
        return protocol.PROBE in self._numbers, bool(self._queued)

    def text_about_it(self, what: int, seconds: float) -> str:
        """GS I 65 and on; empty when it says nothing."""
        self._texts = []
        self.link.write(protocol.ask_about_it(what))
        self._listen(seconds, lambda: bool(self._texts))
        return self._texts[0] if self._texts else ""

    def number_about_it(self, what: int, seconds: float) -> int | None:
        """GS I of small n: one byte, which looks like the answer to any queued question."""
        self._queued = b""
        self.link.write(protocol.ask_about_it(what))
        self._listen(seconds, lambda: bool(self._queued))
        return self._queued[0] if self._queued else None

    def mouth(self, seconds: float = REPLY) -> bool | None:
        """Whether paper waits in the presenter's mouth; None: it does not say."""
        self._full, self._replies.full_wanted = None, True
        self.link.write(protocol.FULL_STATUS)
        self._listen(seconds, lambda: self._full is not None)
        self._replies.full_wanted = False
        return None if self._full is None else protocol.in_the_mouth(self._full)

    def listen(self, seconds: float) -> None:
        """Only listens, for so long."""
        self._listen(seconds, lambda: False)

    def answers_in_turn(self, numbers: tuple[int, ...]) -> None:
        """From here on the answers to queued questions stand for these numbers, one each."""
        self._in_turn = list(numbers)

    def forget(self, numbers: tuple[int, ...]) -> None:
        """Whatever came of these so far was asked for by somebody else: they are about to be sent."""
        self.hear()
        self._numbers.difference_update(numbers)

    def has_printed(self, *numbers: int, seconds: float) -> bool:
        """Waits until the printer sends one of `numbers` back, or answers the question that stands for it."""
        self._listen(seconds, lambda: not self._numbers.isdisjoint(numbers))
        return not self._numbers.isdisjoint(numbers)

    def clear(self) -> bool:
        """DLE DC4 8; False when the printer does not know it."""
        self._cleared = False
        self.link.write(protocol.CLEAR_BUFFERS)
        self._listen(CLEARING, lambda: self._cleared)
        return self._cleared

    def _listen(self, seconds: float, done: Callable[[], bool]) -> None:
        deadline = self.link.now() + seconds
        while not done():
            for reply in self._replies.feed(self.link.read_some()):
                self._file(reply)
            if self.link.now() >= deadline:
                return

    def _file(self, reply: protocol.Reply) -> None:
        match reply:
            case protocol.RealTime(byte):
                self._answers += bytes((byte,))
            case protocol.Noise(byte):
                self._noise += bytes((byte,))
            case protocol.Block(data):
                self._cleared = self._cleared or data == protocol.CLEARED
                if (number := protocol.process_id(reply)) is not None:
                    self._numbers.add(number)
                elif text := protocol.text_of(reply):
                    self._texts.append(text)
            case protocol.Full():
                self._full = reply
            case protocol.Queued(byte):
                self._queued += bytes((byte,))
                self._numbers.update(self._in_turn[:1])
                del self._in_turn[:1]
            case protocol.Automatic(data):
                self.automatic = protocol.understand_automatic(data)
