"""Settings, changed at the panel: the list, one value, and the look at old and new before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.setting import Change, Objection, Setting, Sheet
from kiosk.domain.states.maintenance import Maintenance


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """`sheet` None until it is read. `section` empty: the sections themselves. `changes` are not kept yet."""

    before: Maintenance
    sheet: Sheet | None = None
    section: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingWanted:
    """One value is being given. `checking`: the reader is looking at it; `objection`: it said no."""

    before: SettingsShown
    setting: Setting
    typed: str = field(default="", repr=False)
    objection: Objection | None = None
    checking: bool = False


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """Old and new beside each other. `objections` None until the reader has looked at all of it together.

    `failed`: the disk did not take it; nothing was changed.
    """

    before: SettingsShown
    objections: tuple[Objection, ...] | None = None
    saving: bool = False
    failed: bool = False


SettingsState = SettingsShown | SettingWanted | ChangesShown
