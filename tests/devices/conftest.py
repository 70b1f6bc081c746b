"""One real workbench process for a module's tests, put back as delivered before each of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.receipt_printer.fonts import Fonts, house_fonts
from tests.devices.control import Workbench

FONTS = Path(__file__).resolve().parents[2] / "assets" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return house_fonts(FONTS)


@pytest.fixture(scope="module")
def workbench_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    bench = Workbench(tmp_path_factory.mktemp("workbench"))
    bench.remember_switches()
    yield bench
    bench.stop()


@pytest.fixture
def workbench(workbench_process: Workbench) -> Workbench:
    workbench_process.reset()
    return workbench_process
