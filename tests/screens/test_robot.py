"""The robot's door: what it refuses, what it sees, and that its taps are real touches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from queue import Empty, SimpleQueue
from socket import create_server
from typing import Any

import pytest
from kivy.clock import Clock
from PIL import Image

from kiosk.domain import events, states
from kiosk.domain.callback import Topic
from kiosk.domain.visit import Visit
from screens.robot import Response, Robot, refuse_reason, serve
from screens.robot_touch import Finger, put_in_place, take_away
from tests.screens.conftest import Pilot
from tests.screens.visits import visit


class Hand:
    """The robot in the test's own thread: `run_on_main` is at once, and a frame passes."""

    def __init__(self, pilot: Pilot, finger: Finger) -> None:
        self.pilot = pilot
        self.finger = finger
        self.robot = Robot(lambda: pilot.root, finger, self.run)

    @property
    def events(self) -> list[events.Event]:
        return self.pilot.sent

    def show(self, visit: Visit) -> None:
        self.pilot.show(visit)

    def run(self, act: Callable[[], Any]) -> Any:
        result = act()
        self.pilot.frames()
        return result

    def ask(self, method: str, path: str, **fields: object) -> Response:
        return self.robot.handle(method, path, json.dumps(fields).encode())

    def nodes(self) -> list[dict[str, Any]]:
        return list(json.loads(self.ask("GET", "/tree").body)["children"])


@pytest.fixture
def hand(pilot: Pilot) -> Iterator[Hand]:
    finger = Finger()
    put_in_place(finger)
    pilot.frames(3)
    yield Hand(pilot, finger)
    take_away(finger)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "kiosk.example", ""])
def test_robot_stays_shut_on_an_address_that_others_reach(host: str) -> None:
    assert refuse_reason(host, []) is not None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_robot_listens_on_loopback(host: str) -> None:
    assert refuse_reason(host, ["/dev/pts/7", "rfc2217://127.0.0.1:4001", "loop://"]) is None


@pytest.mark.parametrize(
    "port",
    ["/dev/ttyUSB0", "/dev/serial/by-id/usb-printer", "/dev/null", "socket://192.168.1.9:9100", "", "COM3"],
)
def test_robot_stays_shut_beside_a_device_that_may_be_real(port: str) -> None:
    reason = refuse_reason("127.0.0.1", ["/dev/pts/7", port])
    assert reason is not None
    assert port in reason


def test_link_to_a_pseudo_terminal_is_pretend_and_another_link_is_not(tmp_path: Path) -> None:
    pretend, real = tmp_path / "printer", tmp_path / "terminal"
    pretend.symlink_to("/dev/pts/3")
    real.symlink_to("/dev/ttyS0")
    assert refuse_reason("127.0.0.1", [str(pretend)]) is None
    assert refuse_reason("127.0.0.1", [str(pretend), str(real)]) is not None


def test_tap_by_id_is_a_real_touch(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted()))
    assert hand.ask("POST", "/tap", id="topic.meter").status == 200
    assert hand.events == [events.TopicChosen(Topic.METER)]


def test_tap_at_a_place_is_a_real_touch_there(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted()))
    x, y, width, height = next(node["rect"] for node in hand.nodes() if node["id"] == "topic.meter")
    assert hand.ask("POST", "/tap", x=x + width // 2, y=y + height // 2).status == 200
    assert hand.events == [events.TopicChosen(Topic.METER)]


def test_tap_at_the_very_edge_of_the_glass_is_taken(hand: Hand) -> None:
    hand.show(visit(states.Attract()))
    width, height = (int(side) for side in hand.pilot.root.size)
    assert hand.ask("POST", "/tap", x=width - 1, y=height - 1).status == 200


@pytest.mark.parametrize(("x", "y"), [(-1, 5), (5, 100_000), (True, 5), ("5", 5), (5.5, 5)])
def test_place_that_is_not_on_the_glass_is_refused(hand: Hand, x: object, y: object) -> None:
    hand.show(visit(states.TopicWanted()))
    assert hand.ask("POST", "/tap", x=x, y=y).status == 400
    assert hand.events == []


def test_tap_by_name_finds_what_people_read(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted()))
    name = next(node["name"] for node in hand.nodes() if node["id"] == "topic.moving")
    assert hand.ask("POST", "/tap", name=name).status == 200
    assert hand.events == [events.TopicChosen(Topic.MOVING)]


