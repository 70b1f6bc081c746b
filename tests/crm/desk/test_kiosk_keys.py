"""L1 at the desk: a supervisor ends a kiosk's trust at once, an admin lets it in anew; both stand in the audit."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI

from crm import audit
from crm.kiosks import registry
from crm.schema import Kiosk
from crm.staff.logins import Logins, Role
from crm.tokens import Secrets
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import EPOCH

PAGE = "/desk/kiosks/K07/key"
PASSWORD = "qingchuan-root"
KEYS = ("B8aRPJXuKo8cYJGHhyrzMnf5QMYr8O2Lcye8gqzXEGQ=", "wTeDKF/uUIx1j5zx7QxTa0LAzSEcvK5+AZANzSI/eDA=")
CODE = re.compile(r"<code>([A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4})</code>")
MARK = re.compile(r'name="mark" value="([^"]+)"')


@pytest.fixture
def root(app: FastAPI, scene: Scene, secrets: Secrets) -> Browser:
    Logins(scene.centre, secrets).add("root", "林子晴", Role.ADMIN, PASSWORD)
    browser = Browser(app)
    assert browser.sign_in("root", PASSWORD).status_code == 200
    return browser


def mark(browser: Browser) -> str:
    found = MARK.search(browser.get(PAGE).text)
    return found.group(1) if found else ""


def enrol(scene: Scene, code: str, key: str = KEYS[0]) -> None:
    with scene.centre.database.writing() as session:
        registry.enrol(session, registry.Enrolment("K07", code, key, EPOCH), scene.now)


def issued(root: Browser) -> str:
    answer = root.post(f"{PAGE}/code", mark=mark(root))
    found = CODE.search(answer.text)
    assert found, answer.text
    return found.group(1)


def kiosk(scene: Scene) -> Kiosk:
    with scene.centre.database.reading() as session:
        return session.get_one(Kiosk, "K07")


def noted(scene: Scene) -> list[tuple[str, str, str]]:
    with scene.centre.database.reading() as session:
        return [(line.what, line.who, line.subject) for line in audit.newest(session, what="kiosk.")]


@pytest.mark.requirement("L1")
def test_a_code_is_shown_once_and_lets_one_key_in(scene: Scene, root: Browser) -> None:
    """L1: the key before stays until the new one is taken."""
    enrol(scene, issued(root))
    assert kiosk(scene).public_key == KEYS[0]
    code = issued(root)
    assert code not in root.get(PAGE).text
    assert kiosk(scene).public_key == KEYS[0]
    enrol(scene, code, KEYS[1])
    assert kiosk(scene).public_key == KEYS[1]
    assert ("kiosk.code_issued", "root", "K07") in noted(scene)


@pytest.mark.requirement("L1")
def test_a_supervisor_revokes_by_typing_which_one(scene: Scene, root: Browser, lead: Browser) -> None:
    """L1: at once, once, with a line that says who; a code that was out is void with it."""
    enrol(scene, issued(root))
    code = issued(root)
    refused = lead.post(f"{PAGE}/revoke", mark=mark(lead), typed="K03")
    assert refused.status_code == 422
    assert kiosk(scene).revoked_at is None
    answer = lead.post(f"{PAGE}/revoke", mark=mark(lead), typed=" k07 ")
    assert answer.status_code == 200
    assert kiosk(scene).revoked_at == scene.now
    assert noted(scene)[0] == ("kiosk.revoked", "lead", "K07")
    assert f'action="{PAGE}/revoke"' not in lead.get(PAGE).text
    with pytest.raises(registry.WrongCode):
        enrol(scene, code, KEYS[1])
    enrol(scene, issued(root), KEYS[1])
    assert kiosk(scene).revoked_at is None


@pytest.mark.requirement("L1")
def test_who_looked_at_something_else_changes_nothing(scene: Scene, root: Browser, lead: Browser) -> None:
    """L1: enrolled or given a code since the page was drawn."""
    enrol(scene, issued(root))
    old = mark(lead)
    enrol(scene, issued(root), KEYS[1])
    for browser, act in ((lead, "revoke"), (root, "code")):
        answer = browser.post(f"{PAGE}/{act}", mark=old, typed="K07")
        assert answer.status_code == 409
        assert not CODE.search(answer.text)
    assert kiosk(scene).revoked_at is None
    assert kiosk(scene).public_key == KEYS[1]


@pytest.mark.requirement("L1")
def test_agents_touch_no_key_and_supervisors_make_no_code(scene: Scene, chen: Browser, lead: Browser) -> None:
    assert chen.get(PAGE).status_code == 403
    assert chen.post(f"{PAGE}/revoke", mark="", typed="K07").status_code == 403
    assert f'href="{PAGE}"' not in chen.get("/desk/kiosks").text
    assert lead.post(f"{PAGE}/code", mark=mark(lead)).status_code == 403
    assert f'action="{PAGE}/code"' not in lead.get(PAGE).text
    assert noted(scene) == []


def test_there_is_no_page_of_a_kiosk_that_is_not_there(lead: Browser, root: Browser) -> None:
    assert lead.get("/desk/kiosks/K00/key").status_code == 404
    assert lead.post("/desk/kiosks/K00/key/revoke", typed="K00").status_code == 404
    assert root.post("/desk/kiosks/K00/key/code").status_code == 404
