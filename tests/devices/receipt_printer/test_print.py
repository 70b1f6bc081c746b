"""Jobs over a real port, and everything that may go wrong in the middle of one."""

import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from devices.conformance.line import Line
from devices.link import Link
from devices.receipt_printer import raster
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.job import job_of
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.protocol import Confirmation, ask_when_done
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.domain.receipt import Paper, PrintOutcome
from tests.devices import papers
from tests.devices.conftest import FONTS
from tests.devices.control import ROOT, Workbench

Fit = Callable[..., EscposPrinter]


def laid_out(paper: Paper, fonts: Fonts) -> Image.Image:
    return raster.picture_of(raster.bands(Layout(fonts).picture(paper)), 576)


def printed(workbench: Workbench, number: int, like: Image.Image) -> Image.Image:
    """The piece without the feed before the knife."""
    picture = workbench.picture(number)
    assert picture.height >= like.height
    return picture.crop((0, 0, 576, like.height))


def last(workbench: Workbench) -> dict[str, object]:
    return workbench.receipts()[-1]


@pytest.mark.requirement("F1")
@pytest.mark.requirement("F4")
@pytest.mark.parametrize("paper", [papers.proof_zh(), papers.proof_en()], ids=["zh-Hant", "en"])
def test_what_comes_out_is_what_was_laid_out(
    workbench: Workbench, printer: EscposPrinter, fonts: Fonts, paper: Paper
) -> None:
    """F1: pixel for pixel. F4: and the code on it scans."""
    assert printer.print(paper) is PrintOutcome.CONFIRMED
    piece = last(workbench)
    assert piece["whole"] is True
    picture = laid_out(paper, fonts)
    came_out = printed(workbench, int(str(piece["number"])), picture)
    assert came_out.tobytes() == picture.tobytes()
    (code,) = zxingcpp.read_barcodes(came_out.convert("L"))
    assert code.text == papers.SURVEY


@pytest.mark.requirement("X12")
def test_how_much_paper_a_job_took_is_known(
    workbench: Workbench, printer: EscposPrinter, fonts: Fonts
) -> None:
    """X12: as many millimetres as rows were sent; none for a job that was never begun."""
    assert printer.print(papers.proof_zh()) is PrintOutcome.CONFIRMED
    assert printer.used_mm == pytest.approx(laid_out(papers.proof_zh(), fonts).height / 203 * 25.4, abs=1)
    workbench.set("receipt_printer", paper="out")
    assert printer.print(papers.proof_zh()) is PrintOutcome.NOT_PRINTED
    assert printer.used_mm == 0


def test_one_job_is_one_piece(workbench: Workbench, printer: EscposPrinter) -> None:
    before = len(workbench.receipts())
    for _ in range(3):
        assert printer.print(papers.short()) is PrintOutcome.CONFIRMED
    assert len(workbench.receipts()) == before + 3
    assert workbench.get("/state")["receipt_printer"]["counters"]["unknown_commands"] == 0


class Slowly:
    """Draws so slowly that time passes within the job."""

    def __init__(self, layout: Layout, line: Line) -> None:
        self._layout, self._line, self.width = layout, line, layout.width

    def strips(self, paper: Paper) -> Iterator[Image.Image]:
        for strip in self._layout.strips(paper):
            self._line.wait(0.5)
            yield strip


@pytest.mark.requirement("X4")
def test_what_another_program_asked_for_is_no_answer_to_our_job(tmp_path: Path, fonts: Fonts) -> None:
    """X4: the kiosk died behind its job, and the printer's word on that comes in the middle of the next one, under the
    same number; then the printer dies."""
    line = Line(lambda send: ReceiptPrinterEmulator(send, tmp_path))
    printer = EscposPrinter(line, Slowly(Layout(fonts), line))  # type: ignore[arg-type]
    assert printer.status().works
    assert isinstance(line.far, ReceiptPrinterEmulator)
    line.wait(0.1)
    line.far.switch({"late_ms": 700})
    line.write(ask_when_done(1) + ask_when_done(2))
    line.far.switch({"late_ms": 0, "dies_behind_the_job": True})
    assert printer.print(papers.proof_zh()) is PrintOutcome.UNKNOWN


