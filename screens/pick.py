"""One question with its list of answers, for whatever is handed over; a touch goes on."""

from __future__ import annotations

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from kiosk.domain.case import PICKS, pick_of
from kiosk.domain.events import PickMade
from kiosk.domain.states import PickWanted
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.widgets.choices import Choice

ICONS = {
    "bill": "receipt-text",
    "bills": "receipt-text",
    "payment": "banknote",
    "supply": "zap",
    "meter": "gauge",
    "conduct": "user",
    "waiting": "hourglass",
    "kiosk": "smartphone",
    "other": "message-square",
    "explanation": "message-square-text",
    "correction": "pencil",
    "apology": "hand",
    "refund": "wallet",
    "billing": "receipt-text",
    "moving": "house",
    "call": "phone-call",
    "counter": "users",
    "hotline": "headset",
    "site": "house",
    "faster": "clock",
    "simpler": "list",
    "clearer": "eye",
    "friendlier": "smile",
    "more": "plus",
    "praise": "thumbs-up",
    "honesty": "shield-check",
    "safety": "triangle-alert",
    "decision": "clipboard-list",
    "screen": "hand",
    "printer": "printer",
    "card_reader": "id-card",
    "terminal": "credit-card",
    "sound": "volume-2",
    "auto_pay": "refresh-cw",
    "e_bill": "mail",
    "plan_change": "file-text",
}
#: Tiles in a row of two: how high they may be, by how many rows there are.
HEIGHTS = {1: 420, 2: 380, 3: 300, 4: 256}


class PickScreen(Screen):
    title = StringProperty("")
    about = StringProperty("")
    entries = ObjectProperty(())
    steps = NumericProperty(0)
    at_step = NumericProperty(0)
    tile_height = NumericProperty(300)

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, PickWanted)
        key = f"case.{state.draft.kind.value}.{state.part}"
        asked = [pick.part for pick in PICKS[type(state.draft)]]
        self.steps, self.at_step = len(asked) + 1, asked.index(state.part) + 1
        self.title, self.about = texts.get(f"{key}.title"), texts.get(f"{key}.hint")
        pick = pick_of(state.draft, state.part)
        options = [option.value for option in pick.options] if pick else []
        self.tile_height = HEIGHTS[(len(options) + 1) // 2]
        self.entries = tuple(Choice(f"pick.{v}", texts.get(f"{key}.{v}"), icon=ICONS[v]) for v in options)
        self.nav = Nav(home=True, back=True)

    def choose(self, tag: str) -> None:
        self.tap(PickMade(tag.removeprefix("pick.")))
