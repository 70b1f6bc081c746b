"""One running system for each module: it takes seconds to start, and one story fits into it.

A module may say OVERRIDES: what its site.ini holds over the shipped settings; and SURROUNDED: cabinet and battery are
fitted; TRANSCRIPT: what is said is written down.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.domain.language import Language
from kiosk.texts import Texts, load_texts
from tests.e2e.memories import centre, wait
from tests.e2e.panel import Panel
from tests.e2e.system import ROOT, ROUND_THE_CLOCK, Overrides, System

#: Half the panel's size in both directions: a quarter of the work for a machine without a graphics card.
SIZE = "540x960"
HOUSE: dict[str, dict[str, object]] = {
    "crm": {"poll_seconds": 2},
    "callback": dict(ROUND_THE_CLOCK),
    "payment_terminal": {"answer_seconds": 10},
}


def merged(overrides: Overrides) -> Overrides:
    sections = {section: dict(keys) for section, keys in HOUSE.items()}
    for section, keys in overrides.items():
        sections.setdefault(section, {}).update(keys)
    return sections


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> System:
    """What every module begins with a copy of."""
    return System(tmp_path_factory.mktemp("prepared")).prepare()


@pytest.fixture(scope="module")
def system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared: System
) -> Iterator[System]:
    overrides = merged(getattr(request.module, "OVERRIDES", {}))
    around = bool(getattr(request.module, "SURROUNDED", False))
    place = tmp_path_factory.mktemp("system")
    said = bool(getattr(request.module, "TRANSCRIPT", False))
    with System(place, size=SIZE, overrides=overrides, surrounded=around, transcript=said) as system:
        system.start_from(prepared)
        ready(system)
        yield system


@pytest.fixture
def panel(system: System) -> Iterator[Panel]:
    """A kiosk at which nobody stands; afterwards no bug has reached any log."""
    panel = Panel(system.robot_address)
    panel.rest()
    yield panel
    assert troubles(system) == []


@pytest.fixture(scope="module")
def zh() -> Texts:
    return load_texts(ROOT / "assets" / "locale")[Language.ZH_HANT]


@pytest.fixture(scope="module")
def en() -> Texts:
    return load_texts(ROOT / "assets" / "locale")[Language.EN]


def ready(system: System) -> None:
    """The terminal was asked how it is, and the centre has heard of it."""
    wait(lambda: greeted(system), "the kiosk's question to the terminal")
    wait(lambda: centre(system, "SELECT last_seen_at FROM kiosks") != [(None,)], "the first heartbeat")


def greeted(system: System) -> bool:
    return "status_enquiry" in system.bench.get("/state")["payment_terminal"]["counters"]


def troubles(system: System) -> list[str]:
    """Lines of the kiosk's logs that tell of a bug."""
    logs = [system.directory / "kiosk.log", *(system.data / "logs").glob("kiosk.log*")]
    lines = [line for log in logs for line in log.read_text(errors="replace").splitlines()]
    return [line for line in lines if "Traceback" in line or '"trace"' in line]
