"""The visit's rules: `step(visit, event) -> (visit, effects)`, pure. One file per journey.

Order of asking: facts about money and the house first (they hold on every screen), then what lies over the screen, then
the ways out, then the screen itself. What no rule names changes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.effects import Effect
from kiosk.domain.events import Event, PaperChosen
from kiosk.domain.flow import (
    account,
    announcing,
    answers,
    asked_already,
    assisting,
    background,
    bills,
    booking,
    by_number,
    cabinet,
    callback,
    calling,
    cards,
    case,
    commanded,
    copying,
    counter_slip,
    day_end,
    email,
    entrance,
    giving_back,
    keys,
    leaving,
    lookup,
    maintenance,
    overlay,
    paying,
    presence,
    presenting,
    rating,
    reading_out,
    records,
    reprinting,
    reviving,
    scanning,
    settings,
    speaking,
    staff,
    supplies,
    upkeep,
)
from kiosk.domain.flow.assisting import told_when_over
from kiosk.domain.flow.commanded import done_when_free
from kiosk.domain.flow.recovering import recovered_when_free
from kiosk.domain.flow.stumbling import offered
from kiosk.domain.flow.touch import is_touch
from kiosk.domain.visit import Step, Visit

#: Asked in this order; the first that knows the event answers.
_EVERYWHERE = (
    calling.step,
    background.step,
    reviving.step,
    presence.step,
    presenting.step,
    cards.step_facts,
    commanded.step,
    upkeep.step_cleaning,
    paying.step_money,
    giving_back.step_money,
    assisting.step,
    overlay.step,
    reading_out.step,
    leaving.step,
    maintenance.step_entry,
)
_JOURNEYS = (
    by_number.step,
    counter_slip.step,
    scanning.step,
    entrance.step,
    cards.step,
    announcing.step,
    account.step,
    bills.step,
    paying.step,
    giving_back.step,
    rating.step,
    email.step,
    callback.step,
    asked_already.step,
    copying.step,
    lookup.step,
    booking.step,
    case.step,
    answers.step,
    maintenance.step,
    cabinet.step,
    upkeep.step,
    settings.step,
    staff.step,
    records.step,
    day_end.step,
)


def step(visit: Visit, event: Event) -> Step:
    """What `event` makes of `visit`, and what the outside world is to do about it."""
    if is_touch(event) and (visit.touched_at, visit.left_at, visit.slot) != (visit.now, None, False):
        visit = replace(visit, touched_at=visit.now, left_at=None, slot=False)
    visit = keys.heard(speaking.heard(reprinting.remembered(visit, event), event), event)
    after, effects = reviving.climbed(event, supplies.heard(event, _answer(visit, event)))
    after, effects = presenting.settled(visit, event, (after, effects))
    if reprinting.is_due(visit, after, event):
        after, more = _answer(after, PaperChosen(True))
        effects = (*effects, *more)
    answer = offered(visit, event, (overlay.kept(visit, event, after), effects))
    helped = cards.settled(visit, event, calling.settled(visit, told_when_over(visit, event, answer)))
    return done_when_free(recovered_when_free(cabinet.ended_when_dying(visit, helped)))


def _answer(visit: Visit, event: Event) -> Step:
    for rule in (*_EVERYWHERE, *_JOURNEYS):
        answer = rule(visit, event)
        if answer is not None:
            return answer
    nothing: tuple[Effect, ...] = ()
    return visit, nothing


__all__ = ["step"]
