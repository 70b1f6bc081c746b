"""Every kind of paper in every language as it comes out of the printer: its codes are read back by others."""

import itertools
from dataclasses import dataclass
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.job import Setter, job_of
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.letters import Letters
from kiosk.domain.language import Language
from kiosk.domain.receipt import Paper, QrCode
from kiosk.services.papers import Papers
from kiosk.texts import load_texts
from tests.kiosk.services.test_papers import HOUSE, ROOT, every_paper
from tests.peers import zbar

TEXTS = load_texts(ROOT / "assets" / "locale")


def printed(folder: Path, paper: Paper, setter: Setter) -> Path:
    printer = ReceiptPrinterEmulator(lambda data: None, folder)
    printer.switch({"width_dots": str(setter.width)})
    wire = job_of(paper, setter).wire
    for at in range(0, len(wire), 2000):
        printer.take(wire[at : at + 2000])
    assert printer.counters()["unknown_commands"] == printer.counters()["lost_bytes"] == 0
    (piece,) = printer.tray.listing()
    assert piece["whole"]
    file = printer.tray.file(1, "png")
    assert file
    return file


@dataclass(frozen=True)
class Printed:
    """A kind of paper as it came out, and what its codes must say."""

    name: str
    picture: Path
    codes: list[str]


WAYS = ["raster.576", "raster.384", "big5.576"]


@pytest.fixture(
    scope="module",
    params=itertools.product(Language, WAYS),
    ids=lambda of: f"{of[0].value}-{of[1]}",
)
def every_kind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, fonts: Fonts
) -> list[Printed]:
    language, setting = request.param
    way, width = setting.split(".")
    pictures = Layout(fonts, int(width))
    setter: Setter = pictures if way == "raster" else Letters(pictures, way)
    return [
        Printed(
            name,
            printed(tmp_path_factory.mktemp("paper"), paper, setter),
            sorted(line.data for line in paper.lines if isinstance(line, QrCode)),
        )
        for name, paper in every_paper(Papers(HOUSE, TEXTS), language).items()
    ]


@pytest.mark.requirement("F4")
def test_every_code_is_read_back_from_the_paper(every_kind: list[Printed]) -> None:
    """F4: every kind; none has a code that cannot be scanned, or one that it should not have."""
    assert any(kind.codes for kind in every_kind)
    for kind in every_kind:
        with Image.open(kind.picture) as picture:
            codes = sorted(code.text for code in zxingcpp.read_barcodes(picture.convert("L")))
        assert codes == kind.codes, kind.name


@pytest.mark.requirement("F4")
def test_a_second_reader_reads_the_same(every_kind: list[Printed]) -> None:
    """F4: two readers that share no code, and no reason to fail alike."""
    read = zbar.codes_in(*(kind.picture for kind in every_kind))
    assert {kind.name: codes for kind, codes in zip(every_kind, read, strict=True)} == {
        kind.name: kind.codes for kind in every_kind
    }
