"""What one case's page may show to whom: steps, history, and of the customer only masks before the case is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.cases.kinds import may_do, next_step, visible_kinds, work_of
from crm.cases.work import done_steps, holds, is_held, why_open
from crm.desk.texts import Texts
from crm.masks import mask_account
from crm.schema import Approval, Case, CaseEvent, CaseKind, CaseState
from crm.staff.logins import Agent

#: What the body says in words of the catalogue, in this order.
SAID = ("wish", "idea", "contact")
MOST_OTHERS = 6


@dataclass(frozen=True, slots=True)
class CaseView:
    """`holds`: this agent has it. `open_steps`: which may be done now. `why_open`: what stands against closing it."""

    holds: bool
    is_held: bool
    is_over: bool
    may_claim: bool
    steps: tuple[str, ...]
    done: frozenset[str]
    open_steps: frozenset[str]
    following: str | None
    why_open: str
    outcomes: tuple[str, ...]
    may_approve: bool
    events: Sequence[CaseEvent]
    others: Sequence[Case]


def view(session: Session, row: Case, agent: Agent, now: datetime) -> CaseView:
    work, done, mine = work_of(row.kind), done_steps(row.events), holds(row, agent)
    held, over = is_held(row, now), row.state is CaseState.CLOSED
    return CaseView(
        holds=mine,
        is_held=held,
        is_over=over,
        may_claim=not over and not mine and not held,
        steps=work.steps,
        done=done,
        open_steps=frozenset(step for step in work.steps if may_do(row.kind, step, done)),
        following=next_step(row.kind, done),
        why_open=why_open(row, done, row.outcome if row.kind is CaseKind.COMPLAINT else work.outcomes[0]),
        outcomes=work.outcomes,
        may_approve=agent.supervises and row.approval is Approval.WANTED and not mine,
        events=row.events,
        others=_others(session, row, agent),
    )


def told(row: Case, texts: Texts) -> list[tuple[str, str]]:
    """What was handed over, by name; words of newer kiosks as they came."""
    body: Mapping[str, Any] = row.body
    lines = [("topic", texts.word(f"topic.{row.kind.value}", row.topic))] if row.topic else []
    lines += [(name, texts.word(f"told.{name}", str(body[name]))) for name in SAID if body.get(name)]
    if body.get("message"):
        lines.append(
            ("message", texts.get("list.comma").join(texts.word("phrase", m) for m in body["message"]))
        )
    if body.get("account"):
        lines.append(("account", mask_account(str(body["account"]))))
    lines += [
        (f"device.{each['device']}", _device(each, texts))
        for each in body.get("devices", ())
        if isinstance(each, Mapping) and "device" in each
    ]
    return lines


def _device(each: Mapping[str, Any], texts: Texts) -> str:
    words = [texts.word("device_state", str(each.get("state", "")))]
    words += [texts.word("trouble", str(fault)) for fault in each.get("faults", ())]
    return texts.get("list.comma").join(words)


def _others(session: Session, row: Case, agent: Agent) -> Sequence[Case]:
    """Other cases of this customer, or under this reference."""
    same = Case.reference == row.reference
    if row.customer_id is not None:
        same = same | (Case.customer_id == row.customer_id)
    others = select(Case).where(same, Case.id != row.id, Case.kind.in_(visible_kinds(agent)))
    return session.scalars(others.order_by(Case.opened_at.desc()).limit(MOST_OTHERS)).all()
