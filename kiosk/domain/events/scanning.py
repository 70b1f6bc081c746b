"""What the code scanner brings, and what the centre says of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.codes import Code
from kiosk.domain.scanned import ScanAnswer


@dataclass(frozen=True, slots=True)
class CodeScanned:
    """A bill's barcode or QR code, as the scanner read it."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CodeUnreadable:
    """Something was held before the scanner that it could not read."""


@dataclass(frozen=True, slots=True)
class ScanChosen:
    """I have a bill here, and do not want to sign in."""


@dataclass(frozen=True, slots=True)
class PartialChosen:
    """Pay a part of this bill."""


@dataclass(frozen=True, slots=True)
class ScanAnswered:
    """What the centre says of `code`."""

    answer: ScanAnswer
    code: Code


ScanningTouch = CodeScanned | CodeUnreadable | ScanChosen | PartialChosen
ScanningEvent = ScanningTouch | ScanAnswered
