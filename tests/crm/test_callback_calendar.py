"""Windows follow hours, holidays and closed days, and have room for so many; who asks offline is confirmed or moved."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Barrier
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from crm.calendar import sheet, slots
from crm.calendar.office import HOUSE, Service, windows
from crm.calendar.slots import Seat, Wanted
from crm.centre import Centre
from crm.demo.calendar import seed_calendar
from crm.kiosks.content import Content
from crm.schema import Booking, Callback, Closure, Slot, WindowPattern
from kiosk.domain.reference import make_reference
from tests.crm.signing import SigningKiosk, StepClock, contract, seal

TAIPEI = ZoneInfo("Asia/Taipei")
#: A Monday morning.
MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=TAIPEI)
NUMBERS: Iterator[int] = count(1)


@pytest.fixture
def house(centre: Centre, clock: StepClock) -> Centre:
    """The demonstration's calendar, on a Monday morning."""
    clock.now = MONDAY.astimezone(UTC)
    seed_calendar(centre)
    return centre


def with_capacity(centre: Centre, service: Service, capacity: int) -> None:
    with centre.database.writing() as session:
        session.execute(
            update(WindowPattern).where(WindowPattern.service == service).values(capacity=capacity)
        )


def local(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TAIPEI).astimezone(UTC)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def window(begins: datetime, hours: float = 2, soonest: bool = False) -> dict[str, Any]:
    return {"from": stamp(begins), "to": stamp(begins + timedelta(hours=hours)), "soonest": soonest}


def asked(kiosk: SigningKiosk, name: str = "callback", **changed: Any) -> dict[str, Any]:
    """A record like the contract's, under a reference, an id and a place in its stream of its own."""
    number = next(NUMBERS)
    changed = {"phone": f"09{number:08}", "reference": make_reference(kiosk.id, number), **changed}
    record = {**contract(f"records/{name}.json"), "id": str(UUID(int=number)), "seq": number}
    return seal(record, **changed)


def ask(kiosk: SigningKiosk, name: str = "callback", **changed: Any) -> str:
    """Sends it; its reference."""
    record = asked(kiosk, name, **changed)
    [answer] = kiosk.sync(record)["answers"]
    assert answer["verdict"] == "stored", answer
    return str(record["body"]["reference"])


