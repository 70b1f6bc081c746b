"""Who is let in, who waits, who comes again and when: by a clock that is only stepped."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from crm.api.gate import OWN_SPREAD, Gate, Place, Rules

RULES = Rules(at_once=2, line=8, patience_s=4.0, longest_s=60.0, remembered=100)


@dataclass
class Seconds:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Entrance:
    """A gate, and those who stand inside."""

    rules: Rules = RULES
    clock: Seconds = field(default_factory=Seconds)
    inside: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.gate = Gate(self.rules, self.clock, random.Random(1).random)

    def come(self, who: str, urgent: bool = False) -> float | None:
        """None: let in; otherwise the seconds to go away for."""
        asked = self.gate.come(who, urgent)
        if isinstance(asked, float):
            return asked
        self.gate.stand(asked)
        self.inside.append(asked)
        return None

    @property
    def at_work(self) -> list[str]:
        return [str(place.who) for place in self.inside if place.turn.is_set()]

    def done(self, who: str, status: int = 200) -> None:
        [place] = [place for place in self.inside if place.who == who]
        place.status = status
        self.inside.remove(place)
        self.gate.leave(place)


def full(newcomers: int = 6) -> Entrance:
    """Two at work and four in line: no newcomer is let in any more."""
    entrance = Entrance()
    assert [entrance.come(f"first {number}") for number in range(newcomers)] == [None] * newcomers
    return entrance


def test_a_few_work_a_few_wait_and_the_others_go() -> None:
    entrance = full()
    assert entrance.at_work == ["first 0", "first 1"]
    assert entrance.come("late") is not None
    entrance.done("first 1")
    assert entrance.at_work == ["first 0", "first 2"]


def test_each_is_told_a_time_of_its_own_at_the_pace_that_was_measured() -> None:
    """With two at once and a second each, two a second; the kiosk's own spread is allowed for."""
    entrance = full()
    for _ in range(200):
        entrance.clock.now += 1.0
        entrance.done(entrance.at_work[0])
        entrance.come("next")
        entrance.inside[-1].who = f"next {entrance.clock.now}"
        for place in entrance.inside:
            place.began = entrance.clock.now if place.turn.is_set() else None
    assert entrance.gate.pace == pytest.approx(2.0, rel=0.01)
    told = [entrance.come(f"away {number}") or 0.0 for number in range(20)]
    steps = [after - before for before, after in pairwise(told[5:])]
    assert steps == pytest.approx([0.5 / OWN_SPREAD] * len(steps), rel=0.01)


def test_to_come_again_and_again_wins_nothing() -> None:
    entrance = full()
    patient, hasty = entrance.come("patient"), entrance.come("hasty")
    assert patient is not None
    assert hasty is not None
    for _ in range(3):
        entrance.clock.now += hasty / 4
        again = entrance.come("hasty")
        assert again is not None
        hasty_at = entrance.clock.now + again
    assert hasty_at == pytest.approx(1000.0 + hasty)
    entrance.clock.now = 1000.0 + hasty
    for place in list(entrance.inside):
        entrance.done(str(place.who))
    assert entrance.come("hasty") is None


def test_whoever_was_sent_away_is_let_in_where_newcomers_are_not() -> None:
    """Newcomers fill their half of the line as often as they like: the other half is not theirs."""
    entrance = full()
    wait = entrance.come("promised")
    assert wait is not None
    entrance.clock.now += wait
    assert entrance.come("newcomer") is not None
    assert entrance.come("promised") is None


def test_whoever_was_served_is_a_newcomer_again() -> None:
    entrance = full()
    wait = entrance.come("promised")
    assert wait is not None
    entrance.clock.now += wait
    entrance.come("promised")
    entrance.done("promised", status=200)
    entrance.come("another")
    entrance.come("yet another")
    assert entrance.come("promised") is not None


def test_a_stranger_who_says_its_name_does_not_spoil_its_slot() -> None:
    """Who is refused behind the door has not been served."""
    entrance = full()
    wait = entrance.come("promised")
    assert wait is not None
    entrance.clock.now += wait
    entrance.come("promised")
    entrance.done("promised", status=401)
    assert entrance.come("newcomer") is not None
    assert entrance.come("promised") is None


def test_money_waits_behind_nothing_else_but_does_not_starve_it() -> None:
    entrance = Entrance(Rules(at_once=1, line=40))
    entrance.come("at work")
    for number in range(4):
        entrance.come(f"other {number}")
    for number in range(6):
        assert entrance.come(f"money {number}", urgent=True) is None
    order = []
    for _ in range(10):
        entrance.done(entrance.at_work[0])
        order.append(entrance.at_work[0])
    assert [word.split()[0] for word in order] == ["money"] * 3 + ["other"] + ["money"] * 3 + ["other"] * 3


def test_the_whole_line_is_there_for_money() -> None:
    entrance = full()
    assert entrance.come("newcomer") is not None
    assert entrance.come("payment", urgent=True) is None


def test_nobody_is_sent_away_for_longer_than_the_longest_and_not_all_till_then() -> None:
    entrance = full()
    told = [entrance.come(f"away {number}") or 0.0 for number in range(20_000)]
    assert max(told) <= RULES.longest_s
    last = told[-1000:]
    assert min(last) < 0.6 * RULES.longest_s
    assert max(last) > 0.9 * RULES.longest_s


def test_what_is_remembered_is_bounded() -> None:
    entrance = full()
    for number in range(1000):
        entrance.come(f"away {number}")
    assert len(entrance.gate._slots) == RULES.remembered


def test_whoever_waited_too_long_in_line_is_told_so_and_keeps_a_right() -> None:
    entrance = full()
    entrance.clock.now += RULES.patience_s + 0.1
    entrance.done("first 0")
    [place] = [place for place in entrance.inside if place.who == "first 2"]
    assert entrance.gate.give_up(place) is not None
    entrance.done("first 2", status=0)
    assert "first 3" in entrance.at_work


def test_whoever_goes_while_in_line_leaves_no_hole() -> None:
    entrance = full()
    entrance.done("first 3", status=0)
    entrance.done("first 0")
    entrance.done("first 1")
    assert entrance.at_work == ["first 2", "first 4"]
