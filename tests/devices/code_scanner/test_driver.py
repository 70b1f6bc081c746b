"""The code scanner: one bill held before it, one text; in stepped time and over a real pseudo-terminal."""

from pathlib import Path

import pytest

from devices.code_scanner.driver import SerialCodeScanner
from devices.code_scanner.emulator import CodeScannerEmulator
from devices.code_scanner.protocol import Framing
from devices.emulator import SwitchError
from devices.link import Link
from kiosk.domain.faults import Fault
from kiosk.domain.health import DeviceState
from kiosk.ports import BadReply, NotConnected
from tests.devices.pumped import pumped
from tests.devices.stepped_wire import SteppedWire

CODE = "960402627"
LONG = "TWQRP://電費/158/03/V1?D7=960402627"


@pytest.fixture
def wire(tmp_path: Path) -> SteppedWire:
    return SteppedWire(lambda send: CodeScannerEmulator(send, tmp_path))


@pytest.fixture
def far(wire: SteppedWire) -> CodeScannerEmulator:
    assert isinstance(wire.far, CodeScannerEmulator)
    return wire.far


@pytest.fixture
def scanner(wire: SteppedWire) -> SerialCodeScanner:
    """Somebody has been listening already."""
    scanner = SerialCodeScanner(wire, Framing())
    assert scanner.read() is None
    return scanner


def listen(scanner: SerialCodeScanner, times: int = 30) -> list[str]:
    """Three seconds of polling; BadReply comes through."""
    return [text for text in (scanner.read() for _ in range(times)) if text is not None]


@pytest.mark.parametrize("rest", [CODE[5:], ""])
def test_the_rest_of_a_code_that_broke_off_is_no_code(
    scanner: SerialCodeScanner, wire: SteppedWire, far: CodeScannerEmulator, rest: str
) -> None:
    """A line that stands still in the middle of a number: its end alone is another number. The next scan counts."""
    wire.to_kiosk += CODE[:5].encode()
    with pytest.raises(BadReply):
        listen(scanner)
    wire.to_kiosk += f"{rest}\r".encode()
    assert listen(scanner, 5) == []
    far.scan({"data": LONG})
    assert listen(scanner) == [LONG]


@pytest.mark.parametrize("code", [CODE, LONG])
@pytest.mark.parametrize(
    "switches", [{}, {"aim": True}, {"split": True}, {"twice": True}, {"suffix": "crlf"}]
)
def test_a_scan_is_one_text(
    scanner: SerialCodeScanner, far: CodeScannerEmulator, code: str, switches: dict[str, object]
) -> None:
    far.switch(switches)
    far.scan({"data": code})
    assert listen(scanner, 60) == [code]
    assert scanner.status().state is DeviceState.ONLINE


def test_a_scanner_that_looks_only_when_told_is_told_again_and_again(
    wire: SteppedWire, far: CodeScannerEmulator
) -> None:
    far.switch({"triggered": True})
    scanner = SerialCodeScanner(wire, Framing(), "honeywell")
    for code in (CODE, LONG, CODE):
        assert scanner.read() is None
        far.scan({"data": code})
        assert listen(scanner, 15) == [code]
    far.received(b"\x16U\r")  # it gave up by itself
    far.scan({"data": LONG})
    assert listen(scanner, 120) == []
    far.scan({"data": LONG})
    assert listen(scanner, 3) == [LONG]
    scanner.read()
    scanner.close()
    assert wire.said.endswith(b"\x16U\r")


def test_the_same_code_counts_again_after_a_second(
    scanner: SerialCodeScanner, far: CodeScannerEmulator
) -> None:
    far.scan({"data": CODE})
    assert listen(scanner, 5) == [CODE]
    far.scan({"data": CODE})
    assert listen(scanner, 5) == []
    listen(scanner, 11)
    far.scan({"data": CODE})
    assert listen(scanner, 5) == [CODE]


def test_another_code_counts_at_once(scanner: SerialCodeScanner, far: CodeScannerEmulator) -> None:
    """Also when all came in one breath: each is told, in their order."""
    for code in (CODE, LONG, "ABC"):
        far.scan({"data": code})
    assert listen(scanner) == [CODE, LONG, "ABC"]
    far.scan({"data": CODE})
    assert listen(scanner) == [CODE]


@pytest.mark.parametrize(
    ("switches", "reason"),
    [
        ({"no_read": True}, "no_read"),
        ({"half_frame": True}, "half_frame"),
        ({"noise": True}, "bad_character"),
    ],
)
def test_a_code_that_could_not_be_read_is_told_once(
    scanner: SerialCodeScanner, far: CodeScannerEmulator, switches: dict[str, object], reason: str
) -> None:
    far.switch(switches)
    far.scan({"data": CODE})
    with pytest.raises(BadReply, match=reason) as told:
        listen(scanner)
    assert CODE not in repr(told.value)
    assert told.value.heard == b""
    assert "1 unreadable" in scanner.status().detail
    assert listen(scanner) == []


def test_a_code_shown_while_nobody_listened_is_nobodys(
    scanner: SerialCodeScanner, wire: SteppedWire, far: CodeScannerEmulator
) -> None:
    far.scan({"data": CODE})
    wire.wait(2)
    assert listen(scanner) == []


def test_nothing_of_a_code_is_kept_for_longer_than_a_second(
    scanner: SerialCodeScanner, far: CodeScannerEmulator
) -> None:
    far.scan({"data": CODE})
    listen(scanner, 20)
    assert CODE not in repr((vars(scanner), vars(scanner._parser)))
    assert CODE not in repr(vars(far))


@pytest.mark.parametrize("shown", [{}, {"data": ""}, {"data": 7}, {"data": "A", "more": 1}])
def test_no_such_scan(far: CodeScannerEmulator, shown: dict[str, object]) -> None:
    with pytest.raises(SwitchError):
        far.scan(shown)
    assert far.counters() == {"scanned": 0}


def test_an_open_port_is_all_that_online_says(scanner: SerialCodeScanner, tmp_path: Path) -> None:
    assert "cannot be asked" in scanner.status().detail
    gone = SerialCodeScanner(Link(str(tmp_path / "nothing")), Framing())
    assert (gone.status().state, gone.status().faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    with pytest.raises(NotConnected):
        gone.read()


@pytest.mark.requirement("K6")
def test_over_a_real_line_with_the_plug_pulled(tmp_path: Path) -> None:
    """K6: the port goes and comes back; the next code is read."""
    with pumped(tmp_path / "port", lambda send: CodeScannerEmulator(send, tmp_path)) as (far, lock):
        scanner = SerialCodeScanner(Link(str(tmp_path / "port")), Framing())
        assert scanner.read() is None
        with lock:
            far.scan({"data": CODE})
        assert listen(scanner, 5) == [CODE]
        with lock:
            far.switch({"unplugged": True})
        with pytest.raises(NotConnected):
            listen(scanner)
        with lock:
            far.switch({"unplugged": False})
        while (
            scanner.status().state is not DeviceState.ONLINE
        ):  # the link pauses; pytest's time-out bounds this
            scanner.close()
        scanner.read()
        with lock:
            far.scan({"data": LONG})
        assert listen(scanner, 5) == [LONG]
        scanner.close()
