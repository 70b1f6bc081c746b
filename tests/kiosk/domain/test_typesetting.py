"""Lines break where East Asian typesetting lets them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk.domain.typesetting import NOT_AT_END, NOT_AT_START, wrap, wrap_by_phrase, wrap_evenly


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
        ("closed on 20 November, all day", 13, ["closed on", "20 November,", "all day"]),
        ("one\ntwo", 40, ["one", "two"]),
        ("", 40, [""]),
        ("。「 「。", 8, ["。", "「 「。"]),
        ("a ABCDEFGHIJ b", 4, ["a", "ABCD", "EFGH", "IJ b"]),
        ("我們的（三重）門市", 8, ["我們的", "（三重）", "門市"]),
        ("輸入 K07-0138-X4 查詢", 12, ["輸入", "K07-0138-X4", "查詢"]),
        ("pay NT$2,804 now", 10, ["pay", "NT$2,804", "now"]),
        ("Branch · K07 · Help", 13, ["Branch ·", "K07 · Help"]),
        ("a\n\nb", 10, ["a", "", "b"]),
        ("「「 「", 4, ["「「", "「"]),
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


#: Clauses whose marks stay with short words, so that no piece is wider than the narrowest line.
CLAUSES = st.lists(
    st.sampled_from(["繳費", "帳單，", "（單）", "「 費」", "單。」", " abc ", "12.5 ", "$5 ", "\u00a0費"]),
    max_size=30,
)


@given(CLAUSES.map("".join), st.integers(10, 40))
def test_nothing_is_lost_and_no_mark_stands_wrong(text: str, width: int) -> None:
    lines = wrap(text, width, cells)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for before, after in pairwise(lines):
        assert not (after and after[0] in NOT_AT_START and before)
        assert not (before and before[-1] in NOT_AT_END and after)


def test_balanced_lines_leave_no_lonely_end() -> None:
    text = "謝謝您。本證明非統一發票，可掃描保存電子版。"
    assert len(wrap(text, 40, cells)[-1]) < 4
    lines = wrap_by_phrase(text, 40, cells)
    assert len(lines) == 2
    assert len(lines[-1]) > 8


def test_balanced_lines_end_where_a_phrase_ends() -> None:
    assert wrap_by_phrase("您不必再做什麼，同一筆款項不會再扣一次。", 36, cells) == [
        "您不必再做什麼，",
        "同一筆款項不會再扣一次。",
    ]
    assert wrap_by_phrase("Nothing more to do. Nobody pays twice.", 28, cells) == [
        "Nothing more to do.",
        "Nobody pays twice.",
    ]


MIXED = st.text(st.sampled_from("繳費證明請保存，。「」（）、NT$2804-K7 ab·••"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=MIXED, width=st.integers(3, 20))
@example(text="000• ·", width=5)  # a space behind the tear
def test_any_text_fits_and_is_complete(text: str, width: int) -> None:
    for lines in (wrap(text, width, cells), wrap_by_phrase(text, width, cells)):
        assert all(cells(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


CLAUSE = st.from_regex(r"([一二三四五]{1,3}[，。]|「[一二三]{1,2}」){1,12}", fullmatch=True)


@settings(max_examples=200, deadline=None)
@given(text=CLAUSE, width=st.integers(10, 24))
def test_kinsoku_holds_wherever_the_line_ends(text: str, width: int) -> None:
    lines = wrap(text, width, cells)
    assert not any(line[0] in NOT_AT_START for line in lines if line)
    assert not any(line[-1] in NOT_AT_END for line in lines if line)
