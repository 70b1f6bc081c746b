"""What lies over a screen: help, languages, accessibility, the idle warning. The screen below keeps everything."""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain import events, states
from kiosk.domain.events import Event
from kiosk.domain.flow.touch import is_touch
from kiosk.domain.visit import Step, Visit


def step(visit: Visit, event: Event) -> Step | None:
    match event:
        case events.HelpAsked():
            return replace(visit, overlay=states.Help()).noted("help"), ()
        case events.LanguagesAsked():
            return replace(visit, overlay=states.Languages()), ()
        case events.AccessibilityAsked():
            return replace(visit, overlay=states.Accessibility()), ()
        case events.PreferencesChosen(preferences):
            return replace(visit, preferences=preferences), ()
        case events.LanguageChosen(language) if language in visit.house.languages:
            return replace(visit, language=language, overlay=None), ()
        case events.OverlayClosed() | events.MoreTimeTaken():
            return replace(visit, overlay=None), ()
        case events.Ended() | events.CallbackAsked():
            return None
        case _ if isinstance(visit.overlay, states.IdleWarning) and is_touch(event):
            # A touch beside the dialog means "I am here"; it must not press what it did not aim at.
            return replace(visit, overlay=None), ()
        case _:
            return None


def kept(before: Visit, event: Event, after: Visit) -> Visit:
    """`after`, with what lay over the screen where only news came for it.

    A dialog that goes away by itself would let a finger on its way there press what lies below. Floor staff, and a call
    for them, stay over whatever step an answer leads to.
    """
    if before.overlay is None:
        return after
    staff = isinstance(before.overlay, states.AssistPin | states.Assist | states.Calling)
    same_screen = before.id == after.id and (staff or type(before.state) is type(after.state))
    its_own = isinstance(event, events.Ticked | events.PresenceSensed)
    if after.overlay or not same_screen or is_touch(event) or its_own:
        return after
    return replace(after, overlay=before.overlay)
