"""The whole machine without a window; `kiosk/panel.py` puts the window before it."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import time, timedelta
from functools import partial
from pathlib import Path
from time import monotonic as steady

from devices import rack
from kiosk.answers.content import load_articles
from kiosk.bootstrap.centre import make_crm, make_seal
from kiosk.bootstrap.fittings import rack_settings
from kiosk.bootstrap.memory import Memory, remember
from kiosk.bootstrap.speech import make_voice
from kiosk.bootstrap.world import make_world
from kiosk.clock import SiteClock
from kiosk.domain import events
from kiosk.domain.effects import Effect, EndStaffCall, LearnAnswers, LearnLayouts
from kiosk.domain.events import Event
from kiosk.domain.flow.cabinet import told_health
from kiosk.domain.flow.touch import is_committing
from kiosk.domain.guidance import guide_of
from kiosk.domain.health import Health
from kiosk.domain.house import House
from kiosk.domain.keypad import NavKey
from kiosk.domain.lamp import lamp_of
from kiosk.domain.language import Language
from kiosk.domain.staff_call import Ended
from kiosk.domain.visit import Visit, is_at_rest, resting_state
from kiosk.lanes import ThreadLane
from kiosk.loudspeaker import AlsaLoudspeaker
from kiosk.ports import Voice
from kiosk.pulled import last_good, rules
from kiosk.services.beacon import Beacon
from kiosk.services.chimes import Chimes
from kiosk.services.controller import NOBODY, Controller, Envelope
from kiosk.services.courier import Courier, Pace
from kiosk.services.custodian import Custodian
from kiosk.services.day_end import DayEnd
from kiosk.services.effects import Effects, Lanes, World
from kiosk.services.errand import Main
from kiosk.services.puller import Puller, Rules
from kiosk.services.recovery import Recovery
from kiosk.services.reporter import Reporter
from kiosk.services.speaker import Speaker
from kiosk.services.surroundings import CabinetWatch, Surroundings
from kiosk.services.sweeper import Sweeper
from kiosk.services.tally import Tally
from kiosk.services.watch import CardWatch, KeypadWatch, ScannerWatch, Watch
from kiosk.settings import Settings
from kiosk.storage.canon import new_id
from kiosk.storage.custody import SqliteCustody
from kiosk.storage.lives import SqliteEpochs
from kiosk.storage.replica import SqliteReplica
from kiosk.storage.reports import SqliteReports
from kiosk.stores import store_of
from kiosk.texts import Texts, load_texts
from kiosk.version import VERSION

ASSETS = Path(__file__).resolve().parents[2] / "assets"
TICK = 0.25
LANES = (
    "printer",
    "reader",
    "scanner",
    "terminal",
    "records",
    "network",
    "answers",
    "cabinet",
    "power",
    "keypad",
    "sound",
    "writing",
    "voice",
)


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
        press: Callable[[NavKey], None] = lambda key: None,
        transcript: Path | None = None,
    ) -> None:
        """`restart` is to end the process in good order and begin anew; `fell_back`: on the last good settings;
        `config`: the file that these came from. `press` takes a key of the keypad, on main. `transcript`: where
        everything that is said is written down, for demonstrations only."""
        self._fell_back = fell_back
        self.settings = settings
        self.texts: dict[Language, Texts] = load_texts(ASSETS / "locale", settings.languages.era)
        self._main = main
        self._clock = SiteClock(settings.kiosk.zone)
        self._store = store_of(settings, data)
        memory = remember(data, settings)
        factory = settings.house(load_articles(ASSETS / "content" / "faq.json"))
        kept = last_good(factory, memory.pulled)
        self.house: House = kept.house
        self._lanes = {name: ThreadLane(name, self._bug) for name in LANES}
        seal = make_seal(data, memory)
        self._crm = make_crm(settings, data, memory.epoch, seal, self._clock)
        self._rack = rack.build(rack_settings(settings, data))
        world = self._make_world(data, config)
        self._input_method = world.input_method
        tally = Tally(world.counters, self._lanes["records"])
        self.speaker = self._make_speaker(make_voice(settings, data, self.texts, transcript))
        every = timedelta(seconds=settings.voice.beacon_seconds)
        self._beacon = Beacon(self.speaker, self.texts, every)
        hears = partial(_each, (self.speaker.heard, tally.heard))
        self.controller = Controller(self._first_visit(memory), self._carry_out, show, hears)
        self._recovery = self._make_recovery(world)
        self._puller = self._make_puller(world, rules(factory, seal.is_wanted), kept.have, memory.refused)
        self._courier = self._make_courier(world)
        self._effects = Effects(
            world, self._effect_lanes(), self._post, self._courier.nudge, self._recovery.begin, restart,
            lambda: self._day_end.begin(), self.speaker.read_out,
        )  # fmt: skip
        self._watch = self._make_watch(world)
        self._reporter = self._make_reporter(world)
        self._sweeper = Sweeper()
        self._custodian = self._make_custodian(world)
        self._day_end = self._make_day_end(world)
        heard = main, self.controller.tap, self._post
        self._cards = CardWatch(self._rack.reader, self._lanes["reader"], *heard)
        self._cabinet = CabinetWatch(self._rack.cabinet, self._lanes["cabinet"], self._post, steady)
        self._chimes = Chimes(AlsaLoudspeaker(), self._lanes["sound"], self._post, settings.sound.volume)
        self._power = Surroundings(self._rack.power, self._lanes["power"], self._post, steady)
        self._codes = ScannerWatch(self._rack.scanner, self._lanes["scanner"], *heard)
        self._keys = KeypadWatch(
            self._rack.keypad, self._lanes["keypad"], main, press, self.controller.tap, self._post
        )

    # --- life -----------------------------------------------------------------------------------

    def start(self) -> None:
        for lane in self._lanes.values():
            lane.start()
        self._recovery.begin()
        self._effects.carry_out(self.controller.visit, LearnAnswers(self.house.articles))
        self._effects.carry_out(self.controller.visit, LearnLayouts())
        self._effects.carry_out(self.controller.visit, EndStaffCall(Ended.RESTARTED))
        self._cards.begin()
        self._codes.begin()
        self._cabinet.begin()
        self._power.begin()
        self._keys.begin()
        if self.house.speaks:
            self.speaker.begin()

    def tick(self) -> None:
        """Main thread, every TICK seconds."""
        if is_at_rest(self.controller.visit):
            self._clock.follow()
        now = self._clock.now()
        self.controller.take(Envelope(NOBODY, events.Ticked(now)))
        visit = self.controller.visit
        self._watch.tick(now, visit.health, is_committing(visit))
        self._recovery.tick(now)
        self._reporter.tick(now, told_health(visit))
        self._courier.tick(now)
        self._custodian.tick(now)
        self._day_end.tick(now, visit)
        self._cabinet.show(lamp_of(visit))
        self._chimes.show(guide_of(visit))
        self.speaker.tick()
        self._beacon.tick(visit)
        self._sweeper.tick(visit)

    def stop(self) -> None:
        """Each lane ends after its running job and closes what it owns."""
        owned: dict[str, Callable[[], None]] = {
            "printer": self._rack.printer.close,
            "reader": self._rack.reader.close,
            "scanner": self._rack.scanner.close,
            "terminal": self._rack.terminal.close,
            "cabinet": self._rack.cabinet.close,
            "power": self._rack.power.close,
            "keypad": self._rack.keypad.close,
            "voice": self.speaker.stop,
            "network": self._crm.close,
            "records": self._store.close,
            "writing": self._input_method.close,
        }
        self.speaker.silence()
        for name, lane in self._lanes.items():
            # The answers' lane owns nothing but memory. What is to be written is written.
            lane.stop(owned.get(name), finish=name == "records")

    def broke(self, where: str) -> None:
        """A bug reached the net: the customer's data go, and service comes back by itself."""
        self._main(lambda: self.controller.take(Envelope(NOBODY, events.Broke(where))))

    def outside_reader(self, works: bool) -> None:
        """Whether one could come; from any thread."""
        self._post(Envelope(NOBODY, events.OutsideReaderReported(works)))

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
            paper_unproved=memory.paper_unproved,
            tampered=memory.tampered,
            fell_back=self._fell_back,
        )
        now = self._clock.now()
        return Visit(
            id=f"{new_id()}.1",
            house=self.house,
            now=now,
            began=now,
            state=resting_state(health),
            health=health,
            language=self.house.languages[0],
            offline_payments=memory.offline[0],
            offline_since=memory.offline[1],
        )

    def _make_world(self, data: Path, config: Path) -> World:
        return make_world(
            self.settings,
            data,
            config,
            self.house,
            self.texts,
            self._rack,
            self._store,
            self._crm,
            self._clock,
        )

    def _effect_lanes(self) -> Lanes:
        lanes = self._lanes
        names = (
            "printer",
            "terminal",
            "records",
            "network",
            "answers",
            "reader",
            "scanner",
            "cabinet",
            "writing",
        )
        return Lanes(*(lanes[name] for name in names))

    def _make_speaker(self, voice: Voice) -> Speaker:
        lane, visit = self._lanes["voice"], lambda: self.controller.visit
        return Speaker(voice, lane, self._main, self._post, self.texts, visit)

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


def _each(hear: tuple[Callable[[Event], None], ...], event: Event) -> None:
    for one in hear:
        one(event)
