"""The composition root: the only file that knows every class. Nothing here decides anything.

`Kiosk` is the whole machine without a window; `kiosk/panel.py` puts the window before it.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from devices import rack
from kiosk.answers.content import load_articles
from kiosk.answers.engine import Engine
from kiosk.answers.synonyms import load_synonyms
from kiosk.assistants import PinLocks
from kiosk.clock import SiteClock
from kiosk.domain import events
from kiosk.domain.audit import Entry, Kind
from kiosk.domain.command import Words
from kiosk.domain.effects import Effect, EndStaffCall, LearnAnswers
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.health import ClosedFor, Health, Service
from kiosk.domain.house import House
from kiosk.domain.language import Language
from kiosk.domain.staff_call import Ended
from kiosk.domain.visit import Visit, is_at_rest, resting_state
from kiosk.lanes import ThreadLane
from kiosk.logs import LogFile
from kiosk.ports import Pulled, StoreError
from kiosk.pulled import last_good, rules
from kiosk.services.controller import NOBODY, Controller, Envelope
from kiosk.services.courier import Courier, Pace
from kiosk.services.custodian import Custodian
from kiosk.services.day_end import DayEnd
from kiosk.services.effects import Effects, Lanes, World
from kiosk.services.errand import Main
from kiosk.services.papers import Papers
from kiosk.services.puller import Puller, Rules
from kiosk.services.recovery import Recovery
from kiosk.services.reporter import Reporter
from kiosk.services.tally import Tally
from kiosk.services.watch import CardWatch, ScannerWatch, Watch
from kiosk.settings import Settings
from kiosk.settings.model import ReceiptPrinterSection
from kiosk.settings.site_file import SiteFile
from kiosk.storage.audit import SqliteAudit
from kiosk.storage.callbacks import SqliteCallbacks
from kiosk.storage.canon import new_id
from kiosk.storage.cases import SqliteCases
from kiosk.storage.commands import SqliteCommands
from kiosk.storage.copies import SqliteCopies
from kiosk.storage.counter_slips import SqliteCounterSlips
from kiosk.storage.counters import SqliteCounters
from kiosk.storage.custody import SqliteCustody
from kiosk.storage.day_ends import SqliteDayEnds
from kiosk.storage.diagnosis import SqliteDiagnosis
from kiosk.storage.feedback import SqliteFeedback
from kiosk.storage.keeper import SqliteKeeper
from kiosk.storage.lives import SqliteEpochs
from kiosk.storage.outbox import SqliteOutbox
from kiosk.storage.payments import SqlitePayments
from kiosk.storage.replica import SqliteReplica
from kiosk.storage.reports import SqliteReports
from kiosk.storage.reversals import SqliteReversals
from kiosk.storage.staff_calls import SqliteStaffCalls
from kiosk.stores import store_of
from kiosk.support import SupportBundle
from kiosk.sync.crm import Enrolled, HttpCrm
from kiosk.sync.identity import IdentityError, load_identity
from kiosk.sync.line import Timeout
from kiosk.sync.seal import Seal
from kiosk.sync.trust import keep_trust, load_trust
from kiosk.sync.unenrolled import NoCentre
from kiosk.technician import PinLock
from kiosk.texts import Texts, load_texts
from kiosk.version import VERSION

log = logging.getLogger(__name__)

ASSETS = Path(__file__).resolve().parents[1] / "assets"
TICK = 0.25


@dataclass(frozen=True, slots=True)
class Memory:
    """What the store knew before the lanes began. `epoch` empty: the store could not be opened."""

    epoch: str = ""
    service: Service = Service.OPEN
    offline: tuple[int, datetime | None] = (0, None)
    notice: Words = ()
    closed_for: ClosedFor | None = None
    pulled: Mapping[str, Pulled] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


class Kiosk:
    """Everything but the window. `main` runs a call on the main thread, `show` draws a visit there."""

    def __init__(
        self,
        settings: Settings,
        data: Path,
        main: Main,
        show: Callable[[Visit], None] = lambda visit: None,
        restart: Callable[[], None] = lambda: None,
        fell_back: bool = False,
        config: Path = Path("kiosk.ini"),
    ) -> None:
        """`restart` is to end the process in good order and begin anew; `fell_back`: on the last good settings;
        `config`: the file that these came from."""
        self._site_file = SiteFile(config, data / "site.ini")
        self._fell_back = fell_back
        self.settings = settings
        self.texts: dict[Language, Texts] = load_texts(ASSETS / "locale", settings.languages.era)
        self._main = main
        self._logs = data / "logs"
        self._clock = SiteClock(settings.kiosk.zone)
        self._store = store_of(settings, data)
        self._support = SupportBundle(settings, config, data, SqliteDiagnosis(self._store))
        memory = _remember(data, settings)
        factory = settings.house(load_articles(ASSETS / "content" / "faq.json"))
        kept = last_good(factory, memory.pulled)
        self.house: House = kept.house
        self._lanes = {name: ThreadLane(name, self._bug) for name in LANES}
        seal = _seal(data, memory)
        self._crm = _crm(settings, data, memory.epoch, seal, self._clock)
        self._rack = rack.build(_rack_settings(settings, data))
        world = self._world()
        tally = Tally(world.counters, self._lanes["records"])
        self.controller = Controller(self._first_visit(memory), self._carry_out, show, tally.heard)
        self._recovery = self._make_recovery(world)
        self._puller = self._make_puller(world, rules(factory, seal.is_wanted), kept.have, memory.refused)
        self._courier = self._make_courier(world)
        self._effects = Effects(
            world, self._effect_lanes(), self._post, self._courier.nudge, self._recovery.begin, restart,
            lambda: self._day_end.begin(),
        )  # fmt: skip
        self._watch = self._make_watch(world)
        self._reporter = self._make_reporter(world)
        self._custodian = self._make_custodian(world)
        self._day_end = self._make_day_end(world)
        heard = main, self.controller.tap, self._post
        self._cards = CardWatch(self._rack.reader, self._lanes["reader"], *heard)
        self._codes = ScannerWatch(self._rack.scanner, self._lanes["scanner"], *heard)

    # --- life -----------------------------------------------------------------------------------

    def start(self) -> None:
        for lane in self._lanes.values():
            lane.start()
        self._recovery.begin()
        self._effects.carry_out(self.controller.visit, LearnAnswers(self.house.articles))
        self._effects.carry_out(self.controller.visit, EndStaffCall(Ended.RESTARTED))
        self._cards.begin()
        self._codes.begin()

    def tick(self) -> None:
        """Main thread, every TICK seconds."""
        if is_at_rest(self.controller.visit):
            self._clock.follow()
        now = self._clock.now()
        self.controller.take(Envelope(NOBODY, events.Ticked(now)))
        visit = self.controller.visit
        self._watch.tick(now, visit.health, is_committing(visit))
        self._recovery.tick(now)
        self._reporter.tick(now, visit.health)
        self._courier.tick(now)
        self._custodian.tick(now)
        self._day_end.tick(now, visit)

    def stop(self) -> None:
        """Each lane ends after its running job and closes what it owns."""
        owned: dict[str, Callable[[], None]] = {
            "printer": self._rack.printer.close,
            "reader": self._rack.reader.close,
            "scanner": self._rack.scanner.close,
            "terminal": self._rack.terminal.close,
            "network": self._crm.close,
            "records": self._store.close,
        }
        for name, lane in self._lanes.items():
            # The answers' lane owns nothing but memory. What is to be written is written.
            lane.stop(owned.get(name), finish=name == "records")

    def broke(self, where: str) -> None:
        """A bug reached the net: the customer's data go, and service comes back by itself."""
        self._main(lambda: self.controller.take(Envelope(NOBODY, events.Broke(where))))

    # --- wiring ---------------------------------------------------------------------------------

    def _post(self, envelope: Envelope) -> None:
        self._main(partial(self.controller.take, envelope))

    def _carry_out(self, visit: Visit, effect: Effect) -> None:
        self._effects.carry_out(visit, effect)

    def _bug(self, lane: str) -> None:
        self.broke(f"lane {lane}")

    def _first_visit(self, memory: Memory) -> Visit:
        health = Health(
            service=memory.service,
            recovering=True,
            store_works=bool(memory.epoch),
            notice=memory.notice,
            closed_for=memory.closed_for,
            fell_back=self._fell_back,
        )
        return Visit(
            id=f"{new_id()}.1",
            house=self.house,
            now=self._clock.now(),
            state=resting_state(health),
            health=health,
            language=self.house.languages[0],
            offline_payments=memory.offline[0],
            offline_since=memory.offline[1],
        )

    def _world(self) -> World:
        settings, zone = self.settings, self.settings.kiosk.zone
        lock_time = timedelta(minutes=settings.maintenance.lock_minutes)
        return World(
            printer=self._rack.printer,
            terminal=self._rack.terminal,
            reader=self._rack.reader,
            payments=SqlitePayments(self._store, settings.kiosk.id, zone),
            reversals=SqliteReversals(self._store, zone),
            copies=SqliteCopies(self._store, zone, settings.payments.copies),
            callbacks=SqliteCallbacks(self._store, settings.kiosk.id, zone),
            cases=SqliteCases(self._store, settings.kiosk.id, zone),
            outbox=SqliteOutbox(self._store, zone),
            audit=SqliteAudit(self._store, zone),
            keeper=SqliteKeeper(self._store, zone, tries=settings.maintenance.tries, lock=lock_time),
            crm=self._crm,
            lock=PinLock(settings.maintenance.pin_hash),
            papers=Papers(self.house, self.texts),
            search=Engine(load_synonyms(ASSETS / "content" / "synonyms.txt")),
            feedback=SqliteFeedback(self._store, zone),
            logs=LogFile(self._logs),
            settings=self._site_file,
            support=self._support,
            commands=SqliteCommands(self._store, zone),
            counters=SqliteCounters(self._store, zone),
            counter_slips=SqliteCounterSlips(
                self._store, settings.kiosk.id, zone, settings.payments.slip_days
            ),
            assistants=PinLocks(dict(settings.assist.staff)),
            assist_tries=SqliteKeeper(
                self._store, zone, tries=settings.maintenance.tries, lock=lock_time, door="assist."
            ),
            staff_calls=SqliteStaffCalls(self._store, zone),
            day_ends=SqliteDayEnds(self._store, zone, settings.payment_terminal.currency),
            clock=self._clock,
        )

    def _effect_lanes(self) -> Lanes:
        lanes = self._lanes
        names = ("printer", "terminal", "records", "network", "answers", "reader")
        return Lanes(*(lanes[name] for name in names))

    def _make_recovery(self, world: World) -> Recovery:
        return Recovery(
            world.payments, world.reversals, world.terminal, world.audit, world.clock,
            self._lanes["records"], self._lanes["terminal"], self._main, self._post,
            self.house.inquiries, self.house.inquiry_pause,
        )  # fmt: skip

    def _make_courier(self, world: World) -> Courier:
        crm = self.settings.crm
        return Courier(
            world.outbox,
            SqliteEpochs(self._store, self.settings.kiosk.zone),
            world.crm,
            world.clock,
            self._lanes["records"],
            self._lanes["network"],
            self._main,
            self._post,
            random.random,
            Pace(batch=crm.batch, poll=timedelta(seconds=crm.poll_seconds)),
            self._puller.heard,
        )

    def _make_puller(
        self, world: World, rules: Rules, have: Mapping[str, str], refused: Mapping[str, str]
    ) -> Puller:
        return Puller(
            rules,
            have,
            world.crm,
            SqliteReplica(self._store, self.settings.kiosk.zone),
            world.clock,
            self._lanes["network"],
            self._lanes["records"],
            self._main,
            self._post,
            refused,
        )

    def _make_reporter(self, world: World) -> Reporter:
        reports = SqliteReports(self._store, self.settings.kiosk.zone, VERSION)
        return Reporter(reports, world.clock, self._lanes["records"], self._post, self._clock.ahead)

    def _make_custodian(self, world: World) -> Custodian:
        custody = SqliteCustody(self._store, self.settings.kiosk.zone)
        return Custodian(custody, world.outbox, world.clock, self._lanes["records"], self._main, self._post)

    def _make_day_end(self, world: World) -> DayEnd:
        terminal = self.settings.payment_terminal
        return DayEnd(
            world.day_ends,
            world.payments,
            world.reversals,
            world.terminal,
            world.clock,
            self._lanes["records"],
            self._lanes["terminal"],
            self._main,
            self._post,
            time.fromisoformat(terminal.day_end) if terminal.day_end else None,
        )

    def _make_watch(self, world: World) -> Watch:
        return Watch(
            world.printer,
            world.terminal,
            world.keeper,
            world.clock,
            self._lanes["printer"],
            self._lanes["terminal"],
            self._lanes["records"],
            self._main,
            self._post,
        )


