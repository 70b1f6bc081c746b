"""The way back to the main thread loses nothing and keeps the order."""

from __future__ import annotations

from threading import Thread

import pytest

from tests.screens.conftest import Pilot


def test_what_many_threads_post_arrives_whole_and_in_their_order(pilot: Pilot) -> None:
    from screens.mainloop import MainLoop

    seen: list[tuple[int, int]] = []
    loop: MainLoop[tuple[int, int]] = MainLoop(seen.append)

    def chatter(who: int) -> None:
        for number in range(200):
            loop.post((who, number))

    threads = [Thread(target=chatter, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pilot.frames(5)
    assert len(seen) == 800
    for who in range(4):
        assert [number for sender, number in seen if sender == who] == list(range(200))


def test_an_item_that_breaks_does_not_hold_up_the_rest(pilot: Pilot) -> None:
    from screens.mainloop import MainLoop

    seen: list[str] = []

    def receive(item: str) -> None:
        if item == "bad":
            raise ValueError(item)
        seen.append(item)

    loop = MainLoop(receive)
    for item in ("one", "bad", "two"):
        loop.post(item)
    with pytest.raises(ValueError, match="bad"):
        pilot.frames(1)
    pilot.frames(2)
    assert seen == ["one", "two"]


def test_what_is_posted_while_one_is_handled_waits_for_the_next_turn(pilot: Pilot) -> None:
    """A flood must leave time for a frame."""
    from screens.mainloop import MainLoop

    seen: list[int] = []

    def receive(number: int) -> None:
        seen.append(number)
        if number < 3:
            loop.post(number + 1)

    loop: MainLoop[int] = MainLoop(receive)
    loop.post(0)
    pilot.frames(6)
    assert seen == [0, 1, 2, 3]
