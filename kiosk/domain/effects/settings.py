"""What technicians ask of the settings."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.setting import Change


@dataclass(frozen=True, slots=True)
class ReadSettings:
    pass


@dataclass(frozen=True, slots=True)
class TrySetting:
    """May this value be?"""

    change: Change


@dataclass(frozen=True, slots=True)
class TryChanges:
    """May all of this be together?"""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class KeepChanges:
    """Write them down, then put the new file in the old one's place."""

    changes: tuple[Change, ...]


SettingsEffect = ReadSettings | TrySetting | TryChanges | KeepChanges
