"""G5 at the desk: an answer by e-mail, text message or at the counter is the task that the customer chose."""

from __future__ import annotations

from typing import Any

import pytest

from crm.schema import CallbackState
from tests.crm.desk.cases_scene import hand_over
from tests.crm.desk.scene import Browser, Scene

ADDRESS, MASKED = "mei+lin@example.com", "m•••@example.com"
SENT, BOUNCED, BUSY, RESOLVED = (f'value="{outcome}"' for outcome in ("sent", "bounced", "busy", "resolved"))


def asked(scene: Scene, **columns: Any) -> str:
    """A guest who left an address alone."""
    standard = {"customer_id": None, "phone": "", "email": ADDRESS, "reply": "email"}
    return scene.callback(60, **{**standard, **columns})


def begun(browser: Browser, reference: str) -> str:
    browser.get("/desk/callbacks")
    browser.claim(reference)
    return browser.dial(reference).text


@pytest.mark.requirement("G5")
def test_the_address_is_masked_until_the_steps_are_ticked(scene: Scene, chen: Browser, lead: Browser) -> None:
    """G5, B3: list, page and claim show the mask; then there is a link that begins with the case number."""
    reference = asked(scene)
    for browser, path in (
        (chen, "/desk/callbacks"),
        (chen, f"/desk/callbacks/{reference}"),
        (lead, "/desk/audit"),
    ):
        assert ADDRESS not in browser.get(path).text
    assert "顧客希望以電子郵件回覆" in chen.get(f"/desk/callbacks/{reference}").text
    assert MASKED in chen.get("/desk/callbacks").text
    claimed = chen.claim(reference).text
    assert "公司信箱" in claimed
    assert (MASKED in claimed, ADDRESS in claimed, "mailto:" in claimed) == (True, False, False)
    page = chen.dial(reference).text
    assert f'href="mailto:mei%2Blin@example.com?subject={reference}%20' in page
    assert "tel:" not in page


@pytest.mark.requirement("M5")
def test_an_address_is_revealed_for_a_reason(scene: Scene, lead: Browser) -> None:
    reference = asked(scene)
    lead.get("/desk/callbacks")
    assert ADDRESS not in lead.get(f"/desk/callbacks/{reference}/reveal").text
    assert ADDRESS in lead.post(f"/desk/callbacks/{reference}/reveal", reason="verify").text
    assert "revealed" in scene.history(reference)


@pytest.mark.requirement("G5")
@pytest.mark.parametrize(("columns", "offered", "missing"), [
    ({}, (SENT, BOUNCED), (BUSY, RESOLVED)),
    ({"phone": "0912345678"}, (SENT, BOUNCED, BUSY, RESOLVED), ()),
    ({"phone": "0912345678", "reply": "sms"}, (SENT, BOUNCED, RESOLVED), ()),
    ({"phone": "0912345678", "reply": "counter"}, (SENT, RESOLVED), (BOUNCED,)),
    ({"phone": "0912345678", "reply": "phone"}, (BUSY, RESOLVED), (SENT, BOUNCED)),
])  # fmt: skip
def test_outcomes_are_those_of_the_way(
    scene: Scene, chen: Browser, columns: dict[str, Any], offered: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    page = begun(chen, asked(scene, **columns))
    assert [each for each in offered if each not in page] == []
    assert [each for each in missing if each in page] == []


@pytest.mark.requirement("G5")
def test_an_answer_that_was_sent_ends_it(scene: Scene, chen: Browser) -> None:
    reference = asked(scene)
    begun(chen, reference)
    assert chen.finish(reference, "sent").status_code == 422, "what was answered is noted"
    assert "回覆已送出" in chen.finish(reference, "sent", note="附上上期帳單").text
    row = scene.find(reference)
    assert (row.state, row.outcome, row.done_at) == (CallbackState.DONE, "sent", scene.now)


@pytest.mark.requirement("G5")
@pytest.mark.parametrize(("phone", "after", "reply"), [
    ("", CallbackState.DONE, "email"), ("0912345678", CallbackState.QUEUED, "phone"),
])  # fmt: skip
def test_what_bounced_becomes_a_call_where_there_is_a_number(
    scene: Scene, chen: Browser, phone: str, after: CallbackState, reply: str
) -> None:
    reference = asked(scene, phone=phone)
    begun(chen, reference)
    chen.finish(reference, "bounced")
    row = scene.find(reference)
    assert (row.state, row.reply) == (after, reply)
    assert row.outcome == ("" if phone else "bounced")
    assert scene.history(reference)[-1] == ("call_instead" if phone else "bounce")


@pytest.mark.requirement("G5")
def test_the_counter_gets_the_answer_and_a_call_is_only_a_way_beside(scene: Scene, chen: Browser) -> None:
    page = begun(chen, asked(scene, phone="0912345678", email="", reply="counter"))
    assert "顧客會到櫃檯" in page
    assert '<a class="button" href="tel:0912345678">' in page


def test_those_who_left_no_number_are_not_one_customer(scene: Scene, chen: Browser, chang: Browser) -> None:
    """An empty number is nobody's: neither shown as the same one's, nor kept from a colleague."""
    mine, other = asked(scene), asked(scene, email="a@example.com")
    again = asked(scene, topic="meter")
    page = begun(chen, mine)
    assert (other in page, again in page) == (False, True)
    chang.get("/desk/callbacks")
    assert chang.claim(other).status_code == 200
    assert chang.claim(again).status_code == 409, "a colleague is writing to this address"


@pytest.mark.requirement("G5")
def test_a_complaint_with_an_address_at_the_desk(scene: Scene, chen: Browser) -> None:
    case = hand_over(scene, "complaint.email")
    for path in ("/desk/cases", f"/desk/cases/{case}"):
        page = chen.get(path).text
        assert ("m•••@example.com" in page, "mei.lin@" in page) == (True, False)
    page = chen.post(f"/desk/cases/{case}/claim").text
    assert 'href="mailto:mei.lin@example.com?subject=K07-' in page
    assert "公司信箱" in page
