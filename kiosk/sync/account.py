"""What the centre tells of an account, as values of this house. Pure; read as strictly as `answers`.

A notice of a kind that this kiosk has no words for is left out: it would be an empty panel.
"""

from __future__ import annotations

from kiosk.domain.overview import BillState, Notice, NoticeKind, OpenMatter, Overview, PastBill, Place
from kiosk.sync.answers import money
from kiosk.sync.parts import Part

_STATES, _NOTICES = {state.value for state in BillState}, {kind.value for kind in NoticeKind}


def overview(answer: Part) -> Overview:
    return Overview(
        as_of=answer["as_of"].moment(),
        places=tuple(_place(part) for part in answer["accounts"].items()),
        history=tuple(_past(part) for part in answer["history"].items()),
        notices=tuple(_notice(part) for part in answer["notices"].items() if part["kind"].text() in _NOTICES),
        matters=tuple(_matter(part) for part in answer["matters"].items()),
    )


def _place(part: Part) -> Place:
    return Place(part["account"].text(), part["label"].text_or_none() or "")


def _past(part: Part) -> PastBill:
    state = part["state"].text()
    if state not in _STATES:
        raise part["state"].unusable("a state of a bill")
    return PastBill(
        id=part["id"].text(),
        kind=part["kind"].text(),
        account=part["account"].text(),
        period_from=part["period_from"].day(),
        period_to=part["period_to"].day(),
        amount=money(part["amount"]),
        due=part["due"].day(),
        state=BillState(state),
        paid_on=part["paid_on"].day_or_none(),
        paid_by=part["paid_by"].text_or_none() or "",
        used=None if part["used"].value is None else part["used"].whole(),
        unit=part["unit"].text_or_none() or "",
    )


def _notice(part: Part) -> Notice:
    return Notice(
        id=part["id"].text(),
        kind=NoticeKind(part["kind"].text()),
        account=part["account"].text(),
        bill_kind=part["bill_kind"].text(),
        amount=None if part["amount"].value is None else money(part["amount"]),
        day=part["day"].day_or_none(),
        begins=part["begins"].moment_or_none(),
        ends=part["ends"].moment_or_none(),
    )


def _matter(part: Part) -> OpenMatter:
    return OpenMatter(
        reference=part["reference"].text(),
        kind=part["kind"].text(),
        state=part["state"].text(),
        opened_at=part["opened_at"].moment(),
        window_from=part["window_from"].moment_or_none(),
        window_to=part["window_to"].moment_or_none(),
    )
