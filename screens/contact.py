"""The number for an answer, by digits, under the whole notice; and a way on without one, where none is needed.

The notice is that of the call back (`screens/number.py`), with what is collected here and what for.
"""

from __future__ import annotations

from kiosk.domain import events
from kiosk.domain.case import needs_contact, takes_email
from kiosk.domain.states import ContactWanted, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav
from screens.number import NOTICE, NumberScreen, _kind
from screens.widgets.collection import Item

#: What the notice says otherwise here.
OWN = ("purpose", "items", "without")


class ContactScreen(NumberScreen):
    """Looks like the screen of the call back's number."""

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, ContactWanted)
        self.banner = False
        self.steps = 0
        self.title, self.hint = texts.get("contact.title"), texts.get("number.empty")
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.notice_title = texts.get("notice.title")
        self.notice = tuple(tuple(_item(name, visit, texts) for name in line) for line in NOTICE)
        phone = visit.customer.phone if visit.customer else None
        self.known_words = texts.get("number.on_file", phone=phone) if phone else ""
        may_write = visit.house.email and takes_email(state.draft)
        self.email_words = texts.get("number.email") if may_write else ""
        self.typed = texts.phone(state.digits)
        self.remark = _kind(state.digits, texts)
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        go_on = Action(texts.get("action.next"), events.Confirmed())
        if needs_contact(state.draft):
            self.nav = Nav(home=True, back=True, primary=go_on)
        else:
            without = Action(texts.get("contact.without"), events.ContactDeclined())
            self.nav = Nav(back=True, second=without, primary=go_on)


def _item(name: str, visit: Visit, texts: Texts) -> Item:
    if name in OWN:
        return Item(texts.get(f"notice.{name}"), texts.get(f"contact.notice.{name}"))
    house = visit.house
    about = texts.get(f"notice.{name}.text", brand=house.brand[texts.language], hotline=house.hotline)
    return Item(texts.get(f"notice.{name}"), about)
