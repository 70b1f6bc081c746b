"""Where a kiosk's store lies and what opens it: for the kiosk and for whoever only looks."""

from __future__ import annotations

import os
from pathlib import Path

from kiosk.settings import Settings
from kiosk.storage.database import Store
from kiosk.storage.vault import Vault
from kiosk.sync.identity import IdentityError
from kiosk.sync.trust import load_trust


def store_of(settings: Settings, data: Path) -> Store:
    """The kiosk's store, not yet opened."""
    return Store(store_path(data), vault_of(settings, data))


def store_path(data: Path) -> Path:
    return data / "store" / "kiosk.db"


def vault_of(settings: Settings, data: Path) -> Vault:
    """What opens that store."""
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    return Vault(
        data / settings.store.keys,
        settings.kiosk.id,
        settings.store.recovery_key or _told_recovery_key(data),
        Path(credentials) if credentials else None,
    )


def _told_recovery_key(data: Path) -> bytes | None:
    """What the centre told at the enrolment or since. None: that cannot be read now, which is not the same as none."""
    try:
        return load_trust(data).recovery_key
    except IdentityError:
        return None
