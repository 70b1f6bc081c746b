"""The languages a visit can be in (Traditional Chinese comes first), and the eras its dates are counted in."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Language(StrEnum):
    ZH_HANT = "zh-Hant"
    EN = "en"
    ZH_HANS = "zh-Hans"

    def beside(self, offered: Iterable[Language]) -> Language | None:
        """The first of `offered` for people who cannot read this one: two scripts of one language are not that."""
        return next((other for other in offered if other.value[:2] != self.value[:2]), None)


class Era(StrEnum):
    """How Chinese texts count years: from the birth of Christ, or from the founding of the Republic of China (1912)."""

    COMMON = "common"
    ROC = "roc"
