"""One visit for every screen of looking something up, and of the house. Every place and number is invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from kiosk.domain import states
from kiosk.domain.calendar import Calendar, Closing, Counter, Opening
from kiosk.domain.callback import offered_windows
from kiosk.domain.copies import NoCopy
from kiosk.domain.health import Health, Service
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.states import PaperState, Problem
from kiosk.domain.visit import Visit
from kiosk.domain.wait import Wait, Waits
from tests.screens.visits import HOUSE, NOW, REFERENCE, visit

NUMBER = REFERENCE
ZH, EN = Language.ZH_HANT, Language.EN
CALL = CaseStanding(
    NUMBER,
    "callback",
    "confirmed",
    "billing",
    NOW + timedelta(hours=1),
    NOW + timedelta(hours=3),
    place=4,
    expected_at=NOW + timedelta(hours=1, minutes=10),
    can=Can.NOW,
)
MISSED = replace(
    CALL,
    status="retry",
    attempts=2,
    last_attempt_at=NOW - timedelta(minutes=25),
    next_attempt_at=NOW + timedelta(minutes=35),
    place=None,
)
PAID = CaseStanding(REFERENCE, "payment", "paid", amount=Money(231_800))
PAYMENT = CaseStanding("K07-PAMR-P52T", "payment", "being_checked", amount=Money(231_800))


def _counter(name: str, english: str, place: tuple[float, float], closings: tuple[Closing, ...]) -> Counter:
    hours = tuple(
        Opening(day, *pair) for day in range(5) for pair in ((time(9), time(12)), (time(13), time(17)))
    )
    return Counter(
        name,
        dict.fromkeys(Language, name) | {EN: english},
        dict.fromkeys(Language, "晴川路 100 號") | {EN: "100 Qingchuan Rd."},
        dict.fromkeys(Language, "捷運 2 號出口 5 分鐘") | {EN: "MRT, exit 2, 5 min on foot"},
        "0800-000-123",
        hours,
        closings,
        place=place,
    )


TYPHOON = Closing(NOW.date(), "typhoon", {})
MONDAY = NOW + timedelta(days=1)
NEAR = Closing(
    MONDAY.date() + timedelta(days=3), "holiday", dict.fromkeys(Language, "校正日") | {EN: "Calibration Day"}
)
SHUT = Health(service=Service.CLOSED)
HOLIDAY = Closing(
    date(2026, 12, 25), "holiday", dict.fromkeys(Language, "行憲紀念日") | {EN: "Constitution Day"}
)


def calendar(closings: tuple[Closing, ...]) -> Calendar:
    here = _counter(HOUSE.site[ZH], HOUSE.site[EN], (25.0555, 121.4845), closings)
    others = (
        _counter("信義服務中心", "Xinyi Service Centre", (25.0408, 121.5672), ()),
        _counter("板橋服務中心", "Banqiao Service Centre", (25.0143, 121.4637), (HOLIDAY,)),
    )
    return Calendar(NOW, closings=closings, counters=(here, *others))


#: On a Monday afternoon; the last number is older than any kiosk says.
WAITS = Waits(
    (
        Wait(HOUSE.site[ZH], 4, 2, 14, MONDAY - timedelta(minutes=6)),
        Wait("板橋服務中心", 11, 3, 34, MONDAY - timedelta(minutes=2)),
        Wait("信義服務中心", 2, 2, 8, MONDAY - timedelta(minutes=45)),
    )
)


def lookup_visits(language: Language) -> Mapping[str, Visit]:
    """By picture name."""

    def guest(state: states.State, **more: object) -> Visit:
        return visit(state, language, customer=None, **more)

    windows = offered_windows(NOW, HOUSE.hours)
    told = replace(HOUSE, calendar=calendar((HOLIDAY,)))
    return {
        "case_number": guest(states.CaseNumberWanted("K07")),
        "case_number.wrong": guest(states.CaseNumberWanted("K07SUAMXK7Y", Problem.REFERENCE_WRONG)),
        "case_number.asking": guest(states.CaseNumberWanted("K07SUAMXK7Z", asking=True)),
        "case_shown.call": guest(states.CaseShown(CALL)),
        "case_shown.missed": guest(states.CaseShown(MISSED)),
        "case_shown.in_hands": guest(
            states.CaseShown(replace(CALL, status="in_hands", place=None, can=Can.ASK))
        ),
        "case_shown.moved": guest(states.CaseShown(replace(CALL, status="moved", moved="full"))),
        "case_shown.done": guest(
            states.CaseShown(replace(CALL, status="done", result="resolved", place=None, can=Can.NO))
        ),
        "case_shown.cancelled": guest(
            states.CaseShown(replace(CALL, status="cancelled", place=None, can=Can.NO), wish="cancel")
        ),
        "case_shown.wish": guest(states.CaseShown(CALL, wish="rearrange")),
        "case_shown.payment": guest(states.CaseShown(PAYMENT)),
        "case_shown.paid": guest(states.CaseShown(PAID)),
        "case_shown.copy": guest(states.CaseShown(PAID, paper=PaperState.CONFIRMED)),
        "case_shown.copying": guest(states.CaseShown(PAID, paper=PaperState.PRINTING)),
        "case_shown.copy_failed": guest(states.CaseShown(PAID, paper=PaperState.NOT_PRINTED)),
        "case_shown.no_copy": guest(states.CaseShown(PAID, no_copy=NoCopy.TOO_MANY)),
        "case_shown.matter": visit(states.CaseShown(CALL, origin=states.ForYou(Task.ACCOUNT)), language),
        "case_shown.no_line": guest(states.CaseShown(CaseStanding(NUMBER, can=Can.ASK))),
        "case_shown.new_words": guest(states.CaseShown(CaseStanding(NUMBER, "thing", "somehow"))),
        "new_window": guest(states.NewWindowWanted(CALL, windows)),
        "closed.hours": guest(states.Closed(), house=told, health=SHUT),
        "closed.holiday": guest(
            states.Closed(), house=replace(HOUSE, calendar=calendar((TYPHOON, HOLIDAY))), health=SHUT
        ),
        "closed.holiday_near": guest(
            states.Closed(), house=replace(HOUSE, calendar=calendar((NEAR,))), now=MONDAY, health=SHUT
        ),
        "out_of_order.hours": guest(states.OutOfOrder("fault"), house=told, now=MONDAY, health=SHUT),
        "site": guest(states.SiteShown(), house=told),
        "site.waits": guest(
            states.SiteShown(), house=replace(HOUSE, calendar=calendar((NEAR,)), waits=WAITS), now=MONDAY
        ),
        "closed.waits": guest(states.Closed(), house=replace(told, waits=WAITS), now=MONDAY, health=SHUT),
        "out_of_order.waits": guest(
            states.OutOfOrder("fault"),
            house=replace(HOUSE, calendar=calendar((NEAR,)), waits=WAITS),
            now=MONDAY,
            health=SHUT,
        ),
        "site.closed_today": guest(
            states.SiteShown(), house=replace(HOUSE, calendar=calendar((TYPHOON, HOLIDAY)))
        ),
        "site.untold": guest(states.SiteShown()),
    }
