"""The languages a visit can be in. Traditional Chinese comes first."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    ZH_HANT = "zh-Hant"
    EN = "en"
