"""A printer that holds paper in its mouth: shown, taken, drawn in, and never pushed out to the next one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from devices.conformance.line import Line
from devices.receipt_printer.driver import HAND, EscposPrinter
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.protocol import FULL_HEAD, Automatic, Full, Replies, in_the_mouth
from kiosk.domain.faults import Fault
from kiosk.domain.receipt import PrintOutcome
from tests.devices import papers

CONFIRMED, NOT_PRINTED = PrintOutcome.CONFIRMED, PrintOutcome.NOT_PRINTED


class Counter:
    """The kiosk's driver and a pretend printer with a presenter, on a line whose time is stepped."""

    def __init__(self, folder: Path, fonts: Fonts, presenter: bool = True) -> None:
        self.line = Line(lambda send: ReceiptPrinterEmulator(send, folder))
        self.driver = EscposPrinter(self.line, Layout(fonts), presenter=presenter)  # type: ignore[arg-type]
        assert isinstance(self.line.far, ReceiptPrinterEmulator)
        self.printer = self.line.far
        self.printer.switch({"presenter": True})

    def places(self) -> list[object]:
        return [piece["place"] for piece in self.printer.tray.listing()]

    def takes(self) -> None:
        self.printer.switch({"mouth": "empty"})


Fit = Callable[..., Counter]


@pytest.fixture
def counter(tmp_path: Path, fonts: Fonts) -> Counter:
    return Counter(tmp_path, fonts)


@pytest.mark.requirement("X8")
def test_paper_waits_until_it_is_taken(counter: Counter) -> None:
    """X8: told beside "online", and gone from the report when a hand took it."""
    assert counter.driver.status().faults == ()
    assert counter.driver.print(papers.short()) is CONFIRMED
    assert counter.places() == ["mouth"]
    status = counter.driver.status()
    assert (status.works, status.faults) == (True, (Fault.PAPER_WAITS,))
    counter.takes()
    assert counter.driver.status().faults == ()
    assert counter.places() == ["tray"]


@pytest.mark.requirement("X8")
def test_what_nobody_took_is_drawn_in(counter: Counter) -> None:
    """X8."""
    assert counter.driver.print(papers.short()) is CONFIRMED
    assert counter.driver.retract()
    assert counter.places() == ["bin"]
    assert counter.driver.status().faults == ()


@pytest.mark.requirement("X8")
def test_the_next_paper_waits_for_a_hand_and_then_the_one_before_goes_in(counter: Counter) -> None:
    """X8: whoever prints next never gets the paper before."""
    assert counter.driver.print(papers.short()) is CONFIRMED
    began = counter.line.now()
    assert counter.driver.print(papers.short()) is CONFIRMED
    assert counter.line.now() - began >= HAND
    assert counter.places() == ["bin", "mouth"]
    assert counter.printer.counters()["pushed_out"] == 0


@pytest.mark.requirement("X8")
def test_paper_that_does_not_go_in_lets_no_other_one_out(counter: Counter) -> None:
    """X8: a blocked mouth."""
    assert counter.driver.print(papers.short()) is CONFIRMED
    counter.printer.switch({"jam_in_the_mouth": True})
    assert not counter.driver.retract()
    assert counter.driver.print(papers.short()) is NOT_PRINTED
    assert counter.places() == ["mouth"]


@pytest.mark.requirement("X8")
def test_a_presenter_that_fell_silent_has_not_given_its_paper_to_anybody(counter: Counter) -> None:
    """X8: the printer answers and its presenter does not; the paper waits until it is said to be gone."""
    assert counter.driver.print(papers.short()) is CONFIRMED
    assert counter.driver.status().faults == (Fault.PAPER_WAITS,)
    counter.printer.switch({"presenter": False})
    status = counter.driver.status()
    assert (status.works, status.faults) == (True, (Fault.PAPER_WAITS,))
    assert "the presenter does not answer" in status.detail
    counter.printer.switch({"presenter": True})
    counter.takes()
    assert counter.driver.status().faults == ()


@pytest.mark.requirement("X8", "X6")
def test_a_torn_paper_goes_into_the_bin(counter: Counter) -> None:
    """X8, X6: nobody gets it, and the next one lies alone in the mouth."""
    assert counter.driver.print(papers.short()) is CONFIRMED
    counter.takes()
    counter.printer.switch({"paper_out_after_rows": 60})
    assert counter.driver.print(papers.proof_zh()) is PrintOutcome.PARTIAL
    counter.printer.switch({"paper": "ok"})
    counter.takes()
    assert counter.driver.print(papers.proof_zh()) is CONFIRMED
    assert counter.places()[-1] == "mouth"
    assert counter.printer.counters()["pushed_out"] == 0


def test_a_printer_that_has_none_says_so_and_prints(tmp_path: Path, fonts: Fonts) -> None:
    """The setting is wrong: not measured, which is not "empty", and no receipt is kept from anybody."""
    counter = Counter(tmp_path, fonts)
    counter.printer.switch({"presenter": False})
    assert counter.driver.status().detail == "the presenter does not answer"
    assert counter.driver.print(papers.short()) is CONFIRMED
    assert counter.places() == ["tray"]
    assert not counter.driver.retract()


def test_without_the_setting_nothing_is_held(tmp_path: Path, fonts: Fonts) -> None:
    counter = Counter(tmp_path, fonts, presenter=False)
    assert counter.driver.print(papers.short()) is CONFIRMED
    assert counter.places() == ["tray"]
    assert not counter.driver.retract()


@pytest.mark.parametrize("pieces", [1, 2, 6])
def test_a_full_status_is_one_only_when_it_was_asked_for(pieces: int) -> None:
    """Its head could begin an automatic status."""
    data = FULL_HEAD + b"\x20\x00\x00\x00"
    assert isinstance(Replies().feed(data)[0], Automatic)
    asked = Replies()
    asked.full_wanted = True
    size = len(data) // pieces
    found = [reply for at in range(0, len(data), size) for reply in asked.feed(data[at : at + size])]
    assert found == [Full(data)]
    assert in_the_mouth(Full(data))
    assert not in_the_mouth(Full(FULL_HEAD + bytes(4)))
