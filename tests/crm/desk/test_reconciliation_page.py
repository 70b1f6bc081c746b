"""E8 at the desk: verdicts of a day, one kiosk's differences, the file that equals the page."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crm.centre import Centre
from tests.crm.desk.conftest import _signed_in
from tests.crm.desk.scene import Browser, Scene
from tests.crm.journal import DAY, Journal
from tests.crm.signing import SigningKiosk, StepClock, enrolled

PAGE = "/desk/payments/reconciliation"


@pytest.fixture
def journal(centre: Centre, app: FastAPI, clock: StepClock, scene: Scene) -> Journal:
    kiosk: SigningKiosk = enrolled(centre, TestClient(app), clock, "K07")
    return Journal(kiosk, centre)


@pytest.mark.requirement("E8")
def test_the_day_and_its_kiosk(journal: Journal, app: FastAPI, lead: Browser) -> None:
    journal.bill("B-1", 48600)
    journal.pay("B-1", 48600)
    journal.pay("B-1", 48600)
    journal.pay("B-1", 48600, "declined")
    journal.tell(lose=[3])
    page = lead.get(f"{PAGE}/?day={DAY}").text
    assert "不符" in page
    assert f'href="{PAGE}/?day={DAY}&amp;kiosk=K07"' in page
    journal.close()
    one = lead.get(f"{PAGE}/?day={DAY}&kiosk=K07").text
    for word in ("重複付款", "中心缺少", "NT$ 486", "機台帳本", "這筆款項應退還"):
        assert word in one
    answer = lead.get(f"{PAGE}/file?day={DAY}")
    lines = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert lines[2] == ["K07", "不符", "2", "NT$ 486", "NT$ 486", "2"]
    assert [line[1] for line in lines[6:]] == ["中心缺少", "重複付款", "遲到", "遲到"]
    agent = _signed_in(app, "chen")
    assert agent.get(f"{PAGE}/?day={DAY}").status_code == 200
    assert agent.get(f"{PAGE}/file?day={DAY}").status_code == 403


def test_the_page_opens_with_yesterday(journal: Journal, lead: Browser) -> None:
    journal.close()
    page = lead.get(f"{PAGE}/").text
    assert f'value="{DAY}"' in page
    assert "相符" in page
    assert "沒有差異" in lead.get(f"{PAGE}/?kiosk=K07").text
    assert lead.get(f"{PAGE}/?day=nonsense&kiosk=K99").status_code == 200
