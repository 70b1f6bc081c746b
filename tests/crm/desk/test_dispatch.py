"""Who is called next: what weighs more comes sooner, and nobody starves."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from sqlalchemy import text

from crm.callbacks import worklist
from crm.callbacks.dispatch import MOST_CREDIT, Weight, rank
from crm.callbacks.expiry import EXPIRE_AFTER, expire
from crm.callbacks.work import Claims
from crm.rounds import go_round
from crm.schema import CallbackState as State
from crm.schema import Staff
from tests.crm.desk.scene import Scene
from tests.crm.signing import StepClock

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
PROMISE, CALL = timedelta(hours=2), timedelta(minutes=6)


@dataclass(frozen=True)
class Waiting:
    """One who asked: `tier` of the customer, `asked` when."""

    tier: str
    topic: str
    asked: datetime

    @property
    def rank(self) -> datetime:
        return rank(self.asked + PROMISE, Weight(self.topic, self.tier))


def busy_day(seed: int, by_rank: bool) -> list[tuple[Waiting, timedelta]]:
    """720 requests within 20 hours for three agents, who fall behind; each with its wait."""
    chance = random.Random(seed)
    tiers = ("vip", "gold", "silver", "d")
    people = [
        Waiting(chance.choice(tiers), chance.choice(("billing", "supply", "payment", "other")),
                NOON + timedelta(hours=20 * chance.random()))
        for _ in range(720)
    ]  # fmt: skip
    people.sort(key=lambda each: each.asked)
    free_at = [NOON] * 3
    waiting: list[Waiting] = []
    waits: list[tuple[Waiting, timedelta]] = []
    while people or waiting:
        now = min(free_at)
        while people and people[0].asked <= now:
            waiting.append(people.pop(0))
        if not waiting:
            free_at[free_at.index(now)] = people[0].asked
            continue
        chosen = min(waiting, key=lambda each: each.rank if by_rank else each.asked)
        waiting.remove(chosen)
        waits.append((chosen, now - chosen.asked))
        free_at[free_at.index(now)] = now + CALL
    return waits


def waits_of(tier: str, day: list[tuple[Waiting, timedelta]]) -> list[float]:
    """In seconds."""
    return [wait.total_seconds() for each, wait in day if each.tier == tier]


@pytest.mark.requirement("L2")
@pytest.mark.parametrize("seed", range(5))
def test_a_busy_day(seed: int) -> None:
    """L2: a VIP waits less than the others, and the longest wait of tier D is bounded by what plain age would give."""
    ours, plain = busy_day(seed, by_rank=True), busy_day(seed, by_rank=False)
    assert median(waits_of("vip", ours)) < median(waits_of("d", ours))
    assert median(waits_of("vip", ours)) < median(waits_of("vip", plain))
    assert max(waits_of("d", ours)) <= max(waits_of("d", plain)) + MOST_CREDIT.total_seconds()


@pytest.mark.requirement("L2")
def test_nobody_is_overtaken_from_further_than_the_largest_credit() -> None:
    heaviest = Weight("supply", "vip", escalated=True)
    mine = rank(NOON, Weight("other", "d"))
    assert rank(NOON + MOST_CREDIT - timedelta(seconds=1), heaviest) < mine
    assert rank(NOON + MOST_CREDIT + timedelta(seconds=1), heaviest) > mine


@pytest.mark.requirement("L2")
def test_next_goes_by_promise_severity_and_tier(scene: Scene) -> None:
    def waiting(minutes: float, topic: str, customer: int) -> str:
        ranked = rank(
            scene.now + timedelta(minutes=minutes), Weight(topic, "vip" if customer == 1 else "standard")
        )
        number = {"customer_id": customer, "phone": f"09000000{minutes:02}"}
        return scene.callback(minutes, topic=topic, rank_at=ranked, **number)

    late = waiting(90, "billing", 2)
    vip = waiting(80, "billing", 1)
    supply = waiting(85, "supply", 2)
    usual = waiting(60, "billing", 3)
    with scene.centre.database.reading() as session:
        order = worklist.first_claimable(session, scene.agent("chen"), scene.now)
    assert order == [supply, vip, usual, late]


def test_the_rank_follows_what_is_done(scene: Scene, clock: StepClock) -> None:
    """An unanswered call goes behind whoever is due before its second one."""
    claims, chen = Claims(scene.centre), scene.agent("chen")
    first = scene.callback(5, topic="other", customer_id=None, phone="0900000001")
    second = scene.callback(30, topic="other", customer_id=None, phone="0900000002")
    claims.claim(first, chen)
    claims.release(first, chen)
    with scene.centre.database.reading() as session:
        assert worklist.first_claimable(session, chen, scene.now) == [first, second]
    row = scene.find(first)
    assert row.rank_at == row.window_to


def test_an_agents_languages_come_first_and_lateness_before_languages(scene: Scene) -> None:
    with scene.centre.database.writing() as session:
        session.query(Staff).filter_by(login="chen").one().languages = "en zh-Hans"
    chen = scene.agent("chen")
    english = scene.callback(30, language="en", phone="0900000001")
    scene.callback(20, language="zh-Hant", phone="0900000002")
    late = scene.callback(-5, language="zh-Hant", phone="0900000003")
    with scene.centre.database.reading() as session:
        assert worklist.first_claimable(session, chen, scene.now) == [late, english]
        assert len(worklist.first_claimable(session, scene.agent("chang"), scene.now)) == 3


@pytest.mark.requirement("L2")
def test_next_costs_the_same_whatever_the_history(scene: Scene) -> None:
    """The states that wait are found through an index; closed requests are never looked at."""
    with scene.centre.database.reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("the plan is read as SQLite writes it")
        rows = worklist.ordered(
            worklist.select(worklist.Callback.reference).where(
                worklist.claimable(scene.agent("chen"), scene.now)
            )
        )
        sql = str(rows.compile(session.get_bind(), compile_kwargs={"literal_binds": False}))
        names = dict(rows.compile(session.get_bind()).params)
        assert names
        plan = " ".join(
            str(line[3]) for line in session.connection().execute(text("EXPLAIN QUERY PLAN " + _plain(sql)))
        )
    assert "SEARCH callbacks USING INDEX ix_callbacks_state" in plan
    assert "SCAN callbacks" not in plan


def _plain(sql: str) -> str:
    """The same statement with a value for every parameter: a plan does not depend on which."""

    sql = re.sub(r"IN \(__\[POSTCOMPILE_[^\]]+\]\)", "IN ('queued', 'retry')", sql)
    return sql.replace("?", "'x'")


# --- what runs out ----------------------------------------------------------------------------


@pytest.mark.requirement("X51")
def test_what_nobody_called_for_days_expires_and_stays_in_sight(scene: Scene, clock: StepClock) -> None:
    reference = scene.callback(60)
    held = scene.callback(60, phone="0900000002")
    Claims(scene.centre).claim(held, scene.agent("chen"))
    clock.now = scene.find(reference).window_to + EXPIRE_AFTER
    assert expire(scene.centre) == 0
    clock.step(seconds=1)
    go_round(scene.centre)
    assert scene.find(reference).state is State.EXPIRED
    assert scene.find(held).state is State.CLAIMED
    assert scene.history(reference)[-1] == "expire"
    assert expire(scene.centre) == 0
    with scene.centre.database.reading() as session:
        day = worklist.Day(scene.now, scene.now, scene.now)
        wanted = worklist.Filter(worklist.Group.EXPIRED)
        assert [row.reference for row in worklist.page_of(session, wanted, day, 1)] == [reference]


def test_a_second_call_that_is_still_to_come_does_not_expire(scene: Scene, clock: StepClock) -> None:
    later = scene.now + timedelta(days=5)
    reference = scene.callback(60, state=State.RETRY, attempts=1, retry_at=later)
    clock.step(days=4)
    assert expire(scene.centre) == 0
    assert scene.find(reference).state is State.RETRY
