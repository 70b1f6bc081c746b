"""Exclusive claims: whoever is first has it, and only for as long as there is a sign of life."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from crm.callbacks.states import Act
from crm.callbacks.work import Claims
from crm.schema import CallbackState
from crm.staff.claims import NotClaimable
from crm.staff.logins import Agent
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import StepClock


@pytest.mark.requirement("L3")
def test_a_hundred_races_have_one_winner_each(scene: Scene) -> None:
    """L3: two real threads, one SQLite file, the same instant; the loser is told who won."""
    agents = (scene.agent("chen"), scene.agent("chang"))
    claims, start = Claims(scene.centre), Barrier(2)

    def race(reference: str, agent: Agent) -> str:
        start.wait(timeout=10)
        try:
            claims.claim(reference, agent)
        except NotClaimable as lost:
            return f"lost to {lost.holder}"
        return f"won by {agent.name}"

    winners = set()
    with ThreadPoolExecutor(2) as pool:
        for _ in range(100):
            reference = scene.callback()
            told = {run.result() for run in [pool.submit(race, reference, agent) for agent in agents]}
            winner = next(agent for agent in agents if f"won by {agent.name}" in told)
            assert told == {f"won by {winner.name}", f"lost to {winner.name}"}
            assert scene.find(reference).claimed_by == winner.id
            assert scene.history(reference).count(Act.CLAIM) == 1
            winners.add(winner.login)
    assert winners


@pytest.mark.requirement("L3")
def test_the_second_claimer_sees_who_has_it(scene: Scene, chen: Browser, chang: Browser) -> None:
    reference = scene.callback()
    assert chen.claim(reference).url.path == f"/desk/callbacks/{reference}"
    answer = chang.claim(reference)
    assert answer.status_code == 409
    assert "陳怡君 正在處理" in answer.text
    assert "陳怡君 處理中" in chang.get("/desk/callbacks").text


def test_claiming_twice_is_claiming_once(scene: Scene, chen: Browser) -> None:
    reference = scene.callback()
    chen.claim(reference)
    assert chen.claim(reference).status_code == 200
    assert scene.history(reference).count("claim") == 1


def test_a_claim_without_a_sign_of_life_is_free_again(
    scene: Scene, chen: Browser, chang: Browser, clock: StepClock
) -> None:
    reference = scene.callback()
    chen.claim(reference)
    clock.step(minutes=5, seconds=1)
    chang.claim(reference)
    assert scene.history(reference) == ["requested", "claim", "lapsed", "claim"]
    for path in ("steps", "number", "outcome", "release"):
        answer = chen.post(f"/desk/callbacks/{reference}/{path}", outcome="escalated", note="x")
        assert answer.status_code == 409, path
        assert "張志豪" in answer.text
    assert chen.post(f"/desk/callbacks/{reference}/keep").status_code == 409


@pytest.mark.parametrize("sign", ["view", "keep", "steps"])
def test_viewing_and_acting_keep_a_claim(
    scene: Scene, chen: Browser, chang: Browser, clock: StepClock, sign: str
) -> None:
    reference = scene.callback()
    chen.claim(reference)
    for _ in range(3):
        clock.step(minutes=4)
        path = f"/desk/callbacks/{reference}"
        answer = chen.get(path) if sign == "view" else chen.post(f"{path}/{sign}")
        assert answer.status_code == 200
    assert chang.claim(reference).status_code == 409


def test_somebody_elses_look_keeps_no_claim(
    scene: Scene, chen: Browser, chang: Browser, clock: StepClock
) -> None:
    reference = scene.callback()
    chen.claim(reference)
    clock.step(minutes=4)
    chang.get(f"/desk/callbacks/{reference}")
    clock.step(minutes=2)
    assert chang.claim(reference).status_code == 200


def test_a_long_call_loses_no_outcome(scene: Scene, chen: Browser, chang: Browser, clock: StepClock) -> None:
    """A call in progress is given half an hour; and nobody took it, so the outcome still counts."""
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    clock.step(minutes=20)
    assert chang.claim(reference).status_code == 409
    clock.step(minutes=9)
    assert chen.get("/desk/kiosks").status_code == 200
    clock.step(minutes=2)
    assert chen.finish(reference, "resolved", "講完了").status_code == 200
    assert scene.find(reference).state is CallbackState.DONE


def test_too_early_is_refused_with_a_page(scene: Scene, chen: Browser) -> None:
    reference = scene.callback(120, window_from=scene.now + timedelta(minutes=16))
    answer = chen.claim(reference)
    assert answer.status_code == 409
    assert "時段還沒到" in answer.text
    assert "認領</button>" not in chen.get(f"/desk/callbacks/{reference}").text


def test_what_is_over_cannot_be_claimed(scene: Scene, chen: Browser) -> None:
    for state in (CallbackState.DONE, CallbackState.CANCELLED, CallbackState.EXPIRED):
        reference = scene.callback(state=state, done_at=scene.now, outcome="resolved")
        assert chen.claim(reference).status_code == 409
        assert "這一步現在不能做" in chen.page
        assert chen.get(f"/desk/callbacks/{reference}").status_code == 200
        assert "認領</button>" not in chen.page


def test_a_reference_that_does_not_exist_is_a_page(scene: Scene, chen: Browser) -> None:
    assert chen.get("/desk/callbacks/K07-0000-0000").status_code == 404
    assert chen.claim("K07-0000-0000").status_code == 404
    assert "找不到這一頁" in chen.page


def test_put_back_goes_where_it_came_from(scene: Scene, chen: Browser, lead: Browser) -> None:
    retry = scene.callback(state=CallbackState.RETRY, attempts=2, retry_at=scene.now)
    supervised = scene.callback(state=CallbackState.SUPERVISOR, escalated=True)
    chen.claim(retry)
    chen.post(f"/desk/callbacks/{retry}/release")
    lead.claim(supervised)
    lead.post(f"/desk/callbacks/{supervised}/release")
    assert scene.find(retry).state is CallbackState.RETRY
    assert scene.find(supervised).state is CallbackState.SUPERVISOR
