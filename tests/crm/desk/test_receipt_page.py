"""The proof of payment on a narrow screen, in a real browser: nothing to find for axe, nothing to scroll sideways."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, ViewportSize

from crm.desk.texts import LANGUAGES
from tests.crm.desk.serving import served
from tests.crm.desk.test_axe import faults
from tests.crm.places import on_sqlite
from tests.crm.signing import SigningKiosk, contract, seal

pytestmark = [on_sqlite, pytest.mark.requirement("F3")]

PAYMENT = contract("records/payment.approved.json")
LINK = contract("records/receipt_link.json")
PHONE = ViewportSize(width=360, height=780)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_reads_well_on_a_phone(
    language: str, app: FastAPI, kiosk: SigningKiosk, chromium: Browser, tmp_path: Path
) -> None:
    code = f"code-{language}"
    hashed = hashlib.sha256(code.encode()).hexdigest()
    kiosk.sync(PAYMENT, seal(LINK, code_hash=hashed, language=language))
    with served(app) as address:
        context = chromium.new_context(viewport=PHONE, locale=language, java_script_enabled=True)
        page = context.new_page()
        found = {}
        for name in (code, "nothing"):
            answer = page.goto(f"{address}/receipts/{name}")
            assert answer is not None
            assert page.locator("html").get_attribute("lang") == language
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
            assert page.evaluate("getComputedStyle(document.body).margin") == "0px"  # its own looks are there
            page.screenshot(path=tmp_path / f"{name}.png")
            found[name] = faults(page)
        context.close()
    assert {where: what for where, what in found.items() if what} == {}
