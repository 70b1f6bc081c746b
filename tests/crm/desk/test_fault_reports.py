"""What agents read of the devices when somebody reported a fault of the machine: words, not codes."""

from __future__ import annotations

import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm.desk.case_page import told
from crm.desk.texts import read_texts
from crm.schema import Case, CaseKind

AGREED = json.loads(Path(__file__).parents[2].joinpath("contract/faults.json").read_text(encoding="utf-8"))
TEXTS = read_texts(ZoneInfo("Asia/Taipei"))


@pytest.mark.parametrize("language", list(TEXTS))
def test_each_fault_of_a_device_is_told_in_words(language: str) -> None:
    devices = [{"device": "power", "state": "online", "faults": [fault]} for fault in AGREED]
    lines = told(Case(kind=CaseKind.FAULT, topic="", body={"devices": devices}), TEXTS[language])
    assert len(lines) == len(AGREED)
    assert [words for _, words in lines if any(fault in words for fault in AGREED)] == []


def test_what_a_newer_kiosk_says_is_told_as_it_came() -> None:
    device = {"device": "power", "state": "online", "faults": ["struck_by_lightning"]}
    [(name, words)] = told(Case(kind=CaseKind.FAULT, topic="", body={"devices": [device]}), TEXTS["en"])
    assert name == "device.power"
    assert "struck_by_lightning" in words
