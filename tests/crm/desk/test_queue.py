"""The callback queue: its order, its figures, its filters, and who may take what."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select

from crm.callbacks import worklist
from crm.callbacks.states import OPEN
from crm.callbacks.worklist import PAGE, Day, Filter, Group
from crm.schema import Callback, CallbackState, Kiosk
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import StepClock

REFERENCE = re.compile(r'<a href="/desk/callbacks/([^"]+)">\1')


def listed(browser: Browser, query: str = "") -> list[str]:
    return REFERENCE.findall(browser.get(f"/desk/callbacks{query}").text)


@pytest.mark.requirement("M1")
def test_overdue_first_then_end_of_window_then_age(scene: Scene, chen: Browser) -> None:
    """M1: a second call that is late counts as overdue too."""
    now = scene.now
    second = {"state": CallbackState.RETRY, "attempts": 1}
    later = scene.callback(90)
    young = scene.callback(30, requested_at=now - timedelta(minutes=5))
    old = scene.callback(30, requested_at=now - timedelta(minutes=50))
    waiting = scene.callback(-200, **second, retry_at=now + timedelta(minutes=10))
    overdue = scene.callback(-3)
    overdue_second = scene.callback(-300, **second, retry_at=now - timedelta(minutes=20))
    fresh_second = scene.callback(-300, **second, retry_at=now - timedelta(minutes=14))
    assert listed(chen) == [overdue_second, overdue, fresh_second, waiting, old, young, later]


@pytest.mark.parametrize(("minutes", "tone", "words"), [
    (-3, "danger", "逾時 3 分"), (12, "attention", "剩 12 分"), (48, "info", "剩 48 分"),
    (180, "success", "剩 3 小時"), (-60 * 50, "danger", "逾時 2 天"),
])  # fmt: skip
@pytest.mark.requirement("M1")
def test_the_promise_clock_says_it_in_words_and_tone(
    scene: Scene, chen: Browser, minutes: int, tone: str, words: str
) -> None:
    scene.callback(minutes)
    assert f'<span class="tag {tone}">{words}</span>' in chen.get("/desk/callbacks").text


def count_of(page: str, field: str, value: str) -> int:
    select_box = page.split(f'<select id="{field}"')[1].split("</select>")[0]
    found = re.search(rf'value="{re.escape(value)}"[^>]*>[^<]*?[（(](\d+)[）)]<', select_box)
    assert found, (field, value)
    return int(found.group(1))


@pytest.mark.requirement("M1")
def test_filter_counts_equal_the_database(scene: Scene, chen: Browser) -> None:
    """M1: each option's number is what one sees after choosing it, and what the tables hold."""
    for number in range(24):
        state = list(OPEN)[number % 5]
        times: dict[str, Any] = {"retry_at": scene.now} if state is CallbackState.RETRY else {}
        scene.callback(number, topic=("billing", "meter", "moving")[number % 3], state=state,
                       kiosk_id=("K07", "K03")[number % 2], **times)  # fmt: skip
    scene.callback(-5, state=CallbackState.DONE, outcome="resolved", done_at=scene.now)
    page = chen.get("/desk/callbacks").text
    with scene.centre.database.reading() as session:
        for topic in ("billing", "meter", "moving"):
            held = (
                select(func.count())
                .select_from(Callback)
                .where(Callback.topic == topic, Callback.state.in_(OPEN))
            )
            assert (
                count_of(page, "topic", topic) == session.scalar(held) == len(listed(chen, f"?topic={topic}"))
            )
        for site in ("三重服務中心", "板橋服務中心"):
            held = select(func.count()).select_from(Callback).join(Kiosk).where(Kiosk.site == site)
            held = held.where(Callback.state.in_(OPEN))
            assert count_of(page, "site", site) == session.scalar(held) == len(listed(chen, f"?site={site}"))
    for group in Group:
        assert count_of(page, "state", group.value) == len(listed(chen, f"?state={group.value}")), group
    both = chen.get("/desk/callbacks?topic=meter&site=板橋服務中心").text
    assert count_of(both, "topic", "meter") == len(REFERENCE.findall(both))
    assert count_of(both, "topic", "") == 12


def test_the_tiles_are_reckoned_from_the_tables(scene: Scene, chen: Browser) -> None:
    """N1 in small: by hand, two of four of today's promises are kept."""
    now = scene.now
    scene.callback(-10)
    scene.callback(10)
    scene.callback(100)
    inside, late = now - timedelta(minutes=70), now - timedelta(minutes=10)
    done = {"state": CallbackState.DONE, "outcome": "resolved", "done_at": now}
    scene.callback(-60, **done, first_call_at=inside)
    scene.callback(-60, **done, first_call_at=late)
    scene.callback(30, **done, first_call_at=late)
    scene.callback(
        -60 * 30, **done | {"done_at": now - timedelta(days=1)}, first_call_at=inside - timedelta(days=2)
    )
    scene.callback(-60, state=CallbackState.CANCELLED)
    figures = re.findall(r'<span class="figure">([^<]+)</span>', chen.get("/desk/callbacks").text)
    assert figures == ["3", "1", "1", "3", "50.0%"]


