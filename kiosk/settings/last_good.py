"""A site's settings that worked are kept beside them; should the next ones be broken, the kiosk starts with these.

A kiosk that does not start because of a slip in a file helps nobody; one that starts with half of a file may charge
wrongly. So it is the whole last good file, with a notice, or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.settings.files import replace_file
from kiosk.settings.model import Settings
from kiosk.settings.reading import Fault, SettingsError, load

KEPT = "site.good.ini"


@dataclass(frozen=True, slots=True)
class Loaded:
    """`faults`: what is wrong with the site's file, if the last good one was taken in its place."""

    settings: Settings
    faults: tuple[Fault, ...] = ()


def load_or_last_good(config: Path, site: Path) -> Loaded:
    """The settings, kept as the last good ones. Raises SettingsError where there are none to go back to."""
    good = site.with_name(KEPT)
    try:
        settings = load(config, site)
    except SettingsError as broken:
        if not good.exists():
            raise
        return Loaded(load(config, good), broken.faults)
    _keep(site, good)
    return Loaded(settings)


def _keep(site: Path, good: Path) -> None:
    """In one step, so that there is always a whole one. A disk that takes no copy stops nobody from starting."""
    try:
        text = site.read_bytes() if site.exists() else b""
        if good.exists() and good.read_bytes() == text:
            return
        replace_file(good, text)
    except OSError:
        return
