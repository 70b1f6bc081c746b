"""M4: scripts are written in versions; the one that an agent followed stands with the case, whatever comes after it."""

from __future__ import annotations

from typing import Any

import pytest

from crm.callbacks.script_versions import MOST_STEPS, Step, publish, save
from crm.callbacks.scripts import ANTI_FRAUD, VERSION
from crm.callbacks.work import Claims
from crm.schema import AuditLine, ScriptVersion
from tests.crm.desk.scene import Browser, Scene

STEPS = {
    "name": ["billing.listen", "", "", ""],
    "place": ["2", "1", "3", "4"],
    "zh_hant": [
        "先致歉並確認感受，請顧客說明哪一期、哪一項有疑問。",
        "先問現在方不方便說話。",
        "約好下次聯絡。",
        "",
    ],
    "en": ["", "Ask whether this is a good moment.", "", ""],
    "zh_hans": ["", "", "", ""],
}


def written(scene: Scene, *words: str, topic: str = "billing") -> str:
    """A version with these steps, published; its name."""
    with scene.centre.database.writing() as session:
        known = session.query(ScriptVersion).filter_by(topic=topic).count()
        steps = [Step("", {"zh-Hant": each}) for each in words]
        script = save(session, topic, 2 * known, steps, "lead", scene.now)
        publish(session, topic, script.revision, script.latest, "lead", scene.now)
        return f"{topic}-{script.latest}"


@pytest.mark.requirement("M4")
def test_the_version_of_the_script_stays_with_the_case(scene: Scene, chen: Browser) -> None:
    reference = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(reference)
    assert scene.find(reference).script == ""
    assert f"版本 {VERSION}" in chen.page, "before anything is ticked: the one that holds now"
    chen.dial(reference)
    assert scene.find(reference).script == VERSION
    new = written(scene, "先問現在方不方便說話。")
    assert "和前期帳單比較" in chen.get(f"/desk/callbacks/{reference}").text, "a call goes on as it began"
    chen.finish(reference, "resolved", "ok")
    page = chen.get(f"/desk/callbacks/{reference}").text
    assert f"版本 {VERSION}" in page
    assert new not in page
    other = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(other)
    chen.dial(other)
    assert scene.find(other).script == new
    assert "先問現在方不方便說話。" in chen.page
    assert "和前期帳單比較" not in chen.page


@pytest.mark.requirement("M4")
def test_a_supervisor_writes_a_draft_and_publishes_it(scene: Scene, lead: Browser, chen: Browser) -> None:
    page = lead.get("/desk/scripts/billing").text
    assert "和前期帳單比較" in page
    said = lead.post("/desk/scripts/billing", revision="0", **STEPS)
    assert "已存成新草稿" in said.text
    reference = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(reference)
    assert "先問現在方不方便說話。" not in chen.page, "a draft is nobody's script"
    assert "已發布" in lead.post("/desk/scripts/billing/publish", revision="1", number="1").text
    page = chen.get(f"/desk/callbacks/{reference}").text
    assert (
        page.index("先問現在方不方便說話。") < page.index("先致歉並確認感受") < page.index("約好下次聯絡。")
    )
    chen.dial(reference)
    chen.post(f"/desk/callbacks/{reference}/steps", step=["billing-1.1", "billing.compare", "no-such"])
    assert [e.note for e in scene.find(reference).events if e.what == "step"] == [*ANTI_FRAUD, "billing-1.1"]
    assert "完成步驟: 先問現在方不方便說話。" in chen.get(f"/desk/callbacks/{reference}").text
    with scene.centre.database.reading() as session:
        told = session.query(AuditLine).filter(AuditLine.what.startswith("script.")).all()
        assert [(line.what, line.subject, line.detail) for line in told] == [
            ("script.saved", "billing", {"version": 1}), ("script.published", "billing", {"version": 1}),
        ]  # fmt: skip


@pytest.mark.requirement("M4")
def test_the_steps_against_fraud_cannot_be_written_away(scene: Scene) -> None:
    """Whatever a version says, they come first and the number unfolds only behind them."""
    written(scene, "只有這一步。")
    reference, claims, agent = scene.callback(), Claims(scene.centre), scene.agent("chen")
    claims.claim(reference, agent)
    claims.tick(reference, agent, ["billing-1.1"])
    with pytest.raises(Exception, match=reference):
        claims.dial(reference, agent)
    claims.tick(reference, agent, ANTI_FRAUD)
    claims.dial(reference, agent)


def test_two_who_write_at_once_do_not_overwrite_each_other(scene: Scene, lead: Browser) -> None:
    lead.get("/desk/scripts/billing")
    written(scene, "別人寫的。")
    answer = lead.post("/desk/scripts/billing", revision="0", **STEPS)
    assert answer.status_code == 409
    assert "別人剛剛改過" in answer.text
    assert "約好下次聯絡。" in answer.text, "what was typed is still there"
    assert lead.post("/desk/scripts/billing/publish", revision="1", number="1").status_code == 409
    assert lead.post("/desk/scripts/billing/publish", revision="2", number="9").status_code == 404


def test_an_earlier_version_comes_back(scene: Scene, lead: Browser) -> None:
    written(scene, "第一個說法。")
    written(scene, "第二個說法。")
    page = lead.get("/desk/scripts/billing/versions/2").text
    assert "第二個說法。" in page
    assert "第一個說法。" in page, "what is no longer said is shown as such"
    assert "改回這一版" in lead.get("/desk/scripts/billing/versions/1").text
    lead.post("/desk/scripts/billing/publish", revision="4", number="1")
    reference = scene.callback()
    lead.claim(reference)
    assert "第一個說法。" in lead.page


@pytest.mark.parametrize("bad", [
    {}, {**STEPS, "zh_hant": [""] * 4, "en": [""] * 4},
    {**STEPS, "zh_hant": ["長" * 301, "", "", ""]},
    {key: ["x"] * (MOST_STEPS + 1) for key in STEPS},
])  # fmt: skip
def test_what_is_no_script_is_refused(scene: Scene, lead: Browser, bad: dict[str, Any]) -> None:
    lead.get("/desk/scripts/billing")
    assert lead.post("/desk/scripts/billing", revision="0", **bad).status_code == 422
    assert lead.get("/desk/scripts/gardening").status_code == 404
    assert lead.get("/desk/scripts/billing/versions/1").status_code == 404
