"""Every kind of paper in every language as it comes out of the printer: its codes are read back by somebody else."""

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

TEXTS = load_texts(ROOT / "assets" / "locale")


def printed(folder: Path, paper: Paper, setter: Setter) -> Image.Image:
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
    return Image.open(file).convert("L")


@pytest.mark.requirement("F4")
@pytest.mark.parametrize("setting", ["raster.576", "raster.384", "big5.576"])
@pytest.mark.parametrize("language", Language)
def test_every_code_is_read_back_from_the_paper(
    tmp_path_factory: pytest.TempPathFactory, fonts: Fonts, language: Language, setting: str
) -> None:
    """F4: every kind; none has a code that cannot be scanned, or one that it should not have."""
    way, width = setting.split(".")
    pictures = Layout(fonts, int(width))
    setter: Setter = pictures if way == "raster" else Letters(pictures, way)
    for name, paper in every_paper(Papers(HOUSE, TEXTS), language).items():
        picture = printed(tmp_path_factory.mktemp("paper"), paper, setter)
        codes = sorted(code.text for code in zxingcpp.read_barcodes(picture))
        assert codes == sorted(line.data for line in paper.lines if isinstance(line, QrCode)), name