def test_a_day_with_no_promise_has_no_rate(scene: Scene, chen: Browser) -> None:
    page = chen.get("/desk/callbacks").text
    assert '<span class="figure">–</span>' in page
    assert "現在沒有人在等回電" in page


def test_next_takes_the_first_that_may_be_taken(scene: Scene, chen: Browser, chang: Browser) -> None:
    """Not what is held, not what is the supervisors', not what is too early; and one at a time."""
    scene.callback(-60, state=CallbackState.SUPERVISOR, escalated=True)
    scene.callback(2, window_from=scene.now + timedelta(minutes=16))
    first, second = scene.callback(20), scene.callback(30, phone="0912000030")
    chen.get("/desk/callbacks")
    assert chen.post("/desk/callbacks/next").url.path == f"/desk/callbacks/{first}"
    assert chen.post("/desk/callbacks/next").url.path == f"/desk/callbacks/{first}", "finish one first"
    assert chang.post("/desk/callbacks/next").url.path == f"/desk/callbacks/{second}"
    chang.post(f"/desk/callbacks/{second}/release")
    chang.claim(second)
    chen.post(f"/desk/callbacks/{first}/release")
    chang.finish(second, "escalated", "要主管")
    chang.post("/desk/callbacks/next")
    assert "目前沒有可以認領的請求" in chen.post("/desk/callbacks/next").text


def test_a_supervisor_gets_what_agents_do_not(scene: Scene, lead: Browser) -> None:
    reference = scene.callback(-60, state=CallbackState.SUPERVISOR, escalated=True)
    lead.get("/desk/callbacks")
    assert lead.post("/desk/callbacks/next").url.path == f"/desk/callbacks/{reference}"


def test_pages_hold_every_row_once(scene: Scene, chen: Browser) -> None:
    references = {scene.callback(number) for number in range(PAGE * 2 + 3)}
    seen = [reference for page in (1, 2, 3) for reference in listed(chen, f"?page={page}")]
    assert len(seen) == len(references)
    assert set(seen) == references


def test_a_filter_nobody_knows_shows_everything_and_breaks_nothing(scene: Scene, chen: Browser) -> None:
    reference = scene.callback()
    assert listed(chen, "?state=nonsense") == [reference]
    assert "沒有符合條件的請求" in chen.get("/desk/callbacks?topic=nonsense").text
    assert chen.get("/desk/callbacks?page=0").status_code == 422
    assert "看不懂" in chen.page


@pytest.mark.requirement("M2")
def test_no_page_reads_a_whole_table_of_history(scene: Scene, chen: Browser, clock: StepClock) -> None:
    """M2: the cost of queue and case does not grow with what is over: every statement goes through an index."""
    reference, statements = scene.callback(), []
    engine = scene.centre.database.engine

    def seen(_c: Any, _k: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", seen)
    chen.get("/desk/callbacks")
    chen.claim(reference)
    chen.dial(reference)
    chen.get("/desk/payments")
    event.remove(engine, "before_cursor_execute", seen)
    assert len(statements) > 20
    for statement, parameters in statements:
        assert scans(engine, statement, parameters) == [], statement


def scans(engine: Engine, statement: str, parameters: Any) -> list[str]:
    """Which tables that grow with history this statement reads whole: as the database plans it."""
    grow = r"(callbacks|callback_events|payment_lines|payments|audit|bills)\b"
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            plan = connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters).all()
            return [row[3] for row in plan if re.match(r"SCAN " + grow + "(?! USING)", row[3])]
        connection.exec_driver_sql("SET enable_seqscan = off")  # with so few rows it would be the best
        plan = connection.exec_driver_sql("EXPLAIN " + statement, parameters).all()
        return [row[0] for row in plan if re.search(r"Seq Scan on " + grow, row[0])]


def test_sql_and_python_agree_on_when_something_is_due(scene: Scene) -> None:
    now = scene.now
    late_retry, early_retry = now - timedelta(minutes=16), now - timedelta(minutes=14)
    kinds = [(CallbackState.QUEUED, None), (CallbackState.SUPERVISOR, None)]
    for state, retry in [*kinds, (CallbackState.RETRY, late_retry), (CallbackState.RETRY, early_retry)]:
        scene.callback(-1, state=state, retry_at=retry)
        scene.callback(+1, state=state, retry_at=retry)
    day = Day(now, now, now)
    with scene.centre.database.reading() as session:
        rows = worklist.page_of(session, Filter(), day, 1)
        late = set(session.scalars(select(Callback.id).where(worklist.due_before(now))))
    assert late == {row.id for row in rows if worklist.due_at(row) < now}
    assert 0 < len(late) < len(rows)
