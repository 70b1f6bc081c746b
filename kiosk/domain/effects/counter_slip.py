"""A slip for the counter."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.codes import Code
from kiosk.domain.money import Money
from kiosk.domain.payment import PaymentLine


@dataclass(frozen=True, slots=True)
class SaveSlip:
    """Number it and write it down; earlier slips for any of these bills are void from then on."""

    lines: tuple[PaymentLine, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class FindSlip:
    """What has become of the slip with this code."""

    code: Code


CounterSlipEffect = SaveSlip | FindSlip
