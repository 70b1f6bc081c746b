"""Settings that may be changed at the panel: how each is given, what would change, and what speaks against it.

Everything is text as it stands in the file: what a value means is the business of the one reader, `kiosk.settings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Means(StrEnum):
    """How a value is given at the panel."""

    CHOICE = "choice"
    DIGITS = "digits"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class Setting:
    """`value` as it holds now. `choices`: for CHOICE, what it may become; an empty one is: none fitted."""

    section: str
    key: str
    value: str
    means: Means
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    section: str
    key: str
    old: str
    new: str


class Rule(StrEnum):
    """What a value must keep to. SHAPE is for what only a hand in the file can do."""

    SHAPE = "shape"
    EMPTY = "empty"
    EXAMPLE = "example"
    RANGE = "range"
    AMOUNT = "amount"
    CHOICE = "choice"
    GAP = "gap"
    TWICE = "twice"
    SECRET = "secret"
    HTTPS = "https"
    WINDOW = "window"
    BACKWARDS = "backwards"
    LAST_TILE = "last_tile"
    NO_TERMINAL = "no_terminal"
    NO_TERMINAL_ID = "no_terminal_id"
    ONLY_TWD = "only_twd"
    NO_READER = "no_reader"
    PORT_TAKEN = "port_taken"
    PORT_UNASKED = "port_unasked"
    NO_PREFIX = "no_prefix"
    PREFIX_SHORT = "prefix_short"
    PREFIX_BANK = "prefix_bank"
    ABOVE_CAP = "above_cap"
    WHOLE_AMOUNT = "whole_amount"
    WARNING_TOO_LONG = "warning_too_long"
    OVERLAP = "overlap"
    CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a value cannot be: `unfit.RULE` says it in the catalogues, filled in with `given` (names and values)."""

    rule: Rule
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a change cannot be."""

    section: str
    key: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Sheet:
    """What may be changed, in the order of the file. `undo` leads back to the settings before the last change here."""

    settings: tuple[Setting, ...]
    undo: tuple[Change, ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(setting.section for setting in self.settings))

    def of(self, section: str) -> tuple[Setting, ...]:
        return tuple(setting for setting in self.settings if setting.section == section)


def changed(changes: tuple[Change, ...], setting: Setting) -> str:
    """What the setting would be after `changes`."""
    mine = (change.new for change in changes if _is_about(change, setting.section, setting.key))
    return next(mine, setting.value)


def without(changes: tuple[Change, ...], section: str, key: str) -> tuple[Change, ...]:
    return tuple(change for change in changes if not _is_about(change, section, key))


def with_change(changes: tuple[Change, ...], fresh: Change) -> tuple[Change, ...]:
    """One change a setting; one that changes nothing is none."""
    others = without(changes, fresh.section, fresh.key)
    return others if fresh.old == fresh.new else (*others, fresh)


def _is_about(change: Change, section: str, key: str) -> bool:
    return (change.section, change.key) == (section, key)
