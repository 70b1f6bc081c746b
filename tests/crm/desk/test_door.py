"""The desk's door: who gets in, how a session ends, and what a form must prove."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import select

from crm.desk.application import ROUTERS
from crm.schema import AuditLine, CallbackState, Staff, StaffSession
from crm.staff.logins import FREE_TRIES, LONGEST_LOCK, Logins, lock_after
from tests.crm.desk.scene import PASSWORDS, Browser, Scene
from tests.crm.desk.test_pages import Tags
from tests.crm.signing import StepClock

REFUSED = "帳號或密碼不對"


def posts() -> list[str]:
    """Every address of the desk that takes a form."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = [route.path for route in routes if "POST" in (route.methods or ())]
    return ["/desk" + path.replace("{reference}", "K07-T001-AAAA") for path in found]


def test_every_page_leads_a_stranger_to_the_login(visitor: Browser) -> None:
    for page in ("callbacks", "callbacks/K07-T001-AAAA", "payments", "kiosks", "audit"):
        answer = visitor.get(f"/desk/{page}")
        assert answer.url.path == "/desk/login"
        assert answer.url.params["then"] == f"/desk/{page}"


def test_after_signing_in_one_is_where_one_wanted_to_go(visitor: Browser) -> None:
    visitor.get("/desk/payments")
    fields = {"login": "chen", "password": PASSWORDS["chen"], "then": "/desk/payments"}
    assert visitor.post("/desk/login", **fields).url.path == "/desk/payments"


@pytest.mark.parametrize(
    "then",
    ["//evil.example", "https://evil.example", "/desk/\\evil", "/other", "/desk//evil", "/desk/\r\nX: y"],
)
def test_the_login_leads_nowhere_else(visitor: Browser, then: str) -> None:
    visitor.get("/desk/login")
    answer = visitor.post("/desk/login", login="chen", password=PASSWORDS["chen"], then=then)
    assert answer.url.path == "/desk/callbacks"


@pytest.mark.accessibility("WEB-04")
def test_a_password_manager_knows_the_fields_and_nothing_hinders_pasting(visitor: Browser) -> None:
    """WEB-04: both fields say what they are for; no attribute of the page is a handler."""
    page = Tags()
    page.feed(visitor.get("/desk/login").text)
    purposes = {
        given["name"]: given.get("autocomplete")
        for tag, given in page.seen
        if tag == "input" and given.get("name")
    }
    assert (purposes["login"], purposes["password"]) == ("username", "current-password")
    assert [name for _, given in page.seen for name in given if name.startswith("on")] == []


def test_a_wrong_password_and_an_unknown_login_look_alike(visitor: Browser, scene: Scene) -> None:
    wrong, unknown = visitor.sign_in("chen", "wrong"), visitor.sign_in("nobody", "wrong")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.text.replace("chen", "").count(REFUSED) == unknown.text.count(REFUSED) == 1
    with scene.centre.database.reading() as session:
        lines = session.scalars(select(AuditLine).where(AuditLine.what == "staff.sign_in_refused")).all()
    assert [line.subject for line in lines] == ["chen", ""], "what was typed as a login may be a password"


@pytest.mark.requirement("X49")
def test_tries_are_counted_before_they_are_checked_and_the_lock_grows(
    visitor: Browser, scene: Scene, clock: StepClock
) -> None:
    """X49: the right password does not help while the login rests; the wait doubles."""
    for _ in range(FREE_TRIES + 1):
        assert visitor.sign_in("chen", "wrong").status_code == 401
    assert visitor.sign_in("chen").status_code == 401
    clock.step(seconds=31)
    assert visitor.sign_in("chen", "wrong").status_code == 401
    clock.step(seconds=31)
    assert visitor.sign_in("chen").status_code == 401, "the second lock is longer than the first"
    clock.step(seconds=31)
    assert visitor.sign_in("chen").url.path == "/desk/callbacks"
    with scene.centre.database.reading() as session:
        assert session.scalars(select(Staff.tries).where(Staff.login == "chen")).one() == 0


def test_the_lock_never_outgrows_an_hour() -> None:
    waits = [lock_after(tries) for tries in range(1, 60)]
    assert waits[:FREE_TRIES] == [None] * FREE_TRIES
    assert waits[FREE_TRIES : FREE_TRIES + 3] == [timedelta(seconds=s) for s in (30, 60, 120)]
    assert waits[-1] == LONGEST_LOCK


def test_passwords_and_tokens_are_kept_as_hashes_only(chen: Browser, scene: Scene) -> None:
    token = chen.client.cookies["desk_session"]
    with scene.centre.database.reading() as session:
        assert session.scalars(select(Staff.password_hash)).first().startswith("$argon2id$")  # type: ignore[union-attr]
        assert session.get(StaffSession, token) is None
        assert len(session.scalars(select(StaffSession)).all()) == 1


def test_a_short_password_is_refused(scene: Scene) -> None:
    from crm.schema import Role

    with pytest.raises(ValueError, match="12"):
        Logins(scene.centre).add("new", "新人", Role.AGENT, "short")


