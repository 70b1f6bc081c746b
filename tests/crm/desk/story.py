"""An ordinary afternoon at the desk, for browsers and pictures: every kind of row once."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from crm.callbacks.script_versions import Step, publish, save
from crm.callbacks.states import Outcome
from crm.callbacks.work import Claims, Report
from crm.demo.announcements import seed_announcements
from crm.demo.calendar import seed_calendar
from crm.demo.waits import seed_waits
from crm.schema import CallbackState, StaffCall, StaffCallEnd
from tests.crm.desk.cases_scene import hand_over
from tests.crm.desk.scene import ANTI_FRAUD, Scene

#: What customers handed over besides: each kind looks different.
HANDED_OVER = ("complaint", "letter.anonymous", "fault_report", "application")
CASES = len(HANDED_OVER)


def afternoon(scene: Scene) -> str:
    """Fills the queue; the reference of the first one, overdue and to be claimed."""
    scene.kiosk("K07", "三重服務中心")
    scene.kiosk("K03", "板橋服務中心")
    scene.kiosk("K11", "信義服務中心")
    seed_calendar(scene.centre)
    seed_waits(scene.centre)
    seed_announcements(scene.centre)
    first = scene.callback(-3)
    scene.callback(4, customer_id=2, phone="0988000120", topic="meter", kiosk_id="K03", soonest=True)
    scene.callback(
        9, customer_id=3, phone="0905000311", topic="moving", kiosk_id="K11", soonest=True, language="en"
    )
    held = scene.callback(48, customer_id=4, phone="0225005512", topic="moving")
    retry = {"state": CallbackState.RETRY, "attempts": 1, "retry_at": scene.now + timedelta(minutes=20)}
    scene.callback(-30, customer_id=5, phone="0970000442", topic="payment", first_call_at=scene.now, **retry)
    scene.callback(18, customer_id=6, phone="0933000901", topic="supply", language="zh-Hans", kiosk_id="K03")
    later = scene.now + timedelta(days=1)
    scene.callback(27 * 60, customer_id=None, phone="0955000111", topic="other", window_from=later)
    scene.callback(
        -90, state=CallbackState.SUPERVISOR, escalated=True, attempts=4, customer_id=2, topic="payment"
    )
    Claims(scene.centre).claim(held, scene.agent("chang"))
    _call_for_staff(scene)
    for what in HANDED_OVER:
        hand_over(scene, what)
    with scene.centre.database.writing() as session:
        save(session, "moving", 0, [Step("", {"zh-Hant": "約好下次聯絡。"})], "lead", scene.now)
        publish(session, "moving", 1, 1, "lead", scene.now)
    _finish(scene, scene.callback(-60, customer_id=6, phone="0933000901"))
    _finish(scene, scene.callback(30, customer_id=5, phone="0970000442"))
    for outcome, line in (
        ("approved", "posted"),
        ("in_doubt", "pending"),
        ("approved", "refund_due"),
        ("declined", "void"),
    ):
        scene.payment(outcome, line, scene.bill_of(1))
    return first


def _finish(scene: Scene, reference: str) -> None:
    claims, chang = Claims(scene.centre), scene.agent("chang")
    claims.claim(reference, chang)
    claims.tick(reference, chang, ANTI_FRAUD)
    claims.dial(reference, chang)
    claims.finish(reference, chang, Report(Outcome.RESOLVED, "說明了差額"))


def _call_for_staff(scene: Scene) -> None:
    """One that waits, one to which somebody goes, and one of each end."""
    rows = [("K07", 12, {}), ("K11", 31, {"going_by": scene.agent("chang").id, "going_at": scene.now})]
    for place, how in enumerate(StaffCallEnd, 1):
        over = {"ended": how, "ended_at": scene.now, "after_ms": place * 9_000}
        rows.append(("K03", place * 600, over))
    with scene.centre.database.writing() as session:
        for place, (kiosk, seconds, columns) in enumerate(rows, 1):
            at = scene.now - timedelta(seconds=seconds)
            told = {"step": "PinWanted", "need": "secret", "called_at": at, **columns}
            session.add(StaffCall(id=str(UUID(int=700 + place)), kiosk_id=kiosk, **told))
