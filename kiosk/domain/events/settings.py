"""What technicians touch among the settings, and what the reader and the disk say to it."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.setting import Change, Objection, Sheet


@dataclass(frozen=True, slots=True)
class SectionOpened:
    section: str


@dataclass(frozen=True, slots=True)
class SettingOpened:
    """Of the section that is shown."""

    key: str


@dataclass(frozen=True, slots=True)
class ValueChosen:
    value: str


@dataclass(frozen=True, slots=True)
class ChangeDropped:
    section: str
    key: str


@dataclass(frozen=True, slots=True)
class UndoAsked:
    """Back to the settings before the last change."""


@dataclass(frozen=True, slots=True)
class SettingsRead:
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class SettingTried:
    """The reader on one value; no objection: it may be."""

    change: Change
    objection: Objection | None


@dataclass(frozen=True, slots=True)
class ChangesTried:
    """The reader on all of them together."""

    changes: tuple[Change, ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True)
class ChangesKept:
    """The file is on the disk, and what was changed is written down."""


@dataclass(frozen=True, slots=True)
class ChangesNotKept:
    """The disk did not take it."""


SettingsTouch = SectionOpened | SettingOpened | ValueChosen | ChangeDropped | UndoAsked
SettingsEvent = SettingsTouch | SettingsRead | SettingTried | ChangesTried | ChangesKept | ChangesNotKept
