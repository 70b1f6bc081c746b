"""The technicians' door and what is behind it, as it is seen and touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kiosk.domain import events, states
from kiosk.domain.faults import Fault, Told, owner_of
from kiosk.domain.health import Device, DeviceState, DeviceStatus, QueueCounts, Service
from kiosk.domain.language import Language
from screens.maintenance import AROUND, UNFITTED
from tests.screens.callback_visits import SICK, callback_visits
from tests.screens.conftest import Pilot
from tests.screens.reading import told
from tests.screens.test_every_screen import box
from tests.screens.upkeep_states import TROUBLED
from tests.screens.visits import WELL, visit


def words_within(card: Any) -> list[Any]:
    from screens.widgets.words import Words

    return [words for words in card.walk(restrict=True) if isinstance(words, Words) and words.words]


both = pytest.mark.parametrize("language", Language)


@pytest.mark.accessibility("PRI-01", "INP-11")
@pytest.mark.requirement("K2")
def test_digits_of_the_pin_are_never_on_the_screen(pilot: Pilot) -> None:
    """K2: dots only, in the tree and in the picture: two PINs of one length look the same."""
    from screens.robot_touch import picture

    pilot.show(visit(states.TechnicianPin("918273")))
    assert "918273" not in told(pilot)
    seen = picture()
    pilot.show(visit(states.TechnicianPin("102938")))
    assert picture() == seen


@pytest.mark.requirement("K2")
def test_locked_door_says_until_when(pilot: Pilot) -> None:
    """K2: too many tries."""
    pilot.show(callback_visits(Language.EN)["technician_pin.locked"])
    assert "14:20" in told(pilot)


def test_nothing_is_typed_while_the_pin_is_checked(pilot: Pilot) -> None:
    pilot.show(visit(states.TechnicianPin(checking=True)))
    pilot.tap("keypad.1")
    pilot.tap("nav.primary")
    assert pilot.sent == []


def test_technicians_see_the_dark_palette_and_customers_never(pilot: Pilot) -> None:
    from screens.theme import LIGHT, NIGHT, colours

    pilot.show(visit(states.Maintenance()))
    assert colours.palette is NIGHT
    pilot.show(visit(states.Home()))
    assert colours.palette is LIGHT


@pytest.mark.accessibility("COL-04")
@pytest.mark.requirement("X1")
@both
def test_every_device_state_has_its_own_word(pilot: Pilot, language: Language) -> None:
    """X1: a word for each state, none reached by default; what stands around the machine is shown where it is fitted."""
    seen = set()
    for state in DeviceState:
        health = replace(WELL, devices=tuple(DeviceStatus(device, state) for device in Device))
        pilot.show(visit(states.Maintenance(), language, health=health))
        texts = pilot.texts[language]
        word = texts.get(f"device_state.{state.value}")
        cards = [line.split(", ")[:2] for line in told(pilot).split("\n")]
        shown = [device for device in Device if device not in AROUND or state not in UNFITTED]
        assert all([texts.get(f"device.{device.value}"), word] in cards for device in shown)
        assert len(shown) == (4 if state in UNFITTED else len(Device))
        seen.add(word)
    assert len(seen) == len(DeviceState)


@pytest.mark.requirement("X2")
@both
def test_paper_that_is_not_measured_is_not_called_well(pilot: Pilot, language: Language) -> None:
    """X2: the printer is online, its paper is not measured: attention, with the reason."""
    printer = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.ONLINE, (Fault.PAPER_NOT_MEASURED,))
    pilot.show(
        visit(states.Maintenance(), language, health=replace(WELL, devices=(printer, *WELL.devices[1:])))
    )
    texts = pilot.texts[language]
    assert texts.get("device_state.attention") in told(pilot)
    assert texts.fault(Fault.PAPER_NOT_MEASURED) in told(pilot)


@pytest.mark.accessibility("FLW-04")
@pytest.mark.requirement("X3")
@both
def test_every_fault_says_who_must_act(pilot: Pilot, language: Language) -> None:
    texts = pilot.texts[language]
    for fault in Fault:
        device = DeviceStatus(Device.CARD_READER, DeviceState.BROKEN, (fault,))
        pilot.show(visit(states.Maintenance(), language, health=replace(WELL, devices=(device,))))
        owner = texts.get(f"owner.{owner_of(fault).value}")
        assert texts.get("maintenance.fault", fault=texts.fault(fault), owner=owner) in told(pilot)


@pytest.mark.requirement("K4")
def test_queue_is_told_in_counts_and_age(pilot: Pilot) -> None:
    """K4: waiting, oldest, parked, delivered; no contents."""
    pilot.show(visit(states.Maintenance(), Language.EN, health=SICK))
    lines = told(pilot).split("\n")
    assert [lines[lines.index(name) + 1] for name in ("Waiting", "Oldest", "Parked", "Delivered")] == [
        "128",
        "2 h",
        "2",
        "48,210",
    ]


def test_empty_queue_has_no_oldest_record(pilot: Pilot) -> None:
    pilot.show(visit(states.Maintenance(), Language.EN, health=replace(WELL, queue=QueueCounts())))
    lines = told(pilot).split("\n")
    assert lines[lines.index("Oldest") + 1] == "None"


@pytest.mark.parametrize(
    ("service", "wanted"),
    [
        (Service.OPEN, Service.CLOSED),
        (Service.CLOSED, Service.OPEN),
        (Service.OUT_OF_ORDER, Service.OPEN),
    ],
)
def test_switch_opens_what_is_shut_and_shuts_what_is_open(
    pilot: Pilot, service: Service, wanted: Service
) -> None:
    pilot.show(visit(states.Maintenance(), health=replace(WELL, service=service)))
    pilot.tap("nav.primary")
    assert pilot.sent == [events.ServiceSwitched(wanted)]


def test_test_print_is_asked_once_at_a_time(pilot: Pilot) -> None:
    pilot.show(visit(states.Maintenance()))
    pilot.tap("maintenance.test")
    pilot.show(visit(states.Maintenance("running")))
    pilot.tap("maintenance.test")
    assert pilot.sent == [events.TestPrintAsked()]


@pytest.mark.requirement("X4")
@both
def test_test_print_without_an_answer_is_not_called_printed(pilot: Pilot, language: Language) -> None:
    """X4: only the printer's answer behind the job makes it printed."""
    pilot.show(visit(states.Maintenance("unknown"), language))
    texts = pilot.texts[language]
    assert texts.get("maintenance.test.unknown") in told(pilot)
    assert texts.get("maintenance.test.confirmed") not in told(pilot)


