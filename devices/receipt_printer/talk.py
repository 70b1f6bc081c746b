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
        self._cleared = False

    def fresh(self) -> None:
        """Whatever has come so far belongs to nobody."""
        self.link.drop_input()
        self._forget()

    def tell(self, data: bytes) -> None:
        self.link.write(data)

    def ask(self, question: Question, seconds: float = REPLY) -> Condition:
        """One status question; `seconds` covers what is still on the line before it."""
        self._answers = self._noise = b""
        self.link.write(protocol.ask(question))
        self._listen(seconds, lambda: bool(self._answers or self._noise))
        if self._noise:
            raise BadReply("noise instead of a status", port=self.link.port, heard=self._noise)
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

    def answers_in_turn(self, numbers: tuple[int, ...]) -> None:
        """From here on the answers to queued questions stand for these numbers, one each."""
        self._in_turn = list(numbers)

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
            case protocol.Queued():
                self._numbers.update(self._in_turn[:1])
                del self._in_turn[:1]
            case protocol.Automatic():
                pass  # nobody asked: an earlier program switched it on
