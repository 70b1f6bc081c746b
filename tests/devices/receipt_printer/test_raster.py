"""Picture to bytes: read back by a decoder that knows only the printer's manual."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from devices.receipt_printer import job, protocol, raster
from devices.receipt_printer.fonts import Fonts
from devices.receipt_printer.layout import Layout
from kiosk.domain.receipt import Paper
from tests.devices import papers


def decoded(data: bytes, width: int) -> Image.Image:
    """ESC J n, GS L nL nH, GS v 0: rows of ink, then a picture with 0 for ink."""
    rows, left, at = [], 0, 0
    while at < len(data):
        head = data[at : at + 2]
        if head == b"\x1bJ":
            rows += [0] * data[at + 2]
            at += 3
        elif head == b"\x1dL":
            left = data[at + 2] + 256 * data[at + 3]
            at += 4
        else:
            assert data[at : at + 4] in (b"\x1dv0\x00", b"\x1dv0\x03")
            times = 2 if data[at + 3] else 1
            stride = data[at + 4] + 256 * data[at + 5]
            count = data[at + 6] + 256 * data[at + 7]
            at += 8
            for _ in range(count):
                ink = int.from_bytes(_doubled(data[at : at + stride], times), "big")
                rows += [ink << (width - left - 8 * times * stride)] * times
                at += stride
    flat = b"".join(((1 << width) - 1 - row).to_bytes(width // 8, "big") for row in rows)
    return Image.frombytes("1", (width, len(rows)), flat)


def _doubled(ink: bytes, times: int) -> bytes:
    bits = "".join(bit * times for byte in ink for bit in f"{byte:08b}")
    return int(bits, 2).to_bytes(len(ink) * times, "big")


@pytest.mark.requirement("F1")
@pytest.mark.parametrize("width", [576, 512, 384, 360])
@pytest.mark.parametrize(
    "paper", [papers.proof_zh(), papers.proof_en(), papers.claim_zh()], ids=lambda paper: paper.language
)
def test_what_is_sent_is_what_was_drawn(fonts: Fonts, paper: Paper, width: int) -> None:
    """F1: pixel for pixel, but for the dots that would have been commands."""
    picture = Layout(fonts, width).picture(paper)
    strip = raster.bands(picture)
    data = b"".join(map(raster.encoded, strip))
    sent = decoded(data, width)
    assert sent.tobytes() == raster.picture_of(strip, width).tobytes()
    assert sent.size == picture.size
    differing = ImageChops.difference(sent.convert("L"), picture.convert("L"))
    assert differing.histogram()[255] <= 20
    assert not protocol.REAL_TIME.search(data)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), stride=st.integers(1, 6), rows=st.integers(1, 40))
def test_any_picture_survives_and_obeys_no_one(data: st.DataObject, stride: int, rows: int) -> None:
    """Pictures made of nothing but the bytes that begin real-time commands, in narrow rows and wide ones."""
    ink = st.sampled_from(b"\x00\x00\x00\x04\x05\x10\x14\xff")
    raw = bytes(data.draw(st.lists(ink, min_size=stride * rows, max_size=stride * rows)))
    picture = Image.frombytes("1", (stride * 8, rows), bytes(byte ^ 0xFF for byte in raw))
    strip = raster.bands(picture)
    sent = b"".join(map(raster.encoded, strip))
    assert not protocol.REAL_TIME.search(sent)
    assert decoded(sent, stride * 8).tobytes() == raster.picture_of(strip, stride * 8).tobytes()
    printed = bytes(byte ^ 0xFF for byte in raster.picture_of(strip, stride * 8).tobytes())
    assert all(was == now or (was, now) == (0x10, 0x18) for was, now in zip(raw, printed, strict=True))


def test_bands_and_steps_stay_small(fonts: Fonts) -> None:
    picture = Image.new("1", (576, 2000), 0)
    strip = raster.bands(picture)
    assert all(band.rows <= raster.BAND_ROWS for band in strip)
    assert all(len(raster.encoded(band)) <= raster.BAND_BYTES + 20 for band in strip)
    made = job.job_of(papers.proof_zh(), Layout(fonts))
    assert all(len(step.data) <= raster.BAND_BYTES + 20 for step in made.steps)


def test_white_paper_is_fed_not_drawn() -> None:
    (band,) = raster.bands(Image.new("1", (576, 700), 1))
    assert raster.encoded(band) == protocol.feed(700)


@pytest.mark.parametrize(
    "paper", [papers.proof_zh(), papers.proof_en(), papers.short()], ids=lambda paper: paper.language
)
def test_a_job_holds_no_real_time_command(fonts: Fonts, paper: Paper) -> None:
    made = job.job_of(paper, Layout(fonts), 9997)
    assert not protocol.REAL_TIME.search(made.wire)
    assert made.wire.startswith(b"\x1b@")
    assert made.end.startswith(protocol.ask_when_done(9997))
    assert made.end.endswith(protocol.ask_when_done(9998))


def test_feeding_and_trimming_save_half_of_the_line(fonts: Fonts) -> None:
    layout = Layout(fonts)
    count = job.wire_bytes(papers.proof_zh(), layout)
    picture = layout.picture(papers.proof_zh())
    assert count < 0.5 * picture.width / 8 * picture.height
    assert job.wire_seconds(count, 19200) == pytest.approx(count * 10 / 19200)
