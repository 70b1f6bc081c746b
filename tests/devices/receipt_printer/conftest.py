"""A driver on the workbench's real port."""

from collections.abc import Callable, Iterator

import pytest

from devices.link import Link
from devices.receipt_printer.driver import EscposPrinter
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.protocol import Confirmation
from tests.devices.control import Workbench

BAUD = 115200


@pytest.fixture
def fitted(workbench: Workbench, fonts: Fonts) -> Iterator[Callable[..., EscposPrinter]]:
    """Makes drivers as a newly started kiosk has them."""
    made = []

    def fit(
        baud: int = BAUD,
        near_end_sensor: bool = True,
        confirmation: Confirmation | None = None,
        flow: str = "none",
        cord: type[Link] = Link,
    ) -> EscposPrinter:
        link = cord(workbench.port("receipt_printer"), baud, flow=flow)
        made.append(
            EscposPrinter(link, Layout(fonts), near_end_sensor=near_end_sensor, confirmation=confirmation)
        )
        return made[-1]

    yield fit
    for printer in made:
        printer.close()


@pytest.fixture
def printer(fitted: Callable[..., EscposPrinter]) -> EscposPrinter:
    return fitted()
