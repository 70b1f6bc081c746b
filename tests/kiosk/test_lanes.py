"""Lanes: real threads, held and let go by barriers; nothing here waits for time to pass."""

import threading
import weakref
from collections.abc import Callable, Iterator
from queue import Queue

import pytest

from kiosk.lanes import Handover, ThreadLane

PATIENCE = 10.0


@pytest.fixture
def lanes() -> Iterator[Callable[..., ThreadLane]]:
    made: list[ThreadLane] = []

    def make(name: str = "printer", bugs: list[str] | None = None, limit: int = 200) -> ThreadLane:
        heard = bugs if bugs is not None else []
        lane = ThreadLane(name, heard.append, limit)
        lane.start()
        made.append(lane)
        return lane

    yield make
    for lane in made:
        lane.stop()


class Blockade:
    """A job that holds its lane until told otherwise."""

    def __init__(self, lane: ThreadLane) -> None:
        self.entered, self._released = threading.Event(), threading.Event()
        lane.submit(self._job)
        assert self.entered.wait(PATIENCE)

    def _job(self) -> None:
        self.entered.set()
        assert self._released.wait(PATIENCE)

    def lift(self) -> None:
        self._released.set()


def done_by(lane: ThreadLane) -> None:
    """Returns when everything queued before is done."""
    passed = threading.Event()
    assert lane.submit(passed.set)
    assert passed.wait(PATIENCE)


def test_jobs_run_in_order_in_one_thread_of_their_own(lanes: Callable[..., ThreadLane]) -> None:
    lane, seen = lanes(), list[tuple[int, int]]()
    for number in range(50):
        lane.submit(lambda n=number: seen.append((n, threading.get_ident())))  # type: ignore[misc]
    done_by(lane)
    assert [number for number, _ in seen] == list(range(50))
    assert len({thread for _, thread in seen}) == 1
    assert seen[0][1] != threading.get_ident()


def test_a_full_inbox_says_so(lanes: Callable[..., ThreadLane]) -> None:
    lane = lanes(limit=2)
    held = Blockade(lane)
    assert [lane.submit(lambda: None) for _ in range(3)] == [True, True, False]
    held.lift()
    done_by_retry(lane)
    assert lane.submit(lambda: None)


def done_by_retry(lane: ThreadLane) -> None:
    passed = threading.Event()
    lane.later(0, passed.set)
    assert passed.wait(PATIENCE)


@pytest.mark.requirement("A4")
def test_what_a_visit_left_behind_is_forgotten(lanes: Callable[..., ThreadLane]) -> None:
    """A4: jobs of this visit that have not begun; no others."""
    lane, seen = lanes(), list[str]()
    held = Blockade(lane)
    lane.submit(lambda: seen.append("theirs"), owner="boot.1")
    lane.submit(lambda: seen.append("money"))
    lane.submit(lambda: seen.append("next"), owner="boot.2")
    lane.forget("boot.1")
    held.lift()
    done_by(lane)
    assert seen == ["money", "next"]


class Said:
    """Something that a customer said."""

    def heard(self) -> None: ...


@pytest.mark.requirement("X37")
def test_a_lane_that_waits_does_not_hold_its_last_job(lanes: Callable[..., ThreadLane]) -> None:
    """X37: nor what it was about; for hours there may be no next one."""
    lane, said, gone = lanes(), Said(), threading.Event()
    weakref.finalize(said, gone.set)
    lane.submit(said.heard)
    del said
    assert gone.wait(PATIENCE)


@pytest.mark.requirement("K6")
def test_a_job_that_raises_is_told_and_kills_nothing(
    lanes: Callable[..., ThreadLane], caplog: pytest.LogCaptureFixture
) -> None:
    """K6: a lane that dies would take its device with it."""
    bugs: list[str] = []
    lane = lanes("terminal", bugs)
    lane.submit(lambda: 1 / 0)  # type: ignore[arg-type]
    done_by(lane)
    assert bugs == ["terminal"]
    assert "lane terminal: a job broke" in caplog.text


@pytest.mark.requirement("P1")
def test_a_lane_that_hangs_delays_no_other(lanes: Callable[..., ThreadLane]) -> None:
    """P1: the printer stands still; terminal, records and this very thread do not notice."""
    stuck = lanes("printer")
    held = Blockade(stuck)
    assert stuck.submit(lambda: None)
    for other in (lanes("terminal"), lanes("records")):
        done_by(other)
    held.lift()
    done_by(stuck)


def test_later_comes_later_and_in_order(lanes: Callable[..., ThreadLane]) -> None:
    lane, seen = lanes(), Queue[str]()
    lane.later(0.05, lambda: seen.put("second"))
    lane.later(0.0, lambda: seen.put("first"))
    lane.later(0.05, lambda: seen.put("third"))
    assert [seen.get(timeout=PATIENCE) for _ in range(3)] == ["first", "second", "third"]


def test_stopping_ends_the_running_job_drops_the_rest_and_closes_in_the_lanes_own_thread() -> None:
    lane, seen = ThreadLane("reader", lambda name: None), list[object]()
    lane.start()
    lane.submit(lambda: seen.append(threading.get_ident()))
    held = Blockade(lane)
    lane.submit(lambda: seen.append("never"))
    lane.later(3_600, lambda: seen.append("never"))
    threading.Timer(0.01, held.lift).start()
    lane.stop(lambda: seen.append(threading.get_ident()))
    assert len(seen) == 2
    assert seen[0] == seen[1] != threading.get_ident()
    assert not lane.submit(lambda: None)


def test_a_lane_told_to_finish_does_what_waits() -> None:
    lane, seen = ThreadLane("records", lambda name: None), list[str]()
    lane.start()
    held = Blockade(lane)
    lane.submit(lambda: seen.append("outcome"))
    threading.Timer(0.01, held.lift).start()
    lane.stop(lambda: seen.append("closed"), finish=True)
    assert seen == ["outcome", "closed"]


def test_a_lane_that_never_began_can_be_stopped() -> None:
    ThreadLane("reader", lambda name: None).stop(lambda: None)


# --- handing over to main ----------------------------------------------------------------------------


@pytest.fixture
def main() -> Iterator[ThreadLane]:
    lane = ThreadLane("main", lambda name: None)
    lane.start()
    yield lane
    lane.stop()


def test_a_call_runs_on_main_and_its_result_comes_back(main: ThreadLane) -> None:
    assert Handover(lambda call: [main.submit(call)].clear())(threading.get_ident) != threading.get_ident()


def test_what_the_call_raised_comes_back_too(main: ThreadLane) -> None:
    def broken() -> None:
        raise KeyError("no such widget")

    with pytest.raises(KeyError, match="no such widget"):
        Handover(lambda call: [main.submit(call)].clear())(broken)


def test_a_main_that_does_not_come_round_is_not_waited_for_for_ever() -> None:
    with pytest.raises(TimeoutError, match="did not come round"):
        Handover(lambda call: None, seconds=0.01)(lambda: None)
