"""Who is at the door: cookies, sessions, and the proof that a form came from our own page.

A cookie that opens anything is HttpOnly and SameSite=Strict, and Secure wherever the page came over TLS.
"""

from __future__ import annotations

import hmac
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, HTTPException, Request
from starlette.responses import Response

from crm.desk import roles
from crm.desk.frame import Desk, desk_of
from crm.schema import Role
from crm.staff.logins import Agent
from crm.staff.sessions import SignedIn
from crm.tokens import new_token

SESSION = "desk_session"
#: Before anybody has signed in: what the login form must bring back.
VISITOR = "desk_visitor"
LANGUAGE = "desk_language"
#: Forms that need no session.
BEFORE_LOGIN = ("/desk/login", "/desk/language")
#: Where whoever still has a password of an admin may go.
BEFORE_CHOICE = ("/password", "/logout")


class NotSignedIn(Exception):
    """This page is for staff; the handler leads to the login."""


class MustChoose(Exception):
    """Signed in with a password that an admin handed out: one's own comes first."""


class NotOurForm(Exception):
    """A form without this session's token, or sent from another site."""


def session_of(request: Request) -> SignedIn | None:
    """Whose session the cookie names; looked up once a request."""
    if not hasattr(request.state, "signed_in"):
        token = request.cookies.get(SESSION, "")
        request.state.signed_in = desk_of(request).sessions.find(token) if token else None
    found: SignedIn | None = request.state.signed_in
    return found


def agent_of(signed_in: Annotated[SignedIn | None, Depends(session_of)]) -> Agent:
    if signed_in is None:
        raise NotSignedIn
    return signed_in.agent


def supervisor_of(agent: Annotated[Agent, Depends(agent_of)]) -> Agent:
    """A page, or an export, that is for supervisors only."""
    if not agent.supervises:
        raise HTTPException(403)
    return agent


def admin_of(agent: Annotated[Agent, Depends(agent_of)]) -> Agent:
    if agent.role is not Role.ADMIN:
        raise HTTPException(403)
    return agent


def csrf_of(request: Request) -> str:
    """What a form on this page must carry: the session's token, or the visitor's before there is one."""
    signed_in = session_of(request)
    if signed_in is not None:
        return signed_in.csrf
    if not hasattr(request.state, "visitor"):
        request.state.visitor = request.cookies.get(VISITOR) or new_token()
    visitor: str = request.state.visitor
    return visitor


async def our_form(request: Request, signed_in: Annotated[SignedIn | None, Depends(session_of)]) -> None:
    """Holds for every route: nothing is changed but by a form of our own page, and whoever may not enter does not."""
    if request.method not in ("GET", "HEAD"):
        await _must_be_ours(request, signed_in)
    _may_enter(request, signed_in)


async def _must_be_ours(request: Request, signed_in: SignedIn | None) -> None:
    if signed_in is None and request.url.path not in BEFORE_LOGIN:
        raise NotSignedIn
    expected = signed_in.csrf if signed_in else request.cookies.get(VISITOR, "")
    brought = (await request.form()).get("csrf")
    if (
        not expected
        or not isinstance(brought, str)
        or not _same(brought, expected)
        or not _same_site(request)
    ):
        raise NotOurForm


def _may_enter(request: Request, signed_in: SignedIn | None) -> None:
    """Only whom the table of `crm/desk/roles.py` names."""
    allowed = roles.allowed(request.method, request.scope["route"].path)
    if allowed is None:
        return
    if signed_in is None:
        raise NotSignedIn
    if signed_in.agent.role not in allowed:
        raise HTTPException(403)
    if signed_in.agent.must_choose and request.scope["route"].path not in BEFORE_CHOICE:
        raise MustChoose


def _same(brought: str, expected: str) -> bool:
    return hmac.compare_digest(brought.encode(), expected.encode())


def _same_site(request: Request) -> bool:
    """Browsers say where a form comes from; a browser that does not is held by the token alone."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        return False
    return request.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none")


def set_cookie(request: Request, response: Response, name: str, value: str, lasts: int | None = None) -> None:
    """`lasts` in seconds; None ends with the browser."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        name, value, max_age=lasts, path="/desk", secure=secure, httponly=True, samesite="strict"
    )


def drop_cookie(request: Request, response: Response, name: str) -> None:
    secure = request.url.scheme == "https"
    response.delete_cookie(name, path="/desk", secure=secure, httponly=True, samesite="strict")


Here = Annotated[Desk, Depends(desk_of)]
Signed = Annotated[Agent, Depends(agent_of)]
Supervising = Annotated[Agent, Depends(supervisor_of)]
