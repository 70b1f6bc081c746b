"""The proof on the customer's phone: one touch shows a code, the phone's camera does the rest."""

from __future__ import annotations

from dataclasses import dataclass

from kivy.properties import ObjectProperty

from kiosk.domain import states
from kiosk.domain.states import LinkState, PaperState
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.widgets.stack import Stack


@dataclass(frozen=True, slots=True)
class PhoneWords:
    """Everything the part shows. `offer`: one button; `address`: the code with what to do; all empty: nothing."""

    offer: str = ""
    can: bool = True
    address: str = ""
    title: str = ""
    about: str = ""
    close: str = ""

    @property
    def shown(self) -> bool:
        return bool(self.address)


def phone_words(visit: Visit, state: states.Paid, texts: Texts) -> PhoneWords:
    page = visit.house.receipt_page
    if not page or state.paper is PaperState.PRINTING:
        return PhoneWords()
    if state.phone is LinkState.SHOWN and state.link is not None:
        return PhoneWords(
            address=f"{page}/{state.link.code}",
            title=texts.get("phone.title"),
            about=texts.get("phone.about", date=texts.date(state.link.until)),
            close=texts.get("phone.close"),
        )
    return PhoneWords(texts.get(_OFFERS[state.phone]), can=state.phone is not LinkState.MAKING)


_OFFERS = {
    LinkState.OFFERED: "phone.offer",
    LinkState.SHOWN: "phone.offer",
    LinkState.MAKING: "phone.making",
    LinkState.NOT_MADE: "phone.failed",
}


class PhoneReceipt(Stack):
    """Fires `on_phone(wanted)`: the code is asked for, or put away."""

    words: PhoneWords = ObjectProperty(PhoneWords(), rebind=True)

    __events__ = ("on_phone",)

    def on_phone(self, wanted: bool) -> None: ...