def test_somebody_who_left_is_out_at_once(chen: Browser, scene: Scene) -> None:
    with scene.centre.database.writing() as session:
        session.query(Staff).filter_by(login="chen").update({"active": False})
    assert chen.get("/desk/callbacks").url.path == "/desk/login"
    assert chen.sign_in("chen").status_code == 401


@pytest.mark.parametrize(("minutes", "every"), [(31, 31), (601, 20)])
def test_a_session_ends_by_idleness_and_by_age(
    chen: Browser, clock: StepClock, minutes: int, every: int
) -> None:
    for _ in range(minutes // every):
        clock.step(minutes=every)
        answer = chen.get("/desk/callbacks")
    clock.step(minutes=minutes % every)
    answer = chen.get("/desk/callbacks")
    assert answer.url.path == "/desk/login"
    assert "自動登出" in answer.text


def test_work_keeps_a_session_awake(chen: Browser, clock: StepClock) -> None:
    for _ in range(10):
        clock.step(minutes=25)
        assert chen.get("/desk/callbacks").url.path == "/desk/callbacks"


def test_signing_out_ends_the_session_and_gives_claims_back(chen: Browser, scene: Scene) -> None:
    reference = scene.callback()
    chen.claim(reference)
    token = chen.client.cookies["desk_session"]
    assert chen.post("/desk/logout").url.path == "/desk/login"
    assert scene.find(reference).state is CallbackState.QUEUED
    chen.client.cookies.set("desk_session", token, path="/desk")
    assert chen.get("/desk/callbacks").url.path == "/desk/login"


def test_cookies_are_for_this_site_and_no_script(visitor: Browser) -> None:
    visitor.get("/desk/login")
    fields = {"csrf": visitor.csrf, "login": "chen", "password": PASSWORDS["chen"]}
    answer = visitor.client.post("/desk/login", data=fields, follow_redirects=False)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("desk_session=")
    for word in ("HttpOnly", "SameSite=strict", "Path=/desk"):
        assert word in cookie
    assert "Secure" not in cookie, "http: only on loopback"


def test_over_tls_cookies_are_secure(app: FastAPI, scene: Scene) -> None:
    browser = Browser(app)
    browser.client.base_url = "https://testserver"
    answer = browser.get("/desk/login")
    assert "Secure" in answer.headers["set-cookie"]
    assert "max-age" in answer.headers["strict-transport-security"]


def test_there_are_forms_to_hold_to_it() -> None:
    assert len(posts()) >= 10


def test_no_form_without_its_token_changes_anything(chen: Browser, visitor: Browser, scene: Scene) -> None:
    """Every POST route: without a token, with an empty one, with a wrong one, with somebody else's."""
    reference = scene.callback()
    before = scene.find(reference).state
    visitor.get("/desk/login")
    for path in posts():
        for fields in ({}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": visitor.csrf}):
            answer = chen.client.post(path, data={"language": "en", **fields})
            assert answer.status_code == 403, path
            assert "表單已經過期" in answer.text
    assert scene.find(reference).state is before
    assert scene.history(reference) == ["requested"]


@pytest.mark.parametrize(
    "header", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_sent_from_another_site_is_refused(
    chen: Browser, scene: Scene, header: dict[str, str]
) -> None:
    chen.get(f"/desk/callbacks/{scene.callback()}")
    answer = chen.client.post("/desk/callbacks/next", data={"csrf": chen.csrf}, headers=header)
    assert answer.status_code == 403


def test_a_form_from_our_own_page_is_taken(chen: Browser, scene: Scene) -> None:
    reference = scene.callback()
    chen.get("/desk/callbacks")
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    answer = chen.client.post("/desk/callbacks/next", data={"csrf": chen.csrf}, headers=headers)
    assert answer.url.path == f"/desk/callbacks/{reference}"


def test_every_answer_says_what_a_browser_may_do(chen: Browser, visitor: Browser) -> None:
    for answer in (chen.get("/desk/callbacks"), chen.get("/desk/nowhere"), visitor.get("/desk/login")):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"


def test_no_page_has_anything_inline_or_from_elsewhere(chen: Browser, scene: Scene) -> None:
    for path in ("/desk/callbacks", f"/desk/callbacks/{scene.callback()}", "/desk/payments", "/desk/kiosks"):
        page = chen.get(path).text
        for word in (" style=", "<style", " onclick", "://", "javascript:"):
            assert word not in page, (path, word)


def test_the_language_stays_in_the_browser(visitor: Browser) -> None:
    visitor.get("/desk/login")
    assert "Sign in" in visitor.post("/desk/language", language="en", then="/desk/login").text
    visitor.sign_in()
    assert 'lang="en"' in visitor.page
    assert "Callback queue" in visitor.page
    visitor.post("/desk/language", language="xx", then="/desk/kiosks")
    assert 'lang="en"' in visitor.page
