"""In and out: the login page, sign-out, and the language of this browser."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from crm.desk.door import LANGUAGE, SESSION, Here, Signed, drop_cookie, session_of, set_cookie
from crm.desk.page import go, show
from crm.desk.texts import LANGUAGES
from crm.staff.sessions import SignedIn

router = APIRouter()

HOME = "/desk/callbacks"
YEAR = 365 * 24 * 3600


def own_address(address: str) -> str:
    """Only a page of this desk: a login form that leads anywhere else is a trap."""
    plain = address.startswith("/desk/") and "\\" not in address and "//" not in address
    return address if plain and address.isprintable() else HOME


@router.get("/login")
def login_page(
    request: Request,
    signed_in: Annotated[SignedIn | None, Depends(session_of)],
    then: Annotated[str, Query(max_length=300)] = HOME,
    ended: Annotated[bool, Query()] = False,
) -> Response:
    if signed_in is not None:
        return go(own_address(then))
    return show(request, "login.html", then=own_address(then), login="", refused=False, ended=ended)


@router.post("/login")
def sign_in(
    request: Request,
    desk: Here,
    login: Annotated[str, Form(max_length=64)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    then: Annotated[str, Form(max_length=300)] = HOME,
) -> Response:
    agent = desk.logins.check(login, password)
    if agent is None:
        given = {"then": own_address(then), "login": login, "refused": True, "ended": False}
        return show(request, "login.html", 401, **given)
    answer = go(own_address(then))
    set_cookie(request, answer, SESSION, desk.sessions.open(agent))
    return answer


@router.post("/logout")
def sign_out(request: Request, desk: Here, agent: Signed) -> Response:
    """Nobody leaves with a claim: what the agent held goes back to the queue."""
    desk.claims.release_all(agent)
    desk.cases.release_all(agent)
    desk.sessions.close(request.cookies[SESSION], agent)
    answer = go("/desk/login")
    drop_cookie(request, answer, SESSION)
    return answer


@router.post("/language")
def choose_language(
    request: Request, language: Annotated[str, Form()], then: Annotated[str, Form(max_length=300)] = HOME
) -> Response:
    answer = go(own_address(then))
    if language in LANGUAGES:
        set_cookie(request, answer, LANGUAGE, language, YEAR)
    return answer
