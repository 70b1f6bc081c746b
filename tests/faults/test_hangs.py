"""Something never answers: printer, terminal, centre. The panel does, and the kiosk can still be stopped.

No milliseconds are asserted: every touch is answered within a few seconds while the hang lasts much longer.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from kiosk.domain.language import Language
from kiosk.texts import Texts, load_texts
from tests.e2e.memories import charges
from tests.e2e.panel import Panel
from tests.e2e.system import ROOT, ROUND_THE_CLOCK, Overrides, System
from tests.e2e.visits import LIN, ask_for_call, to_pin, to_review

pytestmark = pytest.mark.timeout(180)

#: Seconds in which a touch must be answered, and the much longer ones that a question to each side may last.
TOUCH, HANG = 5.0, 12
OVERRIDES: Overrides = {
    "crm": {"poll_seconds": 2, "timeout_seconds": HANG},
    "callback": ROUND_THE_CLOCK,
    "payment_terminal": {"answer_seconds": HANG},
}


@pytest.fixture(scope="module")
def zh() -> Texts:
    return load_texts(ROOT / "assets" / "locale")[Language.ZH_HANT]


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with System(tmp_path_factory.mktemp("hangs"), size="540x960", overrides=OVERRIDES) as system:
        yield system.start()


@pytest.fixture
def panel(system: System) -> Panel:
    """A hasty customer at a kiosk at rest."""
    panel = Panel(system.robot_address)
    panel.rest()
    return Panel(system.robot_address, seconds=TOUCH)


@contextmanager
def silent_centre(system: System) -> Iterator[socket.socket]:
    """In the centre's place somebody who takes every call and says nothing."""
    system.end("crm")
    host, _, port = system.crm_address.rpartition(":")
    with socket.create_server((host, int(port)), backlog=50) as silence:
        silence.settimeout(HANG)
        yield silence
    system.start_crm()


def answered_while(panel: Panel, hanging: Callable[[], bool], least: int = 3) -> int:
    """Opens and closes the languages as long as it is `hanging`, at least `least` times and at most a dozen."""
    count = 0
    while hanging() and count < 12:
        panel.tap("nav.language")
        panel.see("language.en")
        panel.tap("overlay.close")
        panel.gone("language.en")
        count += 1
    assert count >= least, f"it hung for {count} touches only"
    return count


@pytest.mark.requirement("P1", "E2")
def test_hung_terminal_does_not_hold_the_panel(system: System, panel: Panel, zh: Texts) -> None:
    """P1: touches are answered while the terminal is silent. E2: nothing was charged, and nothing else is said."""
    system.bench.post("/payment_terminal", {"next": "hang", "hang_s": 600})
    to_review(panel, system, LIN)
    panel.tap("nav.primary")
    panel.read(zh.get("paying.stage.insert_card"), 15)
    try:
        answered_while(panel, lambda: zh.get("paying.amount") in panel.texts())
        assert system.bench.get("/state")["payment_terminal"]["busy"]
        assert charges(system) == []
    finally:
        for power in (False, True):
            system.bench.post("/payment_terminal", {"power": power})
    panel.read_one(zh.get("unsettled.title"), zh.get("not_paid.cancelled"), seconds=3 * HANG)
    assert charges(system) == []


@pytest.mark.requirement("P1", "F2")
def test_mute_printer_does_not_hold_the_panel(system: System, panel: Panel, zh: Texts) -> None:
    """P1: touches are answered while a paper is wanted of it. F2: what was not printed is not called printed."""
    ask_for_call(panel, "0912000678")
    system.bench.post("/receipt_printer", {"mute": True})
    try:
        panel.tap("paper.yes")
        answered_while(panel, lambda: True)
        panel.read_one(
            *(zh.get(f"callback_done.paper.{word}") for word in ("not_printed", "partial", "unknown")),
            seconds=HANG,
        )
    finally:
        system.bench.post("/receipt_printer", {"mute": False})


@pytest.mark.requirement("P1", "A5")
def test_centre_that_takes_the_call_and_says_nothing_does_not_hold_the_panel(
    system: System, panel: Panel, zh: Texts
) -> None:
    """P1: touches are answered while a sign-in is out. A5: at last it is said that the centre cannot be reached."""
    to_pin(panel, system, LIN)
    panel.type(LIN.pin)
    with silent_centre(system) as silence:
        call, _ = silence.accept()
        panel.tap("nav.primary")
        panel.read(zh.get("pin.asking"))
        answered_while(panel, lambda: zh.get("pin.asking") in panel.texts())
        panel.read(zh.get("problem.line_down"), 3 * HANG)
        call.close()
    panel.rest()


@pytest.mark.requirement("K6")
def test_stops_cleanly_when_told_to_at_rest(system: System, panel: Panel) -> None:
    """K6: by SIGTERM, with exit 0 and without a traceback, within fifteen seconds."""
    _stops_cleanly(system)


@pytest.mark.requirement("K6", "P1")
def test_stops_cleanly_while_everything_hangs(system: System, panel: Panel, zh: Texts) -> None:
    """K6, P1: in mid-payment, with terminal, printer and centre silent; afterwards it comes up and serves."""
    system.bench.post("/payment_terminal", {"next": "hang", "hang_s": 600})
    to_review(panel, system, LIN)
    panel.tap("nav.primary")
    panel.read(zh.get("paying.stage.insert_card"), 15)
    system.bench.post("/receipt_printer", {"mute": True})
    with silent_centre(system) as silence:
        call, _ = silence.accept()
        try:
            _stops_cleanly(system)
        finally:
            system.bench.post("/receipt_printer", {"mute": False})
            for power in (False, True):
                system.bench.post("/payment_terminal", {"power": power})
            call.close()
    panel.read_one(zh.get("recovered.title"), zh.get("attract.start"), seconds=HANG)
    assert charges(system) == []


def _stops_cleanly(system: System) -> None:
    """Ends it (it is killed, and that is not 0, when it takes longer than fifteen seconds) and starts it again."""
    log = system.process("kiosk").log
    assert system.end("kiosk") == 0
    assert "Traceback" not in log.read_text(errors="replace")
    assert '"trace"' not in (system.data / "logs" / "kiosk.log").read_text(encoding="utf-8")
    system.start_kiosk()
