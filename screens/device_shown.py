"""One device: a drawing with the part to look at in colour; for each fault who must act, what to do, and what customers
read meanwhile."""

from __future__ import annotations

from kivy.properties import ObjectProperty, StringProperty

from kiosk.domain import events
from kiosk.domain.counters import COUNTS, Count, Counter, counter_of
from kiosk.domain.faults import SHEETS, Fault, Owner, Spot, Told, owner_of
from kiosk.domain.health import DeviceStatus
from kiosk.domain.states import DeviceShown
from kiosk.domain.visit import Visit
from kiosk.texts import Texts
from screens.base import Nav, Screen
from screens.maintenance import TONES
from screens.widgets.upkeep import Task

#: More than these are never told at once in practice; the rest waits behind them.
FAULTS_SHOWN = 5


class DeviceShownScreen(Screen):
    title = StringProperty("")
    chip = StringProperty("")
    tone = StringProperty("info")
    device = StringProperty("")
    spots = ObjectProperty(frozenset[Spot]())
    about = StringProperty("")
    detail = StringProperty("")
    entries = ObjectProperty(())
    told = StringProperty("")
    counts_title = StringProperty("")
    counts = ObjectProperty(())

    def show(self, visit: Visit, texts: Texts) -> None:
        state = visit.state
        assert isinstance(state, DeviceShown)
        self.backdrop, self.banner, self.row = "night", False, False
        status = visit.health.of(state.device)
        self.device = state.device.value
        self.title = texts.get(f"device.{self.device}")
        attention = status.works and bool(status.faults)
        self.chip = texts.get(f"device_state.{'attention' if attention else status.state.value}")
        self.tone = "attention" if attention else TONES[status.state]
        self.spots = frozenset(SHEETS[fault].spot for fault in status.faults)
        self.detail = status.detail
        self.about = "" if status.faults or status.is_down else texts.get("maintenance.no_faults")
        self.entries = _entries(status, texts)
        self.told = _told(status, texts)
        self.counts_title = texts.get("counts.title") if COUNTS[state.device] else ""
        self.counts = tuple(
            _count(counter_of(state.counters or (), each), texts) for each in COUNTS[state.device]
        )
        self.nav = Nav(back=True)

    def act(self, tag: str) -> None:
        """Only what was forced is looked at and done with here."""
        self.tap(events.TamperSeen())

    def reset(self, tag: str) -> None:
        self.tap(events.CounterReset(Count(tag.removeprefix("count."))))


def _count(counter: Counter, texts: Texts) -> Task:
    """How many since when, and ever; paper in metres."""
    about = texts.get("counts.ever", ever=_amount(counter.count, counter.ever, texts))
    if counter.since:
        about = texts.get("counts.since", moment=texts.moment(counter.since), about=about)
    return Task(
        tag=f"count.{counter.count.value}",
        name=texts.get(f"count.{counter.count.value}"),
        state=_amount(counter.count, counter.total, texts),
        tone="info",
        about=about,
        act=texts.get("counts.reset"),
        enabled=counter.total > 0,
    )


def _amount(count: Count, amount: int, texts: Texts) -> str:
    return (
        texts.get("counts.metres", metres=f"{amount / 1000:,.1f}")
        if count is Count.PAPER_MM
        else f"{amount:,}"
    )


def _entries(status: DeviceStatus, texts: Texts) -> tuple[Task, ...]:
    """What is wrong, the worst first; without a fault what its state asks for."""
    if status.faults or not status.is_down:
        return tuple(_entry(fault, texts) for fault in status.faults[:FAULTS_SHOWN])
    state = status.state.value
    owner = texts.get(f"owner.{Owner.TECHNICIAN.value}")
    name, hint = texts.get(f"device_state.{state}"), texts.get(f"hint.state.{state}")
    return (Task(f"state.{state}", name, owner, TONES[status.state], hint, ""),)


def _entry(fault: Fault, texts: Texts) -> Task:
    owner = texts.get(f"owner.{owner_of(fault).value}")
    hint = texts.get(f"hint.fault.{fault.value}")
    act = texts.get("maintenance.tamper_seen") if fault is Fault.TAMPER else ""
    return Task(f"fault.{fault.value}", texts.fault(fault), owner, "attention", hint, act)


def _told(status: DeviceStatus, texts: Texts) -> str:
    told = status.told
    return "" if told is Told.NOTHING else texts.get("device.told", words=texts.get(f"told.{told.value}"))
