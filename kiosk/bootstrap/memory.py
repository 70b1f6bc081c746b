"""What the store knew before the lanes began."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kiosk.clock import SiteClock
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.command import Words
from kiosk.domain.health import ClosedFor, Service
from kiosk.ports import Pulled, StoreError
from kiosk.settings import Settings
from kiosk.storage.audit import SqliteAudit
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.lives import SqliteEpochs
from kiosk.storage.payments import SqlitePayments
from kiosk.storage.replica import SqliteReplica
from kiosk.stores import store_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Memory:
    """`epoch` empty: the store could not be opened."""

    epoch: str = ""
    service: Service = Service.OPEN
    offline: tuple[int, datetime | None] = (0, None)
    notice: Words = ()
    closed_for: ClosedFor | None = None
    paper_unproved: bool = False
    tampered: bool = False
    pulled: Mapping[str, Pulled] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def remember(data: Path, settings: Settings) -> Memory:
    """Opens the store once, before its lane does, for what the first picture depends on."""
    store = store_of(settings, data)
    zone = settings.kiosk.zone
    try:
        store.open()
        if store.set_aside:
            aside = Entry(Kind.STORE_SET_ASIDE, {"file": store.set_aside.name})
            SqliteAudit(store, zone).write(aside, SiteClock(zone).now())
        SqliteEpochs(store, zone).tell(SiteClock(zone).now())
        keeper = SqliteKeeper(store, zone)
        offline = SqlitePayments(store, settings.kiosk.id, zone).pending_offline()
        replica = SqliteReplica(store, zone)
        told = keeper.notice(), keeper.closed_for(), keeper.paper_unproved(), keeper.tampered()
        return Memory(keeper.epoch(), keeper.service(), offline, *told, replica.parts(), replica.refused())
    except StoreError as error:
        log.error("the store cannot be opened: %s", error)
        return Memory()
    finally:
        store.close()
