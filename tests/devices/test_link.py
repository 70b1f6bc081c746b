"""The serial line: every misfortune of a port becomes one of two words, with the port in it."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import serial
from serial.rfc2217 import PortManager

from devices.link import Link
from devices.workbench.wire import Wire
from kiosk.ports import Held, NotConnected, Undrained


class SteppedClock:
    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    wire = Wire(tmp_path / "port")
    wire.plug()
    yield wire
    wire.unplug()


@pytest.fixture
def link(wire: Wire) -> Iterator[Link]:
    link = Link(str(wire.name), 115200, write_timeout=0.2)
    yield link
    link.close()


def test_bytes_cross_in_both_directions(wire: Wire, link: Link) -> None:
    link.write(b"ask\x00\x11\x13\xff\r\n")
    assert wire.read() == b"ask\x00\x11\x13\xff\r\n"
    wire.send(b"\x03\x04\x1a answer")
    assert link.read_some() == b"\x03\x04\x1a answer"


def test_opening_and_closing_again_and_again_loses_no_port(wire: Wire, link: Link) -> None:
    for number in range(5):
        link.write(bytes((number,)))
        link.close()
        assert wire.read() == bytes((number,))
    assert link.openings == 5


def test_a_missing_port_names_itself(tmp_path: Path) -> None:
    link = Link(str(tmp_path / "none"))
    with pytest.raises(NotConnected) as caught:
        link.read_some()
    assert caught.value.port == str(tmp_path / "none")


@pytest.mark.requirement("K6")
def test_a_missing_port_is_tried_less_and_less_often_but_every_four_seconds(wire: Wire) -> None:
    """K6: plugged in again, it is back within 10 s."""
    wire.unplug()
    clock = SteppedClock()
    link = Link(str(wire.name), now=clock)
    with pytest.raises(NotConnected):
        link.open()
    wire.plug()
    with pytest.raises(NotConnected, match="soon"):
        link.open()
    clock.time += 0.5
    link.open()
    wire.unplug()
    longest = 0.0
    for _ in range(200):
        clock.time += 0.1
        with pytest.raises(NotConnected) as caught:
            link.read_some()
        longest = longest if "soon" in str(caught.value) else clock.time
    wire.plug()
    clock.time = longest + 4.1
    link.open()
    link.close()


@pytest.mark.requirement("K6")
def test_a_port_pulled_out_while_reading_and_put_back(wire: Wire, link: Link) -> None:
    """K6: unplug and replug under the same name."""
    link.open()
    wire.unplug()
    with pytest.raises(NotConnected):
        link.read_some()
    assert not link.is_open
    wire.plug()
    wire.send(b"before anybody listened")
    link.write(b"hello")
    assert wire.read() == b"hello"


def test_a_port_pulled_out_while_writing(wire: Wire, link: Link) -> None:
    link.open()
    wire.unplug()
    with pytest.raises(NotConnected):
        link.write(b"x")
    assert not link.is_open


def test_a_port_pulled_out_while_input_is_dropped(wire: Wire, link: Link) -> None:
    link.open()
    wire.unplug()
    with pytest.raises(NotConnected):
        link.drop_input()


def test_closing_raises_nothing_even_without_a_port(wire: Wire, link: Link) -> None:
    link.open()
    wire.unplug()
    link.close()
    link.close()


def test_a_port_that_somebody_else_holds(wire: Wire, link: Link) -> None:
    link.open()
    other = Link(str(wire.name))
    with pytest.raises(Held):
        other.open()


@pytest.mark.requirement("P1")
def test_a_line_that_does_not_drain(wire: Wire, link: Link) -> None:
    """P1: a device that takes no bytes stops a write, and does not hold it for ever."""
    with pytest.raises(Undrained) as caught:
        link.write(bytes(300_000))
    assert caught.value.port == str(wire.name)


def test_silence_ends_with_the_time_asked_for(wire: Wire, link: Link) -> None:
    assert link.read_some(seconds=0) == b""
    assert link.read_until(lambda data: True, 0) == b""


def test_reading_until_something_is_complete(wire: Wire, link: Link) -> None:
    link.open()
    wire.send(b"abc\ndef")
    assert link.read_until(lambda data: data.endswith(b"\n"), 1, limit=4) == b"abc\n"
    assert link.drop_input() == b"def"
    assert link.read_until(lambda data: False, 0.01) == b""


def test_no_more_is_read_than_asked_for(wire: Wire, link: Link) -> None:
    link.open()
    wire.send(b"12345")
    assert link.read_some(1) == b"1"
    assert link.read_some(3) == b"234"


def test_a_file_that_is_no_port(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotConnected):
        Link(str(tmp_path / "file")).open()


def test_a_device_server_in_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        link = Link(f"socket://127.0.0.1:{server.getsockname()[1]}")
        link.open()
        far, _ = server.accept()
        with far:
            link.write(b"ask")
            assert far.recv(10) == b"ask"
            far.sendall(b"yes")
            assert link.read_until(lambda data: len(data) == 3, 5) == b"yes"
        with pytest.raises(NotConnected):
            link.read_some()


def test_a_device_server_that_is_away() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    for scheme in ("socket", "rfc2217"):
        with pytest.raises(NotConnected):
            Link(f"{scheme}://127.0.0.1:{port}").open()


def test_no_descriptor_is_left_behind(tmp_path: Path) -> None:
    before = len(os.listdir("/proc/self/fd"))
    wire = Wire(tmp_path / "port")
    link = Link(str(tmp_path / "port"))
    for _ in range(3):
        wire.plug()
        link.close()
        link.write(b"x")
        wire.unplug()
    link.close()
    assert len(os.listdir("/proc/self/fd")) == before


class Echo(threading.Thread):
    """A device server as RFC 2217 has them, with a device that says everything back."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"rfc2217://127.0.0.1:{self.server.getsockname()[1]}"
        self.baud = 0

    def run(self) -> None:
        far, _ = self.server.accept()
        far.settimeout(10)
        device: Any = serial.serial_for_url("loop://", timeout=0)
        back: Any = SimpleNamespace(write=far.sendall)
        port = PortManager(device, back)
        with far, self.server, suppress(OSError):
            while data := far.recv(1024):
                device.write(b"".join(port.filter(data)))
                far.sendall(b"".join(port.escape(device.read(1024))))
        self.baud = device.baudrate


# pyserial 3.5 starts its reader that way.
@pytest.mark.filterwarnings(r"ignore:set(Daemon|Name)\(\) is deprecated:DeprecationWarning")
def test_a_device_server_of_rfc_2217() -> None:
    echo = Echo()
    echo.start()
    link = Link(echo.address, 19200, data_bits=7, parity="E")
    link.write(b"ask\xff")
    assert link.read_until(lambda data: len(data) == 4, 5) == b"ask\xff"
    link.close()
    echo.join(10)
    assert echo.baud == 19200
