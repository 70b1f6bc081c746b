"""Signing in without a card: number, then PIN or one-time code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.account import (
    CodeAnswer,
    CodeAsked,
    CodeWait,
    Factor,
    Granted,
    Locked,
    Refused,
    SignInAnswer,
    Unreachable,
)
from kiosk.domain.audit import Kind
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.house import Task
from kiosk.domain.states import Problem
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import CARD, CODE, CUSTOMER, GRANT, NUMBER, PIN, play, visit

FACTOR = states.FactorWanted(Task.PAY, NUMBER)
PIN_WANTED = states.SecretWanted(Task.PAY, NUMBER, Factor.PIN)
CODE_WANTED = states.SecretWanted(Task.PAY, NUMBER, Factor.CODE, again_at=NOW + timedelta(seconds=60))
SECRETS = {Factor.PIN: (PIN_WANTED, PIN), Factor.CODE: (CODE_WANTED, CODE)}


def typed(digits: str) -> list[Event]:
    return [events.DigitTyped(digit) for digit in digits]


def locks(asked: list[Effect]) -> list[Kind]:
    return [each.entry.kind for each in asked if isinstance(each, effects.WriteAudit)]


@pytest.mark.requirement("B1")
@pytest.mark.requirement("D2")
@pytest.mark.parametrize(
    ("task", "screen"), [(Task.PAY, states.BillsShown()), (Task.ACCOUNT, states.AccountShown())]
)
def test_number_and_pin(task: Task, screen: states.State) -> None:
    """B1, D2: the number alone asks nothing of the centre and shows nothing."""
    at, asked = play(
        visit(),
        events.Started(),
        events.TaskChosen(task),
        events.NumberInsteadChosen(),
        *typed(NUMBER),
        events.Confirmed(),
        events.FactorChosen(Factor.PIN),
        *typed(PIN),
    )
    assert asked == []
    at, asked = play(at, events.Confirmed())
    assert asked == [effects.SignInByNumber(NUMBER, Factor.PIN, PIN)]
    assert at.state == states.SecretWanted(task, NUMBER, Factor.PIN, asking=True)
    inside, asked = play(at, events.SignInAnswered(Granted(CUSTOMER), NUMBER))
    assert (inside.state, inside.customer) == (screen, CUSTOMER)
    assert effects.FetchBills(GRANT) in asked


@pytest.mark.requirement("B1")
def test_number_and_code() -> None:
    at, asked = play(visit(FACTOR), events.FactorChosen(Factor.CODE))
    assert (at.state, asked) == (replace(FACTOR, asking=True), [effects.SendCode(NUMBER)])
    again_at = (NOW + timedelta(seconds=60)).astimezone(UTC)
    at, _ = play(at, events.CodeAnswered(CodeAsked(again_at), NUMBER))
    assert at.state == CODE_WANTED
    at, asked = play(at, *typed(CODE), events.Confirmed())
    assert asked == [effects.SignInByNumber(NUMBER, Factor.CODE, CODE)]
    assert play(at, events.SignInAnswered(Granted(CUSTOMER), NUMBER))[0].customer == CUSTOMER


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("factor", Factor)
@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Refused(), Problem.NUMBER_REFUSED),
        (Locked(None), Problem.SIGN_IN_LOCKED),
        (Unreachable(), Problem.LINE_DOWN),
    ],
)
def test_a_wrong_secret_shows_nothing(factor: Factor, answer: SignInAnswer, problem: Problem) -> None:
    """B1: nobody is signed in, the digits are gone, a lock is written down; it may be tried again."""
    wanted, secret = SECRETS[factor]
    at, asked = play(visit(replace(wanted, asking=True)), events.SignInAnswered(answer, NUMBER))
    assert at.state == replace(wanted, problem=problem)
    assert (at.customer, at.error) == (None, problem.value)
    assert locks(asked) == ([Kind.SIGN_IN_LOCKED] if isinstance(answer, Locked) else [])
    _, asked = play(at, *typed(secret), events.Confirmed())
    assert asked == [effects.SignInByNumber(NUMBER, factor, secret)]


@pytest.mark.parametrize(
    ("answer", "problem", "audited"),
    [
        (Locked(None), Problem.SIGN_IN_LOCKED, [Kind.SIGN_IN_LOCKED]),
        (Unreachable(), Problem.LINE_DOWN, []),
    ],
)
def test_no_code_can_be_sent(answer: CodeAnswer, problem: Problem, audited: list[Kind]) -> None:
    at, asked = play(visit(replace(FACTOR, asking=True)), events.CodeAnswered(answer, NUMBER))
    assert at.state == replace(FACTOR, problem=problem)
    assert locks(asked) == audited


def test_a_code_asked_for_too_often_leaves_the_newest_good() -> None:
    until = NOW + timedelta(minutes=9)
    at, _ = play(visit(replace(FACTOR, asking=True)), events.CodeAnswered(CodeWait(until), NUMBER))
    assert at.state == replace(CODE_WANTED, problem=Problem.CODE_WAIT, again_at=until)


def test_another_code_is_sent_when_its_time_has_come() -> None:
    assert play(visit(CODE_WANTED), events.FactorChosen(Factor.CODE))[0].state == CODE_WANTED
    late = visit(replace(CODE_WANTED, again_at=NOW))
    at, asked = play(late, events.FactorChosen(Factor.CODE))
    assert (at.state, asked) == (replace(FACTOR, asking=True), [effects.SendCode(NUMBER)])


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("other", ["1203340000", CARD])
def test_an_answer_about_another_number_opens_nothing(other: str) -> None:
    at = visit(replace(PIN_WANTED, asking=True))
    after, asked = play(at, events.SignInAnswered(Granted(CUSTOMER), other))
    assert (after.state, after.customer) == (at.state, None)
    assert asked == [effects.SignOut(GRANT)]
    waiting = visit(replace(FACTOR, asking=True))
    assert play(waiting, events.CodeAnswered(CodeAsked(NOW), other))[0].state == waiting.state


@pytest.mark.parametrize(("typed_before", "problem"), [("12345", Problem.NUMBER_INCOMPLETE)])
def test_a_number_too_short(typed_before: str, problem: Problem) -> None:
    at, asked = play(visit(states.AccountNumberWanted(Task.PAY, typed_before)), events.Confirmed())
    assert (at.state, asked) == (states.AccountNumberWanted(Task.PAY, typed_before, problem), [])


def test_lengths() -> None:
    number = play(visit(states.AccountNumberWanted(Task.PAY)), *typed("1" * 30))[0].state
    assert number == states.AccountNumberWanted(Task.PAY, "1" * 16)
    for wanted, length in ((PIN_WANTED, 8), (CODE_WANTED, 6)):
        assert play(visit(wanted), *typed("1" * 30))[0].state == replace(wanted, digits="1" * length)
    for wanted, short in ((PIN_WANTED, "123"), (CODE_WANTED, "12345")):
        assert play(visit(wanted), *typed(short), events.Confirmed())[1] == []


def test_digits_are_erased() -> None:
    for wanted in (states.AccountNumberWanted(Task.PAY, "1234"), replace(PIN_WANTED, digits="1234")):
        assert play(visit(wanted), events.DigitErased())[0].state == replace(wanted, digits="123")
        assert play(visit(wanted), events.DigitsCleared())[0].state == replace(wanted, digits="")
        assert play(visit(wanted), events.DigitTyped("x"))[0].state == wanted


def test_back_all_the_way() -> None:
    number, card = states.AccountNumberWanted(Task.PAY, NUMBER), states.CardWanted(Task.PAY)
    way: list[states.State] = [PIN_WANTED, FACTOR, number, card]
    at = visit(way[0])
    for state in way[1:]:
        at, asked = play(at, events.WentBack())
        assert (at.state, asked) == (state, [])


@pytest.mark.parametrize(
    "state", [states.AccountNumberWanted(Task.PAY, "12"), FACTOR, PIN_WANTED, CODE_WANTED]
)
def test_the_card_was_found_after_all(state: states.State) -> None:
    assert play(visit(state), events.CardPresented(CARD))[0].state == states.PinWanted(Task.PAY, CARD)


def test_nothing_is_pressed_while_the_centre_is_asked() -> None:
    waiting: tuple[states.State, ...] = (replace(FACTOR, asking=True), replace(PIN_WANTED, asking=True))
    for state in waiting:
        for event in (events.WentBack(), events.FactorChosen(Factor.CODE), events.DigitTyped("1")):
            assert play(visit(state), event) == (visit(state), [])
        assert play(visit(state), events.CardPresented(CARD))[0].state == state
