"""Receipt printers on the stand. The law: printed is what the printer said behind the whole job, and the next receipt is
clean."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

from devices.conformance.line import Line, MakeLine
from devices.conformance.spoiling import DAMAGE, Spoil, Way
from devices.conformance.trial import NotStanding
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import house_fonts
from devices.receipt_printer.layout import Layout
from kiosk.domain.receipt import Centred, Pair, Paper, PrintOutcome, Rule, Size
from kiosk.ports import ReceiptPrinter

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
MEND_S = 60.0
TRIES = 3
PAPER = Paper(
    "K07-0138-X4",
    "en",
    (
        Centred("Clear River Utilities", Size.LARGE, bold=True),
        Rule(),
        Pair("Total", "NT$2,804", Size.LARGE, bold=True),
        Centred("Posted to your account"),
    ),
)

MakeDriver = Callable[[Line], ReceiptPrinter]


def escpos(line: Line) -> ReceiptPrinter:
    return EscposPrinter(line, Layout(house_fonts(FONTS)))  # type: ignore[arg-type]


class PrinterStand:
    """One receipt came out well; something goes wrong with the second; the third belongs to somebody else."""

    def __init__(self, folder: Path, make: MakeDriver = escpos, on: MakeLine = Line) -> None:
        self.line = on(lambda send: ReceiptPrinterEmulator(send, folder))
        assert isinstance(self.line.far, ReceiptPrinterEmulator)
        self._far = self.line.far
        self._driver = make(self.line)
        outcome = self._driver.print(PAPER)
        if outcome is not PrintOutcome.CONFIRMED or not self._whole():
            raise NotStanding(f"a receipt on a healthy line ended in {outcome.value}")
        self._fresh = self._picture(self._whole()[-1])
        self._before = len(self._far.tray.listing())
        self._outcome = PrintOutcome.NOT_PRINTED
        self.line.spoil(None)

    def operate(self) -> None:
        self._outcome = self._driver.print(PAPER)

    def broken(self, spoil: Spoil | None) -> Iterator[str]:
        pieces = self._far.tray.listing()[self._before :]
        yield from self._lies(pieces, spoil)
        if spoil is None and self._outcome is not PrintOutcome.CONFIRMED:
            yield f"a healthy line ended in {self._outcome.value}"
        self.line.heal(MEND_S)
        yield from self._is_not_clean()

    def _lies(self, pieces: list[dict[str, object]], spoil: Spoil | None) -> Iterator[str]:
        whole = [piece for piece in pieces if piece["whole"]]
        # ESC/POS has no check: what is damaged on its way to the printer nobody can notice.
        unseen = spoil is not None and spoil.way is Way.TO_DEVICE and spoil.harm in DAMAGE
        match self._outcome:
            case PrintOutcome.CONFIRMED if unseen:
                pass
            case PrintOutcome.CONFIRMED if not whole:
                yield "said printed, and no receipt came out"
            case PrintOutcome.CONFIRMED if self._picture(whole[-1]) != self._fresh:
                yield "said printed, and something else came out"
            case PrintOutcome.NOT_PRINTED if whole:
                yield "said not printed, and a receipt came out"
            case PrintOutcome.SENT:
                yield "did not wait for a printer that confirms"
            case _:
                pass

    def _is_not_clean(self) -> Iterator[str]:
        """The next customer's receipt."""
        for _ in range(TRIES):
            before = len(self._whole())
            if self._driver.print(PAPER) is PrintOutcome.CONFIRMED:
                break
            self.line.wait(10)
        else:
            yield "afterwards nothing is printed"
            return
        came = self._whole()[before:]
        if not came or self._picture(came[-1]) != self._fresh:
            yield "the next receipt is not a clean one"

    def _whole(self) -> list[dict[str, object]]:
        return [piece for piece in self._far.tray.listing() if piece["whole"]]

    def _picture(self, piece: dict[str, object]) -> bytes:
        file = self._far.tray.file(int(str(piece["number"])), "png")
        assert file is not None
        with Image.open(file) as picture:
            return picture.convert("1").tobytes()


def escpos_stand(folder: Path, make: MakeDriver = escpos, on: MakeLine = Line) -> PrinterStand:
    return PrinterStand(folder, make, on)
