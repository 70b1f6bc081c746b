"""A client of receipt printers that nobody here wrote prints on the pretend one: receiptio, of the npm registry."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps

from devices.receipt_printer.emulator import ReceiptPrinterEmulator
from devices.workbench.tcp_wire import TcpWire
from tests.devices.pumped import pumped
from tests.peers.brought import BUILD

PORT = 9100  # where it looks for a printer
#: An address of this machine that no other run has.
ADDRESS = f"127.91.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF}"
LINK = "https://example.test/7"
RECEIPT = f"""^^^電費收據

合計 | NT$ 2,318
{{code:{LINK}; option:qrcode,6,l}}
謝謝您
"""
Bench = tuple[ReceiptPrinterEmulator, threading.Lock]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with pumped(TcpWire((ADDRESS, PORT)), lambda send: ReceiptPrinterEmulator(send, tmp_path)) as made:
        yield made


@pytest.fixture(scope="module")
def client() -> list[str]:
    if shutil.which("npm") is None:
        pytest.skip("npm is missing, and Debian's brings four hundred packages with it")
    program = BUILD / "receiptio/node_modules/receiptio/bin/cli.js"
    if not program.exists():
        pytest.skip("npm could not fetch receiptio here")
    return ["node", str(program), "-d", ADDRESS, "-l", "zh-hant"]


def said(client: list[str], *more: str) -> str:
    """Its last word: `success`, `online`, or what is wrong."""
    done = subprocess.run([*client, *more], capture_output=True, text=True, check=False, timeout=60)
    return done.stderr.strip()


def switch(bench: Bench, **changes: object) -> None:
    device, lock = bench
    with lock:
        device.switch(changes)


def printed(client: list[str], folder: Path, *more: str) -> str:
    file = folder / "receipt.md"
    file.write_text(RECEIPT, encoding="utf-8")
    return said(client, "-t", "20", *more, str(file))


@pytest.mark.parametrize(
    ("switches", "word"),
    [
        ({}, "online"),
        ({"paper": "low"}, "online"),
        ({"cover": "open"}, "coveropen"),
        ({"paper": "out"}, "paperempty"),
        ({"paper": "out", "near_end_sensor": False}, "paperempty"),
        ({"cutter": "stuck"}, "error"),
        ({"jam": True}, "error"),
        ({"head": "hot"}, "error"),
        ({"broken": True}, "error"),
    ],
    ids=str,
)
def test_it_hears_how_the_printer_is(
    client: list[str], bench: Bench, switches: dict[str, object], word: str
) -> None:
    switch(bench, **switches)
    assert said(client, "-q") == word


@pytest.mark.parametrize("model", ["", "generic"], ids=["asked", "told"])
def test_its_receipt_comes_out_and_it_hears_so(
    client: list[str], bench: Bench, tmp_path: Path, model: str
) -> None:
    """It asks who the printer is, waits for its status, prints, and believes the answer behind the last line."""
    printer, _ = bench
    assert printed(client, tmp_path, *(("-p", model) if model else ())) == "success"
    (piece,) = printer.tray.listing()
    assert piece["whole"]
    data, picture = printer.tray.file(1, "bin"), printer.tray.file(1, "png")
    assert data
    assert picture
    for word in ("電費收據", "合計", "NT$ 2,318", "謝謝您"):
        assert word.encode("cp950") in data.read_bytes()
    with Image.open(picture) as paper:
        grey = paper.convert("L")
    (code,) = zxingcpp.read_barcodes(grey)
    assert code.text == LINK
    middle = (code.position.top_left.x + code.position.top_right.x) / 2
    assert abs(middle - grey.width / 2) < 8  # ESC a moves pictures too
    assert side(grey.crop((0, 0, grey.width, 48))) == "middle"  # ESC \
    assert side(grey.crop((grey.width // 2, 60, grey.width, 110))) == "right"


def side(strip: Image.Image) -> str:
    """Where the ink of a strip stands."""
    box = ImageOps.invert(strip).getbbox()
    assert box
    left, right = box[0], strip.width - box[2]
    return "middle" if abs(left - right) < 16 else "left" if left < right else "right"


def test_paper_that_ends_in_mid_receipt_is_no_success(
    client: list[str], bench: Bench, tmp_path: Path
) -> None:
    printer, _ = bench
    switch(bench, paper_out_after_rows=60)
    assert printed(client, tmp_path) == "paperempty"
    assert [piece["torn_by"] for piece in printer.tray.listing()] == ["paper_out"]


def test_an_open_cover_prints_nothing(client: list[str], bench: Bench, tmp_path: Path) -> None:
    printer, _ = bench
    switch(bench, cover="open")
    assert printed(client, tmp_path) == "coveropen"
    switch(bench, cover="closed")
    assert printer.tray.listing() == []
    assert printed(client, tmp_path) == "success"
