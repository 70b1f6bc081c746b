"""The workbench's page: a person in a browser holds cards, breaks devices, reads the phone, sees the paper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from crm.demo import BILLS, CARDS, bills_on, codes_on
from devices.link import Link
from devices.workbench.page import STATIC
from tests.browser import chromium
from tests.devices.control import Workbench

FAKE_CODE = "晴川公用事業：您的驗證碼是 135246"


@pytest.fixture
def page(workbench: Workbench) -> Iterator[Page]:
    """The page, open and live; whatever it complains of fails the test."""
    page = chromium().new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(f"http://{workbench.address}/")
    expect(page.locator("#line")).to_have_text("Live 連線中")
    yield page
    page.close()
    assert complaints == []


@pytest.mark.requirement("X65")
def test_a_card_is_held_to_the_reader(page: Page, workbench: Workbench) -> None:
    """X65: by a button that shows its PIN; the frame goes down the real wire."""
    link = Link(workbench.port("card_reader"))
    link.open()
    page.get_by_role("button", name="林志宏").click()
    assert link.read_until(lambda data: b"?" in data, 5).startswith(b";990120260007730?")
    link.close()
    expect(page.get_by_role("button", name="林志宏")).to_contain_text("PIN 482913")
    expect(page.locator("#wire")).to_contain_text(";990120260007730?")


@pytest.mark.requirement("X65")
def test_every_switch_of_every_device_is_on_the_page_and_moves(page: Page, workbench: Workbench) -> None:
    """X65."""
    for device, state in workbench.get("/state").items():
        page.locator(f"#switches-{device} summary").click()
        for key in state["switches"]:
            expect(page.locator(f'[id="{device}.{key}"]')).to_be_visible()
    page.locator('[id="receipt_printer.paper"]').select_option(label="out")
    page.locator('[id="card_reader.noise"]').click()
    expect(page.locator('[id="card_reader.noise"]')).to_be_checked()  # once the workbench says so
    page.locator('[id="payment_terminal.naks"]').fill("2")
    page.locator('[id="payment_terminal.naks"]').press("Enter")
    for device in ("receipt_printer", "card_reader", "payment_terminal"):
        expect(page.locator(f"#chip-{device}")).to_have_text("1 changed")
    switches = {device: state["switches"] for device, state in workbench.get("/state").items()}
    assert switches["receipt_printer"]["paper"] == "out"
    assert switches["card_reader"]["noise"] is True
    assert switches["payment_terminal"]["naks"] == 2
    page.get_by_role("button", name="Put everything right").click()
    expect(page.locator("#chip-receipt_printer")).to_have_text("As delivered")
    assert workbench.get("/state")["receipt_printer"]["switches"]["paper"] == "ok"


@pytest.mark.requirement("X15", "X65")
def test_every_fault_of_every_device_is_a_button(page: Page, workbench: Workbench) -> None:
    """X15, X65: one after another; the one that is set is marked, and a touch puts everything right."""
    for device, faults in workbench.get("/faults").items():
        card = page.locator(f"#device-{device}")
        assert card.locator("[data-fault]").count() == len(faults) >= 2
        for fault in faults:
            card.locator(f'[data-fault="{fault}"]').click()
            expect(card.locator('[aria-pressed="true"]')).to_have_attribute("data-fault", fault)
            assert workbench.get("/state")[device]["fault"] == fault
        card.get_by_role("button", name="Put it right").click()
        expect(card.locator(f"#chip-{device}")).to_have_text("As delivered")


@pytest.mark.requirement("X65")
def test_the_next_charge_is_chosen(page: Page, workbench: Workbench) -> None:
    """X65."""
    page.get_by_role("button", name="Declined").click()
    expect(page.get_by_role("button", name="Declined")).to_have_attribute("aria-pressed", "true")
    assert workbench.get("/state")["payment_terminal"]["switches"]["next"] == "decline"


@pytest.mark.requirement("X65")
def test_paper_and_text_messages_appear_by_themselves(page: Page, workbench: Workbench) -> None:
    """X65: nothing is reloaded."""
    link = Link(workbench.port("receipt_printer"))
    link.write(b"\x1b@Hello\n\x1dV\x00")
    link.read_until(lambda data: bool(workbench.receipts()), 5)
    link.close()
    expect(page.locator("#receipts img").first).to_be_visible()
    status, _ = workbench.call("POST", "/phone/messages", {"to": "0912345678", "text": FAKE_CODE})
    assert status == 200
    expect(page.locator("#messages")).to_contain_text(FAKE_CODE)
    assert workbench.get("/phone/messages")["messages"][-1]["text"] == FAKE_CODE


@pytest.mark.parametrize("said", [{}, {"to": "1"}, {"to": "", "text": "x"}, {"to": "1", "text": 7}])
def test_a_message_without_number_or_words_is_refused(workbench: Workbench, said: object) -> None:
    status, answer = workbench.call("POST", "/phone/messages", said)
    assert status == 400
    assert json.loads(answer)["key"] in ("message", "to", "text")


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "application/jsonp"],
)
def test_what_other_pages_may_send_changes_nothing(workbench: Workbench, kind: str) -> None:
    """A form or plain text is what a browser sends for any page; neither is taken."""
    status, _ = workbench.call("POST", "/receipt_printer", b'{"paper": "out"}', {"Content-Type": kind})
    assert status == 415
    assert workbench.get("/state")["receipt_printer"]["switches"]["paper"] == "ok"


def test_the_page_asks_nobody_else(workbench: Workbench) -> None:
    """Its own files only, and no script or style inside the page."""
    page = workbench.call("GET", "/")[1].decode()
    assert "http" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src="/static/') == 1
    assert "style=" not in page


def test_the_demonstrations_cards_are_those_of_the_centre() -> None:
    """The two sides share no code: this holds them together."""
    shown = json.loads((STATIC / "demo.json").read_text(encoding="utf-8"))["cards"]
    known = {card.token: card.pin for cards in CARDS.values() for card in cards}
    assert [known[card["card"]["track2"]] for card in shown if card["pin"]] == [
        card["pin"] for card in shown if card["pin"]
    ]


def test_the_demonstrations_bills_are_those_of_the_centre() -> None:
    """By their QR codes, which are the same on every day; and two that lead nowhere."""
    shown = json.loads((STATIC / "demo.json").read_text(encoding="utf-8"))["bills"]
    known = [codes_on(bill)[-1] for bill in bills_on(datetime(2026, 11, 23, tzinfo=UTC))]
    assert [bill["data"] for bill in shown[: len(BILLS)]] == known
    assert len({bill["data"] for bill in shown}) == len(BILLS) + 2
    assert len({bill["label"] for bill in shown}) == len(shown)


@pytest.mark.requirement("X65")
def test_a_bill_is_held_before_the_scanner(page: Page, workbench: Workbench) -> None:
    """X65: by a button that says which."""
    link = Link(workbench.port("code_scanner"))
    link.open()
    page.get_by_role("button", name="cash only").click()
    heard = link.read_until(lambda data: b"\r" in data, 5)
    link.close()
    assert b"QCG01A7K2M9P1442" in heard