def test_numbers_behind_jobs_start_again_in_time(workbench: Workbench, printer: EscposPrinter) -> None:
    printer._number = 9997
    for _ in range(3):
        assert printer.print(papers.short()) is PrintOutcome.CONFIRMED


@pytest.mark.requirement("X4")
@pytest.mark.parametrize("confirmation", [Confirmation.PROCESS_ID, Confirmation.PAPER_SENSOR])
def test_power_lost_after_the_last_byte_is_unknown(
    workbench: Workbench, fitted: Fit, confirmation: Confirmation
) -> None:
    """X4: never "printed" without the printer's answer, by whichever way it confirms."""
    printer = fitted(confirmation=confirmation)
    assert printer.print(papers.short()) is PrintOutcome.CONFIRMED
    workbench.set("receipt_printer", dies_behind_the_job=True)
    assert printer.print(papers.proof_zh()) is PrintOutcome.UNKNOWN
    assert workbench.get("/state")["receipt_printer"]["switches"]["power"] is False


@pytest.mark.requirement("X4")
def test_a_printer_that_never_gives_the_number_back_is_unknown(workbench: Workbench, fitted: Fit) -> None:
    """X4: it lives, it printed, it does not know the question: that is not "printed"."""
    printer = fitted(confirmation=Confirmation.PROCESS_ID)
    workbench.set("receipt_printer", process_ids=False)
    assert printer.print(papers.short()) is PrintOutcome.UNKNOWN
    assert printer.status().works


@pytest.mark.requirement("X4")
def test_a_printer_without_numbers_confirms_by_its_paper_sensor(
    workbench: Workbench, printer: EscposPrinter
) -> None:
    """X4: an answer that follows the job, of a plainer kind; and paper out before it is still partial."""
    workbench.set("receipt_printer", process_ids=False)
    for _ in range(2):
        assert printer.print(papers.short()) is PrintOutcome.CONFIRMED
    workbench.set("receipt_printer", paper_out_after_rows=100)
    assert printer.print(papers.proof_zh()) is PrintOutcome.PARTIAL


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_power_lost_in_the_middle_is_partial(
    workbench: Workbench, printer: EscposPrinter, fonts: Fonts, part: float
) -> None:
    assert printer.status().works
    size = len(job_of(papers.proof_zh(), Layout(fonts)).wire)
    workbench.set("receipt_printer", stop_after_bytes=int(size * part))
    assert printer.print(papers.proof_zh()) is PrintOutcome.PARTIAL
    assert (last(workbench)["whole"], last(workbench)["torn_by"]) == (False, "power")
    assert printer.status().faults == (Fault.NO_ANSWER,)


@pytest.mark.parametrize("rows", [1, 200, 600, 1000])
def test_paper_out_in_the_middle_is_partial_and_the_rest_never_comes(
    workbench: Workbench, printer: EscposPrinter, rows: int
) -> None:
    """What was not printed must not come out in front of the next customer when paper is loaded."""
    workbench.set("receipt_printer", paper_out_after_rows=rows)
    assert printer.print(papers.proof_zh()) is PrintOutcome.PARTIAL
    status = printer.status()
    assert (status.state, status.faults) == (DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,))
    pieces = len(workbench.receipts())
    before = workbench.get("/state")["receipt_printer"]["counters"]["rows"]
    workbench.set("receipt_printer", paper="ok")
    assert printer.status().works
    assert workbench.get("/state")["receipt_printer"]["counters"]["rows"] == before
    assert len(workbench.receipts()) == pieces


