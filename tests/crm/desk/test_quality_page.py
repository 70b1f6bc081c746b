"""The page of one kiosk's data quality: four measures with their formulas, the days, and what was set aside, masked."""

from __future__ import annotations

import pytest

from crm.intake import quarantine
from crm.intake.batch import take_all
from crm.intake.records import Sender
from crm.schema import Alert
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import EPOCH, contract, seal

PAGE = "/desk/kiosks/K07/quality"
CALLBACK = contract("records/callback.json")


def tell(scene: Scene, *raw: object) -> None:
    now, sender = scene.centre.clock(), Sender("K07", EPOCH)
    with scene.centre.database.writing() as session:
        answers = take_all(session, sender, raw, now)
        quarantine.look_at(session, sender, raw, answers, now, scene.centre.settings.today(now))


@pytest.mark.requirement("J7")
def test_the_measures_stand_with_their_formulas(scene: Scene, lead: Browser) -> None:
    """J7: and the days' counts beside them."""
    assert "還沒有資料" in lead.get(PAGE).text
    tell(scene, contract("records/audit.json"), {"id": "x"})
    page = lead.get(PAGE).text
    assert "50.0 %" in page
    assert "收下 ÷（收下＋退回）" in page
    assert f'href="{PAGE}"' in lead.get("/desk/kiosks").text


@pytest.mark.requirement("J5")
def test_what_is_set_aside_is_seen_masked_and_looked_at_once(scene: Scene, lead: Browser) -> None:
    """J5: no number of anybody stands there; whoever looked ends the alert, and stands in the list."""
    tell(scene, CALLBACK)
    tell(scene, seal(CALLBACK, phone="0955000999"))
    page = lead.get(PAGE).text
    assert "0955-•••-999" in page
    assert "0955000999" not in page
    assert "編號重複，已隔離" in lead.get("/desk/kiosks").text
    assert lead.post(f"{PAGE}/looked").status_code == 200
    assert "lead 看過" in lead.get(PAGE).text
    with scene.centre.database.reading() as session:
        assert [
            alert.closed_at is not None for alert in session.query(Alert) if alert.subject == "records"
        ] == [True]


def test_it_is_for_supervisors_and_of_kiosks_that_there_are(lead: Browser, chen: Browser) -> None:
    assert chen.get(PAGE).status_code == 403
    assert chen.post(f"{PAGE}/looked").status_code == 403
    assert lead.get("/desk/kiosks/K00/quality").status_code == 404
    assert lead.post("/desk/kiosks/K00/quality/looked").status_code == 404
