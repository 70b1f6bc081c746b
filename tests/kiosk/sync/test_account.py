"""An account's answer, read as strictly as the others."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kiosk.domain.money import Money
from kiosk.domain.overview import BillState, NoticeKind, OpenMatter, Place
from kiosk.ports import Offline
from kiosk.sync import account, parts, wire
from kiosk.sync.crm import HttpCrm
from tests.kiosk.sync.centre import LittleCentre
from tests.kiosk.sync.samples import message


def heard(document: Any) -> parts.Part:
    return parts.parse(json.dumps(document).encode())


@pytest.mark.requirement("D4")
def test_the_contracts_example() -> None:
    found = account.overview(heard(message("account")["response"]))
    assert found.places == (Place("••••••7730", "住家"),)
    newest = found.history[0]
    assert (newest.amount, newest.state, newest.used, newest.unit) == (
        Money(231_800),
        BillState.OVERDUE,
        413,
        "kWh",
    )
    assert (found.history[3].paid_on, found.history[3].paid_by) == (date(2026, 10, 20), "bank")
    assert [(one.kind, one.day) for one in found.notices] == [(NoticeKind.OVERDUE, date(2026, 11, 17))]
    seven, nine = (datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (7, 9))
    opened = datetime(2026, 11, 22, 6, 5, 41, tzinfo=UTC)
    assert found.matters == (OpenMatter("K07-Q6V6-Y32E", "callback", "queued", opened, seven, nine),)


def test_a_notice_without_words_is_left_out() -> None:
    document = message("account")["response"]
    document["notices"][0]["kind"] = "horoscope"
    assert account.overview(heard(document)).notices == ()


@pytest.mark.parametrize("broken", ["as_of", "accounts", "history", "notices", "matters"])
def test_half_an_answer_is_none(broken: str) -> None:
    document = message("account")["response"]
    del document[broken]
    with pytest.raises(Offline):
        account.overview(heard(document))


def test_an_unknown_state_is_not_taken_for_another() -> None:
    document = message("account")["response"]
    document["history"][0]["state"] = "frozen"
    with pytest.raises(Offline):
        account.overview(heard(document))


def test_over_the_line(crm: HttpCrm, centre: LittleCentre) -> None:
    centre.says(message("account")["response"])
    assert len(crm.overview("opaque text").history) == 4
    centre.says({})
    request = message("notices-seen")["request"]
    crm.see_notices(request["grant"], request["notices"])
    assert [each.document for each in centre.heard] == [message("account")["request"], request]
    assert wire.see_notices(request["grant"], request["notices"]) == request
