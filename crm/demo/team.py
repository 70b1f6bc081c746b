"""Who may sign in at the desk of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass

from crm.schema import Role


@dataclass(frozen=True, slots=True)
class DemoLogin:
    login: str
    name: str
    role: Role
    password: str


STAFF = (
    DemoLogin("chen", "陳怡君", Role.AGENT, "qingchuan-chen"),
    DemoLogin("chang", "張志豪", Role.AGENT, "qingchuan-chang"),
    DemoLogin("lead", "吳佩珊", Role.SUPERVISOR, "qingchuan-lead"),
)

#: Whose the articles of the factory's file are: its word -> a login.
OWNERS = {"billing": "chen", "field": "chang", "counter": "lead"}
