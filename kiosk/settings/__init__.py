"""Settings: `kiosk.ini` with the site's changes over it, checked whole, as frozen values. Passed, never read later.

::

    keys/       the one table: section, key, what it may be, default, one sentence
    values.py   what a value may be: text -> value, or what is wrong and how to put it right
    model.py    the values by section; `Settings.house` for the visit
    rules.py    what cannot be true together
    ini.py      the file format, with every slip and its line
    reading.py  load, check, all faults at once
    last_good.py  what to start with when the site's file is broken

`python -m kiosk.settings` writes `kiosk.ini` as it ships.
"""

from kiosk.settings.last_good import Loaded, load_or_last_good
from kiosk.settings.model import Settings
from kiosk.settings.reading import Fault, SettingsError, check, load, render

__all__ = [
    "Fault",
    "Loaded",
    "Settings",
    "SettingsError",
    "check",
    "load",
    "load_or_last_good",
    "render",
]
