"""What hangs torn in the printer: marked as void behind what was printed, and cut off before the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from devices.conformance.line import Line
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.layout import Layout
from kiosk.domain.receipt import Paper, PrintOutcome
from tests.devices import papers

PAPER = replace(papers.proof_zh(), again="補印", void="作廢 VOID 作废")
STOPS = {"cover": "open"}, {"jam": True}, {"head": "hot"}
AS_DELIVERED = {"cover": "closed", "jam": False, "head": "ok"}


class Breaks:
    """Sets a paper; in the middle of it something happens, once."""

    def __init__(self, layout: Layout, happens: Callable[[], object]) -> None:
        self._layout, self._happens, self.width = layout, happens, layout.width
        self.worn = False

    def strips(self, paper: Paper) -> Iterator[Image.Image]:
        strips = list(self._layout.strips(paper))
        for number, strip in enumerate(strips):
            if self.worn and number == len(strips) // 2:
                self.worn = False
                self._happens()
            yield strip


class Counter:
    def __init__(self, folder: Path, fonts: Fonts, **happens: object) -> None:
        self.line = Line(lambda send: ReceiptPrinterEmulator(send, folder))
        assert isinstance(self.line.far, ReceiptPrinterEmulator)
        self.printer = self.line.far
        self.setter = Breaks(Layout(fonts), lambda: self.printer.switch(happens))
        line: Any = self.line
        self.driver = EscposPrinter(line, self.setter)

    def pieces(self) -> list[tuple[bool, Image.Image]]:
        tray = self.printer.tray
        found = []
        for piece in tray.listing():
            file = tray.file(int(str(piece["number"])), "png")
            assert file
            found.append((bool(piece["whole"]), inked(Image.open(file))))
        return found


def inked(picture: Image.Image) -> Image.Image:
    """From its first black row to its last."""
    black = ImageChops.invert(picture.convert("L"))
    box = black.getbbox()
    assert box
    return black.crop((0, box[1], black.width, box[3]))


@pytest.mark.requirement("X6")
@pytest.mark.parametrize("stops", STOPS, ids=lambda stops: next(iter(stops)))
def test_a_torn_receipt_that_still_hangs_is_marked_as_void(
    tmp_path: Path, fonts: Fonts, stops: dict[str, object]
) -> None:
    """X6: behind what is torn stands in every language that it is none; the receipt after it is whole and clean."""
    counter = Counter(tmp_path, fonts, **stops)
    assert counter.driver.print(papers.short()) is PrintOutcome.CONFIRMED
    counter.setter.worn = True
    assert counter.driver.print(PAPER) is PrintOutcome.PARTIAL
    counter.printer.switch(AS_DELIVERED)
    assert counter.driver.print(PAPER.marked()) is PrintOutcome.CONFIRMED
    _, (torn_is_whole, torn), (whole, again) = counter.pieces()
    assert (torn_is_whole, whole) == (False, True)
    mark = inked(Layout(fonts).picture(PAPER.voided()))
    end = torn.crop((0, torn.height - mark.height, torn.width, torn.height))
    assert end.tobytes() == mark.tobytes()
    assert torn.height > mark.height
    assert again.tobytes() == inked(Layout(fonts).picture(PAPER.marked())).tobytes()


@pytest.mark.requirement("X6")
def test_the_end_of_the_roll_takes_the_torn_one_along(tmp_path: Path, fonts: Fonts) -> None:
    """X6: nothing hangs on new paper, so nothing is marked."""
    counter = Counter(tmp_path, fonts, paper="out")
    counter.setter.worn = True
    assert counter.driver.print(PAPER) is PrintOutcome.PARTIAL
    assert not counter.driver.status().works
    counter.printer.switch({"paper": "ok"})
    assert counter.driver.print(PAPER.marked()) is PrintOutcome.CONFIRMED
    assert [whole for whole, _ in counter.pieces()] == [False, True]


def test_nothing_is_marked_where_nothing_is_torn(tmp_path: Path, fonts: Fonts) -> None:
    """A first start, and a receipt that is whole though the knife stuck: it is a proof."""
    counter = Counter(tmp_path, fonts)
    assert counter.driver.print(PAPER) is PrintOutcome.CONFIRMED
    assert counter.driver.print(PAPER) is PrintOutcome.CONFIRMED
    assert [whole for whole, _ in counter.pieces()] == [True, True]
    whole = inked(Layout(fonts).picture(PAPER)).tobytes()
    assert [piece.tobytes() for _, piece in counter.pieces()] == [whole, whole]
