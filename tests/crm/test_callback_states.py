"""The life of a callback, every state times every act."""

from __future__ import annotations

import itertools

import pytest

from crm.callbacks.states import MOST_ATTEMPTS, MOVES, Act, Outcome, Refused, Standing, retry_after, step
from crm.schema import CallbackState as State

Q, C, D, R, S = State.QUEUED, State.CLAIMED, State.DIALLING, State.RETRY, State.SUPERVISOR

#: The whole table, written out by hand: what is not here is refused.
LEGAL = {
    (Q, Act.CLAIM): C, (R, Act.CLAIM): C, (S, Act.CLAIM): C, (C, Act.CLAIM): C, (D, Act.CLAIM): C,
    (Q, Act.CANCEL): State.CANCELLED, (R, Act.CANCEL): State.CANCELLED, (S, Act.CANCEL): State.CANCELLED,
    (Q, Act.EXPIRE): State.EXPIRED, (R, Act.EXPIRE): State.EXPIRED,
    (C, Act.RELEASE): Q, (D, Act.RELEASE): Q, (C, Act.DIAL): D, (C, Act.ESCALATE): S, (D, Act.ESCALATE): S,
    (D, Act.RESOLVE): State.DONE, (D, Act.WRONG_NUMBER): State.DONE, (D, Act.REARRANGE): Q, (D, Act.NO_ANSWER): R,
    (D, Act.BUSY): R, (D, Act.VOICEMAIL): R, (D, Act.CALL_OFF): State.CANCELLED,
    (D, Act.SEND): State.DONE, (D, Act.BOUNCE): State.DONE, (D, Act.CALL_INSTEAD): Q,
    (C, Act.TRANSFER): Q, (D, Act.TRANSFER): Q,
}  # fmt: skip


@pytest.mark.parametrize(("state", "act"), list(itertools.product(State, Act)))
@pytest.mark.requirement("M3")
def test_every_state_takes_every_act_or_refuses_it(state: State, act: Act) -> None:
    """M3, L3."""
    if (state, act) in LEGAL:
        assert step(Standing(state), act).state is LEGAL[state, act]
    else:
        with pytest.raises(Refused):
            step(Standing(state), act)


def test_giving_up_is_for_supervisors_cases_only() -> None:
    assert step(Standing(D, 4, escalated=True), Act.GIVE_UP).state is State.DONE
    with pytest.raises(Refused):
        step(Standing(D, 4), Act.GIVE_UP)


def test_the_fourth_unanswered_call_is_the_supervisors() -> None:
    standing = Standing(D)
    states = []
    for _ in range(MOST_ATTEMPTS + 1):
        standing = step(standing, Act.NO_ANSWER)
        states.append(standing.state)
        standing = step(step(standing, Act.CLAIM), Act.DIAL)
    assert states == [R, R, R, S, S]
    assert [retry_after(n).total_seconds() / 60 for n in (1, 2, 3)] == [30, 60, 120]


def test_a_new_window_forgets_the_tries() -> None:
    assert step(Standing(D, 3, escalated=True), Act.REARRANGE) == Standing(Q, 0, False)


@pytest.mark.parametrize(
    ("standing", "back"), [(Standing(C), Q), (Standing(C, 2), R), (Standing(D, 1, True), S)]
)
def test_release_goes_back_where_it_came_from(standing: Standing, back: State) -> None:
    assert step(standing, Act.RELEASE).state is back
    if standing.state is D:
        assert step(standing, Act.CALL_INSTEAD).state is back


def test_nothing_leaves_what_is_over_and_every_outcome_is_an_act() -> None:
    assert not [pair for pair in MOVES if pair[0] in (State.DONE, State.CANCELLED, State.EXPIRED)]
    assert len({outcome.act for outcome in Outcome}) == len(Outcome)
