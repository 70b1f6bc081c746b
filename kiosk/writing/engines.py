"""What is installed of the engines; one that is not is no fault, its keys are not offered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Protocol

from kiosk.domain.writing import Layout, Word
from kiosk.writing.chewing import Chewing
from kiosk.writing.google_pinyin import GooglePinyin

log = logging.getLogger(__name__)


class Engine(Protocol):
    def words(self, sounds: str) -> tuple[Word, ...]:
        """What they may become, likeliest first; none where they are no sounds."""


MAKERS: Mapping[Layout, Callable[[], Engine]] = {Layout.ZHUYIN: Chewing, Layout.PINYIN: GooglePinyin}


def installed(makers: Mapping[Layout, Callable[[], Engine]] = MAKERS) -> dict[Layout, Engine]:
    """Every engine that this machine has."""
    fitted: dict[Layout, Engine] = {}
    for layout, make in makers.items():
        try:
            fitted[layout] = make()
        except OSError as missing:
            log.info("no keys for %s: %s", layout.value, missing)
    return fitted
