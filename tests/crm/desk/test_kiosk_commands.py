"""A supervisor's page of one kiosk's commands."""

from __future__ import annotations

import pytest

from crm import audit
from crm.kiosks import commands
from tests.crm.desk.scene import Browser, Scene

PAGE = "/desk/kiosks/K07/commands"


@pytest.mark.requirement("K5")
def test_a_supervisor_closes_a_kiosk_with_words(scene: Scene, lead: Browser) -> None:
    """K5: the words in each language; who asked stands in the audit."""
    answer = lead.post(PAGE, kind="close", hours="8", words_zh_hant=" 颱風  停止服務 ", words_en="Typhoon")
    assert answer.status_code == 200
    assert "颱風 停止服務" in answer.text
    with scene.centre.database.reading() as session:
        (command,) = commands.newest(session, "K07")
        assert (command.kind, command.asked_by) == ("close", "lead")
        assert command.words == {"zh-Hant": "颱風 停止服務", "en": "Typhoon"}
        assert [line.who for line in audit.newest(session, what="command.asked")] == ["lead"]


@pytest.mark.requirement("K5")
def test_agents_command_no_kiosk(scene: Scene, chen: Browser) -> None:
    """K5."""
    assert chen.get(PAGE).status_code == 403
    assert chen.post(PAGE, kind="open", hours="8").status_code == 403
    assert f'href="{PAGE}"' not in chen.get("/desk/kiosks").text
    with scene.centre.database.reading() as session:
        assert commands.newest(session, "K07") == []


@pytest.mark.parametrize(
    "order",
    [
        {"kind": "", "hours": "8"},
        {"kind": "dance", "hours": "8"},
        {"kind": "close", "hours": "9999"},
        {"kind": "close", "hours": "8", "words_en": "x" * 161},
        {"kind": "close", "hours": "8", "words_en": "a\u202eb"},
    ],
)
def test_what_cannot_be_told_is_refused_and_stays_in_the_form(
    scene: Scene, lead: Browser, order: dict[str, str]
) -> None:
    answer = lead.post(PAGE, **order)
    assert answer.status_code == 422
    assert order.get("words_en", "") in answer.text
    with scene.centre.database.reading() as session:
        assert commands.newest(session, "K07") == []


def test_there_is_no_page_of_a_kiosk_that_is_not_there(lead: Browser) -> None:
    assert lead.get("/desk/kiosks/K00/commands").status_code == 404
    assert lead.post("/desk/kiosks/K00/commands", kind="open", hours="1").status_code == 404


def test_the_list_leads_there(lead: Browser) -> None:
    assert f'href="{PAGE}"' in lead.get("/desk/kiosks").text
