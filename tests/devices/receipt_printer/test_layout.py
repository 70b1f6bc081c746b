"""Papers as pictures: what a customer holds in the hand."""

import pytest
import zxingcpp
from PIL import Image, ImageChops

from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.layout import Layout
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule, Size
from tests.devices import papers

SAMPLES = [papers.proof_zh(), papers.proof_en(), papers.claim_zh(), papers.short()]
HEADS = [576, 384]


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageChops.invert(picture).getbbox()
    assert box
    return box


def drawn(fonts: Fonts, *lines: Line, width: int = 576, language: str = "zh-Hant") -> Image.Image:
    return Layout(fonts, width).picture(Paper("R", language, lines))


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("width", HEADS)
@pytest.mark.parametrize("paper", SAMPLES, ids=lambda paper: paper.language)
def test_every_paper_is_black_and_white_inside_its_margins(fonts: Fonts, paper: Paper, width: int) -> None:
    """F1: raster, no encoding: the picture is all the printer gets."""
    picture = Layout(fonts, width).picture(paper)
    assert (picture.mode, picture.width) == ("1", width)
    left, top, right, bottom = ink(picture)
    margin = 20 if width == 576 else 8
    assert left >= margin - 3
    assert right <= width - margin + 3
    assert top > 0
    assert bottom < picture.height


@pytest.mark.requirement("F4")
@pytest.mark.parametrize("rules", range(31))
def test_below_the_last_ink_everything_is_white(fonts: Fonts, rules: int) -> None:
    """F4: however long the paper is; 29 dots a rule, so that the end falls on every part of the sheet's growth."""
    picture = drawn(fonts, *[Rule()] * rules, QrCode(papers.SURVEY))
    assert picture.height - ink(picture)[3] >= 20


@pytest.mark.requirement("F4")
@pytest.mark.parametrize("width", HEADS)
@pytest.mark.parametrize("paper", [papers.proof_zh(), papers.proof_en()], ids=["zh-Hant", "en"])
def test_the_code_can_be_scanned(fonts: Fonts, paper: Paper, width: int) -> None:
    """F4: the survey code, read back by somebody else's reader."""
    (found,) = zxingcpp.read_barcodes(Layout(fonts, width).picture(paper).convert("L"))
    assert found.text == papers.SURVEY


def test_a_code_with_too_much_in_it_is_printed_as_text(fonts: Fonts) -> None:
    picture = drawn(fonts, QrCode("x" * 4000), width=384)
    assert not zxingcpp.read_barcodes(picture.convert("L"))
    assert ink(picture)


def test_the_same_paper_is_the_same_picture(fonts: Fonts) -> None:
    one, two = (Layout(fonts).picture(papers.proof_zh()).tobytes() for _ in range(2))
    assert one == two


def test_digits_stand_in_columns(fonts: Fonts) -> None:
    for bold in (False, True):
        font = fonts.default.font(28, bold)
        assert len({font.getlength(digit) for digit in "0123456789"}) == 1


def test_simplified_chinese_has_its_own_shapes(fonts: Fonts) -> None:
    """The same code point is drawn in another way: 骨 turns its corner to the left or to the right."""
    traditional = drawn(fonts, Centred("骨直角", Size.HUGE))
    simplified = drawn(fonts, Centred("骨直角", Size.HUGE), language="zh-Hans")
    assert traditional.tobytes() != simplified.tobytes()


@pytest.mark.parametrize("size", Size)
def test_larger_is_larger(fonts: Fonts, size: Size) -> None:
    heights = {each: ink(drawn(fonts, Centred("繳", each)))[3] for each in Size}
    order = list(Size)
    assert all(heights[each] < heights[size] for each in order[: order.index(size)])


def test_a_pair_reaches_both_margins(fonts: Fonts) -> None:
    left, _, right, _ = ink(drawn(fonts, Pair("電費", "NT$486")))
    assert left <= 24
    assert right >= 576 - 24


def test_a_pair_that_does_not_fit_gets_smaller_before_it_wraps(fonts: Fonts) -> None:
    one_line = drawn(fonts, Pair("短", "NT$1")).height
    tight = drawn(fonts, Pair("電費電費電費電費電費電費電", "NT$12,345,678")).height
    wrapped = drawn(fonts, Pair("電費電費電費電費電費電費電費電費電費電費", "NT$12,345,678")).height
    assert tight <= one_line < wrapped


def test_a_value_as_wide_as_the_paper_goes_below_its_name(fonts: Fonts) -> None:
    picture = drawn(fonts, Pair("金額", "NT$12,345,678,901,234,567,890,123,456,789"))
    assert picture.height > drawn(fonts, Pair("金額", "1")).height
    assert ink(picture)[2] <= 576 - 17


def test_the_sum_is_much_larger_than_its_name(fonts: Fonts) -> None:
    total = drawn(fonts, Pair("", "8", Size.LARGE, bold=True))
    name = drawn(fonts, Pair("8", "", Size.LARGE, bold=True))

    def height(picture: Image.Image) -> int:
        box = ink(picture)
        return box[3] - box[1]

    assert height(total) > 1.3 * height(name)


def test_a_rule_runs_from_margin_to_margin(fonts: Fonts) -> None:
    left, top, right, bottom = ink(drawn(fonts, Rule()))
    assert (left, right, bottom - top) == (20, 556, 3)


def test_an_empty_paper_is_a_picture_too(fonts: Fonts) -> None:
    assert drawn(fonts).height >= 1
    assert drawn(fonts, Paragraph("")).height > 1


@pytest.mark.parametrize("width", [0, -8, 577])
def test_a_head_of_an_impossible_width(fonts: Fonts, width: int) -> None:
    with pytest.raises(ValueError, match="multiple of 8"):
        Layout(fonts, width)
