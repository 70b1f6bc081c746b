"""One last look at what is handed over; every part can still be changed. Numbers are masked: others can read this."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.case import (
    Application,
    Booking,
    CaseDraft,
    Complaint,
    FaultReport,
    is_anonymous,
    picks,
    takes_contact,
    takes_message,
)
from kiosk.domain.masks import mask_account, mask_email, mask_phone
from kiosk.domain.states import CaseReview, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.booking_words import booked_words
from screens.pick import ICONS
from screens.widgets.review import Checked


class CaseReviewScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    lines = ObjectProperty(())
    problem = StringProperty("")
    remark_icon = StringProperty("")
    remark_title = StringProperty("")
    remark = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, CaseReview)
        draft = state.draft
        self.title = texts.get(f"case_review.{draft.kind.value}.title")
        self.about = texts.get("case_review.hint")
        self.lines = _lines(state, visit, texts)
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        self.remark_icon, self.remark_title, self.remark = _remark(draft, visit, texts)
        words = texts.get("case_review.saving" if state.saving else "case_review.confirm")
        send = Action(words, events.Confirmed(), icon="check", enabled=not state.saving)
        self.nav = Nav(home=not state.saving, back=not state.saving, primary=send)

    def change(self, tag: str) -> None:
        self.tap(events.PartChosen(tag.removeprefix("case_review.")))


def _lines(state: CaseReview, visit: Visit, texts: Texts) -> tuple[Checked, ...]:
    draft, kind = state.draft, state.draft.kind.value
    change = "" if state.saving else texts.get("action.change")

    def line(part: str, icon: str, name: str, value: str) -> Checked:
        return Checked(f"case_review.{part}", icon, texts.get(name), value, change)

    lines = [
        line(part, ICONS[value], f"case.{kind}.{part}", texts.get(f"case.{kind}.{part}.{value}"))
        for part, value in picks(draft)
    ]
    if isinstance(draft, Booking) and draft.window:
        lines.insert(0, line("offer", "map-pin", "case.booking.offer", booked_words(draft, texts)))
        lines.append(line("window", "clock", "case.line.window", texts.appointment(draft.window)))
    if isinstance(draft, Complaint):
        urgent = texts.get("case.urgent.yes" if draft.urgent else "case.urgent.no")
        lines.append(line("urgent", "clock", "case.urgent", urgent))
    if isinstance(draft, Application) and draft.account:
        lines.append(line("account", "file-text", "case.account", mask_account(draft.account)))
    if takes_contact(draft):
        if draft.contact.email:
            lines.append(line("contact", "mail", "case.contact.email", mask_email(draft.contact.email)))
        else:
            lines.append(line("contact", "phone", "case.contact", _number(draft, visit, texts)))
    if takes_message(draft):
        lines.append(line("message", "message-square", "case.message", _message(draft, texts)))
    return tuple(lines)


def _number(draft: CaseDraft, visit: Visit, texts: Texts) -> str:
    if draft.contact.on_file:
        return texts.get("case.contact.on_file", phone=visit.customer.phone if visit.customer else "")
    return mask_phone(draft.contact.phone) if draft.contact.phone else texts.get("case.contact.none")


def _message(draft: CaseDraft, texts: Texts) -> str:
    if not draft.message:
        return texts.get("case.message.none")
    if len(draft.message) == 1:
        return texts.get(f"phrase.{draft.message[0].value}")
    return texts.get("case.message.count", count=len(draft.message))


def _remark(draft: CaseDraft, visit: Visit, texts: Texts) -> tuple[str, str, str]:
    """Icon, title and text of what else should be known before it is sent."""
    if isinstance(draft, FaultReport):
        return "info", texts.get("case_review.devices.title"), texts.get("case_review.devices")
    if isinstance(draft, Application) and draft.service:
        ready = texts.get(f"checklist.{draft.service.value}")
        return "clipboard-list", texts.get("case_review.checklist.title"), ready
    if is_anonymous(draft):
        return "eye-off", texts.get("case_review.anonymous.title"), texts.get("case_review.anonymous")
    if draft.contact.given:
        fraud = texts.fraud(visit.house.calls_from, draft.contact.way)
        return "shield-check", texts.get("fraud.title"), fraud
    return "", "", ""
