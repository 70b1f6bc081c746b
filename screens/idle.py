"""Are you still there? The veil hides what was on the screen; it all stays until the time is up."""

from __future__ import annotations

from kivy.properties import NumericProperty, StringProperty

from kiosk.domain import events, states
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.overlay import Overlay


class IdleOverlay(Overlay):
    beside = events.MoreTimeTaken()

    title = StringProperty("")
    about = StringProperty("")
    stay_words = StringProperty("")
    end_words = StringProperty("")
    help_words = StringProperty("")
    seconds = StringProperty("")
    fraction = NumericProperty(1.0)

    def show(self, visit: Visit, texts: Texts) -> None:
        overlay = visit.overlay
        assert isinstance(overlay, states.IdleWarning)
        self.title, self.about = texts.get("idle.title"), texts.get("idle.about")
        self.stay_words = texts.get("idle.stay")
        self.end_words, self.help_words = texts.get("idle.end"), texts.get("idle.help")
        left = max((overlay.until - visit.now).total_seconds(), 0)
        self.fraction = min(left / visit.patience.warning.total_seconds(), 1)
        self.seconds = str(int(left + 0.999))
