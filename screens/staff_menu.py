"""What staff of the site may do: new paper, wiping the panel, closing with a reason and opening again."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.events import Chore
from kiosk.domain.flow.staff import can_open
from kiosk.domain.health import Device, Service
from kiosk.domain.states import StaffMenu
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.maintenance import SERVICE_TONES, device_card
from screens.widgets.rows import Way

ICONS = {
    Chore.PAPER: "printer",
    Chore.CLEANING: "hand",
    Chore.DAY_END: "receipt",
    Chore.CLOSING: "lock",
    Chore.OPENING: "lock-open",
}

ALWAYS = (Chore.PAPER, Chore.CLEANING, Chore.DAY_END)


class StaffMenuScreen(Screen):
    title = StringProperty("")
    place = StringProperty("")
    service_words = StringProperty("")
    service_tone = StringProperty("info")
    machines = ObjectProperty(())
    chores = ObjectProperty(())
    told = StringProperty("")

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, StaffMenu)
        self.backdrop, self.banner, self.row = "night", False, False
        house, health = visit.house, visit.health
        self.title = texts.get("staff.title")
        self.place = texts.get("maintenance.place", kiosk=house.kiosk_id, site=house.site[texts.language])
        self.service_words = texts.get(f"service.{health.service.value}")
        self.service_tone = SERVICE_TONES[health.service]
        self.machines = (
            device_card(health.of(Device.RECEIPT_PRINTER), texts),
            device_card(health.of(Device.PAYMENT_TERMINAL), texts),
        )
        self.chores = tuple(_way(chore, texts) for chore in _chores(visit))
        self.told = _told(state, visit, texts)
        leave = Action(texts.get("staff.leave"), events.MaintenanceLeft(), icon="log-out")
        self.nav = Nav(primary=leave)

    def choose(self, tag: str) -> None:
        self.tap(events.ChoreChosen(Chore(tag.removeprefix("chore."))))


def _chores(visit: Visit) -> tuple[Chore, ...]:
    """Closing or opening, whichever the service can be; neither where it is not for the site to open."""
    if visit.health.service is Service.OPEN:
        return *ALWAYS, Chore.CLOSING
    return (*ALWAYS, Chore.OPENING) if can_open(visit) else ALWAYS


def _way(chore: Chore, texts: Texts) -> Way:
    about = texts.get(f"chore.{chore.value}.about")
    return Way(f"chore.{chore.value}", ICONS[chore], texts.get(f"chore.{chore.value}"), about)


def _told(state: StaffMenu, visit: Visit, texts: Texts) -> str:
    if state.refused:
        return texts.get("staff.refused")
    if visit.health.service is not Service.OPEN and not can_open(visit):
        return texts.get("staff.not_ours")
    return ""
