"""Stories of an answer by telephone, text, e-mail or at the counter, by ear: asked for, kept, moved, cancelled."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.callback import Reply, Topic
from kiosk.domain.house import Task
from kiosk.domain.lookup import Can
from kiosk.texts import Texts
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.domain.examples import CUSTOMER
from tests.screens.blind import STANDING, Blind
from tests.screens.story import by_ear, looks_up, on_paper, signed_in

#: One that may still be changed.
OPEN = replace(STANDING, can=Can.NOW)


def leaves_a_number(blind: Blind, say: Texts, topic: Topic = Topic.METER) -> None:
    """At the last look of a call as soon as possible."""
    blind.chooses(say.get("task.callback"))
    blind.chooses(say.get(f"topic.{topic.value}"))
    assert say.get("number.title") in blind.chooses(say.get("window.soonest"))
    blind.types(PHONE)
    assert say.get("callback_review.title") in blind.chooses(say.get("action.next"))


@by_ear(
    states.TopicWanted,
    states.WindowWanted,
    states.NumberWanted,
    states.CallbackReview,
    states.CallbackDone,
    events.TopicChosen,
    events.WindowChosen,
    Task.CALLBACK,
)
def asks_for_a_call(blind: Blind, say: Texts) -> None:
    leaves_a_number(blind, say)
    assert say.get("callback_done.title") in blind.chooses(say.get("callback_review.confirm"))
    on_paper(blind, say, "callback_done")
    assert [body["phone"] for body in blind.kiosk.crm.bodies("callback")] == [PHONE]


@by_ear(events.NumberOnFileChosen, events.WentHome)
def asks_for_a_call_at_the_number_on_file(blind: Blind, say: Texts) -> None:
    signed_in(blind, say, "account")
    blind.chooses(say.get("action.home"))
    blind.chooses(say.get("task.callback"))
    blind.chooses(say.get("topic.billing"))
    blind.chooses(say.get("window.soonest"))
    blind.chooses(say.get("number.on_file", phone=CUSTOMER.phone))
    assert say.get("callback_done.title") in blind.chooses(say.get("callback_review.confirm"))
    assert len(blind.kiosk.crm.bodies("callback")) == 1


@by_ear(states.AskedAlready, events.AskedAnyway)
def asks_all_the_same(blind: Blind, say: Texts) -> None:
    """Though this number has asked already; it is said what for."""
    blind.kiosk.crm.open_callbacks[PHONE, Topic.METER] = replace(OPEN, topic="meter", reference="")
    leaves_a_number(blind, say)
    told = blind.chooses(say.get("callback_review.confirm"))
    assert say.get("asked.title") in told
    assert say.get("topic.meter") in told
    assert say.get("callback_done.title") in blind.chooses(say.get("asked.anyway"))
    assert len(blind.kiosk.crm.bodies("callback")) == 1


@by_ear(Reply.SMS, Reply.COUNTER, Reply.PHONE, events.ReplyChosen)
def asks_for_a_text(blind: Blind, say: Texts) -> None:
    """After some thought about how."""
    leaves_a_number(blind, say)
    for reply in (Reply.COUNTER, Reply.PHONE, Reply.SMS):
        blind.chooses_key(say.get(f"reply.{reply.value}"))
    assert say.get("callback_done.title.sms") in blind.chooses(say.get("callback_review.confirm.written"))
    assert [body["reply"] for body in blind.kiosk.crm.bodies("callback")] == ["sms"]


@by_ear(
    states.EmailWanted,
    Reply.EMAIL,
    events.EmailChosen,
    events.LetterTyped,
    events.LetterErased,
    events.EndingTyped,
)
def asks_for_an_email(blind: Blind, say: Texts) -> None:
    """Goes wrong by one letter, and looks at it once more; the ending is one key."""
    blind.chooses(say.get("task.callback"))
    blind.chooses(say.get("topic.meter"))
    blind.chooses(say.get("window.soonest"))
    assert say.get("email.title") in blind.chooses(say.get("number.email"))
    blind.types("mex")
    blind.chooses(say.get("action.erase"))
    blind.chooses_key(say.get("sign.dot"))
    blind.types("li")
    blind.chooses("gmail")
    assert say.get("callback_review.title") in blind.chooses(say.get("action.next"))
    assert "me.li@gmail.com" in blind.chooses(say.get("action.change"), say.get("callback_review.email"))
    blind.chooses(say.get("action.next"))
    assert say.get("callback_done.title.email") in blind.chooses(say.get("callback_review.confirm.written"))
    assert [body["email"] for body in blind.kiosk.crm.bodies("callback")] == ["me.li@gmail.com"]


@by_ear(states.NewWindowWanted, events.OtherTimeAsked)
def moves_a_call(blind: Blind, say: Texts) -> None:
    """By its number; which times there are is said, and what becomes of it."""
    looks_up(blind, say, OPEN)
    assert say.get("new_window.title") in blind.chooses(say.get("case.rearrange"))
    assert say.get("case.wish.rearrange") in blind.chooses(say.get("window.soonest"))
    assert [body["reference"] for body in blind.kiosk.crm.bodies("rearrangement")] == [OPEN.reference]


@by_ear(events.CaseCancelled)
def cancels_a_call(blind: Blind, say: Texts) -> None:
    looks_up(blind, say, OPEN)
    assert say.get("case.wish.cancel") in blind.chooses(say.get("case.cancel"))
    assert [body["reference"] for body in blind.kiosk.crm.bodies("cancellation")] == [OPEN.reference]


CALLBACK = (
    asks_for_a_call,
    asks_for_a_call_at_the_number_on_file,
    asks_all_the_same,
    asks_for_a_text,
    asks_for_an_email,
    moves_a_call,
    cancels_a_call,
)
