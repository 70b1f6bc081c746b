"""A network port: every misfortune of a connection becomes one of two words, with the port in it."""

import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from devices.tcp_link import KEEP_ALIVE, TcpLink
from devices.workbench.tcp_wire import TcpWire
from kiosk.ports import NoReply, NotConnected
from tests.devices.test_link import SteppedClock

LOOPBACK = ("127.0.0.1", 0)


@pytest.fixture
def wire() -> Iterator[TcpWire]:
    wire = TcpWire(LOOPBACK)
    wire.plug()
    yield wire
    wire.unplug()


@pytest.fixture
def link(wire: TcpWire) -> Iterator[TcpLink]:
    link = TcpLink(f"tcp://127.0.0.1:{wire.address[1]}", 1)
    yield link
    link.close()


def test_bytes_cross_in_both_directions(wire: TcpWire, link: TcpLink) -> None:
    link.write(b"ask\x00\xff")
    assert wire.read() == b""  # it is let in
    assert wire.read() == b"ask\x00\xff"
    wire.send(b"answer")
    assert link.read_some() == b"answer"
    assert link.read_some(seconds=0.0) == b""


def test_a_quiet_peer_that_is_gone_is_noticed(link: TcpLink) -> None:
    """The options are set; the kernel does the rest."""
    link.write(b"x")
    line = link._socket
    assert line
    assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
    assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    for option, value in KEEP_ALIVE:
        assert line.getsockopt(socket.IPPROTO_TCP, option) == value


@pytest.mark.requirement("K6")
def test_hung_up_is_said_once_and_then_it_is_there_again(wire: TcpWire, link: TcpLink) -> None:
    """K6: the next use opens anew."""
    link.write(b"x")
    wire.read()
    wire.read()
    wire.hang_up()
    with pytest.raises(NotConnected) as gone:
        link.read_some(seconds=5)
    assert gone.value.port == link.port
    link.write(b"again")
    assert [wire.read(), wire.read()] == [b"", b"again"]


@pytest.mark.requirement("K6")
def test_nobody_there_is_tried_less_and_less_often(wire: TcpWire) -> None:
    """K6: and then every four seconds."""
    clock = SteppedClock()
    link = TcpLink(f"tcp://127.0.0.1:{wire.address[1]}", 1, now=clock)
    wire.unplug()
    with pytest.raises(NotConnected, match="refused"):
        link.read_some()
    wire.plug()
    with pytest.raises(NotConnected, match="soon"):
        link.read_some()
    clock.time += 0.5
    assert link.read_some(seconds=0.0) == b""
    link.close()


def test_a_line_that_does_not_drain_is_given_up(wire: TcpWire, link: TcpLink) -> None:
    link.write(b"x")
    assert link._socket
    link._socket.settimeout(0.05)
    with pytest.raises(NoReply):
        link.write(b"\0" * 20_000_000)
    assert link._socket is None


def test_a_device_says_nothing_into_the_air(wire: TcpWire) -> None:
    wire.send(b"lost")
    assert wire.read() == b""
    wire.unplug()
    assert wire.master is None
    with suppress(NotConnected):
        TcpLink(f"tcp://127.0.0.1:{wire.address[1]}", 1).read_some()
