"""The site's settings file, changed at the panel: read, tried and kept by the reader that starts the kiosk.

::

    site.ini           what the site changed
    site.good.ini      what the kiosk last started with
    site.before.ini    what stood in site.ini before the last change at the panel
    site.broken.ini    a file that could not be read, when it was replaced at the panel
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from kiosk.domain.setting import Change, Means, Objection, Reason, Rule, Setting, Sheet
from kiosk.ports import StoreError
from kiosk.settings.at_panel import AT_PANEL, PORT
from kiosk.settings.files import replace_file, with_values
from kiosk.settings.last_good import KEPT
from kiosk.settings.reading import TABLE, Fault, Name, check, texts_of
from kiosk.settings.values import Unfit

BEFORE, BROKEN, TRIED = "site.before.ini", "site.broken.ini", "site.tried.ini"
#: Where Linux names serial devices by what they are, not by when they were plugged in.
BY_ID = Path("/dev/serial/by-id")


class SiteFile:
    """The port `SiteSettings`. `config` is kiosk.ini, `site` the site's own file, which need not exist."""

    def __init__(self, config: Path, site: Path, by_id: Path = BY_ID) -> None:
        self._config = config
        self._site = site
        self._by_id = by_id

    def read(self) -> Sheet:
        with _translated("read"):
            now = texts_of(self._config, self._base())
            before = self._site.with_name(BEFORE)
            old = texts_of(self._config, before) if before.exists() else now
        undo = tuple(Change(*name, now[name], old[name]) for name in AT_PANEL if old[name] != now[name])
        return Sheet(tuple(self._setting(name, now[name]) for name in AT_PANEL), undo)

    def objection(self, change: Change) -> Objection | None:
        try:
            TABLE[change.section, change.key].parse(change.new)
        except Unfit as unfit:
            return Objection(change.section, change.key, unfit.reason)
        return None

    def objections(self, changes: Sequence[Change]) -> tuple[Objection, ...]:
        with _translated("try"):
            now = texts_of(self._config, self._base())
            stale = [change for change in changes if now[change.section, change.key] != change.old]
            if stale:
                return tuple(_meanwhile(change) for change in stale)
            return tuple(map(_objection, self._faults(self._fresh(changes))))

    def keep(self, changes: Sequence[Change]) -> None:
        with _translated("write"):
            fresh, old = self._fresh(changes), self._base()
            before = old.read_bytes() if old.exists() else b""
            if old != self._site:
                replace_file(self._site.with_name(BROKEN), self._site.read_bytes())
            replace_file(self._site.with_name(BEFORE), before)
            replace_file(self._site, fresh.encode())

    def _base(self) -> Path:
        """What the kiosk would start with: the site's file, or the last good one while that is broken."""
        good = self._site.with_name(KEPT)
        return good if good.exists() and check(self._config, self._site) else self._site

    def _fresh(self, changes: Sequence[Change]) -> str:
        base = self._base()
        text = base.read_text(encoding="utf-8-sig") if base.exists() else ""
        return with_values(text, {(change.section, change.key): change.new for change in changes})

    def _faults(self, text: str) -> list[Fault]:
        """What `python -m kiosk check` would say to it."""
        tried = self._site.with_name(TRIED)
        replace_file(tried, text.encode())
        try:
            return check(self._config, tried)
        finally:
            tried.unlink()

    def _setting(self, name: Name, value: str) -> Setting:
        means, choices = AT_PANEL[name]
        if AT_PANEL[name] == PORT:
            choices = self._ports()
        known = choices if means is not Means.CHOICE or value in choices else (value, *choices)
        return Setting(*name, value, means, known)

    def _ports(self) -> tuple[str, ...]:
        """The serial devices of this machine, those of the workbench if it runs, and none."""
        bench = self._site.parent / "workbench"
        found = self._by_id.iterdir() if self._by_id.is_dir() else ()
        pretend = (link for link in bench.iterdir() if link.is_symlink()) if bench.is_dir() else ()
        return (*sorted(map(str, found)), *sorted(f"workbench/{link.name}" for link in pretend), "")


def _objection(fault: Fault) -> Objection:
    return Objection(fault.section, fault.key, fault.reason)


def _meanwhile(change: Change) -> Objection:
    return Objection(change.section, change.key, Reason(Rule.CHANGED_MEANWHILE))


@contextlib.contextmanager
def _translated(doing: str) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError) as error:
        raise StoreError(f"{doing} the settings: {type(error).__name__}") from error
