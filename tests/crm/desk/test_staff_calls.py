"""A call for staff at the desk: on top of every page, claimed with one press, by one person."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from crm.schema import StaffCall, StaffCallEnd
from tests.crm.desk.scene import Browser, Scene


def call(scene: Scene, seconds: float = 12, **columns: object) -> str:
    """Somebody at K07 calls since so many seconds; its id."""
    given = {"id": str(uuid4()), "kiosk_id": "K07", "step": "PinWanted", "need": "secret"}
    with scene.centre.database.writing() as session:
        row = StaffCall(called_at=scene.now - timedelta(seconds=seconds), **(given | columns))
        session.add(row)
        return row.id


@pytest.mark.requirement("A6")
@pytest.mark.parametrize("page", ["/desk/callbacks", "/desk/calls", "/desk/kiosks"])
def test_a_call_stands_on_top_of_every_page(scene: Scene, chen: Browser, page: str) -> None:
    """A6: who calls, from where, since when, and what the step waits for; without JavaScript."""
    assert "請人過去" not in chen.get(page).text.split("<h1>")[0]
    call(scene)
    top = chen.get(page).text.split("<h1>")[0]
    assert "K07（三重服務中心）有客戶請人過去。" in top
    assert "已等 12 秒" in top
    assert "等密碼或驗證碼" in top
    assert '<span>1</span><span class="spoken-only"> 人在等' in top


@pytest.mark.requirement("A6")
def test_calls_stand_first_where_supervisors_have_their_alerts(scene: Scene, lead: Browser) -> None:
    """A6."""
    call(scene)
    assert "K07（三重服務中心）有客戶請人過去。" in lead.get("/desk/alerts").text.split("<h1>")[0]


@pytest.mark.requirement("A6")
def test_one_goes_and_everybody_reads_who(scene: Scene, chen: Browser, chang: Browser) -> None:
    """A6: the second press changes nothing and says so."""
    wanted = call(scene)
    chen.get("/desk/calls")
    chang.get("/desk/calls")
    assert "由您過去。" in chen.post(f"/desk/calls/{wanted}/go").text
    assert "已有人過去" in chang.post(f"/desk/calls/{wanted}/go").text
    assert "陳怡君已前往" in chang.page
    assert "我去" not in chang.page
    told = chang.get("/desk/calls/open").json()
    assert told["calls"] == 0
    assert "陳怡君已前往" in told["html"]
    assert chang.post("/desk/calls/nothing/go").status_code == 422
    assert chang.post(f"/desk/calls/{uuid4()}/go").status_code == 200


@pytest.mark.requirement("A6")
def test_the_page_is_new_by_itself_and_shows_how_the_last_ones_ended(scene: Scene, chen: Browser) -> None:
    """A6."""
    for seconds, how in ((300, StaffCallEnd.UNANSWERED), (200, StaffCallEnd.PANEL)):
        call(scene, seconds, ended=how, ended_at=scene.now, after_ms=8_400)
    page = chen.get("/desk/calls")
    assert page.headers["refresh"] == "5; url=/desk/calls"
    over = page.text.split("</h2>")[-1]
    assert over.index("人員到場") < over.index("沒有人回應")
    assert "8 秒" in over
    assert "沒有人回應" not in page.text.split("<h1>")[0]
