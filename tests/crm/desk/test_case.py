"""One callback at the desk: what unfolds when, what is written down, and what an outcome does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.schema import AuditLine, CallbackState
from tests.crm.desk.scene import ANTI_FRAUD, Browser, Scene
from tests.crm.signing import StepClock

NUMBER, NAME = "0912345678", "林志宏"


def audited(scene: Scene, what: str) -> list[AuditLine]:
    with scene.centre.database.reading() as session:
        return list(session.scalars(select(AuditLine).where(AuditLine.what == what).order_by(AuditLine.id)))


@pytest.mark.requirement("M2")
@pytest.mark.requirement("G3")
def test_the_page_shows_all_five_without_asking(scene: Scene, chen: Browser) -> None:
    """G3, M2: kiosk, path, bill, articles and error stand on the page, with times."""
    page = chen.get(f"/desk/callbacks/{scene.callback()}").text
    for told in (
        "三重服務中心 K07",
        "看文章「late-payment」",
        "B-2026-10-E-7730",
        "連線中斷",
        "以會員卡登入",
    ):
        assert told in page
    assert page.count("<time datetime=") >= 4


@pytest.mark.requirement("B3")
def test_before_the_claim_everything_is_masked(scene: Scene, chen: Browser) -> None:
    """B3: name and number are masked in the list and on the page."""
    reference = scene.callback()
    for path in ("/desk/callbacks", f"/desk/callbacks/{reference}"):
        page = chen.get(path).text
        assert "林○宏" in page
        assert "0912-•••-678" in page
        assert NUMBER not in page
        assert NAME not in page


@pytest.mark.requirement("G6")
def test_the_number_unfolds_only_after_the_anti_fraud_steps(scene: Scene, chen: Browser) -> None:
    """G6: claimed is not enough, two steps are not enough; all three are, and they name number and case."""
    reference = scene.callback()
    page = chen.claim(reference).text
    assert NUMBER not in page
    assert "0800-000-123" in page
    assert "ATM" in page
    two = chen.post(f"/desk/callbacks/{reference}/number", step=ANTI_FRAUD[:2])
    assert two.status_code == 422
    assert NUMBER not in two.text
    assert scene.find(reference).state is CallbackState.CLAIMED
    page = chen.dial(reference).text
    assert f'href="tel:{NUMBER}"' in page
    assert NAME in page
    assert "NT$ 2,318" in page
    assert scene.history(reference) == ["requested", "claim", "step", "step", "step", "dial"]


@pytest.mark.requirement("B3")
def test_nobody_but_the_holder_sees_the_number(scene: Scene, chen: Browser, chang: Browser) -> None:
    """B3, L3."""
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    page = chang.get(f"/desk/callbacks/{reference}").text
    assert NUMBER not in page
    assert NAME not in page
    assert "NT$" not in page
    assert "陳怡君" in page


def test_every_view_is_audited_with_what_was_shown(scene: Scene, chen: Browser) -> None:
    """M5: a full view can be told from a masked one, and the line itself holds no number."""
    reference = scene.callback()
    chen.get(f"/desk/callbacks/{reference}")
    chen.claim(reference)
    chen.dial(reference)
    chen.get(f"/desk/callbacks/{reference}")
    assert [line.detail["data"] for line in audited(scene, "callback.viewed")] == [
        "masked",
        "masked",
        "full",
        "full",
    ]
    with scene.centre.database.reading() as session:
        for line in session.scalars(select(AuditLine)):
            assert NUMBER not in f"{line.subject}{line.detail}"


@pytest.mark.requirement("M2")
@pytest.mark.parametrize(("topic", "shown", "hidden"), [
    ("billing", "未繳帳單", "用戶號碼"), ("supply", "用戶號碼", "未繳帳單"), ("meter", "未繳帳單", "最近繳費"),
])  # fmt: skip
def test_only_the_fields_that_the_topic_needs(
    scene: Scene, chen: Browser, topic: str, shown: str, hidden: str
) -> None:
    reference = scene.callback(topic=topic)
    chen.claim(reference)
    page = chen.dial(reference).text
    assert f"<h3>{shown}</h3>" in page
    assert f"<h3>{hidden}</h3>" not in page


def test_a_guest_has_no_account_card(scene: Scene, chen: Browser) -> None:
    reference = scene.callback(customer_id=None, phone="0955000111")
    chen.claim(reference)
    page = chen.dial(reference).text
    assert "訪客" in page
    assert "帳務資料" not in page


@pytest.mark.requirement("M2")
def test_the_last_payments_are_this_customers(scene: Scene, chen: Browser) -> None:
    mine, others = scene.payment(bill=scene.bill_of(1)), scene.payment(bill=scene.bill_of(2))
    reference = scene.callback()
    chen.claim(reference)
    page = chen.dial(reference).text
    assert mine in page
    assert others not in page


@pytest.mark.requirement("M2")
def test_other_requests_of_the_same_number_are_shown(scene: Scene, chen: Browser) -> None:
    """M2: by number for a guest, by customer for a member."""
    guest = scene.callback(customer_id=None)
    other = scene.callback(customer_id=None, phone="0999999999")
    page = chen.get(f"/desk/callbacks/{scene.callback()}").text
    assert guest in page
    assert other not in page


@pytest.mark.requirement("M3")
def test_unanswered_calls_come_back_by_rule_and_then_go_to_a_supervisor(
    scene: Scene, chen: Browser, lead: Browser, clock: StepClock
) -> None:
    """M3: 30, 60, 120 minutes, then the supervisors' queue, which agents cannot claim."""
    reference = scene.callback()
    for attempt, minutes in enumerate((30, 60, 120), start=1):
        chen.claim(reference)
        assert f"{minutes} 分後再撥" in chen.dial(reference).text
        chen.finish(reference, "no_answer")
        row = scene.find(reference)
        assert (row.state, row.attempts) == (CallbackState.RETRY, attempt)
        assert row.retry_at == clock() + timedelta(minutes=minutes)
        assert chen.claim(reference).status_code == 409
        clock.step(minutes=minutes)
        chen.sign_in()
    chen.claim(reference)
    chen.dial(reference)
    chen.finish(reference, "no_answer")
    assert scene.find(reference).state is CallbackState.SUPERVISOR
    assert chen.claim(reference).status_code == 409
    lead.sign_in("lead")
    lead.claim(reference)
    lead.dial(reference)
    assert lead.finish(reference, "unreachable", "四次未接，已寄信").status_code == 200
    row = scene.find(reference)
    assert (row.state, row.outcome) == (CallbackState.DONE, "unreachable")


