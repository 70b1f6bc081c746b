"""Asking the centre about an account."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FetchOverview:
    grant: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SeeNotices:
    """These were shown; the customer need not see them again."""

    grant: str = field(repr=False)
    notices: tuple[str, ...]


AccountEffect = FetchOverview | SeeNotices
