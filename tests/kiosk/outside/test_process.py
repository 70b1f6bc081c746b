"""AccessKit's process: what it says is heard, what it does not take is noticed, and a missing bus is told."""

from __future__ import annotations

import sys

import pytest

from kiosk.outside.process import COMMAND, OutsideReader, Wish


def a_child(script: str) -> tuple[str, ...]:
    return (
        sys.executable,
        "-c",
        f"import json, sys\nsay = lambda x: print(json.dumps(x), flush=True)\n{script}",
    )


class Heard:
    """Serves until `ends` wishes were heard, or the reader is known not to work."""

    def __init__(self, command: tuple[str, ...], seconds: float = 20.0, ends: int = 1) -> None:
        self.wishes: list[Wish] = []
        self.works: list[bool] = []
        self._ends = ends
        self.reader = OutsideReader(self._wish, self._works, command, pause=0.0, seconds=seconds)

    def serve(self) -> Heard:
        self.reader.serve()
        return self

    def _wish(self, wish: Wish) -> None:
        self.wishes.append(wish)
        if len(self.wishes) == self._ends:
            self.reader.end()
        else:
            self.reader.show({"tree": 1})  # the same again
            self.reader.show({"tree": 2})

    def _works(self, works: bool) -> None:
        self.works.append(works)
        if works:
            self.reader.show({"tree": 0})
            self.reader.show({"tree": 1})
        else:
            self.reader.end()


ECHO = """
say({"attended": True})
for line in sys.stdin:
    say({"act": "press", "screen": "", "front": "", "tag": line.strip()})
    say({"taken": True})
"""


def test_the_newest_tree_goes_out_and_the_same_one_never_twice() -> None:
    heard = Heard(a_child(ECHO), ends=2).serve()
    assert [wish.tag for wish in heard.wishes] == ['{"tree": 1}', '{"tree": 2}']


def test_no_bus_is_known_and_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    assert Heard(COMMAND).serve().works == [False]


def test_one_that_takes_nothing_is_ended() -> None:
    silent = 'say({"attended": True})\nsys.stdin.read()'
    assert Heard(a_child(silent), seconds=0.0).serve().works == [True, False]


def test_one_that_talks_nonsense_is_ended() -> None:
    assert Heard(a_child('print("?", flush=True)\nsys.stdin.read()')).serve().works == [False]


@pytest.mark.requirement("X37")
def test_what_was_told_is_forgotten_with_who_was_told() -> None:
    """X37: a reader that broke, or that nobody listens to any more, keeps nothing of a customer's screen."""
    told_and_gone = 'say({"attended": True})\nsys.stdin.readline()'
    broken = Heard(a_child(told_and_gone)).serve().reader
    assert (broken._shown, broken.attended) == (None, False)
    left = OutsideReader(lambda wish: None, lambda works: None)
    left.show({"name": "AccountScreen"})
    left.show(None)
    assert (left._shown, left._due) == (None, False)
