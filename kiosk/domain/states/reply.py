"""Where to write to, for whoever would rather have an e-mail than a call."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.states.callback import CallbackReview, NumberWanted
from kiosk.domain.states.case import ContactWanted
from kiosk.domain.states.words import Problem


@dataclass(frozen=True, slots=True)
class EmailWanted:
    """The address by keys. `before`: where Back leads; the notice stood on that screen, or before it."""

    before: NumberWanted | CallbackReview | ContactWanted
    typed: str = field(default="", repr=False)
    problem: Problem = Problem.NONE


ReplyState = EmailWanted
