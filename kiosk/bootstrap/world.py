"""What effects are carried out with: the store's adapters, the devices, the line and the papers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from devices.rack import Rack
from kiosk.answers.engine import Engine
from kiosk.answers.synonyms import load_synonyms
from kiosk.assistants import PinLocks
from kiosk.clock import SiteClock
from kiosk.domain.house import House
from kiosk.domain.language import Language
from kiosk.logs import LogFile
from kiosk.ports import Crm
from kiosk.services.effects import World
from kiosk.services.papers import Papers
from kiosk.settings import Settings
from kiosk.settings.site_file import SiteFile
from kiosk.storage.audit import SqliteAudit
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.cases import SqliteCases
from kiosk.storage.commands import SqliteCommands
from kiosk.storage.copies import SqliteCopies
from kiosk.storage.counter_slips import SqliteCounterSlips
from kiosk.storage.counters import SqliteCounters
from kiosk.storage.database import Store
from kiosk.storage.day_ends import SqliteDayEnds
from kiosk.storage.diagnosis import SqliteDiagnosis
from kiosk.storage.feedback import SqliteFeedback
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.payments import SqlitePayments
from kiosk.storage.receipt_links import SqliteReceiptLinks
from kiosk.storage.reversals import SqliteReversals
from kiosk.storage.staff_calls import SqliteStaffCalls
from kiosk.support import SupportBundle
from kiosk.technician import PinLock
from kiosk.texts import Texts
from kiosk.writing.process import WritingProcess

CONTENT = Path(__file__).resolve().parents[2] / "assets" / "content"


def make_world(
    settings: Settings,
    data: Path,
    config: Path,
    house: House,
    texts: dict[Language, Texts],
    fitted: Rack,
    store: Store,
    crm: Crm,
    clock: SiteClock,
) -> World:
    """`config`: the file that `settings` came from; `data`: the folder that is the kiosk's own."""
    zone = settings.kiosk.zone
    lock_time = timedelta(minutes=settings.maintenance.lock_minutes)
    return World(
        printer=fitted.printer,
        terminal=fitted.terminal,
        reader=fitted.reader,
        scanner=fitted.scanner,
        cabinet=fitted.cabinet,
        payments=SqlitePayments(store, settings.kiosk.id, zone),
        reversals=SqliteReversals(store, zone),
        copies=SqliteCopies(store, zone, settings.payments.copies),
        receipt_links=SqliteReceiptLinks(store, zone),
        callbacks=SqliteCallbacks(store, settings.kiosk.id, zone),
        cases=SqliteCases(store, settings.kiosk.id, zone),
        outbox=SqliteOutbox(store, zone),
        audit=SqliteAudit(store, zone),
        keeper=SqliteKeeper(store, zone, tries=settings.maintenance.tries, lock=lock_time),
        crm=crm,
        lock=PinLock(settings.maintenance.pin_hash),
        papers=Papers(house, texts),
        search=Engine(load_synonyms(CONTENT / "synonyms.txt")),
        input_method=WritingProcess(),
        feedback=SqliteFeedback(store, zone),
        logs=LogFile(data / "logs"),
        settings=SiteFile(config, data / "site.ini"),
        support=SupportBundle(settings, config, data, SqliteDiagnosis(store)),
        commands=SqliteCommands(store, zone),
        counters=SqliteCounters(store, zone),
        counter_slips=SqliteCounterSlips(store, settings.kiosk.id, zone, settings.payments.slip_days),
        assistants=PinLocks(dict(settings.assist.staff)),
        assist_tries=SqliteKeeper(
            store, zone, tries=settings.maintenance.tries, lock=lock_time, door="assist."
        ),
        staff_calls=SqliteStaffCalls(store, zone),
        day_ends=SqliteDayEnds(store, zone, settings.payment_terminal.currency),
        clock=clock,
    )
