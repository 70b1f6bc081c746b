"""What there is to do for each kind of case: its steps, how it may end, and who may see it. Pure: no clock, no database.

The five steps of a complaint follow one another and none can be left out: calm the customer, list what is urgent, show
that one understands, agree on what is made good, follow up. What an agent may not decide alone stands in `needs_second`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from crm.schema import CaseKind
from crm.staff.logins import Agent


class Resolution(StrEnum):
    """How a complaint ends: as the customer wishes, half way, or without agreement."""

    ACCOMMODATE = "accommodate"
    COMPROMISE = "compromise"
    TERMINATE = "terminate"


class Way(StrEnum):
    """How a customer hears from us after a complaint was closed."""

    CALL = "call"
    MESSAGE = "message"
    THANKS = "thanks"
    VISIT = "visit"


COMPENSATION, FOLLOW_UP = "compensation", "follow_up"
FIVE_STEPS = ("calm", "urgent_list", "empathy", COMPENSATION, FOLLOW_UP)

#: What an agent may give without asking, in minor units of any currency.
COMPENSATION_LIMIT = 100_000
#: How many days after the end a customer is asked again, and how many it may be.
FOLLOW_UP_DAYS = 7
MOST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Work:
    """`ordered`: one step after the other. `supervisors`: nobody else sees it."""

    steps: tuple[str, ...]
    outcomes: tuple[str, ...]
    ordered: bool = False
    supervisors: bool = False


_MONEY = Work(("look", "settle"), ("settled",))
WORKS: dict[CaseKind, Work] = {
    CaseKind.COMPLAINT: Work(FIVE_STEPS, tuple(Resolution), ordered=True),
    CaseKind.LETTER: Work(("read", "inquire", "answer"), ("answered", "no_answer_wanted"), supervisors=True),
    CaseKind.SUGGESTION: Work(("read", "discuss"), ("adopted", "considered", "declined"), supervisors=True),
    CaseKind.FAULT: Work(("look", "repair", "test"), ("repaired", "part_ordered", "not_found")),
    CaseKind.APPLICATION: Work(
        ("identity", "account", "terms", "entered", "told"), ("completed", "withdrawn", "not_possible")
    ),
    CaseKind.FOLLOW_UP: Work(("reach",), ("satisfied", "not_satisfied", "not_reached")),
    CaseKind.RECEIPT: _MONEY,
    CaseKind.IN_DOUBT: _MONEY,
    CaseKind.REFUND: _MONEY,
    CaseKind.CONTRADICTION: _MONEY,
}


def work_of(kind: CaseKind) -> Work:
    return WORKS[kind]


def visible_kinds(agent: Agent) -> tuple[CaseKind, ...]:
    """The kinds that this member of staff may know of."""
    return tuple(kind for kind, work in WORKS.items() if agent.supervises or not work.supervisors)


def next_step(kind: CaseKind, done: frozenset[str]) -> str | None:
    """The first step that is not done; None: all are."""
    return next((step for step in work_of(kind).steps if step not in done), None)


def may_do(kind: CaseKind, step: str, done: frozenset[str]) -> bool:
    """Whether this step may be done now: where order counts, only the next one, or a done one once more."""
    work = work_of(kind)
    if step not in work.steps:
        return False
    return not work.ordered or step in done or step == next_step(kind, done)


def needs_second(resolution: Resolution, minor: int) -> bool:
    """Whether a second person has to say yes: to send somebody away, or to give more than the limit."""
    return resolution is Resolution.TERMINATE or minor > COMPENSATION_LIMIT


def follow_up_after(days: int) -> timedelta:
    return timedelta(days=min(max(days, 1), MOST_DAYS))
