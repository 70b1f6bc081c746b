"""Lines break where East Asian typesetting lets them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.wrapping import NOT_AT_END, NOT_AT_START, wrap, wrap_evenly


def cells(text: str) -> float:
    """A character of Chinese is two wide, of Latin one."""
    return sum(1 if ord(ch) < 0x2000 else 2 for ch in text)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("帳單條碼對準下方紅光，直接開始", 20, ["帳單條碼對準下方紅", "光，直接開始"]),
        ("用水量為十二度，沒有錯。", 14, ["用水量為十二", "度，沒有錯。"]),
        ("Pay NT$ 2,318 now", 12, ["Pay", "NT$ 2,318", "now"]),
        ("到期日 2026 年 11 月 28 日前", 16, ["到期日 2026 年", "11 月 28 日前"]),
        ("paid on 20 Nov 2026 here", 14, ["paid on", "20 Nov 2026", "here"]),
        ("one\ntwo", 40, ["one", "two"]),
        ("", 40, [""]),
        ("unbreakablylongword", 5, ["unbreakablylongword"]),
    ],
)
def test_breaks(text: str, width: float, lines: list[str]) -> None:
    assert wrap(text, width, cells) == lines


def test_no_character_is_left_alone_on_the_last_line() -> None:
    assert len(wrap("一二三四五六七八九十。", 20, cells)[-1]) > 2


def test_even_lines_are_as_many_and_shorter() -> None:
    text = "時間到會清除畫面，保護您的個人資料。謝謝。"
    plain, even = wrap(text, 34, cells), wrap_evenly(text, 34, cells)
    assert len(plain) == len(even) == 2
    assert max(map(cells, even)) < max(map(cells, plain))


@given(st.text(alphabet="繳費帳單，。（）「」 abc12.5$\u00a0", max_size=60), st.integers(8, 40))
def test_nothing_is_lost_and_no_mark_stands_wrong(text: str, width: int) -> None:
    lines = wrap(text, width, cells)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for before, after in pairwise(lines):
        assert not (after and after[0] in NOT_AT_START and before)
        assert not (before and before[-1] in NOT_AT_END and after)
