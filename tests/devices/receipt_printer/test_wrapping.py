"""Line breaking: nothing too wide, nothing lost, no sign where a line may not begin or end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from devices.receipt_printer.wrapping import CLOSING, OPENING, balanced, wrap


def measure(text: str) -> float:
    """Chinese is one em wide, Latin a half."""
    return sum(1.0 if ord(char) > 0x2E80 else 0.5 for char in text)


def test_no_line_begins_with_a_closing_sign() -> None:
    assert wrap("繳費證明，請妥善保存。", 4, measure) == ["繳費證", "明，請妥", "善保存。"]


def test_no_line_ends_with_an_opening_sign() -> None:
    assert wrap("我們的（三重）門市", 4, measure) == ["我們的", "（三重）", "門市"]


def test_a_word_or_an_amount_stays_whole() -> None:
    assert wrap("輸入 K07-0138-X4 查詢", 6, measure) == ["輸入", "K07-0138-X4", "查詢"]
    assert wrap("pay NT$2,804 now", 5, measure) == ["pay", "NT$2,804", "now"]


def test_a_word_longer_than_the_line_is_torn_not_lost() -> None:
    assert wrap("a ABCDEFGHIJ b", 2, measure) == ["a", "ABCD", "EFGH", "IJ b"]


def test_a_dot_between_phrases_stays_with_the_first() -> None:
    assert wrap("Branch · K07 · Help", 6.5, measure) == ["Branch ·", "K07 · Help"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert wrap("", 10, measure) == [""]
    assert wrap("a\n\nb", 10, measure) == ["a", "", "b"]


def test_balanced_lines_leave_no_lonely_end() -> None:
    text = "謝謝您。本證明非統一發票，可掃描保存電子版。"
    assert len(wrap(text, 20, measure)[-1]) < 4
    lines = balanced(text, 20, measure)
    assert len(lines) == 2
    assert len(lines[-1]) > 8


def test_balanced_lines_end_where_a_phrase_ends() -> None:
    assert balanced("您不必再做什麼，同一筆款項不會再扣一次。", 18, measure) == [
        "您不必再做什麼，",
        "同一筆款項不會再扣一次。",
    ]
    assert balanced("Nothing more to do. Nobody pays twice.", 14, measure) == [
        "Nothing more to do.",
        "Nobody pays twice.",
    ]


MIXED = st.text(st.sampled_from("繳費證明請保存，。「」（）、NT$2804-K7 ab·••"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(text=MIXED, width=st.integers(3, 20))
def test_any_text_fits_and_is_complete(text: str, width: int) -> None:
    for lines in (wrap(text, width, measure), balanced(text, width, measure)):
        assert all(measure(line) <= width for line in lines)
        assert "".join("".join(lines).split()) == "".join(text.split())


CLAUSE = st.from_regex(r"([一二三四五]{1,3}[，。]|「[一二三]{1,2}」){1,12}", fullmatch=True)


@settings(max_examples=200, deadline=None)
@given(text=CLAUSE, width=st.integers(5, 12))
def test_kinsoku_holds_wherever_the_line_ends(text: str, width: int) -> None:
    lines = wrap(text, width, measure)
    assert not any(line[0] in CLOSING for line in lines if line)
    assert not any(line[-1] in OPENING for line in lines if line)
