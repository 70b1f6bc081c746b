"""For technicians: every device with its state, its faults and who must act; the queue, the line, a test print, and
the switch that opens and closes the service.

Nothing of a customer stands here: counts and ages, no contents.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kivy.properties import BooleanProperty, ListProperty, ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.faults import Fault, owner_of
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Health, Line, Service
from kiosk.domain.states import Maintenance
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Action, Nav, Screen
from screens.widgets.machines import Figure, Machine, Machines

TONES = {
    DeviceState.NOT_FITTED: "info",
    DeviceState.STARTING: "info",
    DeviceState.ONLINE: "success",
    DeviceState.UNPLUGGED: "danger",
    DeviceState.OFFLINE: "danger",
    DeviceState.PERSON_NEEDED: "attention",
    DeviceState.BROKEN: "danger",
}
#: Shown where they are fitted: most kiosks have none of them.
AROUND = (Device.CABINET, Device.POWER, Device.KEYPAD)
UNFITTED = (DeviceState.NOT_FITTED, DeviceState.STARTING)
LINE_TONES = {Line.UP: "success", Line.DOWN: "danger", Line.UNKNOWN: "attention"}
SERVICE_TONES = {Service.OPEN: "success", Service.CLOSED: "attention", Service.OUT_OF_ORDER: "danger"}


class MaintenanceScreen(Screen):
    title = StringProperty("")
    place = StringProperty("")
    service_words = StringProperty("")
    service_tone = StringProperty("info")
    machines = ObjectProperty(())
    queue_title = StringProperty("")
    figures = ObjectProperty(())
    test_words = StringProperty("")
    test_told = StringProperty("")
    test_tone = StringProperty("plain")
    testing = BooleanProperty(False)
    doors = ListProperty([])

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, Maintenance)
        self.backdrop, self.banner, self.row = "night", False, False
        house, health = visit.house, visit.health
        self.title = texts.get("maintenance.title")
        self.place = texts.get("maintenance.place", kiosk=house.kiosk_id, site=house.site[texts.language])
        self.service_words = texts.get(f"service.{health.service.value}")
        self.service_tone = SERVICE_TONES[health.service]
        cards = (
            *(
                replace(device_card(health.of(device), texts), tag=f"machine.{device.value}")
                for device in Device
                if device not in AROUND or health.of(device).state not in UNFITTED
            ),
            _centre(health, texts),
        )
        self.machines = cards if len(cards) <= Machines.ROOMY else tuple(map(_brief, cards))
        self.queue_title, self.figures = texts.get("maintenance.queue"), _figures(visit, texts)
        self._show_test(state.test, texts)
        self.doors = [(f"room.{room.value}", "", texts.get(f"room.{room.value}")) for room in events.Room]
        if state.refused:
            self.test_told, self.test_tone = texts.get("maintenance.refused"), "danger"
        self.nav = Nav(second=_leave(texts), primary=_switch(health.service, texts))

    def open_device(self, tag: str) -> None:
        self.tap(events.RoomOpened(Device(tag.removeprefix("machine."))))

    def enter(self, tag: str) -> None:
        self.tap(events.RoomOpened(events.Room(tag.removeprefix("room."))))

    def print_test(self) -> None:
        self.tap(events.TestPrintAsked())

    def _show_test(self, test: str, texts: Texts) -> None:
        self.testing = test == "running"
        self.test_words = texts.get("maintenance.test")
        self.test_told = texts.get(f"maintenance.test.{test or 'none'}")
        tones = {"": "plain", "running": "info", "confirmed": "success"}
        self.test_tone = tones.get(test, "attention")


def device_card(status: DeviceStatus, texts: Texts) -> Machine:
    attention = status.works and bool(status.faults)
    word = "attention" if attention else status.state.value
    return Machine(
        name=texts.get(f"device.{status.device.value}"),
        state=texts.get(f"device_state.{word}"),
        tone="attention" if attention else TONES[status.state],
        faults=_faults(status, texts),
        detail=status.detail,
    )


def _faults(status: DeviceStatus, texts: Texts) -> str:
    if not status.faults:
        return texts.get("maintenance.no_faults") if status.works else ""
    return "\n".join(_fault(fault, texts) for fault in status.faults)


def _brief(card: Machine) -> Machine:
    """Its first fault, and how many more there are; its own page has them all."""
    first, *more = card.faults.split("\n")
    return replace(card, faults=f"{first} +{len(more)}" if more else first, detail="")


def _fault(fault: Fault, texts: Texts) -> str:
    owner = texts.get(f"owner.{owner_of(fault).value}")
    return texts.get("maintenance.fault", fault=texts.fault(fault), owner=owner)


def _centre(health: Health, texts: Texts) -> Machine:
    store = texts.get(f"maintenance.store.{'works' if health.store_works else 'broken'}")
    if health.fell_back:
        store = texts.get("maintenance.fell_back")
    return Machine(
        name=texts.get("maintenance.line"),
        state=texts.get(f"maintenance.line.{health.line.value}"),
        tone=LINE_TONES[health.line],
        faults=store,
        detail=" · ".join(filter(None, (_since(health, texts), _silence(health, texts)))),
    )


def _since(health: Health, texts: Texts) -> str:
    if health.line_up_at is None:
        return ""
    return texts.get("maintenance.line.since", moment=texts.moment(health.line_up_at))


def _silence(health: Health, texts: Texts) -> str:
    mute = "" if health.sound_works else texts.get("maintenance.no_sound")
    dumb = "" if health.speech_works else texts.get("maintenance.no_speech")
    alone = "" if health.outside_reader_works else texts.get("maintenance.no_outside_reader")
    return " · ".join(filter(None, (mute, dumb, alone)))


def _figures(visit: Visit, texts: Texts) -> tuple[Figure, ...]:
    queue = visit.health.queue
    oldest = age(visit.now - queue.oldest_at, texts) if queue.oldest_at else texts.get("maintenance.none")
    return (
        Figure(texts.get("maintenance.waiting"), f"{queue.waiting:,}"),
        Figure(texts.get("maintenance.oldest"), oldest),
        Figure(texts.get("maintenance.parked"), f"{queue.parked:,}"),
        Figure(texts.get("maintenance.delivered"), f"{queue.delivered:,}"),
    )


def age(age: timedelta, texts: Texts) -> str:
    """In the largest unit that fits: days, hours, minutes, seconds."""
    seconds = max(0, int(age.total_seconds()))
    for unit, length in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= length:
            return texts.get(f"maintenance.age.{unit}", count=seconds // length)
    return texts.get("maintenance.age.seconds", count=seconds)


def _leave(texts: Texts) -> Action:
    return Action(texts.get("maintenance.leave"), events.MaintenanceLeft(), icon="log-out")


def _switch(service: Service, texts: Texts) -> Action:
    if service is Service.OPEN:
        return Action(texts.get("maintenance.close"), events.ServiceSwitched(Service.CLOSED), icon="lock")
    return Action(texts.get("maintenance.open"), events.ServiceSwitched(Service.OPEN), icon="lock-open")
