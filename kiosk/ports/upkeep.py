"""The ports of those who look after the machine: its settings file, its log, its bundle for support.

Plain blocking objects, and StoreError where the disk says no.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kiosk.domain.setting import Change, Objection, Sheet
from kiosk.domain.upkeep import Bundle, LogLevel, LogLine, LogTopic


class SiteSettings(Protocol):
    """The site's settings file. Every method but `objection` raises StoreError when it cannot be read or written."""

    def read(self) -> Sheet: ...

    def objection(self, change: Change) -> Objection | None:
        """Against this value as such."""

    def objections(self, changes: Sequence[Change]) -> tuple[Objection, ...]:
        """Against the file as it would be: every one at once."""

    def keep(self, changes: Sequence[Change]) -> None:
        """The new file in the old one's place, in one step, on the disk before this returns."""


class Logs(Protocol):
    def last(self, count: int, level: LogLevel, topic: LogTopic = LogTopic.ALL) -> tuple[LogLine, ...]:
        """The newest `count` lines of at least `level` about `topic`, newest first; none where it cannot be read."""


class Support(Protocol):
    def write(self) -> Bundle:
        """A file for support with nothing of any customer in it. Raises StoreError."""