@pytest.mark.requirement("M3")
def test_it_cannot_be_closed_without_an_outcome_or_its_note(scene: Scene, chen: Browser) -> None:
    """M3: what was typed stays in the form."""
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    assert chen.finish(reference, "", "談好了").status_code == 422
    assert "談好了" in chen.page
    assert "選一個結果" in chen.page
    assert chen.finish(reference, "resolved", "  ").status_code == 422
    assert scene.find(reference).state is CallbackState.DIALLING
    assert chen.finish(reference, "resolved", "說明了差額").status_code == 200
    row = scene.find(reference)
    assert (row.state, row.outcome, row.claimed_by) == (CallbackState.DONE, "resolved", None)
    assert row.events[-1].note == "說明了差額"


def test_a_new_window_is_local_time_and_starts_a_new_promise(scene: Scene, chen: Browser) -> None:
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    local = (scene.now + timedelta(hours=8, days=1)).replace(hour=15, minute=0, tzinfo=None)
    begins, ends = f"{local:%Y-%m-%dT15:00}", f"{local:%Y-%m-%dT17:00}"
    assert chen.finish(reference, "rearranged", begins=ends, ends=begins).status_code == 422
    assert chen.finish(reference, "rearranged", begins=begins, ends=ends).status_code == 200
    row = scene.find(reference)
    assert (row.state, row.first_call_at) == (CallbackState.QUEUED, None)
    assert f"{row.window_from:%H:%M}" == "07:00"
    assert chen.claim(reference).status_code == 409, "its window is tomorrow"


@pytest.mark.parametrize(("begins", "ends"), [
    ("", ""), ("x", "y"), ("2020-01-01T10:00", "2020-01-01T12:00"), ("9999-12-31T10:00", "9999-12-31T12:00"),
])  # fmt: skip
def test_a_window_that_cannot_be_is_named(scene: Scene, chen: Browser, begins: str, ends: str) -> None:
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    answer = chen.finish(reference, "rearranged", begins=begins, ends=ends)
    assert answer.status_code == 422
    assert 'id="fault-window"' in answer.text


def test_script_steps_are_ticked_once_with_the_scripts_version(scene: Scene, chen: Browser) -> None:
    """M4: unknown steps are not written; the audit line names the script's version."""
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    for _ in range(2):
        chen.post(f"/desk/callbacks/{reference}/steps", step=["billing.listen", "nonsense"])
    assert scene.history(reference).count("step") == 4
    assert audited(scene, "callback.step")[-1].detail == {"step": "billing.listen", "script": "2026-11"}


def test_a_new_holder_begins_the_script_anew(scene: Scene, chen: Browser, chang: Browser) -> None:
    """G6: somebody else's ticks unfold nothing."""
    reference = scene.callback()
    chen.claim(reference)
    chen.dial(reference)
    chen.post(f"/desk/callbacks/{reference}/release")
    assert scene.find(reference).state is CallbackState.QUEUED
    assert NUMBER not in chang.claim(reference).text
    assert chang.post(f"/desk/callbacks/{reference}/number").status_code == 422


@pytest.mark.requirement("G1")
def test_a_request_made_without_a_line_shows_its_own_time(scene: Scene, chen: Browser) -> None:
    """G1: the customer's time, and when it arrived."""
    asked = scene.now - timedelta(hours=3)
    reference = scene.callback(requested_at=asked, received_at=scene.now)
    page = chen.get(f"/desk/callbacks/{reference}").text
    assert "機台當時離線" in page
    assert f"{asked + timedelta(hours=8):%H:%M}" in page
