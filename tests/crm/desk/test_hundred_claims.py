"""A hundred agents claim at the same instant, each on a thread and a connection of its own: one has it.

On SQLite its one write lock sees to that, on PostgreSQL the compare-and-set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from threading import Barrier

import pytest

from crm.callbacks.states import Act
from crm.callbacks.work import Claims
from crm.database import Database
from crm.schema import Role, Staff
from crm.staff.claims import NotClaimable
from crm.staff.logins import Agent
from tests.crm.desk.scene import Scene

MANY = 100


@pytest.fixture
def agents(scene: Scene) -> list[Agent]:
    members = [
        Staff(login=f"agent{number}", name=f"值機 {number}", role=Role.AGENT, password_hash="-")
        for number in range(MANY)
    ]
    with scene.centre.database.writing() as session:
        session.add_all(members)
        session.flush()
        return [Agent.of(member) for member in members]


@pytest.fixture
def claims(scene: Scene) -> Iterator[Claims]:
    """With the patience that a hundred writers one after another need on SQLite."""
    url = scene.centre.database.engine.url.render_as_string(hide_password=False)
    with closing(Database(url, busy_ms=60_000)) as database:
        yield Claims(replace(scene.centre, database=database))


def at_once(agents: Sequence[Agent], act: Callable[[Agent], str]) -> Counter[str]:
    start = Barrier(len(agents))

    def one(agent: Agent) -> str:
        start.wait(timeout=60)
        return act(agent)

    with ThreadPoolExecutor(len(agents)) as pool:
        return Counter(pool.map(one, agents))


@pytest.mark.requirement("L3")
def test_a_hundred_claim_one_callback(scene: Scene, agents: list[Agent], claims: Claims) -> None:
    """L3: one winner; the other ninety-nine hear who it is."""
    reference = scene.callback()

    def act(agent: Agent) -> str:
        try:
            claims.claim(reference, agent)
        except NotClaimable as lost:
            return f"lost to {lost.holder}"
        return f"won by {agent.name}"

    told = at_once(agents, act)
    row = scene.find(reference)
    winner = next(agent for agent in agents if agent.id == row.claimed_by)
    assert told == {f"won by {winner.name}": 1, f"lost to {winner.name}": MANY - 1}
    assert scene.history(reference).count(Act.CLAIM) == 1


@pytest.mark.requirement("L3")
def test_a_hundred_claim_twenty_callbacks(scene: Scene, agents: list[Agent], claims: Claims) -> None:
    """L3: five go for each; one has it."""
    references = [scene.callback(phone=f"09120000{number:02}") for number in range(20)]

    def act(agent: Agent) -> str:
        wanted = references[agent.id % len(references)]
        try:
            claims.claim(wanted, agent)
        except NotClaimable:
            return "lost"
        return wanted

    told = at_once(agents, act)
    assert told.pop("lost") == MANY - len(references)
    assert told == dict.fromkeys(references, 1)
    for reference in references:
        assert scene.history(reference).count(Act.CLAIM) == 1


@pytest.mark.requirement("L3")
def test_a_hundred_ask_for_the_next_one(scene: Scene, agents: list[Agent], claims: Claims) -> None:
    """L3: all go down the same list; nobody gets what somebody else got, and nothing is left over."""
    references = [scene.callback(phone=f"09120000{number:02}") for number in range(20)]
    told = at_once(agents, lambda agent: claims.claim_first(references, agent) or "nothing")
    assert told.pop("nothing") == MANY - len(references)
    assert told == dict.fromkeys(references, 1)
