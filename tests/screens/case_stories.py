"""Stories of what is handed over, booked and looked up, by ear; and of what becomes of it by its number."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.case import CaseKind
from kiosk.domain.house import Task
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.texts import Texts
from tests.kiosk.domain.drafts import COUNTER, PHONE, SLOTS
from tests.kiosk.domain.examples import NUMBER
from tests.screens.blind import STANDING, Blind
from tests.screens.story import Story, by_ear, looks_up, on_paper

#: An appointment that may still be changed.
APPOINTMENT = CaseStanding(
    STANDING.reference, "booking", "confirmed", "counter", *(SLOTS[0].begins, SLOTS[0].ends), site=COUNTER.name,
    can=Can.NOW,
)  # fmt: skip


@by_ear(
    states.VoicesShown,
    states.PickWanted,
    states.ContactWanted,
    states.CaseReview,
    states.CaseDone,
    events.KindChosen,
    events.PickMade,
    Task.FEEDBACK,
    CaseKind.COMPLAINT,
)
def complains(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.feedback"))
    blind.chooses(say.get("voice.complaint"))
    blind.chooses(say.get("case.complaint.topic.bill"))
    assert say.get("contact.title") in blind.chooses(say.get("case.complaint.wish.call"))
    blind.types(PHONE)
    assert say.get("case_review.complaint.title") in blind.chooses(say.get("action.next"))
    assert say.get("case_done.complaint.title") in blind.chooses(say.get("case_review.confirm"))
    on_paper(blind, say, "case_done")
    assert [body["phone"] for body in blind.kiosk.crm.bodies("complaint")] == [PHONE]


@by_ear(states.PhrasesShown, events.PartChosen, events.PhraseToggled, events.ContactDeclined)
def complains_once_more(blind: Blind, say: Texts) -> None:
    """Changes a part of it, adds a sentence, leaves no number."""
    blind.chooses(say.get("task.feedback"))
    blind.chooses(say.get("voice.complaint"))
    blind.chooses(say.get("case.complaint.topic.bill"))
    assert say.get("case_review.complaint.title") in blind.chooses(say.get("case.complaint.wish.explanation"))
    change = say.get("action.change")
    blind.chooses(change, say.get("case.complaint.topic"))
    blind.chooses(say.get("case.complaint.topic.payment"))
    blind.chooses(change, say.get("case.message"))
    assert say.get("speech.state.checked") in blind.chooses(say.get("phrase.again"))
    assert say.get("phrase.again") in blind.chooses(say.get("phrases.done"))
    blind.chooses(change, say.get("case.contact"))
    blind.chooses(say.get("contact.without"))
    assert say.get("case_done.complaint.title") in blind.chooses(say.get("case_review.confirm"))
    (body,) = blind.kiosk.crm.bodies("complaint")
    assert (body["topic"], body["message"]) == ("payment", ["again"])


def sends(kind: CaseKind, *choices: str) -> Story:
    """Something of which nothing is typed, and nobody is named."""

    def tells(blind: Blind, say: Texts) -> None:
        blind.chooses(say.get("task.feedback"))
        for choice in (f"voice.{kind.value}", *choices):
            blind.chooses(say.get(choice))
        assert say.get(f"case_done.{kind.value}.title") in blind.chooses(say.get("case_review.confirm"))
        assert len(blind.kiosk.crm.bodies(kind.value)) == 1

    tells.__name__ = f"sends_a_{kind.value}"
    return by_ear(kind)(tells)


@by_ear(states.OfferWanted, states.SlotWanted, events.OfferChosen, events.DayChosen, Task.BOOKING)
def books(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    blind.chooses(say.get("task.booking"))
    blind.chooses(say.get("booking.counter", place=COUNTER.names[say.language]))
    assert say.get("slots.title") in blind.chooses(say.get("topic.meter"))
    blind.chooses(say.slot_day(SLOTS[1].begins.date()))
    assert say.get("contact.title") in blind.chooses("10:05")
    blind.types(PHONE)
    assert say.get("case_review.booking.title") in blind.chooses(say.get("action.next"))
    assert say.get("case_done.booking.title") in blind.chooses(say.get("case_review.confirm"))
    assert len(blind.kiosk.crm.bodies("booking")) == 1


@by_ear()
def moves_an_appointment(blind: Blind, say: Texts) -> None:
    """By its number: which places are free is said, where it is, and what becomes of it."""
    told = looks_up(blind, say, APPOINTMENT)
    assert say.appointment(SLOTS[0]) in told
    choices = blind.chooses(say.get("case.rearrange"))
    assert say.get("new_window.title") in choices
    assert COUNTER.names[say.language] in choices
    blind.chooses(say.slot_day(SLOTS[1].begins.date()))
    blind.kiosk.crm.cases[APPOINTMENT.reference] = replace(
        APPOINTMENT, begins=SLOTS[1].begins, ends=SLOTS[1].ends
    )
    assert say.appointment(SLOTS[1]) in blind.chooses(say.slot(SLOTS[1]))
    (body,) = blind.kiosk.crm.bodies("rearrangement")
    assert body["reference"] == APPOINTMENT.reference


@by_ear()
def cancels_an_appointment(blind: Blind, say: Texts) -> None:
    looks_up(blind, say, APPOINTMENT)
    blind.kiosk.crm.cases[APPOINTMENT.reference] = replace(APPOINTMENT, status="cancelled", can=Can.NO)
    assert say.get("case.status.cancelled") in blind.chooses(say.get("case.cancel"))
    assert [body["reference"] for body in blind.kiosk.crm.bodies("cancellation")] == [APPOINTMENT.reference]


@by_ear(states.ServicesShown, states.ContractNumberWanted, Task.SERVICES, Task.APPLICATION)
def applies(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    blind.chooses(say.get("task.application"))
    assert say.get("contact.title") in blind.chooses(say.get("case.application.service.e_bill"))
    blind.types(PHONE)
    assert say.get("contract_number.title") in blind.chooses(say.get("action.next"))
    blind.types(NUMBER)
    blind.chooses(say.get("action.next"))
    assert say.get("case_done.application.title") in blind.chooses(say.get("case_review.confirm"))
    assert len(blind.kiosk.crm.bodies("application")) == 1


@by_ear(states.CaseNumberWanted, states.CaseShown, events.SignTyped, Task.CASES)
def looks_a_case_up(blind: Blind, say: Texts) -> None:
    assert say.get("case.status.confirmed") in looks_up(blind, say, STANDING)
    assert blind.kiosk.crm.looked_up == [STANDING.reference]


CASES = (
    complains,
    complains_once_more,
    sends(CaseKind.SUGGESTION, "case.suggestion.area.counter", "case.suggestion.idea.faster"),
    sends(CaseKind.LETTER, "case.letter.matter.safety"),
    sends(CaseKind.FAULT_REPORT, "case.fault_report.part.printer"),
    books,
    moves_an_appointment,
    cancels_an_appointment,
    applies,
    looks_a_case_up,
)
