"""E11 at the desk: an agent proposes, a supervisor approves, then the bank's reference; the evidence beside it."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from crm.centre import Centre
from tests.crm.desk.conftest import _signed_in
from tests.crm.desk.scene import Browser, Scene
from tests.crm.journal import DAY, Journal
from tests.crm.signing import SigningKiosk, StepClock, enrolled


@pytest.fixture
def journal(centre: Centre, app: FastAPI, clock: StepClock, scene: Scene) -> Journal:
    kiosk: SigningKiosk = enrolled(centre, TestClient(app), clock, "K07")
    return Journal(kiosk, centre)


@pytest.mark.requirement("E11")
@pytest.mark.requirement("X27")
def test_two_persons_give_back_what_was_paid_twice(
    journal: Journal, app: FastAPI, lead: Browser, clock: StepClock
) -> None:
    journal.bill("B-1", 48600)
    journal.pay("B-1", 48600)
    journal.pay("B-1", 48600)
    journal.tell()
    agent = _signed_in(app, "chen")
    listed = agent.get("/desk/payments/refunds/").text
    [address] = re.findall(r'href="(/desk/payments/one/[0-9a-f-]+)"', listed)
    page = agent.get(address).text
    for words in ("已由其他管道繳清", "先付：", "後付：機台 K07"):
        assert words in page
    if "checkbox" in page or "機台正在退還" in page:
        clock.step(hours=24)
        agent = _signed_in(app, "chen")
        agent.get(address)
    assert "待核准" in agent.post(f"{address}/propose", checked="true").text
    assert agent.post(f"{address}/approve", minor="48600", yes="true").status_code == 403
    lead = _signed_in(app, "lead")
    lead.get(address)
    assert "待付款" in lead.post(f"{address}/approve", minor="48600", yes="true").text
    assert lead.post(f"{address}/pay-out", reference="", day=DAY).status_code == 422
    done = lead.post(f"{address}/pay-out", reference="TT-4711", day=DAY).text
    assert "已付款" in done
    assert "TT-4711" in done
    assert "沒有待退款項" in lead.get("/desk/payments/refunds/").text
    assert lead.get(re.findall(r'href="(/desk/cases/\d+)"', done)[0]).status_code == 200