LANES = ("printer", "reader", "scanner", "terminal", "records", "network", "answers")


def _remember(data: Path, settings: Settings) -> Memory:
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
        told = keeper.notice(), keeper.closed_for()
        return Memory(keeper.epoch(), keeper.service(), offline, *told, replica.parts(), replica.refused())
    except StoreError as error:
        log.error("the store cannot be opened: %s", error)
        return Memory()
    finally:
        store.close()


def _crm(settings: Settings, data: Path, epoch: str, seal: Seal, clock: SiteClock) -> HttpCrm | NoCentre:
    try:
        identity = load_identity(data, settings.kiosk.id, epoch)
        learn, enrolled = partial(keep_trust, data), partial(_enrolled, data, settings.kiosk.id, epoch)
        crm = partial(HttpCrm, settings.crm.url, identity, timeout(settings), ca_file=settings.ca_file(data))
        crm = partial(crm, now=clock.centre_now, heard=clock.hear)
        return crm(seal=seal, learn=learn, enrolled=enrolled)
    except (IdentityError, ValueError) as error:
        log.error("%s", error)
        return NoCentre(str(error))


def _enrolled(data: Path, kiosk_id: str, epoch: str) -> Enrolled:
    return Enrolled(load_identity(data, kiosk_id, epoch), load_trust(data))


