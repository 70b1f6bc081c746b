"""The keypad at a real pseudo-terminal, with the driver of production: keys, headphones, unplugging, noise."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from devices.around import KeypadSettings, NoKeypad, build_keypad
from devices.keypad.driver import STUCK, EvdevKeypad
from devices.keypad.listing import candidates
from devices.keypad.nodes import InputNodes
from devices.keypad.records import DOWN, KEY, SYN, SYN_REPORT, UP, written
from devices.workbench.wire import Wire
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState
from kiosk.domain.keypad import Headphones, Meaning, NavKey
from kiosk.ports import DeviceError, Held, NotConnected
from tests.devices.control import Workbench

MEANINGS: dict[int, Meaning] = {
    106: NavKey.NEXT,
    108: NavKey.NEXT,
    105: NavKey.PREVIOUS,
    28: NavKey.SELECT,
    1: NavKey.BACK,
    59: NavKey.REPEAT,
    115: NavKey.VOLUME_UP,
    114: NavKey.VOLUME_DOWN,
    183: NavKey.SWITCH_MOVE,
    184: NavKey.SWITCH_CHOOSE,
    185: Headphones.IN,
    186: Headphones.OUT,
}
END = written(SYN, SYN_REPORT, 0)
RIGHT = 106
LOOKS = 40


def pressed(code: int) -> bytes:
    return written(KEY, code, DOWN) + END + written(KEY, code, UP) + END


class Clock:
    """Real time, and what is put on top of it."""

    ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@pytest.fixture
def keypad(workbench: Workbench) -> Iterator[EvdevKeypad]:
    with closing(EvdevKeypad(InputNodes(workbench.port("keypad")), MEANINGS)) as keypad:
        assert keypad.read() is None
        yield keypad


def listened(keypad: EvdevKeypad, count: int) -> list[Meaning]:
    """The next `count` things that it tells."""
    found: list[Meaning] = []
    for _ in range(LOOKS):
        said = keypad.read()
        found += [said] if said is not None else []
        if len(found) == count:
            return found
    raise AssertionError(f"only {found}")


def until_gone(keypad: EvdevKeypad) -> list[Meaning]:
    """What it tells before its port is missed."""
    found: list[Meaning] = []
    with suppress(NotConnected):
        for _ in range(LOOKS):
            said = keypad.read()
            found += [said] if said is not None else []
        raise AssertionError("it is there still")
    return found


def press(workbench: Workbench, key: str) -> None:
    assert workbench.call("POST", "/keypad/press", {"key": key})[0] == 200


# --- at the workbench ------------------------------------------------------------------------------


def test_each_key_is_told_once_by_what_it_is_for(workbench: Workbench, keypad: EvdevKeypad) -> None:
    for key in NavKey:
        press(workbench, key.value)
    assert listened(keypad, len(NavKey)) == list(NavKey)
    assert keypad.read() is None
    assert workbench.get("/state")["keypad"]["counters"]["pressed"] >= len(NavKey)


@pytest.mark.parametrize("jack", ["key", "switch"])
def test_headphones_are_told_however_the_socket_tells_them(
    workbench: Workbench, keypad: EvdevKeypad, jack: str
) -> None:
    assert keypad.status().detail == "headphones: not told"
    workbench.set("keypad", jack=jack)
    workbench.set("keypad", headphones="in")
    assert listened(keypad, 1) == [Headphones.IN]
    assert keypad.status().detail == "headphones: in"
    workbench.set("keypad", headphones="out")
    assert listened(keypad, 1) == [Headphones.OUT]
    assert keypad.status().detail == "headphones: out"


def test_a_key_that_means_nothing_is_nothing(workbench: Workbench, keypad: EvdevKeypad) -> None:
    press(workbench, "unknown")
    press(workbench, "select")
    assert listened(keypad, 1) == [NavKey.SELECT]


def test_records_in_pieces_are_the_same_keys(workbench: Workbench, keypad: EvdevKeypad) -> None:
    workbench.set("keypad", split=True)
    press(workbench, "next")
    press(workbench, "back")
    assert listened(keypad, 2) == [NavKey.NEXT, NavKey.BACK]


def test_half_a_record_is_no_key_and_the_next_key_counts(workbench: Workbench, keypad: EvdevKeypad) -> None:
    workbench.set("keypad", half=True)
    press(workbench, "select")
    assert [keypad.read() for _ in range(6)] == [None] * 6
    assert keypad.status().faults == (Fault.GARBAGE,)
    press(workbench, "next")
    press(workbench, "next")
    assert listened(keypad, 1) == [NavKey.NEXT]
    assert keypad.status().faults == ()


def test_noise_is_told_and_is_no_key(workbench: Workbench, keypad: EvdevKeypad) -> None:
    workbench.set("keypad", garbage=True)
    for _ in range(5):
        press(workbench, "select")
    assert [keypad.read() for _ in range(15)] == [None] * 15
    assert (keypad.status().state, keypad.status().faults) == (DeviceState.ONLINE, (Fault.GARBAGE,))


@pytest.mark.requirement("X10")
def test_unplugged_and_back_it_is_the_same_keypad(workbench: Workbench, keypad: EvdevKeypad) -> None:
    """X10: what was pressed meanwhile, and whether headphones are in, is known no more."""
    workbench.set("keypad", headphones="in")
    listened(keypad, 1)
    workbench.set("keypad", unplugged=True)
    assert until_gone(keypad) == []
    assert (keypad.status().state, keypad.status().faults) == (DeviceState.UNPLUGGED, (Fault.PORT_MISSING,))
    press(workbench, "select")
    workbench.set("keypad", unplugged=False)
    end = time.monotonic() + 10
    while keypad.status().state is not DeviceState.ONLINE:
        assert time.monotonic() < end
    assert keypad.read() is None
    assert keypad.status().detail == "headphones: not told"
    press(workbench, "next")
    assert listened(keypad, 1) == [NavKey.NEXT]


def test_two_programs_do_not_share_a_keypad(workbench: Workbench, keypad: EvdevKeypad) -> None:
    second = InputNodes(workbench.port("keypad"))
    with pytest.raises(Held):
        second.open()
    keypad.close()
    third = InputNodes(workbench.port("keypad"))
    third.open()
    third.close()


# --- at a pseudo-terminal of one's own ----------------------------------------------------------------


@pytest.fixture
def wire(tmp_path: Path) -> Iterator[Wire]:
    wire = Wire(tmp_path / "keypad")
    wire.plug()
    yield wire
    wire.unplug()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def hearing(wire: Wire, clock: Clock) -> Iterator[Callable[..., EvdevKeypad]]:
    made: list[EvdevKeypad] = []

    def make(again: float = 0.0) -> EvdevKeypad:
        keypad = EvdevKeypad(InputNodes(str(wire.name), now=clock), MEANINGS, again)
        made.append(keypad)
        assert keypad.read() is None
        return keypad

    yield make
    for keypad in made:
        keypad.close()


@pytest.mark.requirement("X10")
@pytest.mark.parametrize("cut", range(0, len(pressed(RIGHT)) + 1, 8))
def test_pulled_out_at_any_byte_tells_no_key_that_was_not_whole(
    wire: Wire, hearing: Callable[..., EvdevKeypad], cut: int
) -> None:
    """X10: the group that told of the key is two records long."""
    keypad = hearing()
    wire.send(pressed(RIGHT)[:cut])
    told = [said for said in (keypad.read(),) if said is not None]
    wire.unplug()
    told += until_gone(keypad)
    whole = cut >= len(written(KEY, RIGHT, DOWN) + END)
    assert told == ([NavKey.NEXT] if whole else [])


@pytest.mark.accessibility("TGT-05")
def test_a_key_that_is_held_counts_once_and_is_stuck_in_the_end(
    wire: Wire, clock: Clock, hearing: Callable[..., EvdevKeypad]
) -> None:
    keypad = hearing()
    wire.send(written(KEY, RIGHT, DOWN) + END + (written(KEY, RIGHT, 2) + END) * 20)
    assert listened(keypad, 1) == [NavKey.NEXT]
    assert keypad.read() is None
    clock.ahead += STUCK - 1
    assert keypad.status().faults == ()
    clock.ahead += 1
    assert keypad.status().faults == (Fault.KEY_STUCK,)
    wire.send(written(KEY, RIGHT, UP) + END)
    keypad.read()
    assert keypad.status().faults == ()


@pytest.mark.accessibility("TGT-05")
@pytest.mark.parametrize(("again", "count"), [(0.0, 2), (0.5, 1)])
def test_an_unsteady_hand_presses_once(
    wire: Wire, clock: Clock, hearing: Callable[..., EvdevKeypad], again: float, count: int
) -> None:
    """EN 301 549, 5.8 (double-strike)."""
    keypad = hearing(again)
    wire.send(pressed(RIGHT) + pressed(RIGHT))
    assert listened(keypad, count) == [NavKey.NEXT] * count
    assert keypad.read() is None
    clock.ahead += 1
    wire.send(pressed(RIGHT))
    assert listened(keypad, 1) == [NavKey.NEXT]


def test_one_keypad_may_be_several_devices(tmp_path: Path) -> None:
    """Volume keys are a device of their own to the kernel. One of them gone is all of it gone."""
    wires = [Wire(tmp_path / name) for name in ("event3", "event4")]
    for wire in wires:
        wire.plug()
    with closing(EvdevKeypad(InputNodes(str(tmp_path / "event*")), MEANINGS)) as keypad:
        assert keypad.read() is None
        wires[0].send(pressed(RIGHT)[:20])
        wires[1].send(pressed(115))
        assert listened(keypad, 1) == [NavKey.VOLUME_UP]
        wires[0].send(pressed(RIGHT)[20:])
        assert listened(keypad, 1) == [NavKey.NEXT]
        wires[1].unplug()
        assert until_gone(keypad) == []
    wires[0].unplug()


# --- which device is it, and whose -------------------------------------------------------------------


def a_device(sysfs: Path, name: str, vendor: str, product: str, serial: str = "") -> None:
    identity = sysfs / name / "device" / "id"
    identity.mkdir(parents=True)
    (identity / "vendor").write_text(f"{vendor}\n")
    (identity / "product").write_text(f"{product}\n")
    (sysfs / name / "device" / "uniq").write_text(f"{serial}\n")


def test_a_keypad_is_told_from_the_keyboard_beside_it(tmp_path: Path) -> None:
    """By its USB numbers, as the kernel tells them; all of its devices, and none of another."""
    a_device(tmp_path, "event1", "046d", "c31c")
    a_device(tmp_path, "event2", "1234", "00ab", "K7")
    a_device(tmp_path, "event3", "1234", "00ab", "K7")
    a_device(tmp_path, "event4", "1234", "00ab", "K8")
    (tmp_path / "event5").mkdir()
    for wanted, found in (
        ("usb:1234:00ab", ["event2", "event3", "event4"]),
        ("usb:1234:00AB:K7", ["event2", "event3"]),
        ("usb:1234:00ac", []),
    ):
        assert candidates(wanted, tmp_path, Path("/dev/input")) == [f"/dev/input/{name}" for name in found]


def test_a_device_under_two_names_is_one(tmp_path: Path) -> None:
    real = tmp_path / "event7"
    real.touch()
    (tmp_path / "by-id").symlink_to(real)
    assert candidates(f"{tmp_path}/by-id, {real}") == [str(tmp_path / "by-id")]


@pytest.mark.parametrize(
    ("error", "raised"), [(errno.EBUSY, Held), (errno.EACCES, Held), (errno.ENODEV, NotConnected)]
)
def test_an_input_device_is_grabbed_and_no_file_is_locked(
    monkeypatch: pytest.MonkeyPatch, wire: Wire, error: int, raised: type[DeviceError]
) -> None:
    """No machine without input devices can show it whole: the request is the kernel's EVIOCGRAB, and its no is heard."""
    asked: list[tuple[int, int]] = []
    answers = iter([0, error])

    def ioctl(node: int, request: int, argument: int) -> int:
        asked.append((request, argument))
        if answer := next(answers):
            raise OSError(answer, os.strerror(answer))
        return 0

    def flock(node: int, how: int) -> None:
        raise AssertionError("an input device is grabbed, not locked")

    monkeypatch.setattr("devices.keypad.nodes.fcntl.ioctl", ioctl)
    monkeypatch.setattr("devices.keypad.nodes.fcntl.flock", flock)
    first = InputNodes(str(wire.name))
    first.open()
    second = InputNodes(str(wire.name))
    with pytest.raises(raised):
        second.open()
    first.close()
    # _IOW('E', 0x90, int): direction, size of an int, type, number (asm-generic/ioctl.h)
    assert asked == [(1 << 30 | 4 << 16 | ord("E") << 8 | 0x90, 1)] * 2


def test_without_a_port_there_is_none() -> None:
    keypad = build_keypad(KeypadSettings())
    assert isinstance(keypad, NoKeypad)
    assert (keypad.status().device, keypad.status().state) == (Device.KEYPAD, DeviceState.NOT_FITTED)
    with pytest.raises(NotConnected):
        keypad.read()
