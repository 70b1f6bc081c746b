"""M5: everything is masked; who must see more says why, holds the case, and is written down. Exports are supervisors'."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from crm.schema import Account, AuditLine, Callback, CallbackEvent, Customer, Role, Staff
from tests.crm.desk.conftest import _signed_in
from tests.crm.desk.scene import Browser, Scene

EXPORTS = ("/desk/figures.csv", "/desk/audit.csv", "/desk/payments/reconciliation/file")
PAGES = (
    "/desk/callbacks", "/desk/callbacks?state=done_today", "/desk/payments", "/desk/payments/reconciliation/",
    "/desk/kiosks", "/desk/figures", "/desk/audit", "/desk/wallboard", *EXPORTS,
)  # fmt: skip


@pytest.fixture
def outsourced(app: FastAPI, scene: Scene) -> Browser:
    """An agent of another company."""
    with scene.centre.database.writing() as session:
        session.execute(update(Staff).where(Staff.login == "chang").values(role=Role.OUTSOURCED))
    return _signed_in(app, "chang")


def secrets_of(scene: Scene) -> list[str]:
    """What must not be seen: the customer's name, numbers in every way of writing, account numbers."""
    with scene.centre.database.reading() as session:
        customer = session.get_one(Customer, 1)
        accounts = session.scalars(select(Account.number).where(Account.customer_id == 1))
        return [customer.name, "0912345678", "0912-345-678", customer.phone, *accounts]


def seen(scene: Scene, page: str) -> list[str]:
    return [secret for secret in secrets_of(scene) if secret in page]


@pytest.mark.requirement("M5")
def test_every_page_and_file_is_masked(scene: Scene, lead: Browser, chen: Browser) -> None:
    reference = scene.callback()
    for path in PAGES:
        assert seen(scene, lead.get(path).text) == [], path
    for browser in (lead, chen):
        assert seen(scene, browser.get(f"/desk/callbacks/{reference}").text) == []


@pytest.mark.requirement("M5")
def test_revealing_needs_a_reason_and_is_written_down(scene: Scene, chen: Browser) -> None:
    """M5: reveal writes an audit row; the note, which may name somebody, stays in the case."""
    reference = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(reference)
    path = f"/desk/callbacks/{reference}/reveal"
    assert f'href="{path}"' in chen.page
    assert seen(scene, chen.get(path).text) == []
    for fields in ({}, {"reason": "nonsense"}, {"reason": "other"}, {"reason": "verify", "note": "x" * 501}):
        answer = chen.post(path, **fields)
        assert (answer.status_code, seen(scene, answer.text)) == (422, []), fields
    answer = chen.post(path, reason="verify", note="asked for Ms Wang")
    assert set(secrets_of(scene)[:1] + secrets_of(scene)[2:3]) <= set(seen(scene, answer.text))
    assert seen(scene, chen.get(f"/desk/callbacks/{reference}").text) == [], "shown once"
    with scene.centre.database.reading() as session:
        [line] = session.scalars(select(AuditLine).where(AuditLine.what == "personal.revealed"))
        [event] = session.scalars(select(CallbackEvent).where(CallbackEvent.what == "revealed"))
    assert (line.who, line.subject, line.detail) == ("chen", reference, {"reason": "verify"})
    assert event.note == "asked for Ms Wang"


@pytest.mark.requirement("M5")
def test_nobody_reveals_without_the_claim(
    scene: Scene, chen: Browser, outsourced: Browser, lead: Browser
) -> None:
    reference = scene.callback()
    path = f"/desk/callbacks/{reference}/reveal"
    for browser in (chen, outsourced):
        browser.get("/desk/callbacks")
        assert path not in browser.get(f"/desk/callbacks/{reference}").text
        answer = browser.post(path, reason="verify")
        assert answer.status_code == 409
        assert seen(scene, answer.text) == []
    outsourced.claim(reference)
    assert seen(scene, outsourced.post(path, reason="verify").text)
    assert seen(scene, chen.post(path, reason="verify").text) == []
    lead.get("/desk/callbacks")
    assert seen(scene, lead.post(path, reason="complaint").text), "a supervisor may, with a reason"
    assert lead.get("/desk/callbacks/K07-X/reveal").status_code == 404


@pytest.mark.requirement("M5")
def test_the_outsourced_export_nothing(outsourced: Browser, chen: Browser, lead: Browser) -> None:
    for path in EXPORTS:
        assert [browser.get(path).status_code for browser in (outsourced, chen, lead)] == [403, 403, 200], (
            path
        )
    assert "委外專員" in outsourced.get("/desk/callbacks").text


def test_a_guest_has_only_a_number(scene: Scene, lead: Browser) -> None:
    reference = scene.callback(customer_id=None)
    with scene.centre.database.writing() as session:
        session.execute(update(Callback).values(customer_id=None))
    lead.get("/desk/callbacks")
    assert "0912-345-678" in lead.post(f"/desk/callbacks/{reference}/reveal", reason="verify").text
