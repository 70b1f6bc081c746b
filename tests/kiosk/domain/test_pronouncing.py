"""Amounts, times and numbers as people say them; and no foreign voice in Mandarin."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from kiosk.domain.language import Language
from kiosk.domain.pronouncing import pronounced
from kiosk.texts import load_texts

ROOT = Path(__file__).resolve().parents[3]
ZH, EN = Language.ZH_HANT, Language.EN


@pytest.mark.requirement("X41")
@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("NT$ 1,280", "1280 元", "1280 New Taiwan dollars"),
        ("NT$1,280.50", "1280.50 元", "1280.50 New Taiwan dollars"),
        ("€ 3", "3 歐元", "3 euros"),
        ("14:05", "14 點 5 分", "14 oh 5"),
        ("14:00", "14 點", "14 o'clock"),
        ("2026-11-22", "2026 年 11 月 22 日", "22 November 2026"),
        ("2026-13-22", "2026-13-22", "2026-13-22"),
        ("K07-7QM4-3XPA", "K 0 7, 7 Q M 4, 3 X P A", "K 0 7, 7 Q M 4, 3 X P A"),
        ("0912 345 678", "0 9 1 2, 3 4 5, 6 7 8", "0 9 1 2, 3 4 5, 6 7 8"),
        ("0800-000-123", "0 8 0 0, 0 0 0, 1 2 3", "0 8 0 0, 0 0 0, 1 2 3"),
        ("••••••4821", "尾號 4 8 2 1", "ending in 4 8 2 1"),
        ("1203344821", "1 2 0 3 3 4 4 8 2 1", "1 2 0 3 3 4 4 8 2 1"),
        ("3–5", "3 到 5", "3 to 5"),
        ("2,318", "2318", "2318"),
        ("2026", "2026", "2026"),
    ],
)
def test_it_is_said_as_people_say_it(text: str, chinese: str, english: str) -> None:
    """X41."""
    assert pronounced(text, ZH) == chinese
    assert pronounced(text, EN) == english


@pytest.mark.requirement("X41")
def test_latin_words_in_mandarin_have_a_name_or_are_spelt() -> None:
    """X41."""
    assert pronounced("用 E-mail 寄 PIN", ZH) == "用 電子郵件 寄 P I N"
    assert pronounced("5% a@b.c", ZH) == "百分之5 A小老鼠B點C"
    assert pronounced("Enter your PIN", EN) == "Enter your PIN"


@pytest.mark.requirement("X41")
@pytest.mark.accessibility("SPK-09")
@pytest.mark.parametrize("language", [Language.ZH_HANT, Language.ZH_HANS])
def test_the_engine_never_leaves_mandarin(language: Language) -> None:
    """X41: every text of the catalogue; espeak-ng writes `(en)` into its phonemes where it takes another voice."""
    texts = load_texts(ROOT / "assets" / "locale")[language].catalogue.values()
    lines = [pronounced(re.sub(r"\{\w+\}", "7", text), language) for text in texts]
    done = subprocess.run(
        ("espeak-ng", "-v", "cmn-latn-pinyin", "-x", "-q"),
        input="\n\n".join(lines),
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(done.stdout) > 10_000
    assert "(" not in done.stdout
    raw = subprocess.run(
        ("espeak-ng", "-v", "cmn-latn-pinyin", "-x", "-q", "E-mail"),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "(en)" in raw.stdout  # or the line above would prove nothing
