"""A customer calls for staff, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffCalled:
    """The customer asks for somebody to come."""


@dataclass(frozen=True, slots=True)
class StaffCallSaved:
    """The call is on disk."""

    call: str


@dataclass(frozen=True, slots=True)
class StaffCallNotSaved:
    pass


@dataclass(frozen=True, slots=True)
class StaffCallAnswered:
    """The centre says that somebody goes to where this call came from."""

    call: str


StaffCallTouch = StaffCalled
StaffCallEvent = StaffCalled | StaffCallSaved | StaffCallNotSaved | StaffCallAnswered
