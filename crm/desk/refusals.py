"""What went another way, as pages: not signed in, not yours, not there, taken by somebody, broken."""

from __future__ import annotations

import logging
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from crm.callbacks.states import Refused
from crm.cases.work import NotNow
from crm.desk.door import SESSION, MustChoose, NotOurForm, NotSignedIn
from crm.desk.page import go, show
from crm.staff.claims import NotClaimable, NotFound, NotHeld

log = logging.getLogger(__name__)

#: Statuses with words of their own; any other is "unknown".
WORDED = (403, 404, 405, 409, 422, 500)


def page_for(request: Request, status: int, what: str = "", **fields: object) -> Response:
    """The error page: what happened, what to do, the way on."""
    what = what or (str(status) if status in WORDED else "other")
    return show(request, "refusal.html", status, number=status, what=what, fields=fields)


def not_signed_in(request: Request, _: Exception) -> Response:
    """To the login, and from there back to where one wanted to go."""
    then = request.url.path if request.method == "GET" else "/desk/callbacks"
    ended = "&ended=1" if SESSION in request.cookies else ""
    return go(f"/desk/login?then={quote(then)}{ended}")


def must_choose(request: Request, _: Exception) -> Response:
    return go("/desk/password")


def not_our_form(request: Request, _: Exception) -> Response:
    return page_for(request, 403, "form")


def not_found(request: Request, _: Exception) -> Response:
    return page_for(request, 404)


def not_claimable(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotClaimable)
    if error.holder:
        return page_for(request, 409, "taken", holder=error.holder, reference=error.reference)
    return page_for(request, 409, "early" if error.opens_at else "supervisor", reference=error.reference)


def not_held(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotHeld)
    what = "taken" if error.holder else "lost"
    return page_for(request, 409, what, holder=error.holder, reference=error.reference)


def not_now(request: Request, _: Exception) -> Response:
    return page_for(request, 409, "state")


def http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return page_for(request, error.status_code)


def bad_request(request: Request, _: Exception) -> Response:
    return page_for(request, 422)


def does_not_fit(request: Request, error: Exception) -> Response:
    """A number or a character that no column can hold; SQLite and PostgreSQL differ in which."""
    log.info("a request holds what the database cannot: %s", type(error).__name__)
    return page_for(request, 422)


def busy(request: Request, error: Exception) -> Response:
    """Somebody else writes for too long, or two waited for each other: nothing was changed, and it can be tried again."""
    assert isinstance(error, OperationalError)
    log.warning("the database did not answer: %s", str(error.orig).partition("\n")[0])
    return page_for(request, 503)


def broken(request: Request, error: Exception) -> Response:
    log.error("a page of the desk broke", exc_info=error)
    return page_for(request, 500)


def add_to(app: FastAPI) -> None:
    app.add_exception_handler(NotSignedIn, not_signed_in)
    app.add_exception_handler(MustChoose, must_choose)
    app.add_exception_handler(NotOurForm, not_our_form)
    app.add_exception_handler(NotFound, not_found)
    app.add_exception_handler(NotClaimable, not_claimable)
    app.add_exception_handler(NotHeld, not_held)
    app.add_exception_handler(Refused, not_now)
    app.add_exception_handler(NotNow, not_now)
    app.add_exception_handler(HTTPException, http_error)
    app.add_exception_handler(RequestValidationError, bad_request)
    app.add_exception_handler(DataError, does_not_fit)
    app.add_exception_handler(OverflowError, does_not_fit)
    app.add_exception_handler(OperationalError, busy)
    app.add_exception_handler(Exception, broken)
