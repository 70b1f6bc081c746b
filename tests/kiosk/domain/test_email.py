"""G5: an answer by e-mail. What an address is, how it is typed, and what it is left for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.callback import Reply, Topic
from kiosk.domain.case import Complaint, ComplaintTopic, Contact, Wish
from kiosk.domain.email import Flaw, flaw_of, with_ending
from kiosk.domain.events import Event
from kiosk.domain.health import Line
from kiosk.domain.states import Problem
from tests.kiosk.domain.drafts import ADDRESS, APPLICATION, BOOKING, COMPLAINT
from tests.kiosk.domain.examples import CUSTOMER, DRAFT, HOUSE, WINDOWS, play, visit

NUMBER = states.NumberWanted(Topic.BILLING, WINDOWS[0], WINDOWS)
REVIEW = states.CallbackReview(DRAFT, NUMBER)
NO_EMAIL = replace(HOUSE, email=False)


def keys(text: str) -> list[Event]:
    return [events.LetterTyped(letter) for letter in text]


@pytest.mark.parametrize("address", [
    "a@b.tw", "mei.lin@example.com", "mei_lin-2@mail.example.com.tw", "a+b@x1.example.org", "A@EXAMPLE.COM",
    "a" * 64 + "@example.com", "a@" + "b" * 63 + ".example.com", "1@163.com", "a@xn--fiqs8s.example",
])  # fmt: skip
def test_an_address(address: str) -> None:
    assert flaw_of(address) is Flaw.NONE


@pytest.mark.parametrize(("typed", "flaw"), [
    ("", Flaw.NO_AT), ("mei.lin", Flaw.NO_AT), ("mei@lin@example.com", Flaw.TWO_AT), ("@example.com", Flaw.NAME),
    (".mei@example.com", Flaw.NAME), ("mei.@example.com", Flaw.NAME), ("mei..lin@example.com", Flaw.NAME),
    ("mei lin@example.com", Flaw.NAME), ("mei@", Flaw.PLACE), ("mei@example", Flaw.PLACE), ("mei@.com", Flaw.PLACE),
    ("mei@example..com", Flaw.PLACE), ("mei@-example.com", Flaw.PLACE), ("mei@example-.com", Flaw.PLACE),
    ("mei@example.com.", Flaw.PLACE), ("mei@example.c", Flaw.PLACE), ("mei@10.0.0.12", Flaw.PLACE),
    ("mei@ex_ample.com", Flaw.PLACE), ("mei@" + "b" * 64 + ".com", Flaw.PLACE), ("a" * 65 + "@example.com", Flaw.LONG),
    ("a@" + ".".join(["b" * 60] * 5), Flaw.LONG), ("mei@example.com\n", Flaw.PLACE),
])  # fmt: skip
def test_what_there_is_to_mend(typed: str, flaw: Flaw) -> None:
    assert flaw_of(typed) is flaw


@pytest.mark.parametrize(("typed", "ending", "whole"), [
    ("mei", "@gmail.com", "mei@gmail.com"), ("mei@ya", "@gmail.com", "mei@gmail.com"),
    ("mei@example", ".com", "mei@example.com"), ("mei@example.", ".tw", "mei@example.tw"),
    ("", ".com", ".com"), ("a" * 250, "@gmail.com", "a" * 250),
])  # fmt: skip
def test_an_ending_at_one_touch(typed: str, ending: str, whole: str) -> None:
    assert with_ending(typed, ending) == whole


@pytest.mark.requirement("G5")
def test_whoever_wants_an_email_leaves_no_number() -> None:
    """G5: the address alone goes into the request, in zero Chinese letters."""
    given, _ = play(
        visit(NUMBER),
        events.EmailChosen(),
        *keys("mei.lin"),
        events.EndingTyped("@gmail.com"),
        events.Confirmed(),
    )
    assert isinstance(given.state, states.CallbackReview)
    draft = given.state.draft
    assert (draft.phone, draft.email, draft.reply) == ("", "mei.lin@gmail.com", Reply.EMAIL)
    assert draft.notice == HOUSE.notice
    _, asked = play(given, events.Confirmed())
    assert asked == [effects.AskOpenCallback("", Topic.BILLING, "", "mei.lin@gmail.com")]
    _, asked = play(given, events.Confirmed(), events.OpenCallbackTold(Topic.BILLING, None))
    assert [effect.draft for effect in asked if isinstance(effect, effects.SaveCallback)] == [draft]


@pytest.mark.requirement("G5")
def test_on_the_last_look_email_asks_for_the_address_and_another_way_drops_it() -> None:
    wanted, _ = play(visit(REVIEW), events.ReplyChosen(Reply.EMAIL))
    assert wanted.state == states.EmailWanted(REVIEW)
    assert play(wanted, events.WentBack())[0].state == REVIEW
    given, _ = play(wanted, *keys(ADDRESS), events.Confirmed())
    by_email = replace(DRAFT, reply=Reply.EMAIL, email=ADDRESS)
    assert given.state == replace(REVIEW, draft=by_email)
    again, _ = play(given, events.ReplyChosen(Reply.EMAIL))
    assert again.state == states.EmailWanted(given.state, ADDRESS)
    other, _ = play(given, events.ReplyChosen(Reply.COUNTER))
    assert other.state == replace(REVIEW, draft=replace(DRAFT, reply=Reply.COUNTER))


@pytest.mark.parametrize(("reply", "customer", "after"), [
    (Reply.PHONE, None, states.NumberWanted), (Reply.SMS, None, states.NumberWanted),
    (Reply.COUNTER, None, states.CallbackReview), (Reply.PHONE, CUSTOMER, states.CallbackReview),
])  # fmt: skip
def test_a_call_needs_a_number(reply: Reply, customer: Any, after: type) -> None:
    """A guest who left an address alone is asked for one; who signed in has one on file."""
    by_email = replace(REVIEW, draft=replace(DRAFT, phone="", reply=Reply.EMAIL, email=ADDRESS))
    changed, _ = play(visit(by_email, customer=customer), events.ReplyChosen(reply))
    assert type(changed.state) is after


@pytest.mark.requirement("G5")
@pytest.mark.parametrize(("typed", "problem"), [
    ("mei.lin", Problem.EMAIL_NO_AT), ("mei@lin@x.tw", Problem.EMAIL_TWO_AT), (".@x.tw", Problem.EMAIL_NAME),
    ("mei@example", Problem.EMAIL_PLACE), ("a" * 65 + "@x.tw", Problem.EMAIL_LONG),
])  # fmt: skip
def test_what_is_not_whole_stays_and_says_what_to_mend(typed: str, problem: Problem) -> None:
    stuck, asked = play(visit(states.EmailWanted(NUMBER)), *keys(typed), events.Confirmed())
    assert (stuck.state, asked) == (states.EmailWanted(NUMBER, typed, problem), [])
    mended, _ = play(stuck, events.LetterErased())
    assert mended.state == states.EmailWanted(NUMBER, typed[:-1])
    assert play(stuck, events.DigitsCleared())[0].state == states.EmailWanted(NUMBER)


def test_only_the_keys_of_addresses_type() -> None:
    odd = [events.LetterTyped(sign) for sign in (" ", "王", "ab", "", "A", "\n", '"')]
    typed, _ = play(visit(states.EmailWanted(NUMBER)), *odd, events.EndingTyped("@evil.example"))
    assert typed.state == states.EmailWanted(NUMBER)
    full, _ = play(visit(states.EmailWanted(NUMBER, "a" * 254)), *keys("b"))
    assert full.state == states.EmailWanted(NUMBER, "a" * 254)


@pytest.mark.requirement("G5")
def test_a_house_without_email_offers_none() -> None:
    for state, event in ((NUMBER, events.EmailChosen()), (REVIEW, events.ReplyChosen(Reply.EMAIL))):
        assert play(visit(state, house=NO_EMAIL), event)[0].state == state


@pytest.mark.requirement("G5")
@pytest.mark.requirement("H1")
def test_a_complaint_or_application_is_answered_by_email_too() -> None:
    for draft, after in (
        (COMPLAINT, states.CaseReview),
        (replace(APPLICATION, contact=Contact()), states.CaseReview),
    ):
        given, _ = play(
            visit(states.ContactWanted(draft)), events.EmailChosen(), *keys(ADDRESS), events.Confirmed()
        )
        assert type(given.state) is after
        assert given.state.draft.contact == Contact(notice=HOUSE.notice, email=ADDRESS)


def test_an_address_does_not_do_for_a_call_or_an_appointment() -> None:
    call = Complaint(topic=ComplaintTopic.BILL, wish=Wish.CALL)
    for draft in (call, replace(BOOKING, contact=Contact())):
        state = states.ContactWanted(draft)
        assert play(visit(state), events.EmailChosen())[0].state == state
    written = replace(COMPLAINT, contact=Contact(notice="2026-11", email=ADDRESS))
    changed, _ = play(visit(states.PickWanted(written, "wish")), events.PickMade(Wish.CALL.value))
    assert isinstance(changed.state, states.ContactWanted), "who now wants a call is asked for a number"


def test_the_address_goes_with_the_visit() -> None:
    typed = visit(states.EmailWanted(REVIEW, ADDRESS))
    assert ADDRESS not in repr(typed)
    ended, _ = play(typed, events.Ended())
    assert isinstance(ended.state, states.Attract)
    assert typed.health.line is Line.UP
