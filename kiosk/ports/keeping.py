"""What this machine remembers for itself, and whom it lets in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from kiosk.domain.command import Words
from kiosk.domain.counters import Count, Counter
from kiosk.domain.health import ClosedFor, Service


class Tries(Protocol):
    """Tries at a door."""

    def count_try(self, now: datetime) -> datetime | None:
        """Counts one try on disk, before it is checked. Returns the end of the lock when the door was locked already
        (then nothing is counted), or None. The last allowed try locks the door behind itself."""

    def locked_until(self, now: datetime) -> datetime | None:
        """The end of the lock, if the door is locked; counts nothing."""

    def clear_tries(self) -> None: ...


class Keeper(Tries, Protocol):
    """Small things that outlive a restart: service switch, technician tries, kiosk epoch."""

    def service(self) -> Service: ...

    def keep_service(
        self, service: Service, now: datetime, notice: Words = (), closed_for: ClosedFor | None = None
    ) -> None: ...

    def closed_for(self) -> ClosedFor | None:
        """Why the site closed the service, if it did."""

    def tampered(self) -> bool:
        """Whether the cabinet was forced, and no technician has looked yet."""

    def keep_tampered(self, tampered: bool) -> None: ...

    def notice(self) -> Words:
        """What customers read while the service is closed."""

    def paper_unproved(self) -> bool:
        """Whether the paper was changed and no test page came."""

    def keep_paper(self, proved: bool) -> None: ...


class Counters(Protocol):
    """What devices did, counted for ever. Every method raises StoreError."""

    def add(self, amounts: Mapping[Count, int]) -> None: ...

    def reset(self, count: Count, now: datetime) -> None:
        """Counting begins anew, with a line in the audit chain; what was ever counted stays."""

    def read(self) -> tuple[Counter, ...]:
        """Each `Count`, in their order."""


class TechnicianLock(Protocol):
    def fits(self, digits: str) -> bool:
        """Checks a PIN against the hash in the settings (argon2id: slow on purpose)."""


class AssistLock(Protocol):
    def fits(self, staff: str, digits: str) -> bool:
        """Checks the PIN of a staff number against the hashes in the settings (argon2id: slow on purpose)."""

    def who(self, digits: str) -> str:
        """The staff number whose number and PIN, one behind the other, these digits are; empty: nobody's."""
