"""Where the customer's hand goes now: at each such step the lamp blinks, a chime sounds, the screen shows the slot."""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain import states
from kiosk.domain.faults import Spot
from kiosk.domain.health import Device
from kiosk.domain.states import PaperState, Stage
from kiosk.domain.visit import Visit


class Guide(StrEnum):
    HOLD_CARD = "hold_card"
    TAKE_CARD = "take_card"
    SCAN = "scan"
    PAY = "pay"
    TAKE_PAPER = "take_paper"


#: The device, and the part of it that the hand goes to.
PICTURES: dict[Guide, tuple[Device, Spot]] = {
    Guide.HOLD_CARD: (Device.CARD_READER, Spot.SLOT),
    Guide.TAKE_CARD: (Device.CARD_READER, Spot.SLOT),
    Guide.SCAN: (Device.CODE_SCANNER, Spot.WINDOW),
    Guide.PAY: (Device.PAYMENT_TERMINAL, Spot.SLOT),
    Guide.TAKE_PAPER: (Device.RECEIPT_PRINTER, Spot.SLOT),
}
#: What is said of it: the catalogue's keys, which the screens use too.
WORDS: dict[Guide, tuple[str, str]] = {
    Guide.HOLD_CARD: ("card.title", "card.about"),
    Guide.TAKE_CARD: ("card_to_take.title", "card_to_take.about"),
    Guide.SCAN: ("scan.title", "scan.about"),
    Guide.PAY: ("paying.title.terminal", "paying.stage.insert_card"),
    Guide.TAKE_PAPER: ("paid.paper.confirmed", "paid.paper.confirmed.about"),
}
_AT_TERMINAL = (Stage.INSERT_CARD, Stage.ENTER_PIN, Stage.REMOVE_CARD)
_OUT = (PaperState.CONFIRMED, PaperState.SENT)


def guide_of(visit: Visit) -> Guide | None:
    """None: nothing is to be done at any device."""
    match visit.state:
        case states.CardWanted():
            return Guide.HOLD_CARD
        case states.CardToTake():
            return Guide.TAKE_CARD
        case states.ScanWanted():
            return Guide.SCAN
        case states.Paying(stage=stage) if stage in _AT_TERMINAL:
            return Guide.PAY
        case states.Maintenance():
            return None
        case state if isinstance(state, states.UpkeepState):
            return None
        case state if getattr(state, "paper", None) in _OUT or visit.paper_at is not None:
            return Guide.TAKE_PAPER
        case _:
            return None
