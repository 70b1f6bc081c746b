"""Ask to be called, step three: the number, by digits, under the whole notice of what becomes of it.

The notice (Personal Data Protection Act of Taiwan, article 8: who, purpose, items, period, region, recipients, ways,
rights, what follows from not giving) stands on this screen and not behind a link, so it is seen before a digit is
typed. Its version is the house's; consent to anything else is neither asked nor given here.
"""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.states import NumberWanted, Problem
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.collection import Item

#: The nine items; those on one line are short in every language.
NOTICE = (
    ("who",),
    ("purpose",),
    ("items",),
    ("period", "region"),
    ("recipients", "ways"),
    ("rights",),
    ("without",),
)


class NumberScreen(Screen):
    title = StringProperty("")
    steps = NumericProperty(4)
    notice_title = StringProperty("")
    notice = ObjectProperty(())
    known_words = StringProperty("")
    email_words = StringProperty("")
    typed = StringProperty("")
    hint = StringProperty("")
    remark = StringProperty("")
    problem = StringProperty("")
    clear_words = StringProperty("")
    erase_spoken = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, NumberWanted)
        self.banner = False  # the whole notice needs the room; asking for a call works without a line
        self.title, self.hint = texts.get("number.title"), texts.get("number.empty")
        self.clear_words, self.erase_spoken = texts.get("action.clear"), texts.get("action.erase")
        self.notice_title = texts.get("notice.title")
        self.notice = tuple(tuple(_item(name, visit, texts) for name in line) for line in NOTICE)
        phone = visit.customer.phone if visit.customer else None
        self.known_words = texts.get("number.on_file", phone=phone) if phone else ""
        self.email_words = texts.get("number.email") if visit.house.email else ""
        self.typed = texts.phone(state.digits)
        self.remark = _kind(state.digits, texts)
        self.problem = "" if state.problem is Problem.NONE else texts.get(f"problem.{state.problem.value}")
        go_on = Action(texts.get("action.next"), events.Confirmed())
        self.nav = Nav(home=True, back=True, primary=go_on)

    def type_digit(self, digit: str) -> None:
        self.tap(events.DigitTyped(digit))

    def erase(self) -> None:
        self.tap(events.DigitErased())

    def clear(self) -> None:
        self.tap(events.DigitsCleared())

    def use_number_on_file(self) -> None:
        self.tap(events.NumberOnFileChosen())


def _item(name: str, visit: Visit, texts: Texts) -> Item:
    house = visit.house
    about = texts.get(f"notice.{name}.text", brand=house.brand[texts.language], hotline=house.hotline)
    return Item(texts.get(f"notice.{name}"), about)


def _kind(digits: str, texts: Texts) -> str:
    if digits.startswith("09"):
        return texts.get("number.mobile")
    return texts.get("number.landline") if len(digits) > 1 else ""
