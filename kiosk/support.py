"""The support bundle: everything that somebody far away needs to understand this kiosk, and nothing of any customer.

A zip of `diagnosis.json` (versions, settings without secrets, faults of the file, counts of the store), `log.jsonl`, the
newest lines of the log, redacted a second time, and `traces/`, what technicians recorded of the devices' lines.
"""

from __future__ import annotations

import json
import platform
import shutil
import zipfile
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kiosk.clock import SiteClock
from kiosk.domain.upkeep import Bundle
from kiosk.logs import redact
from kiosk.ports import StoreError
from kiosk.settings import Settings, check
from kiosk.settings.reading import TABLE, texts_of
from kiosk.storage.canon import utc_text
from kiosk.storage.diagnosis import SqliteDiagnosis
from kiosk.sync.authority import fault_of
from kiosk.sync.identity import IdentityError
from kiosk.sync.trust import load_trust
from kiosk.version import VERSION

LIBRARIES = (
    "kivy",
    "pyserial",
    "python-escpos",
    "requests",
    "sqlite-utils",
    "sqlcipher3",
    "argon2-cffi",
    "babel",
)
#: How many lines of the log and how many traces ride along, and how many bundles are kept here.
LOG_LINES, TRACES, KEPT = 2_000, 8, 5
HIDDEN = "(hidden)"


class SupportBundle:
    """The port `Support`. `folder` is where the panel's bundles go; `diagnosis` reads the store."""

    def __init__(self, settings: Settings, config: Path, data: Path, diagnosis: SqliteDiagnosis) -> None:
        self._settings = settings
        self._config = config
        self._data = data
        self._diagnosis = diagnosis

    def write(self) -> Bundle:
        folder = self._data / "support"
        try:
            path = self.write_to(folder)
            for old in sorted(folder.glob("support-*.zip"))[:-KEPT]:
                old.unlink()
            return Bundle(f"support/{path.name}", path.stat().st_size)
        except OSError as error:
            raise StoreError(
                f"the bundle cannot be written: {error.strerror or type(error).__name__}"
            ) from error

    def write_to(self, folder: Path) -> Path:
        """The bundle, for this user's eyes only. Raises OSError."""
        now = SiteClock(self._settings.kiosk.zone).now()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"support-{self._settings.kiosk.id}-{now:%Y%m%d-%H%M%S}.zip"
        path.touch(mode=0o600)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("diagnosis.json", json.dumps(self.diagnose(now), ensure_ascii=False, indent=2))
            bundle.writestr("log.jsonl", self._log())
            for trace in self._traces():
                bundle.write(trace, f"traces/{trace.name}")
        return path

    def diagnose(self, now: datetime) -> dict[str, Any]:
        """As JSON. Raises nothing: what cannot be read says so in its place."""
        site = self._data / "site.ini"
        disk = shutil.disk_usage(self._data)
        return {
            "v": 1,
            "kiosk": self._settings.kiosk.id,
            "at": utc_text(now),
            "versions": _versions(),
            "disk": {"bytes": disk.total, "free": disk.free},
            "settings": _without_secrets(self._config, site),
            "faults": [redact(str(fault)) for fault in check(self._config, site)],
            "store": self._store(),
            "centre": self._centre(now),
        }

    def _store(self) -> dict[str, Any]:
        try:
            return self._diagnosis.counts()
        except StoreError as error:
            return {"error": str(error)}

    def _centre(self, now: datetime) -> dict[str, Any]:
        """By what the centre must prove to be ours; keys by their ids."""
        ca_file = self._settings.ca_file(self._data)
        wrong = fault_of(Path(ca_file), now) if ca_file else None
        about = {"ca_file": ca_file, "fault": f"{wrong[0]}; {wrong[1]}" if wrong else ""}
        try:
            trust = load_trust(self._data)
        except IdentityError as error:
            return {**about, "error": str(error)}
        return {**about, "signing_keys": sorted(trust.signing), "recovery_key": bool(trust.recovery_key)}

    def _traces(self) -> list[Path]:
        """They were redacted before they came to the disk."""
        found = (self._data / "traces").glob("*.trace.jsonl")
        return sorted(found, key=lambda path: path.stat().st_mtime)[-TRACES:]

    def _log(self) -> str:
        try:
            lines = (
                (self._data / "logs" / "kiosk.log").read_text(encoding="utf-8", errors="replace").splitlines()
            )
        except OSError:
            return ""
        return "".join(f"{redact(line)}\n" for line in lines[-LOG_LINES:])


def _versions() -> dict[str, str]:
    ours = {"kiosk": VERSION, "python": platform.python_version(), "system": platform.platform()}
    return ours | {name: _installed(name) for name in LIBRARIES}


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _without_secrets(config: Path, site: Path) -> dict[str, str]:
    try:
        texts = texts_of(config, site)
    except OSError as error:
        return {"error": type(error).__name__}
    return {
        f"{section}.{key}": HIDDEN if TABLE[section, key].secret and value else value
        for (section, key), value in texts.items()
    }