@pytest.mark.requirement("X5")
def test_after_paper_out_the_next_receipt_is_a_fresh_one(
    workbench: Workbench, printer: EscposPrinter, fonts: Fonts
) -> None:
    """X5: nothing of the torn receipt hangs on the next one."""
    workbench.set("receipt_printer", paper_out_after_rows=300)
    assert printer.print(papers.proof_zh()) is PrintOutcome.PARTIAL
    workbench.set("receipt_printer", paper="ok")
    assert printer.print(papers.proof_en()) is PrintOutcome.CONFIRMED
    picture = laid_out(papers.proof_en(), fonts)
    came_out = printed(workbench, int(str(last(workbench)["number"])), picture)
    assert came_out.tobytes() == picture.tobytes()


def test_paper_that_ends_under_the_knife_leaves_a_printed_receipt(
    workbench: Workbench, printer: EscposPrinter, fonts: Fonts
) -> None:
    """All rows are on paper and the printer has said so: the customer has the proof."""
    rows = laid_out(papers.proof_zh(), fonts).height
    assert printer.print(papers.short()) is PrintOutcome.CONFIRMED
    workbench.set("receipt_printer", paper_out_after_rows=rows + 10)
    assert printer.print(papers.proof_zh()) is PrintOutcome.CONFIRMED
    assert printer.status().faults == (Fault.PAPER_OUT,)


class LosesTheCut(Link):
    """Its cable is dead for a moment: of what is written behind the rows only the first mark arrives."""

    MARK, LENGTH = b"\x1d(H", 11
    worn = stays_dead = dead = False

    def write(self, data: bytes) -> None:
        if self.worn and data.startswith(self.MARK):
            super().write(data[: self.LENGTH])
            self.worn, self.dead = False, self.stays_dead
        elif not self.dead:
            super().write(data)


@pytest.mark.requirement("X4", "X6")
@pytest.mark.parametrize("stays_dead", [False, True])
def test_a_cut_that_got_lost_is_not_printed_and_hangs_on_no_other(
    workbench: Workbench, fitted: Fit, fonts: Fonts, stays_dead: bool
) -> None:
    """X4, X6: the rows were confirmed and the cut never came; whether the line is back at once or not, nobody says
    "printed", and the next receipt is a piece of its own."""
    printer = fitted(cord=LosesTheCut)
    cord: Any = printer._link
    assert printer.print(papers.short()) is PrintOutcome.CONFIRMED
    cord.worn, cord.stays_dead = True, stays_dead
    assert printer.print(papers.proof_zh()) is PrintOutcome.UNKNOWN
    cord.dead = False
    assert printer.print(papers.proof_en()) is PrintOutcome.CONFIRMED
    picture = laid_out(papers.proof_en(), fonts)
    came_out = printed(workbench, int(str(last(workbench)["number"])), picture)
    assert came_out.tobytes() == picture.tobytes()


@pytest.mark.requirement("F2")
def test_a_line_of_19200_baud_takes_its_time_and_is_confirmed(workbench: Workbench, fitted: Fit) -> None:
    """F2: slow is not silent."""
    workbench.set("receipt_printer", slow_baud=19200)
    assert fitted(19200).print(papers.claim_zh()) is PrintOutcome.CONFIRMED


FRESH: dict[str, bytes] = {}


def fresh_bytes(workbench: Workbench, fitted: Fit) -> bytes:
    """What a newly started kiosk's first receipt is on an untouched printer."""
    if "receipt" not in FRESH:
        printer = fitted()
        assert printer.print(papers.proof_zh()) is PrintOutcome.CONFIRMED
        printer.close()
        FRESH["receipt"] = workbench.bytes_of(int(str(last(workbench)["number"])))
    return FRESH["receipt"]


