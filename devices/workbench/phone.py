"""The pretend telephone: text messages that a demonstration's centre "sends" arrive here, for a person to read.

Kept in memory only and only the last ones: what is in them is secret for a while.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from devices.emulator import SwitchError

KEPT = 50
LONGEST = 1000  # characters


@dataclass(frozen=True, slots=True)
class Message:
    """`number` counts from 1; `at` is in seconds of the epoch."""

    number: int
    at: float
    to: str = field(repr=False)
    text: str = field(repr=False)


class Phone:
    """One telephone for every number there is."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque(maxlen=KEPT)
        self._count = 0

    def take(self, said: Mapping[str, object]) -> dict[str, object]:
        """`{"to": number, "text": words}`. Raises SwitchError."""
        wrong = set(said) ^ {"to", "text"}
        if wrong:
            raise SwitchError("message", sorted(said), ["to and text"])
        to, text = _words("to", said["to"], 32), _words("text", said["text"], LONGEST)
        self._count += 1
        self._messages.append(Message(self._count, time.time(), to, text))
        return asdict(self._messages[-1])

    def listing(self) -> list[dict[str, object]]:
        """Oldest first."""
        return [asdict(message) for message in self._messages]


def _words(key: str, value: object, most: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= most:
        raise SwitchError(key, "(not shown)", [f"text of 1 to {most} characters"])
    return value