def _seal(data: Path, memory: Memory) -> Seal:
    """What judges the centre's publications; with keys that cannot be read, nothing is the centre's."""
    issued = {part: pulled.signed_at for part, pulled in memory.pulled.items() if pulled.signed_at}
    try:
        return Seal(load_trust(data), issued)
    except IdentityError as error:
        log.error("nothing that is published is taken: %s", error)
        return Seal(None, issued)


def timeout(settings: Settings) -> Timeout:
    """How long one question to the centre may take."""
    seconds = float(settings.crm.timeout_seconds)
    return Timeout(connect=min(3.0, seconds), answer=seconds)


def _printer_settings(settings: Settings, printer: ReceiptPrinterSection, data: Path) -> rack.PrinterSettings:
    return rack.PrinterSettings(
        settings.port(printer.port, data),
        printer.baud,
        printer.width_dots,
        printer.near_end_sensor,
        printer.flow,
        printer.dpi,
        printer.letters,
        printer.confirmation,
    )


def _rack_settings(settings: Settings, data: Path) -> rack.RackSettings:
    reader, terminal = settings.card_reader, settings.payment_terminal
    scanner = settings.code_scanner
    return rack.RackSettings(
        fonts=ASSETS / "fonts",
        printer=_printer_settings(settings, settings.receipt_printer, data),
        second_printer=_printer_settings(settings, settings.receipt_printer_2, data),
        reader=rack.ReaderSettings(
            settings.port(reader.port, data),
            reader.baud,
            reader.protocol,
            reader.prefixes,
            reader.tag_versions,
            float(reader.take_seconds),
            reader.after_power_cut == "keep",
        ),
        terminal=rack.TerminalSettings(
            settings.port(terminal.port, data),
            terminal.protocol,
            terminal.baud,
            terminal.stop_bits,
            terminal.password,
            terminal.currency,
            terminal.answer_seconds,
            terminal.terminal_id,
            terminal.own_number,
            settings.kiosk.zone,
        ),
        scanner=rack.ScannerSettings(
            settings.port(scanner.port, data), scanner.baud, scanner.suffix, scanner.prefix, scanner.trigger
        ),
    )
