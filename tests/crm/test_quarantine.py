"""Records under another one's id are kept apart, seen and told; a number that was given twice is only counted."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from crm import audit
from crm.centre import Centre
from crm.intake import quarantine
from crm.kiosks import quality
from crm.schema import Alert, QualityDay, Quarantined, Record
from tests.crm.signing import SigningKiosk, contract, seal

CALLBACK = contract("records/callback.json")
AUDIT = contract("records/audit.json")
OTHER_ID = "0193a1f0-9999-7000-8000-000000000001"


def day_of(centre: Centre, kiosk: str = "K07") -> QualityDay:
    with centre.database.reading() as session:
        [day] = quality.days(session, kiosk, 14)
        return day


def aside(centre: Centre) -> list[Quarantined]:
    with centre.database.reading() as session:
        return list(session.scalars(select(Quarantined).order_by(Quarantined.id)))


def open_alerts(centre: Centre) -> list[tuple[str, str]]:
    with centre.database.reading() as session:
        return [(each.subject, each.what) for each in session.scalars(select(Alert)) if not each.closed_at]


def telemetry(seq: int, **changed: Any) -> dict[str, Any]:
    id = f"0193a1f0-9999-7000-8000-{seq:012}"
    return seal({**AUDIT, "id": id, "seq": seq, **changed})


@pytest.mark.requirement("J5")
def test_a_known_id_with_another_body_is_set_aside(centre: Centre, kiosk: SigningKiosk) -> None:
    """J5: not taken, not lost: what came, beside whose id it bears; one alert, however often it comes."""
    kiosk.sync(CALLBACK)
    other = seal(CALLBACK, phone="0955000999")
    for _ in range(2):
        [answer] = kiosk.sync(other)["answers"]
        assert (answer["verdict"], answer["reason"]) == ("refused", "id_reused")
    [kept] = aside(centre)
    assert (kept.kiosk_id, kept.record_id, kept.kind, kept.seq) == (
        "K07",
        CALLBACK["id"],
        "callback",
        CALLBACK["seq"],
    )
    assert (kept.body_hash, kept.known_hash) == (other["body_hash"], CALLBACK["body_hash"])
    assert "0955000999" in kept.body
    assert kept.times == 2
    assert open_alerts(centre) == [("records", "quarantine")]
    assert (day_of(centre).id_reused, day_of(centre).refused) == (2, 0)
    with centre.database.reading() as session:
        assert [line.subject for line in audit.newest(session, what="record.set_aside")] == [CALLBACK["id"]]


@pytest.mark.requirement("L1")
def test_what_another_kiosk_copies_is_nobodys_but_its_own(
    centre: Centre, kiosk: SigningKiosk, other_kiosk: SigningKiosk
) -> None:
    """L1: ids are each kiosk's own, so none can take another's away; what bears another's reference is refused."""
    kiosk.sync(AUDIT, CALLBACK)
    line, case = other_kiosk.sync(AUDIT, CALLBACK)["answers"]
    assert line["verdict"] == "stored"
    assert (case["verdict"], case["reason"]) == ("refused", "invalid: reference: no reference of this kiosk")
    assert aside(centre) == []
    assert [each["verdict"] for each in kiosk.sync(AUDIT, CALLBACK)["answers"]] == ["duplicate"] * 2


def test_a_retry_is_nothing_of_the_kind(centre: Centre, kiosk: SigningKiosk) -> None:
    for _ in range(3):
        kiosk.sync(CALLBACK, AUDIT)
    assert aside(centre) == []
    assert open_alerts(centre) == []
    day = day_of(centre)
    assert (day.taken, day.refused, day.id_reused, day.seq_reused) == (2, 0, 0, 0)


def test_whoever_looked_ends_the_alert_and_the_next_one_opens_another(
    centre: Centre, kiosk: SigningKiosk
) -> None:
    kiosk.sync(CALLBACK)
    kiosk.sync(seal(CALLBACK, phone="0955000999"))
    with centre.database.writing() as session:
        assert quarantine.release(session, "K07", "lead", centre.clock()) == 1
        assert quarantine.release(session, "K07", "lead", centre.clock()) == 0
    assert open_alerts(centre) == []
    kiosk.sync(seal(CALLBACK, phone="0955000998"))
    assert open_alerts(centre) == [("records", "quarantine")]
    assert [each.looked_by for each in aside(centre)] == ["lead", ""]


@pytest.mark.requirement("J7")
@pytest.mark.parametrize("reached", [1, 3])
def test_a_number_that_another_record_has_is_taken_and_told(
    centre: Centre, kiosk: SigningKiosk, reached: int
) -> None:
    """J7: nothing of a customer is lost; the kiosk hears of it, and begins another epoch. Also beyond a hole."""
    kiosk.sync(telemetry(reached))
    twin = {**telemetry(reached), "id": OTHER_ID[:-1] + "7"}
    [answer] = kiosk.sync(twin)["answers"]
    assert (answer["verdict"], answer["reason"]) == ("stored", "seq_reused")
    assert day_of(centre).seq_reused == 1
    with centre.database.reading() as session:
        assert session.get(Record, (twin["id"], "K07")) is not None
        assert len(audit.newest(session, what="sync.seq_reused")) == 1
    assert kiosk.sync(twin)["answers"][0]["reason"] is None


def test_twice_the_same_number_in_one_batch(centre: Centre, kiosk: SigningKiosk) -> None:
    first, second = telemetry(1), {**telemetry(1), "id": OTHER_ID[:-1] + "8"}
    kiosk.sync(first, second, telemetry(2))
    assert day_of(centre).seq_reused == 1
