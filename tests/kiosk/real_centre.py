"""Whole kiosks without a window, and the real centre behind a real line on loopback; one clock for all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from crm.app import build_api
from crm.centre import Centre
from crm.database import Database
from crm.demo.calendar import seed_calendar
from crm.kiosks import registry
from crm.kiosks import seal as centre_seal
from kiosk.domain.house import House
from kiosk.domain.language import Language
from kiosk.domain.states import State
from kiosk.ports import Offline
from kiosk.sync.crm import Enrolled, HttpCrm
from kiosk.sync.enrol import enrol
from kiosk.sync.identity import load_identity
from kiosk.sync.seal import Seal
from kiosk.sync.trust import keep_trust, load_trust
from tests.crm.desk.serving import served
from tests.crm.places import peopled
from tests.crm.signing import EPOCH, Phone, cheap_secrets
from tests.kiosk.domain.drafts import TAIPEI
from tests.kiosk.domain.examples import HOUSE
from tests.kiosk.fakes import FrozenClock
from tests.kiosk.windowless import Kiosk

#: A Monday morning.
MONDAY = datetime(2026, 11, 23, 9, 5, tzinfo=TAIPEI)
SITES = {"K07": "三重服務中心", "K03": "板橋服務中心"}


@dataclass
class Wire:
    """The kiosk's client, with a line that can be cut. `asked` counts the questions by their name."""

    crm: HttpCrm
    cut: bool = False
    asked: Counter[str] = field(default_factory=Counter)

    def __getattr__(self, name: str) -> Any:
        asked = getattr(self.crm, name)

        def over_the_line(*given: Any, **more: Any) -> Any:
            self.asked[name] += 1
            if self.cut:
                raise Offline("the line is cut")
            return asked(*given, **more)

        return over_the_line


@dataclass
class Scene:
    centre: Centre
    clock: FrozenClock
    url: str
    folder: Path
    kiosks: list[Kiosk] = field(default_factory=list)

    def kiosk(self, id: str, **more: Any) -> Kiosk:
        """Enrolled, started, with the centre's calendar."""
        with self.centre.database.writing() as session:
            code = registry.issue_code(session, id, SITES[id], self.centre.clock(), timedelta(hours=1))
        enrol(self.url, id, code, self.folder / id, EPOCH)
        crm = self.line(id)
        made = (
            Kiosk(
                self.folder / f"{id}.db",
                self.clock,
                crm=Wire(crm),
                knows_centre=bool(self.centre.seal.signing),
                **{"house": house(id), **more},
            )
            .start()
            .wait(10)
        )
        assert made.visit.house.calendar
        self.kiosks.append(made)
        return made

    def line(self, id: str, url: str = "") -> HttpCrm:
        """What an enrolled kiosk makes of its folder when it starts."""
        directory = self.folder / id
        return HttpCrm(
            url or self.url,
            load_identity(directory, id, EPOCH),
            now=self.centre.clock,
            seal=Seal(load_trust(directory)),
            learn=partial(keep_trust, directory),
            enrolled=lambda: Enrolled(load_identity(directory, id, EPOCH), load_trust(directory)),
        )

    def until(self, kiosk: Kiosk, wanted: type[State]) -> Any:
        """The state, which the kiosk reaches by itself."""
        for _ in range(20):
            if isinstance(kiosk.state, wanted):
                return kiosk.state
            kiosk.wait(1)
        raise AssertionError(f"never {wanted}, but {kiosk.state}")


def house(id: str) -> House:
    return replace(HOUSE, kiosk_id=id, site=dict.fromkeys(Language, SITES[id]))


@contextmanager
def served_by(centre: Centre) -> Iterator[str]:
    """The address of a centre's API."""
    app = FastAPI()
    app.mount("/api", build_api(centre, cheap_secrets(), messenger=Phone()))
    with served(app) as url:
        yield url


@contextmanager
def scene(folder: Path, seal: centre_seal.Seal | None = None) -> Iterator[Scene]:
    clock = FrozenClock(MONDAY)
    with closing(Database(f"sqlite:///{folder / 'centre.db'}", busy_ms=2000)) as database:
        peopled(database)
        centre = Centre(database, clock=lambda: clock.now().astimezone(UTC), seal=seal or centre_seal.Seal())
        seed_calendar(centre)
        with served_by(centre) as url:
            made = Scene(centre, clock, url, folder)
            yield made
            for kiosk in made.kiosks:
                kiosk.crm.crm.close()
                kiosk.store.close()
