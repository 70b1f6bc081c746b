"""Handing something over: complaint, suggestion, letter, fault report, application; and what else the house does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kiosk.domain.booking import Offer
from kiosk.domain.callback import Window
from kiosk.domain.case import Booking, CaseDraft
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.states.words import PaperState, Problem


@dataclass(frozen=True, slots=True)
class ServicesShown:
    """What else can be done here: the tasks that have no tile of their own on the home screen."""


@dataclass(frozen=True, slots=True)
class VoicesShown:
    """Complaint, suggestion, letter to the manager, a fault of this machine."""


@dataclass(frozen=True, slots=True)
class PickWanted:
    """One question of the draft with its list of answers."""

    draft: CaseDraft
    part: str


@dataclass(frozen=True, slots=True)
class OfferWanted:
    """What to book, and where; no `offers`: the centre told of none that are free."""

    draft: Booking
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class SlotWanted:
    """A day and one of its free places. `about`: the appointment that is being made, or how one stands that is to be
    moved."""

    about: Booking | CaseStanding
    free: tuple[Window, ...]
    day: date


@dataclass(frozen=True, slots=True)
class ContractNumberWanted:
    """Whose contract a guest applies for."""

    draft: CaseDraft
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class ContactWanted:
    """The number by keypad, under the notice."""

    draft: CaseDraft
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class PhrasesShown:
    """A message by ticking sentences."""

    draft: CaseDraft


@dataclass(frozen=True, slots=True)
class CaseReview:
    """One last look, where every part can still be changed; `saving` until it is on disk."""

    draft: CaseDraft
    saving: bool = False
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class CaseDone:
    """On disk under `reference`. `provisional` while the centre has not got it; `standing` is what it says then of an
    appointment."""

    reference: str
    draft: CaseDraft
    provisional: bool
    paper: PaperState = PaperState.OFFERED
    standing: CaseStanding | None = None


CaseState = (
    ServicesShown
    | VoicesShown
    | PickWanted
    | OfferWanted
    | SlotWanted
    | ContractNumberWanted
    | ContactWanted
    | PhrasesShown
    | CaseReview
    | CaseDone
)
