"""Ask to be called, step four: one last look. The number is masked: people behind can read this screen."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.callback import Reply
from kiosk.domain.flow.callback import has_number, offered_replies
from kiosk.domain.masks import mask_email, mask_phone
from kiosk.domain.states import CallbackReview, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.options import Option
from screens.widgets.review import Checked

#: How many steps back each line is.
BACK = {"callback_review.phone": 1, "callback_review.window": 2, "callback_review.topic": 3}


class CallbackReviewScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    lines = ObjectProperty(())
    replies_title = StringProperty("")
    replies = ObjectProperty(())
    problem = StringProperty("")
    fraud_title = StringProperty("")
    fraud_text = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CallbackReview)
        own = "" if state.draft.reply is Reply.PHONE else ".written"
        self.title, self.about = texts.get("callback_review.title"), texts.get(f"callback_review.hint{own}")
        self.lines = _lines(state, visit, texts)
        busy = state.saving or state.asking_until is not None
        self.replies_title = "" if busy else texts.get("callback_review.reply")
        self.replies = () if busy else _replies(state, visit, texts)
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        self.fraud_title = texts.get("fraud.title")
        self.fraud_text = texts.fraud(visit.house.calls_from, state.draft.reply.value)
        words = texts.get("callback_review.saving" if busy else f"callback_review.confirm{own}")
        icon = "check" if own else "phone-call"
        call = Action(words, events.Confirmed(), icon=icon, enabled=not busy)
        self.nav = Nav(home=not busy, back=not busy, primary=call)

    def reply_chosen(self, tag: str) -> None:
        self.tap(events.ReplyChosen(Reply(tag.removeprefix("reply."))))

    def change(self, tag: str) -> None:
        if tag == "callback_review.email":
            self.tap(events.ReplyChosen(Reply.EMAIL))
            return
        for _ in range(BACK[tag]):
            self.tap(events.WentBack())


def _lines(state: CallbackReview, visit: Visit, texts: Texts) -> tuple[Checked, ...]:
    change = "" if state.saving or state.asking_until else texts.get("action.change")
    draft = state.draft
    return (
        Checked(
            "callback_review.topic",
            "message-square-text",
            texts.get("callback_review.topic"),
            _topic(state, texts),
            change,
        ),
        Checked(
            "callback_review.window",
            "clock",
            texts.get("callback_review.window"),
            texts.window(draft.window, visit.now),
            change,
        ),
        *_reached_by(state, visit, texts, change),
    )


def _reached_by(state: CallbackReview, visit: Visit, texts: Texts, change: str) -> tuple[Checked, ...]:
    """The address, where the answer goes there; else the number."""
    draft = state.draft
    if draft.email:
        name, address = texts.get("callback_review.email"), mask_email(draft.email)
        return (Checked("callback_review.email", "mail", name, address, change),)
    if not has_number(visit, draft):
        return ()
    on_file = visit.customer.phone if visit.customer else None
    phone = (
        mask_phone(draft.phone) if draft.phone else texts.get("callback_review.phone.on_file", phone=on_file)
    )
    return (Checked("callback_review.phone", "phone", texts.get("callback_review.phone"), phone, change),)


def _replies(state: CallbackReview, visit: Visit, texts: Texts) -> tuple[Option, ...]:
    """The telephone is chosen already: whoever wants that need not touch anything here."""
    return tuple(
        Option(f"reply.{reply.value}", texts.get(f"reply.{reply.value}"), reply is state.draft.reply)
        for reply in offered_replies(visit.house)
    )


def _topic(state: CallbackReview, texts: Texts) -> str:
    return texts.get(f"topic.{state.draft.topic.value}")
