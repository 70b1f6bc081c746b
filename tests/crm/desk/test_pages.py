"""The lists, the pages for what went wrong, and hostile words in every field."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from fastapi import FastAPI

from crm.desk import lists
from crm.schema import Account, CallbackState, Customer, Kiosk, Staff
from tests.crm.desk.scene import Browser, Scene
from tests.crm.places import on_sqlite
from tests.crm.signing import StepClock

HOSTILE = """"><script>alert(1)</script><img src=x onerror=alert(1)>'{{ 7*7 }}{% raw %}{0}{name}&lt;\u202e"""


class Tags(HTMLParser):
    """Which elements and attributes a page really has."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def harmless(page: str) -> None:
    tags = Tags()
    tags.feed(page)
    assert [attrs for tag, attrs in tags.seen if tag == "script"] == [
        {"src": "/desk/static/desk.js", "defer": None}
    ]
    assert not [tag for tag, _ in tags.seen if tag in ("img", "iframe", "object", "style")]
    assert not [name for _, attrs in tags.seen for name in attrs if name.startswith("on")]
    assert "49" not in page.split("raw")[0][-40:]


def test_hostile_words_stay_words(scene: Scene, chen: Browser, lead: Browser) -> None:
    """Names, sites, topics, trails, notes, numbers: whatever came over the wire is text."""
    with scene.centre.database.writing() as session:
        session.merge(Kiosk(id="K66", site=HOSTILE, public_key="", epoch=""))
        session.get_one(Customer, 1).name = HOSTILE
        session.get_one(Customer, 1).tier = "<b>x</b>"
        session.query(Account).filter_by(customer_id=1).update({"label": HOSTILE})
    reference = scene.callback(
        kiosk_id="K66", topic=HOSTILE[:32], language=HOSTILE[:16], phone=HOSTILE[:32],
        context={"path": [HOSTILE, 7, None], "bill": HOSTILE, "articles": "not a list", "error": HOSTILE},
        trail=[{"at": HOSTILE, "what": HOSTILE}, "not a mark", {}, {"at": "2026-11-22T06:00:00", "what": ["x"]}],
    )  # fmt: skip
    chen.claim(reference)
    chen.dial(reference)
    harmless(chen.page)
    assert "&lt;script&gt;alert(1)" in chen.page
    chen.finish(reference, HOSTILE[:32], HOSTILE, begins=HOSTILE[:32])
    harmless(chen.page)
    chen.finish(reference, "resolved", HOSTILE)
    assert scene.find(reference).events[-1].note == HOSTILE
    for path in (
        f"/desk/callbacks/{reference}",
        "/desk/callbacks?state=done_today",
        "/desk/kiosks",
        "/desk/audit",
    ):
        harmless(lead.get(path).text)
    for query in ("topic", "site", "state", "said"):
        harmless(chen.get(f"/desk/callbacks?{query}=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").text)


def test_a_hostile_name_of_staff_stays_a_name(scene: Scene, chen: Browser, chang: Browser) -> None:
    with scene.centre.database.writing() as session:
        session.query(Staff).filter_by(login="chen").update({"name": HOSTILE})
    reference = scene.callback()
    chen.claim(reference)
    assert chang.claim(reference).status_code == 409
    harmless(chang.page)


def test_payments_say_what_became_of_each_bill(scene: Scene, chen: Browser) -> None:
    for outcome, line in (
        ("approved", "posted"),
        ("approved", "refund_due"),
        ("in_doubt", "pending"),
        ("declined", "void"),
    ):
        scene.payment(outcome, line, bill=f"B-{line}")
    page = chen.get("/desk/payments").text
    for word in ("已入帳", "應退費", "結果不明", "未扣款", "NT$ 2,318", "三重服務中心", "••••1234"):
        assert word in page


def test_payments_are_paged_by_key(scene: Scene, chen: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    references = [scene.payment(bill=f"B-{number}", line="void") for number in range(5)]
    seen, path = [], "/desk/payments"
    for _ in range(3):
        page = chen.get(path).text
        seen += [reference for reference in reversed(references) if reference in page]
        path = (
            page.split('href="/desk/payments?before=')[-1].split('"')[0].join(("/desk/payments?before=", ""))
        )
    assert seen == list(reversed(references))
    assert chen.get("/desk/payments?before=nonsense").status_code == 422


def test_kiosks_show_when_they_were_heard_and_who_is_shut_out(
    scene: Scene, chen: Browser, clock: StepClock
) -> None:
    with scene.centre.database.writing() as session:
        session.get_one(Kiosk, "K03").revoked_at = scene.now
        session.add(Kiosk(id="K99", site="新站", public_key="", epoch=""))
    clock.step(minutes=3)
    page = chen.get("/desk/kiosks").text
    for word in ("3 分前", "已撤銷", "從未連線", "等待登錄"):
        assert word in page


def test_the_audit_is_for_supervisors(scene: Scene, chen: Browser, lead: Browser) -> None:
    answer = chen.get("/desk/audit")
    assert answer.status_code == 403
    assert "這一頁不對您開放" in answer.text
    assert 'href="/desk/audit"' not in answer.text
    page = lead.get("/desk/audit").text
    assert "staff.signed_in" in page


@pytest.mark.parametrize(("path", "status", "word"), [
    ("/desk/nowhere", 404, "找不到這一頁"), ("/desk/callbacks?page=x", 422, "看不懂"),
    ("/desk/callbacks/K07-X/claim", 405, "不能這樣開啟"),
])  # fmt: skip
def test_what_goes_wrong_is_a_page_with_a_way_on(chen: Browser, path: str, status: int, word: str) -> None:
    answer = chen.get(path)
    assert answer.status_code == status
    assert word in answer.text
    assert 'href="/desk/callbacks"' in answer.text


@on_sqlite  # which takes anything for a moment
def test_a_bug_is_a_page_and_a_log_line(
    scene: Scene, chen: Browser, app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    """A currency beyond the range of the page is a bug of ours; nobody sees a traceback."""
    with scene.centre.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE kiosks SET last_seen_at = 'nonsense'")
    answer = chen.get("/desk/kiosks")
    assert answer.status_code == 500
    assert "這一頁出了問題" in answer.text
    assert "Traceback" not in answer.text
    assert "a page of the desk broke" in caplog.text


def test_closed_ones_are_in_todays_list(scene: Scene, chen: Browser) -> None:
    scene.callback(
        -5, state=CallbackState.DONE, outcome="resolved", done_at=scene.now, first_call_at=scene.now
    )
    page = chen.get("/desk/callbacks?state=done_today").text
    assert "已解決" in page
    assert "時段後回電" in page
