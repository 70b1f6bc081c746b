"""Load and check: every fault of both files at once, each with section, key, value, what is wrong, and the fix."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

from kiosk.domain.setting import Reason, Rule
from kiosk.settings.ini import Entry, Slip, read_ini
from kiosk.settings.keys import KEYS, SECTIONS, Key
from kiosk.settings.model import Settings
from kiosk.settings.rules import clashes
from kiosk.settings.values import Unfit, closest

Name = tuple[str, str]
TABLE: dict[Name, Key] = {(key.section, key.name): key for key in KEYS}
#: What is hidden where the table does not know the key: a slip of the pen in `password`.
_SECRET = re.compile(r"pass|pin|secret|token|hash|argon|@", re.IGNORECASE)
_SECRET_KEYS = [key.name for key in KEYS if key.secret]
#: Where the site's own file lies decides what `data` is: it cannot be changed from there.
NOT_FOR_SITES: frozenset[Name] = frozenset({("kiosk", "data")})


#: The file itself is not what it should be; nothing that is typed at the panel can bring that about.
SHAPE = Reason(Rule.SHAPE)


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is file and line, or the file alone. Secret values show as `(hidden)`."""

    where: str
    section: str
    key: str
    value: str
    wrong: str
    fix: str
    reason: Reason = SHAPE

    def __str__(self) -> str:
        name = " ".join(part for part in (f"[{self.section}]" if self.section else "", self.key) if part)
        said = f" = {self.value}" if self.key else self.value
        return f"{self.where}: {name}{said if name else said.strip()}\n    {self.wrong}\n    fix: {self.fix}"


class SettingsError(Exception):
    """The files cannot be used; `faults` holds every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(render(faults))
        self.faults = tuple(faults)


def load(path: Path, site_ini: Path | None = None) -> Settings:
    """The settings of `path`, with those of `site_ini` over them where that file exists.

    Raises SettingsError with all faults at once.
    """
    settings, faults = _examine(path, site_ini)
    if faults:
        raise SettingsError(faults)
    return settings


def check(path: Path, site_ini: Path | None = None) -> list[Fault]:
    """Every fault, in the order of the table; empty when `load` would succeed."""
    return _examine(path, site_ini)[1]


def texts_of(path: Path, site_ini: Path) -> dict[Name, str]:
    """Every setting as it is written, by section and key; where none is written, its default."""
    entries = [*_read(path, needed=True)[0], *_read(site_ini, needed=False)[0]]
    written = {_name(entry): entry.value for entry in entries if _name(entry) in TABLE}
    return {name: written.get(name, key.default) for name, key in TABLE.items()}


def render(faults: Sequence[Fault]) -> str:
    """For people: one paragraph a fault, then how many."""
    if not faults:
        return "no faults"
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return "\n".join([*map(str, faults), count])


def as_shipped() -> str:
    """The text of `kiosk.ini`: every key with its default, under its sentence."""
    lines = [
        "# Settings of the kiosk. A site's changes go to site.ini in the data folder, in the same form.",
        "# Made from kiosk/settings/keys/; `python -m kiosk check` finds every fault.",
    ]
    for section, about in SECTIONS.items():
        lines += ["", "", f"# {about}", f"[{section}]"]
        for key in (key for key in KEYS if key.section == section):
            lines += ["", f"# {key.sentence}", f"{key.name} = {key.default}".rstrip()]
    return "\n".join(lines) + "\n"


def _examine(path: Path, site_ini: Path | None) -> tuple[Settings, list[Fault]]:
    entries, faults = _read(path, needed=True)
    if site_ini is not None:
        own, slips = _read(site_ini, needed=False)
        faults += slips + [
            _fault(e, "cannot be changed here", "use --data") for e in own if _name(e) in NOT_FOR_SITES
        ]
        entries += [entry for entry in own if _name(entry) not in NOT_FOR_SITES]
    faults += [_unknown(entry) for entry in entries if _name(entry) not in TABLE]
    written = {_name(entry): entry for entry in entries if _name(entry) in TABLE}  # the later file wins
    values, unfit = _values(written, path.name)
    values["kiosk", "data"] = path.parent / values["kiosk", "data"]
    settings = _settings(values)
    return settings, faults + list(unfit.values()) + _clashes(settings, written, set(unfit), path.name)


def _read(path: Path, *, needed: bool) -> tuple[list[Entry], list[Fault]]:
    if not needed and not path.exists():
        return [], []
    try:
        entries, slips = read_ini(path.read_text(encoding="utf-8-sig"), path.name)
    except OSError as error:
        return [], [
            Fault(str(path), "", "", "", f"cannot be read: {error.strerror}", "give the path of kiosk.ini")
        ]
    except UnicodeDecodeError:
        return [], [Fault(str(path), "", "", "", "is not UTF-8 text", "save the file as UTF-8")]
    return entries, [_fault(slip, slip.wrong, slip.fix) for slip in slips]


def _values(written: dict[Name, Entry], file: str) -> tuple[dict[Name, Any], dict[Name, Fault]]:
    """Every key's value; for those that do not fit the default, and their faults."""
    values: dict[Name, Any] = {}
    faults: dict[Name, Fault] = {}
    for name, key in TABLE.items():
        entry = written.get(name) or Entry(*name, key.default, file)
        try:
            values[name] = key.parse(entry.value)
        except Unfit as unfit:
            faults[name] = _fault(entry, unfit.wrong, unfit.fix, unfit.reason)
            values[name] = key.parse(key.default)
    return values, faults


def _settings(values: dict[Name, Any]) -> Settings:
    sections: dict[str, Any] = {}
    for name, kind in get_type_hints(Settings).items():
        sections[name] = kind(**{key: value for (section, key), value in values.items() if section == name})
    return Settings(**sections)


def _clashes(settings: Settings, written: dict[Name, Entry], unfit: set[Name], file: str) -> list[Fault]:
    """What cannot be true together, but for what a faulty value may have caused."""
    faults = []
    for clash in clashes(settings):
        name = (clash.section, clash.key)
        if not unfit & {name, *clash.others}:
            entry = written.get(name) or Entry(*name, TABLE[name].default, file)
            faults.append(_fault(entry, clash.wrong, clash.fix, clash.reason))
    return faults


def _unknown(entry: Entry) -> Fault:
    if entry.section not in SECTIONS:
        near = closest(entry.section, SECTIONS)
        return _fault(entry, "stands in an unknown section", _meant(f"[{near}]" if near else "", "remove it"))
    here = [key for section, key in TABLE if section == entry.section]
    near = closest(entry.key, here)
    elsewhere = [f"[{section}] {key}" for section, key in TABLE if key == entry.key]
    return _fault(
        entry, "is an unknown key", _meant(near or "".join(elsewhere[:1]), f"known are {', '.join(here)}")
    )


def _meant(near: str, otherwise: str) -> str:
    return f"did you mean {near}?" if near else otherwise


def _fault(entry: Entry | Slip, wrong: str, fix: str, reason: Reason = SHAPE) -> Fault:
    key = TABLE.get((entry.section, entry.key))
    if key:
        hidden = key.secret or "@" in entry.value  # a URL with a password in it
    else:
        hidden = bool(_SECRET.search(f"{entry.key} {entry.value}") or closest(entry.key, _SECRET_KEYS))
    value = "(hidden)" if hidden and entry.value else entry.value
    return Fault(entry.where, entry.section, entry.key, value, wrong, fix, reason)


def _name(entry: Entry) -> Name:
    return entry.section, entry.key
