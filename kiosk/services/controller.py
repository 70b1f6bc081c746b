"""The one place where the visit changes: events in, steps, effects out, a picture shown. Main thread only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.domain import events
from kiosk.domain.effects import Effect
from kiosk.domain.events import Event
from kiosk.domain.flow import step
from kiosk.domain.visit import Visit

log = logging.getLogger(__name__)

#: These hold for whoever stands here, and for money whether anybody still does.
_ALWAYS = (
    events.TerminalAnswered,
    events.TerminalFound,
    events.IntentSaved,
    events.OutcomeSaved,
    events.OutcomeNotSaved,
    events.SignInAnswered,
)

#: An event of no visit in particular.
NOBODY = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """`visit` is the visit that asked; NOBODY for facts that concern every visit."""

    visit: str
    event: Event


class Controller:
    """Holds the visit. `carry_out(visit, effect)` is given the visit as it was when the effect arose."""

    def __init__(
        self,
        visit: Visit,
        carry_out: Callable[[Visit, Effect], None],
        show: Callable[[Visit], None],
        count: Callable[[Event], None] = lambda event: None,
    ) -> None:
        """`count` hears everything that happened, also what no visit waits for any more."""
        self.visit = visit
        self._carry_out = carry_out
        self._show = show
        self._count = count

    def tap(self, event: Event) -> None:
        """Something the customer did."""
        self.take(Envelope(self.visit.id, event))

    def take(self, envelope: Envelope) -> None:
        self._count(envelope.event)
        if self._is_late(envelope):
            log.info("late event dropped: %s", type(envelope.event).__name__)
            return
        before = self.visit
        self.visit, effects = step(before, envelope.event)
        if self.visit != before:
            self._show(self.visit)
        for effect in effects:
            self._carry_out(before, effect)

    def _is_late(self, envelope: Envelope) -> bool:
        if envelope.visit in (NOBODY, self.visit.id):
            return False
        return not isinstance(envelope.event, _ALWAYS)
