"""M4: which version of the script an agent followed stands with the case, and stays when the script changes."""

from __future__ import annotations

import pytest

from crm.callbacks import work
from crm.callbacks.scripts import VERSION
from crm.desk import case
from tests.crm.desk.scene import Browser, Scene


@pytest.mark.requirement("M4")
def test_the_version_of_the_script_stays_with_the_case(
    scene: Scene, chen: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(reference)
    assert scene.find(reference).script == ""
    assert f"版本 {VERSION}" in chen.page, "before anything is ticked: the one that holds now"
    chen.dial(reference)
    assert scene.find(reference).script == VERSION
    chen.finish(reference, "resolved", "ok")
    for module in (work, case):
        monkeypatch.setattr(module, "VERSION", "2027-01")
    page = chen.get(f"/desk/callbacks/{reference}").text
    assert f"版本 {VERSION}" in page
    assert "2027-01" not in page
    other = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(other)
    chen.dial(other)
    assert scene.find(other).script == "2027-01"
