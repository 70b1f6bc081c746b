"""People at the desk, for admins: who works here, as what, in which languages; one-time passwords, locks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from starlette.responses import Response

from crm.desk.door import Here, admin_of
from crm.desk.frame import Desk
from crm.desk.page import go, show
from crm.desk.texts import LANGUAGES
from crm.revisions import Moved
from crm.schema import Role, Staff
from crm.staff.logins import Agent
from crm.staff.people import LONGEST_NAME, LastAdmin, Person, Taken

router = APIRouter(prefix="/staff")

Admin = Annotated[Agent, Depends(admin_of)]
SAID = ("changed", "locked", "unlocked")
Revision = Annotated[int, Form(ge=0)]


@dataclass(frozen=True, slots=True)
class Entries:
    """What the form said."""

    login: str = ""
    name: str = ""
    role: str = Role.AGENT.value
    languages: list[str] = field(default_factory=list)

    def person(self) -> Person:
        """Raises ValueError: the field that is wrong."""
        if self.role not in {role.value for role in Role}:
            raise ValueError("role")
        spoken = tuple(language for language in LANGUAGES if language in self.languages)
        return Person(" ".join(self.name.split()), Role(self.role), spoken)

    @classmethod
    def of(cls, row: Staff) -> Entries:
        return cls(row.login, row.name, row.role.value, row.languages.split())


@router.get("")
def staff_page(request: Request, desk: Here, agent: Admin) -> Response:
    return show(request, "staff.html", rows=desk.people.everybody())


@router.get("/new")
def new_page(request: Request, desk: Here, agent: Admin) -> Response:
    return _form(request, desk, None, Entries())


@router.post("/new")
def add(
    request: Request,
    desk: Here,
    agent: Admin,
    login: Annotated[str, Form(max_length=64)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[str, Form(max_length=32)] = "",
    languages: Annotated[list[str] | None, Form()] = None,
) -> Response:
    """The answer shows the one-time password; no other page does."""
    entries = Entries(login.strip().lower(), name, role, languages or [])
    try:
        id, password = desk.people.add(entries.login, entries.person(), agent)
    except ValueError as wrong:
        return _form(request, desk, None, entries, 422, fault=str(wrong))
    except Taken:
        return _form(request, desk, None, entries, 422, fault="taken")
    return _form(request, desk, desk.people.find(id), entries, password=password)


@router.get("/{id}")
def person_page(
    request: Request, desk: Here, agent: Admin, id: int, said: Annotated[str, Query()] = ""
) -> Response:
    row = _find(desk, id)
    return _form(request, desk, row, Entries.of(row), said=said if said in SAID else "")


@router.post("/{id}")
def change(
    request: Request,
    desk: Here,
    agent: Admin,
    id: int,
    revision: Revision = 0,
    name: Annotated[str, Form(max_length=200)] = "",
    role: Annotated[str, Form(max_length=32)] = "",
    languages: Annotated[list[str] | None, Form()] = None,
) -> Response:
    row = _find(desk, id)
    entries = Entries(row.login, name, role, languages or [])
    try:
        person = entries.person()
    except ValueError as wrong:
        return _form(request, desk, row, entries, 422, fault=str(wrong))
    return _carry_out(request, desk, row, lambda: desk.people.change(id, revision, person, agent), "changed")


@router.post("/{id}/password")
def reset(request: Request, desk: Here, agent: Admin, id: int, revision: Revision = 0) -> Response:
    """A one-time password, on this answer only."""
    row = _find(desk, id)
    try:
        password = desk.people.reset(id, revision, agent)
    except Moved:
        return _form(request, desk, row, Entries.of(row), 409, fault="moved")
    return _form(request, desk, _find(desk, id), Entries.of(row), password=password)


@router.post("/{id}/lock")
def lock(request: Request, desk: Here, agent: Admin, id: int, revision: Revision = 0) -> Response:
    row = _find(desk, id)
    return _carry_out(request, desk, row, lambda: desk.people.lock(id, revision, agent), "locked")


@router.post("/{id}/unlock")
def unlock(request: Request, desk: Here, agent: Admin, id: int, revision: Revision = 0) -> Response:
    row = _find(desk, id)
    return _carry_out(request, desk, row, lambda: desk.people.unlock(id, revision, agent), "unlocked")


# --- parts ------------------------------------------------------------------------------------


def _carry_out(request: Request, desk: Desk, row: Staff, act: Callable[[], None], said: str) -> Response:
    try:
        act()
    except (Moved, LastAdmin) as no:
        fault = "moved" if isinstance(no, Moved) else "last_admin"
        return _form(request, desk, row, Entries.of(row), 409, fault=fault)
    return go(f"/desk/staff/{row.id}?said={said}")


def _find(desk: Desk, id: int) -> Staff:
    row = desk.people.find(id)
    if row is None:
        raise HTTPException(404)
    return row


def _form(
    request: Request,
    desk: Desk,
    row: Staff | None,
    entries: Entries,
    status: int = 200,
    *,
    fault: str = "",
    password: str = "",
    said: str = "",
) -> Response:
    return show(
        request,
        "staff_person.html",
        status,
        row=row,
        entries=entries,
        fault=fault,
        password=password,
        said=said,
        roles=list(Role),
        languages=list(LANGUAGES),
        longest=LONGEST_NAME,
    )