def told(kiosk: SigningKiosk, reference: str) -> dict[str, Any]:
    answer = kiosk.post(f"cases/{reference}", {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


# --- days -------------------------------------------------------------------------------------


@pytest.mark.requirement("G2")
@pytest.mark.parametrize(
    ("day", "many"),
    [(date(2026, 11, 24), 3), (date(2026, 11, 28), 0), (date(2026, 12, 25), 0), (date(2026, 12, 24), 3)],
    ids=["a Tuesday", "a Saturday", "Constitution Day", "the day before it"],
)
def test_windows_follow_week_and_public_holidays(house: Centre, day: date, many: int) -> None:
    begin = datetime(day.year, day.month, day.day, tzinfo=TAIPEI)
    with house.database.reading() as session:
        found = windows(session, Service.CALLBACK, HOUSE, begin, 1)
    assert len(found) == many
    assert all(each.begins.astimezone(TAIPEI).date() == day for each in found)


def close(centre: Centre, day: date, is_open: bool = False, place: str = HOUSE) -> None:
    with centre.database.writing() as session:
        session.add(Closure(day=day, place=place, reason="typhoon", is_open=is_open, at=centre.clock()))


def test_a_typhoon_day_has_no_windows_and_a_working_holiday_has(house: Centre) -> None:
    close(house, date(2026, 11, 24))
    close(house, date(2026, 12, 25), is_open=True)
    with house.database.reading() as session:
        assert windows(session, Service.CALLBACK, HOUSE, local(24, 9), 1) == []
        assert len(windows(session, Service.CALLBACK, HOUSE, local(25, 9, month=12), 1)) == 3


def test_one_site_may_close_alone(house: Centre) -> None:
    close(house, date(2026, 11, 24), place="三重服務中心")
    with house.database.reading() as session:
        assert windows(session, Service.COUNTER, "三重服務中心", local(24, 9), 1) == []
        assert windows(session, Service.COUNTER, "板橋服務中心", local(24, 9), 1)


@pytest.mark.requirement("D6")
def test_the_kiosks_part_says_hours_closed_days_and_what_is_left(house: Centre, kiosk: SigningKiosk) -> None:
    close(house, date(2026, 11, 24))
    ask(kiosk, window=window(local(23, 13)))
    with house.database.reading() as session:
        part = sheet.body(session, house.clock())
    assert part is not None
    assert part["as_of"] == stamp(MONDAY)
    assert part["closings"][0] == {"day": "2026-11-24", "reason": "typhoon", "names": {}}
    holiday = next(each for each in part["closings"] if each["day"] == "2026-12-25")
    assert holiday["names"] == {"zh-Hant": "行憲紀念日", "en": "Constitution Day", "zh-Hans": "行宪纪念日"}
    first, second = part["windows"][:2]
    assert (first["left"], second["left"]) == (30, 29)
    assert second["from"] == stamp(local(23, 13))
    counter = next(each for each in part["sites"] if each["name"] == "三重服務中心")["counter"]
    assert not any("2026-11-24T0" in each["from"] for each in part["windows"] + counter)
    assert counter[0]["from"] == stamp(local(23, 9, 30))
    assert {"weekday": 0, "opens": "09:00", "closes": "12:00"} in part["hours"]


def test_the_part_has_a_new_version_when_a_place_is_taken_or_a_day_is_closed(
    house: Centre, kiosk: SigningKiosk, clock: StepClock
) -> None:
    content = Content({"calendar": sheet.PROVIDER})

    def version() -> str:
        with house.database.reading() as session:
            return content.versions(session, house.clock())["calendar"]

    first = version()
    clock.step(minutes=10)
    assert version() == first
    ask(kiosk, window=window(local(23, 13)))
    second = version()
    close(house, date(2026, 11, 24))
    assert len({first, second, version()}) == 3


def test_a_centre_without_a_calendar_takes_every_window(centre: Centre, kiosk: SigningKiosk) -> None:
    reference = ask(kiosk, window=window(local(29, 3)))
    assert told(kiosk, reference)["window"] == {"from": stamp(local(29, 3)), "to": stamp(local(29, 5))}
    with centre.database.reading() as session:
        assert sheet.body(session, centre.clock()) is None


# --- room -------------------------------------------------------------------------------------


@pytest.mark.requirement("G2")
def test_a_full_window_moves_the_next_one_who_asks(house: Centre, kiosk: SigningKiosk) -> None:
    """G2: the centre confirms or moves, and says which."""
    with_capacity(house, Service.CALLBACK, 1)
    first, second = (ask(kiosk, window=window(local(23, 13))) for _ in range(2))
    assert told(kiosk, first)["status"] == "confirmed"
    moved = told(kiosk, second)
    assert (moved["status"], moved["moved"]) == ("moved", "full")
    assert moved["window"] == {"from": stamp(local(23, 15)), "to": stamp(local(23, 17))}


@pytest.mark.parametrize(
    ("begins", "why", "given"),
    [
        (local(28, 13), "closed", local(30, 9)),
        (local(20, 13), "past", local(23, 9)),
    ],
    ids=["a Saturday", "last Friday"],
)
def test_an_offline_wish_that_cannot_be_is_moved(
    house: Centre, kiosk: SigningKiosk, begins: datetime, why: str, given: datetime
) -> None:
    moved = told(kiosk, ask(kiosk, window=window(begins)))
    assert (moved["moved"], moved["window"]["from"]) == (why, stamp(given))


def test_the_soonest_keeps_its_promise_where_there_is_room(house: Centre, kiosk: SigningKiosk) -> None:
    reference = ask(kiosk, window=window(MONDAY, soonest=True))
    found = told(kiosk, reference)
    assert (found["status"], found["window"]["from"]) == ("confirmed", stamp(MONDAY))
    assert found["place"] == 1
    with house.database.reading() as session:
        [slot] = session.scalars(select(Slot)).all()
    assert (slot.begins, slot.taken) == (local(23, 9), 1)


@pytest.mark.requirement("X50")
def test_place_and_expected_time_come_with_the_status(house: Centre, kiosk: SigningKiosk) -> None:
    first, second = (ask(kiosk, window=window(MONDAY, soonest=True)) for _ in range(2))
    places = [told(kiosk, reference)["place"] for reference in (first, second)]
    assert places == [1, 1]  # the same promise: neither is before the other
    third = ask(kiosk, window=window(local(23, 13)))
    found = told(kiosk, third)
    assert (found["place"], found["expected_at"]) == (3, stamp(local(23, 13)))


def test_when_a_fortnight_is_full_the_wish_stands(house: Centre, kiosk: SigningKiosk) -> None:
    with_capacity(house, Service.CALLBACK, 0)
    assert told(kiosk, ask(kiosk, window=window(local(23, 13))))["window"]["from"] == stamp(local(23, 13))


@pytest.mark.requirement("Q1")
def test_the_last_slot_has_one_winner(house: Centre, kiosk: SigningKiosk) -> None:
    """Q1: twenty races of two threads for one place; whoever is later gets the next one, and nobody gets both."""
    with_capacity(house, Service.COUNTER, 1)
    start = Barrier(2)

    def race(wanted: Wanted) -> Seat:
        start.wait(timeout=10)
        with house.database.writing() as session:
            return slots.seat(session, wanted, house.clock())

    with ThreadPoolExecutor(2) as pool:
        for race_no in range(20):
            wanted = Wanted(Service.COUNTER, local(24, 10), local(24, 10, 30), f"site {race_no}")
            seats = [run.result() for run in [pool.submit(race, wanted) for _ in range(2)]]
            assert sorted(seat.moved for seat in seats) == ["", "full"]
            assert {seat.begins for seat in seats} == {local(24, 10), local(24, 10, 30)}
    with house.database.reading() as session:
        assert set(session.scalars(select(Slot.taken))) == {1}


@pytest.mark.requirement("Q1")
def test_a_booking_is_confirmed_or_moved_and_can_be_cancelled(house: Centre, kiosk: SigningKiosk) -> None:
    with_capacity(house, Service.COUNTER, 1)
    wanted = window(local(24, 10), hours=0.5)
    first, second = (ask(kiosk, "booking", window=wanted) for _ in range(2))
    assert (told(kiosk, first)["status"], told(kiosk, second)["status"]) == ("confirmed", "moved")
    ask(kiosk, "cancellation", reference=first)
    assert told(kiosk, first)["status"] == "cancelled"
    third = ask(kiosk, "booking", window=wanted)
    assert told(kiosk, third)["status"] == "confirmed"  # its place was free again
    with house.database.reading() as session:
        row = session.scalars(select(Booking).where(Booking.reference == first)).one()
        assert [event.what for event in row.events] == ["requested", "confirmed", "cancel_by_customer"]


# --- asked again, cancelled, moved ------------------------------------------------------------


@pytest.mark.requirement("G4")
def test_who_asks_again_is_led_to_the_first_request(
    house: Centre, kiosk: SigningKiosk, other_kiosk: SigningKiosk
) -> None:
    """G4: staff see one thing to do; both references lead to it."""
    mine = {"phone": "0912345678", "topic": "billing"}
    first = ask(kiosk, window=window(local(23, 13)), **mine)
    second = ask(other_kiosk, window=window(local(24, 13)), **mine)
    assert told(kiosk, second) == told(kiosk, first)
    assert told(kiosk, second)["reference"] == first
    with house.database.reading() as session:
        rows = {row.reference: row for row in session.scalars(select(Callback))}
        assert (rows[first].state, rows[second].state) == ("queued", "merged")
        assert [event.what for event in rows[first].events] == ["requested", "confirmed", "asked_again"]
    other_topic = ask(other_kiosk, window=window(local(24, 13)), phone="0912345678", topic="meter")
    assert told(kiosk, other_topic)["reference"] == other_topic


@pytest.mark.requirement("G4")
def test_a_cancellation_reaches_the_centre_from_any_kiosk(
    house: Centre, kiosk: SigningKiosk, other_kiosk: SigningKiosk
) -> None:
    reference = ask(kiosk, window=window(local(23, 13)))
    ask(other_kiosk, "cancellation", reference=reference)
    assert (told(kiosk, reference)["status"], told(kiosk, reference)["can"]) == ("cancelled", "no")
    with house.database.reading() as session:
        assert set(session.scalars(select(Slot.taken))) == {0}


def test_a_cancellation_that_comes_before_its_request_waits_for_it(
    house: Centre, kiosk: SigningKiosk, other_kiosk: SigningKiosk
) -> None:
    """Two kiosks without a line: the second one's line is back first."""
    request = asked(kiosk, window=window(local(23, 13)))
    reference = request["body"]["reference"]
    ask(other_kiosk, "cancellation", reference=reference)
    assert not told(other_kiosk, reference)["found"]
    kiosk.sync(request)
    assert told(other_kiosk, reference)["status"] == "cancelled"


def test_a_rearrangement_takes_the_new_place_and_frees_the_old(house: Centre, kiosk: SigningKiosk) -> None:
    reference = ask(kiosk, window=window(local(23, 13)))
    ask(kiosk, "rearrangement", reference=reference, window=window(local(24, 15)))
    found = told(kiosk, reference)
    assert (found["status"], found["window"]["from"]) == ("confirmed", stamp(local(24, 15)))
    with house.database.reading() as session:
        taken = dict(session.execute(select(Slot.begins, Slot.taken)).all())
    assert taken == {local(23, 13): 0, local(24, 15): 1}


# --- by number --------------------------------------------------------------------------------


def test_payments_have_a_status_too(kiosk: SigningKiosk) -> None:
    """X25: paid, not paid, being checked."""
    for name, status in (("approved", "paid"), ("declined", "not_paid"), ("in_doubt", "being_checked")):
        record = contract(f"records/payment.{name}.json")
        kiosk.sync(record)
        found = told(kiosk, record["body"]["reference"])
        assert (found["kind"], found["status"] in (status, "refund_due")) == ("payment", True)
        assert found["amount"] == record["body"]["amount"]


@pytest.mark.requirement("D3")
@pytest.mark.parametrize("kind", ["complaint", "application", "fault_report"])
def test_what_was_handed_over_has_a_status(kiosk: SigningKiosk, other_kiosk: SigningKiosk, kind: str) -> None:
    """D3: a complaint at another kiosk, too."""
    record = contract(f"records/{kind}.json")
    kiosk.sync(record)
    found = told(other_kiosk, record["body"]["reference"])
    assert (found["kind"], found["status"], found["can"]) == (kind, "confirmed", "no")


def test_a_letter_to_the_manager_tells_nobody_anything(kiosk: SigningKiosk) -> None:
    record = contract("records/letter.anonymous.json")
    kiosk.sync(record)
    assert not told(kiosk, record["body"]["reference"])["found"]


@pytest.mark.requirement("D3")
def test_nothing_in_a_status_says_whose_it_is(kiosk: SigningKiosk) -> None:
    """D3: masked."""
    kiosk.sync(contract("records/callback.json"))
    answer = kiosk.post("cases/K07-SUAM-XK7Z", {}).text
    for part in ("0912", "345678", "678", "林", "vip", "late-payment"):
        assert part not in answer


def test_guessing_numbers_is_slowed_down(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    for number in range(20):
        assert not told(kiosk, make_reference("K09", number))["found"]
    answer = kiosk.post(f"cases/{make_reference('K09', 77)}", {})
    assert (answer.status_code, answer.json()["error"]) == (429, "slow_down")
    assert int(answer.headers["Retry-After"]) > 0
    assert not told(other_kiosk, make_reference("K09", 1))["found"]


def test_a_path_that_is_no_reference_is_refused(kiosk: SigningKiosk) -> None:
    assert kiosk.post("cases/K07-1", {}).status_code == 422
