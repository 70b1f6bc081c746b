"""Asking whose bill a code stands for."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.codes import Code


@dataclass(frozen=True, slots=True)
class FindScanned:
    """Ask the centre what is to be paid by this code. No customer is named."""

    code: Code


ScanningEffect = FindScanned
