"""Asking to be called back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.callback import CallbackDraft, Topic, Window
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.states.words import PaperState, Problem


@dataclass(frozen=True, slots=True)
class TopicWanted:
    pass


@dataclass(frozen=True, slots=True)
class WindowWanted:
    topic: Topic
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class NumberWanted:
    """The number by keypad, under the notice. `on_file` offers the masked number the centre has."""

    topic: Topic
    window: Window
    windows: tuple[Window, ...]
    digits: str = field(default="", repr=False)
    problem: Problem = Problem.NONE


@dataclass(frozen=True, slots=True)
class CallbackReview:
    """`saving` from the confirmation until the request is on disk; before that, `asking_until`: the centre has so long to
    say whether this was asked already."""

    draft: CallbackDraft
    before: NumberWanted
    saving: bool = False
    problem: Problem = Problem.NONE
    asking_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """There is an open request about the same thing. `standing` without a reference: not known to be this customer's
    own."""

    standing: CaseStanding
    review: CallbackReview


@dataclass(frozen=True, slots=True)
class CallbackDone:
    """On disk under `reference`. `provisional` while the centre has not got it; `standing` is what it says then."""

    reference: str
    draft: CallbackDraft
    provisional: bool
    paper: PaperState = PaperState.OFFERED
    standing: CaseStanding | None = None


CallbackState = TopicWanted | WindowWanted | NumberWanted | CallbackReview | AskedAlready | CallbackDone