def test_technician_leaves_by_one_touch(pilot: Pilot) -> None:
    pilot.show(visit(states.Maintenance()))
    pilot.tap("nav.second")
    assert pilot.sent == [events.MaintenanceLeft()]


@both
def test_a_devices_page_says_of_each_fault_who_acts_what_to_do_and_what_customers_read(
    pilot: Pilot, language: Language
) -> None:
    texts = pilot.texts[language]
    for name, status in TROUBLED.items():
        pilot.show(callback_visits(language)[name])
        words = told(pilot)
        for fault in status.faults:
            assert texts.fault(fault) in words
            assert texts.get(f"owner.{owner_of(fault).value}") in words
            assert texts.get(f"hint.fault.{fault.value}") in words
        if status.told is not Told.NOTHING:
            assert texts.get("device.told", words=texts.get(f"told.{status.told.value}")) in words


def test_a_card_of_maintenance_opens_the_devices_page(pilot: Pilot) -> None:
    pilot.show(visit(states.Maintenance(), health=SICK))
    pilot.tap("machine.card_reader")
    assert pilot.sent == [events.RoomOpened(Device.CARD_READER)]


@both
@pytest.mark.requirement("K3")
def test_all_that_a_card_says_stands_on_it(pilot: Pilot, language: Language) -> None:
    """K3: the more its device has to say, the higher it is."""
    from screens.widgets.machines import MachineCard

    silent = replace(WELL, sound_works=False, speech_works=False, outside_reader_works=False)
    pilot.show(visit(states.Maintenance(), language=language, health=silent))
    pilot.frames(3)
    cards = [w for w in pilot.root.walk() if isinstance(w, MachineCard)]
    assert len(cards) > 4
    for card in cards:
        low, high = box(card)[1], box(card)[3]
        for words in words_within(card):
            assert low <= box(words)[1] <= box(words)[3] <= high, (card.entry.name, words.words)
