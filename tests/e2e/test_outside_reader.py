"""A bill is paid by a screen reader that is no part of the kiosk: another process, another library, over AT-SPI."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.texts import Texts
from tests.e2e.conftest import SIZE, merged, ready
from tests.e2e.outside import Reader, Session
from tests.e2e.panel import Panel
from tests.e2e.system import Overrides, System
from tests.e2e.visits import pay_by

OVERRIDES: Overrides = {"access": {"outside_reader": "on"}}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    with Session(tmp_path_factory.mktemp("bus")) as session:
        yield session


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, prepared: System, session: Session) -> Iterator[System]:
    place, overrides = tmp_path_factory.mktemp("system"), merged(OVERRIDES)
    with System(place, size=SIZE, overrides=overrides, environment=session.environment) as system:
        system.start_from(prepared)
        ready(system)
        yield system


@pytest.fixture
def reader(session: Session, panel: Panel) -> Iterator[Reader]:
    reader = session.reader(panel)
    yield reader
    reader.close()


@pytest.mark.accessibility("SPK-02")
@pytest.mark.requirement("X41")
def test_a_screen_reader_from_outside_pays_a_bill(
    system: System, panel: Panel, reader: Reader, zh: Texts
) -> None:
    """X41: by names and default actions alone; the money moves once, the proof is printed, no finger touched the glass.
    Where it says that a control is, there a finger finds it; and what became of the payment is announced."""
    panel.taps = 0
    reader.choose("attract.start")
    roles = {node["role"] for node in reader.whole()}
    assert {"frame", "push button", "label"} <= roles, roles
    reader.focus("home.callback")
    x, y, width, height = reader.node("home.callback")["rect"]
    assert panel.node("home.callback")["focus"]
    panel.touch(x + width // 2, y + height // 2)
    panel.see("topic.billing")
    panel.taps = 0
    reader.choose("nav.home")
    pay_by(reader, panel, system, zh)
    assert panel.taps == panel.digits == 0
    assert any(zh.get("paid.posted") in text for text in reader.heard()), reader.heard()
