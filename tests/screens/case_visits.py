"""One visit for every screen of handing something over and of the rating. Everybody in here is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.domain import states
from kiosk.domain.case import (
    PICKS,
    Application,
    Applied,
    Area,
    CaseDraft,
    Complaint,
    ComplaintTopic,
    Contact,
    FaultReport,
    Idea,
    ManagerLetter,
    Matter,
    Part,
    Phrase,
    Suggestion,
    Wish,
)
from kiosk.domain.flow.case import EMPTY
from kiosk.domain.language import Language
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.visit import Visit
from tests.screens.visits import NO_LINE, NO_PAPER, REFERENCE, visit

CONTACT = Contact("0912345678", notice="2026-11")
COMPLAINT = Complaint(topic=ComplaintTopic.BILL, wish=Wish.EXPLANATION)
FULL = replace(COMPLAINT, urgent=True, contact=CONTACT, message=(Phrase.AGAIN, Phrase.MORNING))
DRAFTS: dict[str, CaseDraft] = {
    "complaint": COMPLAINT,
    "complaint.full": FULL,
    "suggestion": Suggestion(area=Area.COUNTER, idea=Idea.FASTER, message=(Phrase.AFTERNOON,)),
    "letter": ManagerLetter(matter=Matter.HONESTY),
    "fault_report": FaultReport(part=Part.PRINTER),
    "application": Application(service=Applied.PLAN_CHANGE, account="1203347730", contact=CONTACT),
    "application.on_file": Application(
        service=Applied.AUTO_PAY, contact=Contact(on_file=True, notice="2026-11")
    ),
}


def case_visits(language: Language) -> Mapping[str, Visit]:
    """By picture name, in the order of a customer's way."""
    return dict(_all(language))


def _all(language: Language) -> list[tuple[str, Visit]]:
    def guest(state: states.State, **more: object) -> Visit:
        return visit(state, language, customer=None, **more)

    picks = [
        (f"pick.{draft.kind.value}.{pick.part}", guest(states.PickWanted(draft, pick.part)))
        for draft in EMPTY.values()
        for pick in PICKS[type(draft)]
    ]
    reviews = [
        (f"case_review.{name}", visit(states.CaseReview(draft), language)) for name, draft in DRAFTS.items()
    ]
    dones = [
        (f"case_done.{name}", guest(states.CaseDone(REFERENCE, draft, provisional=False)))
        for name, draft in DRAFTS.items()
    ]
    done = states.CaseDone(REFERENCE, FULL, provisional=True)
    papers = [
        (f"case_done.paper.{paper.value}", guest(replace(done, paper=paper), health=NO_LINE))
        for paper in PaperState
    ]
    typed = states.ContactWanted(FULL, "0912345678")
    wrong = Problem.PHONE_INCOMPLETE
    number = states.ContractNumberWanted(DRAFTS["application"], "1203347730")
    unsaved = states.CaseReview(FULL, problem=Problem.NOT_SAVED)
    return [
        ("voices", guest(states.VoicesShown())),
        ("voices.limited", guest(states.VoicesShown(), health=NO_LINE)),
        ("services", guest(states.ServicesShown())),
        *picks,
        ("contact", guest(states.ContactWanted(COMPLAINT))),
        ("contact.on_file", visit(typed, language)),
        ("contact.short", visit(replace(typed, digits="0912", problem=wrong), language)),
        ("contact.needed", guest(states.ContactWanted(Application(service=Applied.E_BILL)))),
        ("contract_number", guest(number)),
        (
            "contract_number.short",
            guest(replace(number, digits="12", problem=Problem.ACCOUNT_INCOMPLETE), health=NO_LINE),
        ),
        ("phrases", guest(states.PhrasesShown(FULL))),
        *reviews,
        ("case_review.saving", guest(states.CaseReview(FULL, saving=True))),
        ("case_review.not_saved", guest(unsaved)),
        *dones,
        ("case_done.no_printer", guest(done, health=NO_PAPER)),
        *papers,
        ("rating", guest(states.RatingWanted("payment"))),
        ("regret", guest(states.Regret("payment"))),
    ]