def test_unknown_id_is_answered_with_what_can_be_seen(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted()))
    answer = hand.ask("POST", "/tap", id="home.pay")
    assert answer.status == 404
    assert "topic.billing" in json.loads(answer.body)["visible"]
    assert hand.events == []


def test_what_has_no_size_yet_is_waited_for(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted()))
    topic = next(each for each in hand.pilot.root.walk() if getattr(each, "tag", "") == "topic.meter")
    topic.opacity = 0
    Clock.schedule_once(lambda _: setattr(topic, "opacity", 1), 0)
    assert hand.ask("POST", "/tap", id="topic.meter").status == 200
    assert hand.events == [events.TopicChosen(Topic.METER)]


def test_what_lies_under_a_dialog_cannot_be_tapped(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted(), overlay=states.Help()))
    assert hand.ask("POST", "/tap", id="topic.meter").status == 404
    assert hand.events == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": 7}', b"{}"])
def test_body_that_is_no_use_is_refused(hand: Hand, body: bytes) -> None:
    assert hand.robot.handle("POST", "/tap", body).status == 400
    assert hand.robot.handle("POST", "/key", body).status == 400


def test_key_reaches_the_window(hand: Hand) -> None:
    from kivy.core.window import Window

    pressed: list[int] = []

    def note(_window: object, code: int, *_rest: object) -> None:
        pressed.append(code)

    Window.bind(on_key_down=note)
    assert hand.ask("POST", "/key", key="enter").status == 200
    Window.unbind(on_key_down=note)
    assert pressed == [13]
    assert hand.ask("POST", "/key", key="no such key").status == 404


def test_picture_is_the_panel_as_it_stands(hand: Hand) -> None:
    hand.show(visit(states.TopicWanted()))
    before = hand.ask("GET", "/screen.png").body
    hand.show(visit(states.FaqList()))
    after = hand.ask("GET", "/screen.png").body
    image = Image.open(BytesIO(before))
    assert image.size == (1080, 1920)
    assert len(image.convert("RGB").getcolors(1_000_000) or ()) > 10  # not one flat colour
    assert before != after


def test_unknown_path_is_not_found(hand: Hand) -> None:
    assert hand.ask("GET", "/secrets").status == 404
    assert hand.ask("DELETE", "/tree").status == 404


class Line:
    """The robot on a real socket in its lane; the test pumps the main thread."""

    def __init__(self, hand: Hand) -> None:
        with create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._hand = hand
        self._jobs: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()
        self._stopped = False
        self._pool = ThreadPoolExecutor(2)
        robot = Robot(lambda: hand.pilot.root, hand.finger, self._on_main)
        self._served = self._pool.submit(serve, robot, "127.0.0.1", self.port, lambda: self._stopped)

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> int:
        answer = self._pool.submit(self._request, method, path, body, headers)
        while not answer.done():
            try:
                act, result = self._jobs.get(timeout=0.01)
                result.set_result(self._hand.run(act))
            except Empty:
                self._hand.pilot.frames()
        return answer.result()

    def end(self) -> None:
        self._stopped = True
        self._pool.shutdown()
        self._served.result()

    def _on_main(self, act: Callable[[], Any]) -> Any:
        result: Future[Any] = Future()
        self._jobs.put((act, result))
        return result.result(10)

    def _request(self, method: str, path: str, body: str, headers: dict[str, str]) -> int:
        for _ in range(500):
            connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
            try:
                connection.request(
                    method, path, body, {name.replace("_", "-"): v for name, v in headers.items()}
                )
                return connection.getresponse().status
            except ConnectionRefusedError:
                continue
            finally:
                connection.close()
        raise AssertionError("nobody listens")


def test_door_answers_over_http_and_lets_no_stranger_in(hand: Hand) -> None:
    """JSON only, Host checked: a web page under a stranger's name gets nowhere."""
    hand.show(visit(states.TopicWanted()))
    line = Line(hand)
    try:
        tap = '{"id": "topic.other"}'
        assert line.ask("GET", "/tree") == 200
        assert line.ask("GET", "/tree", Host="evil.example") == 403
        assert line.ask("GET", "/tree", Host="[") == 403
        assert line.ask("POST", "/tap", tap, Content_Type="application/json", Host="evil.example:80") == 403
        assert line.ask("POST", "/tap", tap, Content_Type="text/plain") == 415
        assert line.ask("POST", "/tap", "x" * 5000, Content_Type="application/json") == 413
        assert hand.events == []
        assert line.ask("POST", "/tap", tap, Content_Type="application/json") == 200
    finally:
        line.end()
    assert hand.events == [events.TopicChosen(Topic.OTHER)]
