"""A week reckoned by hand. Every number that the figures must show is worked out in the comments beside the rows.

Local time is Taipei's (UTC+8). The clock stands at 2026-11-22 14:05:42; the period is the seven days 16 to 22 November.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from crm.schema import Alert, Bill, Call, CallbackState, Payment, Record, StaffCall, StaffCallEnd
from tests.crm.desk.scene import Scene

TAIPEI = ZoneInfo("Asia/Taipei")
DONE, QUEUED = CallbackState.DONE, CallbackState.QUEUED
CANCELLED, EXPIRED = CallbackState.CANCELLED, CallbackState.EXPIRED

#: place: asked, end of the window, first call for that window, state, topic, kiosk
CALLBACKS: dict[int, tuple[str, str, str, CallbackState, str, str]] = {
    1: ("16 09:00", "16 11:00", "16 10:00", DONE, "billing", "K07"),  # kept
    2: ("16 09:30", "16 11:00", "16 11:30", DONE, "billing", "K07"),  # due, not kept
    3: ("16 23:30", "17 01:00", "17 00:30", DONE, "billing", "K03"),  # kept; it belongs to the 17th
    4: ("17 10:00", "17 12:00", "", QUEUED, "moving", "K03"),  # due, nobody called
    5: ("18 10:00", "18 12:00", "18 11:59:59", DONE, "meter", "K07"),  # kept, by a second
    6: ("18 10:00", "18 12:00", "18 12:00", DONE, "meter", "K07"),  # kept, on the stroke
    7: ("19 10:00", "19 12:00", "", CANCELLED, "meter", "K07"),  # not due: the customer did not want it
    8: ("20 10:00", "20 12:00", "", EXPIRED, "supply", "K03"),  # due, nobody called
    9: ("22 13:00", "22 15:00", "22 13:30", CallbackState.SUPERVISOR, "billing", "K07"),  # kept already
    10: ("22 13:00", "22 15:00", "", QUEUED, "billing", "K07"),  # not due yet
    11: ("15 10:00", "15 12:00", "15 11:00", DONE, "billing", "K07"),  # before the period
    12: ("21 09:00", "23 12:00", "", QUEUED, "payment", "K07"),  # moved from 21 12:00 in a call at 11:00: that was kept
    13: ("21 10:00", "22 11:00", "22 10:30", DONE, "payment", "K03"),  # moved in a call that came late: one of two kept
}  # fmt: skip
# due:  1 2 3 4 5 6 8 9 = 8, the moved window of 12 = 1, both windows of 13 = 2: 11
# kept: 1 3 5 6 9 = 5, the moved window of 12 = 1, the second window of 13 = 1:   7     7/11 = 63.6 %
# asked in the period: all but 11 = 12

#: callback, number, first of its window, end of that window, claimed, dialled, ended, act
CALLS: tuple[tuple[int, int, bool, str, str, str, str, str], ...] = (
    #                                                                            handled  talked  waited
    (1, 1, True, "16 11:00", "16 09:58", "16 10:00", "16 10:06", "resolve"),  # 480     360     3600
    (2, 1, True, "16 11:00", "16 11:29", "16 11:30", "16 11:31", "no_answer"),  # 120   60      7200
    (2, 2, False, "16 11:00", "16 12:00", "16 12:01", "16 12:05", "resolve"),  # 300    240
    (3, 1, True, "17 01:00", "17 00:29", "17 00:30", "17 00:36", "resolve"),  # 420     360     3600
    (5, 1, True, "18 12:00", "18 11:59", "18 11:59:59", "18 12:04", "wrong_number"),  # 300  241  7199
    (6, 1, True, "18 12:00", "18 11:58", "18 12:00", "18 12:10", "resolve"),  # 720     600     7200
    (9, 1, True, "22 15:00", "22 13:29", "22 13:30", "22 13:34", "escalate"),  # 300    240     1800
    (11, 1, True, "15 12:00", "15 10:50", "15 11:00", "15 11:10", "resolve"),  # before the period
    (12, 1, True, "21 12:00", "21 10:59", "21 11:00", "21 11:02", "rearrange"),  # 180  120     7200
    (13, 1, True, "21 12:00", "21 12:59", "21 13:00", "21 13:03", "rearrange"),  # 240  180     10800
    (13, 2, True, "22 11:00", "22 10:29", "22 10:30", "22 10:40", "resolve"),  # 660    600
)
# ten calls ended in the period; handled 480+120+300+420+300+720+300+180+240+660 = 3720, 3720/10 = 372 s = 6:12
# talked 360+60+240+360+241+600+240+120+180+600 = 3001, 3001/10 = 300.1 s = 5:00
# closed: 1, 2, 3, 5, 6, 13 = 6; their calls 1+2+1+1+1+2 = 8, 8/6 = 1.3; resolved in call one: 1, 3, 6 = 3, 3/6 = 50 %
# first calls, by wait: 1800 3600 3600 7199 7200 7200 7200 10800; of eight the 4th is the median: 7199 s = 1:59:59,
# and the 8th (90 % of 8 is 7.2) bounds nine in ten: 10800 s = 3:00:00

#: decided, outcome, minor units, kiosk
PAYMENTS: tuple[tuple[str, str, int, str], ...] = (
    ("16 09:10", "approved", 231800, "K07"),
    ("17 12:00", "approved", 48600, "K03"),
    ("18 12:00", "declined", 231800, "K07"),
    ("19 12:00", "in_doubt", 10000, "K07"),
    ("22 00:00", "approved", 100, "K07"),
    ("15 23:59:59", "approved", 77700, "K07"),  # before the period
)
# five payments in the period, three approved: 231800 + 48600 + 100 = 280500 = NT$ 2,805

#: when, kind, kiosk
RECORDS: tuple[tuple[str, str, str], ...] = (
    ("20 10:00", "complaint", "K07"),
    ("21 10:00", "suggestion", "K03"),
    ("21 10:01", "audit", "K03"),  # no task of a customer
)
#: when, score, kiosk
RATINGS: tuple[tuple[str, int, str], ...] = (
    ("16 10:00", 5, "K07"), ("17 10:00", 4, "K03"), ("21 23:59:59", 4, "K07"), ("22 00:00", 2, "K07"),
    ("15 23:59:59", 1, "K07"),  # before the period
)  # fmt: skip
# 5 + 4 + 4 + 2 = 15 over 4 ratings: 3.75
# tasks: 12 callbacks + 5 payments + 2 = 19; 1 complaint: 1000/19 = 52.6; without a call 19 - 12 = 7, 7/19 = 36.8 %

#: kiosk, subject, level, opened, closed
ALERTS: tuple[tuple[str, str, str, str, str], ...] = (
    ("K07", "service", "red", "18 10:00", "18 12:00"),
    ("K07", "line", "red", "18 11:00", "18 13:00"),  # with the one above: 10:00 to 13:00 = 10800 s
    ("K03", "service", "red", "15 23:00", "16 00:10"),  # 600 s of it in the period
    ("K03", "line", "red", "22 14:00:42", ""),  # until now: 300 s
    ("K03", "receipt_printer", "red", "17 10:00", "17 12:00"),  # the kiosk could be used
)
# 10800 + 600 + 300 = 11700 s; two kiosks for 6 days and 14:05:42 = 2 * 569142 = 1138284 s: 1.03 %


#: called, kiosk, how it ended, after so many milliseconds
STAFF_CALLS: tuple[tuple[str, str, str, int], ...] = (
    ("16 10:00", "K07", "desk", 9_000),  # in time
    ("16 11:00", "K07", "panel", 20_000),  # in time, on the stroke
    ("17 10:00", "K03", "desk", 20_001),  # too late, by a millisecond
    ("18 10:00", "K07", "withdrawn", 19_999),  # taken back in time: it asked nobody
    ("18 10:05", "K07", "withdrawn", 20_000),  # waited the whole time
    ("19 10:00", "K03", "unanswered", 95_000),
    ("19 11:00", "K03", "restarted", 4_000),  # nobody had come
    ("22 14:05:22", "K07", "", 0),  # open, and the time is over
    ("22 14:05:23", "K07", "", 0),  # open for 19 s: it may still be answered in time
    ("15 23:59:59", "K07", "desk", 1_000),  # before the period
)
# in time 2 of 7 (all but the fourth, the ninth and the last): 28.6 %
# were the time 100 s: 3 of 5 (neither of those taken back, neither of the open ones), 60.0 %


def at(text: str) -> datetime:
    """`16 09:00` of November 2026, in Taipei."""
    day, _, clock = text.partition(" ")
    return datetime.fromisoformat(f"2026-11-{day}T{clock}").replace(tzinfo=TAIPEI)


def live_through(scene: Scene) -> None:
    """Puts the whole week into the tables."""
    for number, row in CALLBACKS.items():
        _callback(scene, number, *row)
    with scene.centre.database.writing() as session:
        session.add_all(_call(*row) for row in CALLS)
        session.add_all(_payment(place, *row) for place, row in enumerate(PAYMENTS, 1))
        session.add_all(_record(place, *row) for place, row in enumerate(RECORDS, 1))
        session.add_all(
            _record(place, when, "rating", kiosk, score=score)
            for place, (when, score, kiosk) in enumerate(RATINGS, 10)
        )
        session.add_all(_alert(*row) for row in ALERTS)
        session.add_all(_staff_call(place, *row) for place, row in enumerate(STAFF_CALLS, 1))
        first, second, *others = session.query(Bill).order_by(Bill.id).all()
        _paid(first, date(2026, 11, 16), "kiosk", 231800)
        _paid(second, date(2026, 11, 22), "bank", 500000)
        for bill in others:
            bill.paid_on, bill.paid_by = date(2026, 11, 15), "counter"


def _paid(bill: Bill, on: date, by: str, minor: int) -> None:
    bill.paid_on, bill.paid_by = on, by
    bill.amount_minor = bill.paid_minor = minor


def _callback(
    scene: Scene,
    number: int,
    asked: str,
    ends: str,
    called: str,
    state: CallbackState,
    topic: str,
    kiosk: str,
) -> None:
    scene.callback(
        id=str(UUID(int=number)), reference=f"K07-W{number:03}-AAAA", kiosk_id=kiosk, topic=topic, state=state,
        requested_at=at(asked), received_at=at(asked), window_from=at(asked), window_to=at(ends),
        first_call_at=at(called) if called else None,
    )  # fmt: skip


def _call(
    callback: int, number: int, first: bool, window: str, claimed: str, dialled: str, ended: str, act: str
) -> Call:
    asked, *_, topic, kiosk = CALLBACKS[callback]
    return Call(
        callback_id=str(UUID(int=callback)), kiosk_id=kiosk, topic=topic, language="zh-Hant", agent="chen",
        number=number, first=first, window_to=at(window), claimed_at=at(claimed), dialled_at=at(dialled),
        waited_s=_between(asked, dialled), ended_at=at(ended), outcome=act,
        handled_s=_between(claimed, ended), talk_s=_between(dialled, ended),
    )  # fmt: skip


def _between(begin: str, end: str) -> int:
    return round((at(end) - at(begin)).total_seconds())


def _payment(place: int, decided: str, outcome: str, minor: int, kiosk: str) -> Payment:
    return Payment(
        id=str(UUID(int=900 + place)), reference=f"K07-V{place:03}-AAAA", kiosk_id=kiosk, outcome=outcome,
        amount_minor=minor, currency="TWD", asked_at=at(decided), decided_at=at(decided), recovered=False, offline=False,
    )  # fmt: skip


def _record(place: int, when: str, kind: str, kiosk: str, **body: Any) -> Record:
    standard: dict[str, Any] = {
        "epoch": "e",
        "stream": "cases",
        "version": 1,
        "tz": "Asia/Taipei",
        "body": body,
    }
    return Record(
        id=str(UUID(int=950 + place)), kiosk_id=kiosk, seq=place, kind=kind, occurred_at=at(when),
        received_at=at(when), body_hash="0" * 64, **standard,
    )  # fmt: skip


def _alert(kiosk: str, subject: str, level: str, opened: str, closed: str) -> Alert:
    ended = at(closed) if closed else None
    return Alert(
        kiosk_id=kiosk,
        subject=subject,
        what="x",
        owner="it",
        level=level,
        opened_at=at(opened),
        closed_at=ended,
    )


def _staff_call(place: int, called: str, kiosk: str, ended: str, after_ms: int) -> StaffCall:
    row = StaffCall(
        id=str(UUID(int=980 + place)), kiosk_id=kiosk, step="PinWanted", need="secret", called_at=at(called)
    )
    if ended:
        row.ended, row.after_ms = StaffCallEnd(ended), after_ms
        row.ended_at = at(called) + timedelta(milliseconds=after_ms)
    return row