@pytest.mark.requirement("X5")
@pytest.mark.parametrize("seed", range(50))
def test_a_job_broken_off_anywhere_leaves_no_trace(
    workbench: Workbench, fitted: Fit, fonts: Fonts, seed: int
) -> None:
    """X5: the next receipt is byte-equal to a fresh one, wherever the earlier program ended."""
    fresh = fresh_bytes(workbench, fitted)
    wire = job_of(papers.proof_en(), Layout(fonts)).wire
    link = Link(workbench.port("receipt_printer"), 115200)
    link.write(wire[: random.Random(seed).randrange(1, len(wire))])
    link.close()
    printer = fitted()
    assert printer.print(papers.proof_zh()) is PrintOutcome.CONFIRMED
    assert workbench.bytes_of(int(str(last(workbench)["number"]))) == fresh


KIOSK = """
import sys
from pathlib import Path
from devices.conformance.line import Line
from devices.link import Link
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.fonts import house_fonts
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.protocol import Confirmation, ask_when_done
from tests.devices import papers
printer = EscposPrinter(Link(sys.argv[1], 115200), Layout(house_fonts(Path(sys.argv[2]))))
print(printer.print(papers.proof_en()))
"""


@pytest.mark.requirement("X5")
def test_a_kiosk_killed_inside_a_picture(workbench: Workbench, fitted: Fit, fonts: Fonts) -> None:
    """X5: SIGKILL while bytes are on the line; the pretend printer lives on, and the next receipt is whole."""
    fresh = fresh_bytes(workbench, fitted)
    workbench.set("receipt_printer", slow_baud=115200)
    heard = workbench.get("/state")["receipt_printer"]["counters"]["bytes"]
    command = [sys.executable, "-c", KIOSK, workbench.port("receipt_printer"), str(FONTS)]
    kiosk = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)
    while workbench.get("/state")["receipt_printer"]["counters"]["bytes"] < heard + 5000:
        assert kiosk.poll() is None
    kiosk.send_signal(signal.SIGKILL)
    assert kiosk.communicate(timeout=10)[0] == b""
    workbench.set("receipt_printer", slow_baud=None)
    printer = fitted()
    assert printer.print(papers.proof_zh()) is PrintOutcome.CONFIRMED
    assert workbench.bytes_of(int(str(last(workbench)["number"]))) == fresh
    picture = laid_out(papers.proof_zh(), fonts)
    came_out = printed(workbench, int(str(last(workbench)["number"])), picture)
    assert came_out.tobytes() == picture.tobytes()


def test_a_port_that_is_not_there(tmp_path: Path, fonts: Fonts) -> None:
    printer = EscposPrinter(Link(str(tmp_path / "none")), Layout(fonts))
    assert printer.print(papers.short()) is PrintOutcome.NOT_PRINTED
    printer.close()


#: Rows of the proof at which each of its lines begins, and one behind the last.
def _beginnings(fonts: Fonts) -> list[int]:
    heights = [strip.height for strip in Layout(fonts).strips(papers.proof_zh())]
    return [sum(heights[:n]) + 1 for n in range(len(heights) + 1)]


@pytest.mark.requirement("X6")
def test_paper_out_at_any_line_leaves_one_whole_receipt_in_the_end(
    workbench: Workbench, printer: EscposPrinter, fonts: Fonts
) -> None:
    """X6: whatever line it ends at, new paper brings one whole receipt, marked; the torn one is torn."""
    paper = replace(papers.proof_zh(), again="補印")
    again = laid_out(paper.marked(), fonts)
    for rows in _beginnings(fonts)[:-1]:
        before = len(workbench.receipts())
        workbench.set("receipt_printer", paper_out_after_rows=rows)
        assert printer.print(paper) is PrintOutcome.PARTIAL
        assert printer.print(paper) is PrintOutcome.NOT_PRINTED
        workbench.set("receipt_printer", paper="ok")
        assert printer.print(paper.marked()) is PrintOutcome.CONFIRMED
        pieces = workbench.receipts()[before:]
        assert [piece["whole"] for piece in pieces if piece["rows"] > 1][-1] is True
        assert sum(piece["whole"] for piece in pieces) == 1
        came_out = printed(workbench, int(str(pieces[-1]["number"])), again)
        assert came_out.tobytes() == again.tobytes()
