"""Papers in the printer's own letters, against kept bytes and against a reader that knows only the manual."""

import re

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.receipt_printer import protocol
from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.receipt_printer.fonts import Fonts, house_fonts
from devices.receipt_printer.job import job_of
from devices.receipt_printer.layout import Layout
from devices.receipt_printer.letters import CODECS, Letters, Written
from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, Rule, Size
from tests.devices import papers
from tests.devices.receipt_printer import golden

SAMPLES = [papers.proof_zh(), papers.proof_en(), papers.proof_hans(), papers.claim_zh()]
_SPACES: dict[int, str | None] = {0x20: None, 0x3000: None}
_STYLE = re.compile(rb"\x1ba.|\x1bE.|\x1b3.|\x1d!.|\x1c&|\x1dL..", re.DOTALL)


def text_in(strips: list[Written], codec: str) -> list[str]:
    """The lines as they would be read; strict: every pair of bytes is a letter of the set."""
    plain = _STYLE.sub(b"", b"".join(strip.data for strip in strips))
    return plain.decode(codec).splitlines()


def written(letters: Letters, paper: Paper) -> tuple[list[Written], list[Image.Image]]:
    strips = list(letters.strips(paper))
    return (
        [strip for strip in strips if isinstance(strip, Written)],
        [strip for strip in strips if not isinstance(strip, Written)],
    )


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("name", golden.CASES)
def test_bytes_are_those_that_were_kept(name: str) -> None:
    """F1: three ways to write, byte for byte."""
    assert golden.made(name) == golden.kept(name)


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("width", [576, 512, 384, 360])
@pytest.mark.parametrize(
    ("paper", "codes"),
    [(papers.proof_zh(), "big5"), (papers.proof_zh(), "gb18030"), (papers.proof_hans(), "gb18030")],
    ids=["zh-Hant-big5", "zh-Hant-gb18030", "zh-Hans-gb18030"],
)
def test_every_word_of_the_paper_is_in_the_bytes(fonts: Fonts, paper: Paper, codes: str, width: int) -> None:
    """F1: decoded by the set's own codec, and no line is wider than the paper."""
    texts, pictures = written(Letters(Layout(fonts, width), codes), paper)
    lines = text_in(texts, CODECS[codes])
    flat = "".join(lines).translate(_SPACES)
    for line in paper.lines:
        for part in words_of(line):
            assert part.translate({**_SPACES, 0x2022: "*", 0x2013: "-"}) in flat
    assert all(len(line.encode(CODECS[codes])) <= width // 12 for line in lines)
    assert len(pictures) == 2  # the code, in its two strips


def words_of(line: Line) -> list[str]:
    match line:
        case Centred(text) | Paragraph(text):
            return [text]
        case Pair(left, right):
            return [left, right]
        case _:
            return []


@pytest.mark.requirement("F1")
def test_what_the_set_does_not_have_is_drawn(fonts: Fonts) -> None:
    """F1: a Big5 printer asked for simplified letters draws that line; the others are written."""
    lines = (Centred("账单"), Centred("帳單"), Pair("缴费", "NT$1"))
    texts, pictures = written(Letters(Layout(fonts), "big5"), Paper("R", "zh-Hans", lines))
    assert text_in(texts, "cp950") == ["帳單"]
    assert pictures


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("codes", CODECS)
@pytest.mark.parametrize("paper", SAMPLES, ids=lambda paper: paper.language)
def test_the_pretend_printer_prints_letters(
    tmp_path_factory: pytest.TempPathFactory, fonts: Fonts, paper: Paper, codes: str
) -> None:
    """F1: no command unknown, one piece, the code readable."""
    printer = ReceiptPrinterEmulator(lambda data: None, tmp_path_factory.mktemp("printer"))
    printer.switch({"letters": codes})
    job = job_of(paper, Letters(Layout(fonts), codes))
    for at in range(0, len(job.wire), 500):
        printer.take(job.wire[at : at + 500])
    assert printer.counters()["unknown_commands"] == 0
    assert [piece["whole"] for piece in printer.tray.listing()] == [True]
    assert sum(step.rows for step in job.steps) <= int(str(printer.tray.listing()[0]["rows"]))
    file = printer.tray.file(1, "png")
    assert file
    codes_read = [code.text for code in zxingcpp.read_barcodes(Image.open(file).convert("L"))]
    assert codes_read == ([papers.SURVEY] if paper is not SAMPLES[3] else [])


def test_letters_take_a_tenth_of_the_bytes(fonts: Fonts) -> None:
    pictures = Layout(fonts)
    drawn = len(job_of(papers.proof_zh(), pictures).wire)
    assert len(job_of(papers.proof_zh(), Letters(pictures, "big5")).wire) < drawn / 10


@pytest.mark.parametrize("size", Size)
def test_the_pen_is_put_back(fonts: Fonts, size: Size) -> None:
    """Whatever stood before it, a line is written the same."""
    letters = Letters(Layout(fonts), "big5")
    loud = (
        Centred("大", size, bold=True),
        Paragraph("大", size, bold=True),
        Pair("大", "小", size, bold=True),
    )
    (_, *before), _ = written(letters, Paper("R", "zh-Hant", (*loud, Paragraph("平"))))
    (_, alone), _ = written(letters, Paper("R", "zh-Hant", (Paragraph("平"),)))
    assert before[-1] == alone


LATTICE = house_fonts(golden.FONTS)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60),
    size=st.sampled_from(Size),
    codes=st.sampled_from(list(CODECS)),
)
def test_no_text_becomes_a_command(text: str, size: Size, codes: str) -> None:
    """Whatever is typed or fetched: written as letters of the set, or drawn."""
    letters = Letters(Layout(LATTICE), codes)
    paper = Paper(
        "R", "zh-Hant", (Centred(text, size), Paragraph(text, size), Pair(text, text, size), Rule())
    )
    job = job_of(paper, letters)
    assert not protocol.REAL_TIME.search(job.wire)
    texts, _ = written(letters, paper)
    for line in text_in(texts, CODECS[codes]):
        assert len(line.encode(CODECS[codes])) <= 48
        assert line.isprintable() or "\u3000" in line or not line.isascii()
