"""`python -m kiosk record DEVICE`: the driver at work on its real line, and a trace of it.

The driver asks what it asks all day: its device's status, and for readers and scanners what was shown to them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from devices import rack
from kiosk.bootstrap.fittings import rack_settings
from kiosk.domain.health import Device
from kiosk.ports import CardReader, CodeScanner, DeviceError, PaymentTerminal, Power, ReceiptPrinter
from kiosk.settings import Settings

AnyDriver = ReceiptPrinter | CardReader | CodeScanner | PaymentTerminal | Power
PAUSE = 0.5  # seconds between two looks at a device that does not wait for anything by itself


def record(settings: Settings, data: Path, device: Device, seconds: float, folder: Path) -> str:
    """The file's path, and what the device was last said to be. Raises LookupError where there is no line, OSError."""
    fitted = rack.build(rack_settings(settings, data))
    deck = fitted.decks.get(device)
    if deck is None:
        raise LookupError(f"the {device} has no line of its own, or is not fitted")
    driver = _driver(fitted, device)
    deck.start(seconds)
    condition = _work(driver, time.monotonic() + seconds)
    kept = deck.keep(folder)
    driver.close()
    assert kept is not None  # it was started above
    path, trace = kept
    return f"{path}\n{condition}, {len(trace.pieces)} pieces, {trace.hidden} bytes hidden"


def _driver(fitted: rack.Rack, device: Device) -> AnyDriver:
    drivers: dict[Device, AnyDriver] = {
        Device.RECEIPT_PRINTER: fitted.printer,
        Device.CARD_READER: fitted.reader,
        Device.CODE_SCANNER: fitted.scanner,
        Device.PAYMENT_TERMINAL: fitted.terminal,
        Device.POWER: fitted.power,
    }
    return drivers[device]


def _work(driver: AnyDriver, until: float) -> str:
    read: Callable[[], object] | None = getattr(driver, "read", None)
    condition = "starting"
    while time.monotonic() < until:
        condition = driver.status().state.value
        if read is None:
            time.sleep(min(PAUSE, max(0.0, until - time.monotonic())))
            continue
        with suppress(DeviceError):  # what went wrong stands in the trace
            read()
    return condition
