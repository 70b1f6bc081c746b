"""How the window waits: a frame is due, or somebody came. By a clock that is stepped, and a connection that says when."""

from __future__ import annotations

from typing import Any

import pytest
from kivy.core.window import Window
from kivy.event import EventDispatcher

from screens.pace import AT_ONCE, LEAST, Pace, connection_of
from tests.screens.conftest import Pilot

FRAME = 1 / 60
CONNECTION = 7


class Panel(EventDispatcher):
    """Of a window only what a finger does."""

    __events__ = ("on_mouse_down", "on_mouse_move", "on_mouse_up")

    def on_mouse_down(self) -> None: ...
    def on_mouse_move(self) -> None: ...
    def on_mouse_up(self) -> None: ...


class SteppedClock:
    """Kivy's, of which time goes on only while somebody waits: for `CONNECTION` until `comes`, in seconds from now."""

    def __init__(self) -> None:
        self._max_fps, self._last_tick, self._dt = 60, 100.0, 0.0
        self.now = 100.0
        self.comes = float("inf")

    def time(self) -> float:
        return self.now

    def select(self, connections: list[int], _w: object, _x: object, seconds: float) -> object:
        came = connections == [CONNECTION] and self.comes <= seconds
        self.now += self.comes if came else seconds
        self.comes = float("inf") if came else self.comes - seconds
        return (connections if came else []), [], []


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SteppedClock:
    clock = SteppedClock()
    monkeypatch.setattr("screens.pace.select", clock)
    return clock


@pytest.fixture
def panel() -> Panel:
    return Panel()


@pytest.fixture
def pace(clock: SteppedClock, panel: Panel) -> Pace:
    return Pace(panel, CONNECTION, clock)


@pytest.mark.requirement("P1")
def test_a_frame_comes_when_it_is_due(pace: Pace, clock: SteppedClock) -> None:
    """P1: an idle panel rests."""
    assert pace.wait() == pytest.approx(100 + FRAME)
    assert pace.wait() == pytest.approx(100 + 2 * FRAME)
    assert clock._dt == pytest.approx(FRAME)


@pytest.mark.requirement("P1")
def test_a_finger_is_not_waited_out(pace: Pace, clock: SteppedClock, panel: Panel) -> None:
    """P1: it ends the wait in which it comes, and what it did is answered in the very next frame."""
    clock.comes = 0.006
    assert pace.wait() == pytest.approx(100.006)
    panel.dispatch("on_mouse_down")  # Kivy takes it in behind the frame
    assert pace.wait() == pytest.approx(100.006), "at once"
    assert pace.wait() == pytest.approx(100.006 + FRAME), "and no more than that"


@pytest.mark.requirement("P1")
def test_a_connection_that_never_rests_is_no_busy_loop(pace: Pace, clock: SteppedClock, panel: Panel) -> None:
    """P1: a finger that moves, a server that is gone."""
    for number in range(1, 100):
        clock.comes = 0.0
        if number % 2:
            panel.dispatch("on_mouse_move")
        assert pace.wait() >= 100 + (number - AT_ONCE) * LEAST


@pytest.mark.requirement("P1")
def test_as_many_frames_as_can_be(pace: Pace, clock: SteppedClock) -> None:
    """P1: where nobody limits them, as in a bench."""
    clock._max_fps = 0
    assert pace.wait() == 100


@pytest.mark.requirement("P1")
def test_kivys_clock_is_what_is_waited_by(pilot: Pilot) -> None:
    """P1: what is used of it is there, in this version; and a window that is not X11's is left to it."""
    from kivy.clock import Clock

    pilot.frames(1)
    assert Clock._last_tick <= Clock.time()
    assert isinstance(Clock._dt, float)
    connection = connection_of(Window)
    assert connection is None or connection > 2

    class Elsewhere:
        def get_window_info(self) -> Any:
            return object()

    assert connection_of(Elsewhere()) is None
