"""What every part of the centre is given: where the data lie, what time it is, and the rules of this house.

Settings are passed, not read: nothing here looks at files or the environment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from crm.database import Database
from crm.kiosks.seal import Seal
from crm.moments import local_day

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """The rules. Each default is the one that the contract or the requirement names."""

    signature_skew: timedelta = timedelta(seconds=300)
    #: Wrong tries that are answered "refused"; the next wrong one locks.
    wrong_tries: int = 3
    lock: timedelta = timedelta(minutes=15)
    #: Failed sign-ins from one kiosk within `lock` before it must slow down.
    misses_per_kiosk: int = 20
    grant: timedelta = timedelta(minutes=20)
    #: How long a one-time code is good; how often it may be asked for within `lock`, by number and by kiosk.
    code: timedelta = timedelta(minutes=5)
    code_again: timedelta = timedelta(seconds=60)
    codes_per_number: int = 3
    codes_per_kiosk: int = 20
    enrolment: timedelta = timedelta(hours=24)
    poll_s: int = 15
    #: How many records a kiosk is to send at a time.
    batch: int = 50
    #: For so long after a look kiosks are not told of something new that is published.
    published_fresh: timedelta = timedelta(0)
    retry_after_s: int = 2
    largest_body: int = 1_000_000
    #: Kiosks that hand over at the same time (0: all that come), and how many more may wait (crm/api/gate.py).
    syncs_at_once: int = 2
    syncs_in_line: int = 64
    #: Whose calendar "overdue" means.
    zone: str = "Asia/Taipei"

    def today(self, now: datetime) -> date:
        """The calendar day of `now` for the company."""
        return local_day(now, self.zone)


@dataclass(frozen=True, slots=True)
class Centre:
    """One running centre. `seal`: what it signs with for its kiosks."""

    database: Database
    settings: Settings = Settings()
    clock: Clock = system_clock
    seal: Seal = field(default_factory=Seal)
