"""K7, N2: the kiosks' page and the wallboard show this moment."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from crm.schema import Alert, CallbackState, DeviceState, Kiosk, KioskHealth
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import StepClock

TILE = re.compile(r'id="board-(\w+)"><dt>.*?<span class="figure">([^<]*)</span>', re.DOTALL)


@pytest.mark.requirement("K7")
def test_a_kiosk_shows_its_states_and_who_must_act(scene: Scene, chen: Browser, clock: StepClock) -> None:
    with scene.centre.database.writing() as session:
        session.add(KioskHealth(kiosk_id="K07", service="closed", software="0.1.0", content="9f3c", waiting=3,
                                parked=1, told_at=scene.now))  # fmt: skip
        session.add(DeviceState(kiosk_id="K07", device="receipt_printer", state="person_needed",
                                faults=[["paper_out", "site_staff"]], since=scene.now))  # fmt: skip
        session.add(Alert(kiosk_id="K07", subject="receipt_printer", what="paper_out", owner="site_staff", level="red",
                          opened_at=scene.now))  # fmt: skip
    page = chen.get("/desk/kiosks").text
    for word in (
        "連線中", "暫停服務", "收據機", "缺紙 → 據點人員", "待送 3・擱置 1", "0.1.0", "9f3c",
        "未解除的警示", "尚未回報",
    ):  # fmt: skip
        assert word in page
    clock.step(minutes=2)
    assert "逾時未回報" in chen.get("/desk/kiosks").text
    clock.step(minutes=3)
    page = chen.get("/desk/kiosks").text
    assert page.count("失聯</span>") >= 4, "both kiosks, in the list and among the alerts"


@pytest.mark.requirement("X3")
def test_alerts_are_filtered_by_who_must_act(scene: Scene, chen: Browser) -> None:
    """X3: each sees what is theirs to mend, and can see all."""
    with scene.centre.database.writing() as session:
        for device, what, owner in (
            ("receipt_printer", "paper_out", "site_staff"),
            ("payment_terminal", "host_unreached", "it"),
        ):
            session.add(Alert(kiosk_id="K07", subject=device, what=what, owner=owner, level="red",
                              opened_at=scene.now))  # fmt: skip
    shown = {
        owner: [words for words in ("缺紙", "刷卡機連不上收單行") if words in chen.get(address).text]
        for owner, address in {
            owner: f"/desk/kiosks?owner={owner}" for owner in ("", "it", "site_staff", "vendor", "nobody")
        }.items()
    }
    both = ["缺紙", "刷卡機連不上收單行"]
    assert "沒有要由他們處理的警示" in chen.get("/desk/kiosks?owner=vendor").text
    assert shown == {"": both, "it": both[1:], "site_staff": both[:1], "vendor": [], "nobody": both}


def board(page: str) -> dict[str, str]:
    return {name: value.strip() for name, value in TILE.findall(page.replace('tile danger" id', 'tile" id'))}


@pytest.mark.requirement("N2")
def test_the_wallboard_shows_this_moment(
    scene: Scene, lead: Browser, chen: Browser, clock: StepClock
) -> None:
    """N2: a change of the queue is on the next picture, five seconds later. By hand: two kept of three."""
    with scene.centre.database.writing() as session:
        session.query(Kiosk).update({"enrolled_at": scene.now})
        session.get_one(Kiosk, "K03").last_seen_at = scene.now - timedelta(minutes=5)
    done = {"state": CallbackState.DONE, "outcome": "resolved", "done_at": scene.now}
    scene.callback(-60, **done, first_call_at=scene.now - timedelta(minutes=70))
    scene.callback(30, **done, first_call_at=scene.now)
    scene.callback(-30)
    first = scene.callback(20)
    page = lead.get("/desk/wallboard").text
    assert '<meta http-equiv="refresh" content="5">' in page
    assert board(page) == {
        "promise": "66.7%",
        "waiting": "2",
        "overdue": "1",
        "agents": "0 / 2",
        "kiosks": "1 / 2",
    }
    chen.get("/desk/callbacks")
    chen.claim(first)
    clock.step(minutes=2)
    page = lead.get("/desk/wallboard").text
    assert board(page)["waiting"] == "1"
    assert "認領未撥" in page
    chen.dial(first)
    page = lead.get("/desk/wallboard").text
    assert board(page)["agents"] == "1 / 2"
    assert first in page


def test_the_wallboard_can_stand_still_and_is_the_supervisors(lead: Browser, chen: Browser) -> None:
    assert "http-equiv" not in lead.get("/desk/wallboard?still=1").text
    assert chen.get("/desk/wallboard").status_code == 403
