"""What the code scanner brings."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A bill's barcode or QR code, as the scanner read it."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeUnreadable:
    """Something was held before the scanner that it could not read."""


ScanningTouch = CodeScanned | CodeUnreadable
ScanningEvent = ScanningTouch
