"""The people of the desk, as an admin keeps them: one-time passwords, languages, locks, and always an admin left."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from fastapi import FastAPI

from crm.revisions import Moved
from crm.schema import AuditLine, Role, Staff
from crm.staff.logins import Agent, Logins
from crm.staff.people import LastAdmin, People, Person
from crm.tokens import Secrets
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import StepClock

PASSWORD = "qingchuan-root"
CODE = re.compile(r"<code>([^<]+)</code>")


@pytest.fixture
def root(app: FastAPI, scene: Scene, secrets: Secrets) -> Browser:
    """An admin, the only one."""
    Logins(scene.centre, secrets).add("root", "林子晴", Role.ADMIN, PASSWORD)
    browser = Browser(app)
    assert browser.sign_in("root", PASSWORD).status_code == 200
    return browser


def member(scene: Scene, login: str) -> Staff:
    with scene.centre.database.reading() as session:
        return session.query(Staff).filter_by(login=login).one()


def revision(scene: Scene, login: str) -> str:
    return str(member(scene, login).revision)


def added(root: Browser, login: str = "wu", **fields: object) -> str:
    """The one-time password."""
    root.get("/desk/staff/new")
    given = {"login": login, "name": "吳佩珊", "role": "agent", "languages": ["en", "zh-Hans"], **fields}
    answer = root.post("/desk/staff/new", **given)
    found = CODE.search(answer.text)
    assert found, answer.text
    return found.group(1)


def test_somebody_new_signs_in_once_and_chooses_a_password(
    scene: Scene, root: Browser, visitor: Browser
) -> None:
    code = added(root)
    visitor.sign_in("wu", code)
    assert "一次性密碼" in visitor.page
    assert "更改密碼" in visitor.get("/desk/callbacks").text, "nothing else before that"
    for old, new, again in (("wrong", "a-good-long-one", "a-good-long-one"), (code, "short", "short"),
                            (code, "a-good-long-one", "another-long-one"), (code, code, code)):  # fmt: skip
        answer = visitor.post("/desk/password", old=old, new=new, again=again)
        assert answer.status_code == 422
    said = visitor.post("/desk/password", old=code, new="a-good-long-one", again="a-good-long-one")
    assert "密碼已更改" in said.text
    assert visitor.get("/desk/kiosks").url.path == "/desk/kiosks"
    assert scene.agent("wu").languages == ("en", "zh-Hans")
    visitor.post("/desk/logout")
    assert visitor.sign_in("wu", code).status_code == 401, "it was for once"
    assert visitor.sign_in("wu", "a-good-long-one").status_code == 200


def test_a_password_that_was_handed_out_runs_out(
    scene: Scene, root: Browser, visitor: Browser, clock: StepClock
) -> None:
    code = added(root)
    clock.step(hours=73)
    assert visitor.sign_in("wu", code).status_code == 401


@pytest.mark.requirement("L2")
def test_calls_are_given_in_the_languages_that_an_admin_set(
    scene: Scene, root: Browser, chen: Browser
) -> None:
    english = scene.callback(30, language="en", phone="0900000001")
    chinese = scene.callback(45, language="zh-Hant", phone="0900000002")
    page = root.get(f"/desk/staff/{scene.agent('chen').id}").text
    assert "陳怡君" in page
    root.post(f"/desk/staff/{scene.agent('chen').id}", revision=revision(scene, "chen"),
              name="陳怡君", role="agent", languages=["zh-Hant"])  # fmt: skip
    chen.get("/desk/callbacks")
    assert chen.post("/desk/callbacks/next").url.path.endswith(chinese)
    chen.post(f"/desk/callbacks/{chinese}/release")
    root.post(f"/desk/staff/{scene.agent('chen').id}", revision=revision(scene, "chen"),
              name="陳怡君", role="agent", languages=["en", "xx"])  # fmt: skip
    assert chen.post("/desk/callbacks/next").url.path.endswith(english)


def test_who_is_locked_is_out_and_the_case_is_free(scene: Scene, root: Browser, chen: Browser) -> None:
    reference = scene.callback()
    chen.get("/desk/callbacks")
    chen.claim(reference)
    path = f"/desk/staff/{scene.agent('chen').id}"
    root.get(path)
    assert "已鎖定" in root.post(f"{path}/lock", revision=revision(scene, "chen")).text
    assert "/desk/login" in str(chen.get("/desk/callbacks").url)
    assert chen.sign_in("chen").status_code == 401
    assert root.claim(reference).status_code == 200
    root.get(path)
    root.post(f"{path}/unlock", revision=revision(scene, "chen"))
    assert chen.sign_in("chen").status_code == 200
    code = CODE.search(root.post(f"{path}/password", revision=revision(scene, "chen")).text)
    assert code
    assert "/desk/login" in str(chen.get("/desk/callbacks").url), "the old sign-in ends"
    assert chen.sign_in("chen").status_code == 401
    assert "一次性密碼" in chen.sign_in("chen", code.group(1)).text


def test_the_last_admin_stays(scene: Scene, root: Browser) -> None:
    path = f"/desk/staff/{scene.agent('root').id}"
    root.get(path)
    for act, fields in (("/lock", {}), ("", {"name": "林子晴", "role": "supervisor"})):
        answer = root.post(f"{path}{act}", revision=revision(scene, "root"), **fields)
        assert answer.status_code == 409
        assert "至少要留一位系統管理員" in answer.text
    assert member(scene, "root").role is Role.ADMIN
    assert member(scene, "root").active


def test_of_two_admins_who_lock_each_other_out_one_stays(scene: Scene, secrets: Secrets) -> None:
    logins, people, start = Logins(scene.centre, secrets), People(scene.centre, secrets), Barrier(2)
    ids = [logins.add(login, "林子晴", Role.ADMIN, PASSWORD) for login in ("left", "right")]

    def lock(id: int, by: Agent) -> bool:
        start.wait(timeout=10)
        try:
            people.lock(id, 1, by)
        except (LastAdmin, Moved):
            return False
        return True

    agents = [scene.agent("right"), scene.agent("left")]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(lock, ids, agents)) == [False, True]


def test_what_changed_meanwhile_is_not_overwritten(scene: Scene, root: Browser) -> None:
    old, chen = revision(scene, "chen"), scene.agent("chen").id
    root.get(f"/desk/staff/{chen}")
    root.post(f"/desk/staff/{chen}", revision=old, name="陳怡君", role="supervisor")
    answer = root.post(
        f"/desk/staff/{chen}", revision=old, name="陳怡君", role="agent", languages=["en", "xx"]
    )
    assert answer.status_code == 409
    assert "別人剛剛改過" in answer.text
    assert member(scene, "chen").role is Role.SUPERVISOR


@pytest.mark.parametrize(("fields", "words"), [
    ({"login": "Wu Pei"}, "帳號不能用"), ({"login": "chen"}, "已經有人用"), ({"name": " "}, "請寫姓名"),
    ({"role": "owner"}, "請選角色"),
])  # fmt: skip
def test_what_cannot_be_is_refused_and_stays_in_the_form(
    scene: Scene, root: Browser, fields: dict[str, str], words: str
) -> None:
    root.get("/desk/staff/new")
    answer = root.post("/desk/staff/new", **{"login": "wu", "name": "吳佩珊", "role": "agent", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert CODE.search(answer.text) is None


def test_the_audit_tells_it_without_names_and_passwords(scene: Scene, root: Browser) -> None:
    code = added(root)
    with scene.centre.database.reading() as session:
        line = session.query(AuditLine).filter_by(what="staff.added", subject="wu").one()
    assert (line.who, line.detail) == ("root", {"role": "agent", "languages": "en zh-Hans"})
    assert code not in str(line.detail)


def test_a_person_is_somebody() -> None:
    with pytest.raises(ValueError, match="name"):
        Person("", Role.AGENT)
