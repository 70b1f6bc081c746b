"""The visit is over, and a card is still in the reader or on it: please take it."""

from __future__ import annotations

from kivy.properties import StringProperty

from kiosk.domain import events, states
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen


class CardToTakeScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    over = StringProperty("")
    over_about = StringProperty("")
    person = StringProperty("")
    person_about = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        assert isinstance(visit.state, states.CardToTake)
        counter, hotline = visit.house.counter[visit.language], visit.house.hotline
        self.title, self.about = texts.get("card_to_take.title"), texts.get("card_to_take.about")
        self.over, self.over_about = texts.get("card_to_take.over"), texts.get("card_to_take.over.about")
        self.person = texts.get("card_to_take.person")
        self.person_about = texts.get("card_to_take.person.about", counter=counter, hotline=hotline)
        self.nav = Nav(primary=Action(texts.get("recovered.go_on"), events.Started()))
