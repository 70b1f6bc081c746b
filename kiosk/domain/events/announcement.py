"""What the house announces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncementDismissed:
    """Read, and put away for this visit."""

    announcement: str


AnnouncementTouch = AnnouncementDismissed
