"""Every answer that is not a success has one shape: `{"error": CODE, "detail": TEXT}`; never a page of HTML.

The detail helps who repairs a kiosk. It repeats nothing of what was sent.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.exc import DataError, DBAPIError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)


@dataclass
class Problem(Exception):
    """Ends a request with this answer."""

    status: int
    error: str
    detail: str
    retry_after_s: float | None = None


class ErrorBody(BaseModel):
    """What a kiosk reads of a failure."""

    error: str
    detail: str


#: The statuses that any signed function may answer with besides a success, for the OpenAPI page.
FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody} for status in (400, 401, 403, 413, 422, 429, 503)
}

_WORDS = {400: "bad_request", 404: "not_found", 405: "not_allowed", 413: "too_large", 422: "invalid"}


def answer_problems(api: FastAPI, retry_after_s: int) -> None:
    """Every way in which a request can fail, turned into the one shape."""

    @api.exception_handler(Problem)
    def problem(_request: Request, told: Problem) -> JSONResponse:
        return answer_to(told)

    @api.exception_handler(RequestValidationError)
    def not_understood(_request: Request, wrong: RequestValidationError) -> JSONResponse:
        first = wrong.errors()[0]
        if first["type"] == "json_invalid":
            return answer_to(Problem(400, "bad_request", "the body is no JSON"))
        return answer_to(Problem(422, "invalid", f"{'.'.join(map(str, first['loc']))}: {first['msg']}"))

    @api.exception_handler(HTTPException)
    def refused_below(_request: Request, refused: HTTPException) -> JSONResponse:
        return answer_to(
            Problem(refused.status_code, _WORDS.get(refused.status_code, "bad_request"), str(refused.detail))
        )

    @api.exception_handler(DataError)
    @api.exception_handler(OverflowError)
    def does_not_fit(_request: Request, _wrong: Exception) -> JSONResponse:
        return answer_to(Problem(422, "invalid", "a number or a character that cannot be kept"))

    @api.exception_handler(DBAPIError)
    def database_failed(_request: Request, failed: DBAPIError) -> JSONResponse:
        # behind the first line PostgreSQL repeats what was to be written
        log.warning("the database did not answer: %s", str(failed.orig).partition("\n")[0])
        return answer_to(Problem(503, "unavailable", "the centre cannot write just now", retry_after_s))

    @api.exception_handler(Exception)
    def bug(_request: Request, _bug: Exception) -> JSONResponse:
        # The server's own net logs it; a kiosk waits and comes again, as with any 5xx.
        return answer_to(Problem(500, "unavailable", "the centre failed", retry_after_s))


def answer_to(problem: Problem) -> JSONResponse:
    """The one shape."""
    headers: dict[str, Any] = {}
    if problem.retry_after_s is not None:
        headers["Retry-After"] = str(max(1, math.ceil(problem.retry_after_s)))
    body = ErrorBody(error=problem.error, detail=problem.detail)
    return JSONResponse(body.model_dump(), status_code=problem.status, headers=headers)
