"""An answer by e-mail, from the keys of the panel to the desk and back, with the real centre behind a real line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.schema import Callback, Case
from kiosk.domain import events, states
from kiosk.domain.callback import Reply, Topic
from kiosk.domain.case import CaseKind, ComplaintTopic, Wish
from kiosk.domain.events import Event
from kiosk.domain.house import Task
from tests.kiosk.real_centre import Scene, scene
from tests.kiosk.windowless import Kiosk

ADDRESS = "mei.lin@gmail.com"
TYPED: tuple[Event, ...] = (*map(events.LetterTyped, "mei.lin"), events.EndingTyped("@gmail.com"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


def ask(kiosk: Kiosk) -> Kiosk:
    """Without signing in, without a number, without one letter of Chinese."""
    kiosk.touch(events.Started(), events.TaskChosen(Task.CALLBACK), events.TopicChosen(Topic.METER))
    window = kiosk.at(states.WindowWanted).windows[1]
    kiosk.touch(events.WindowChosen(window.key), events.EmailChosen(), *TYPED, events.Confirmed())
    assert kiosk.at(states.CallbackReview).draft.reply is Reply.EMAIL
    return kiosk.touch(events.Confirmed())


def kept(kiosk: Kiosk) -> bytes:
    """Every byte of this kiosk's store, its write-ahead log with it."""
    return b"".join(path.read_bytes() for path in kiosk.path.parent.glob(f"{kiosk.path.name}*"))


@pytest.mark.requirement("G5")
@pytest.mark.requirement("G4")
def test_an_answer_by_email_all_the_way(world: Scene) -> None:
    """G5, G4: the address is at the centre and no longer here; asked again it is known; its number says how we answer."""
    here, there = world.kiosk("K07"), world.kiosk("K03")
    reference = ask(here).at(states.CallbackDone).reference
    here.touch(events.Ended()).wait(10)
    with world.centre.database.reading() as session:
        row = session.scalars(select(Callback)).one()
    assert (row.reference, row.email, row.phone, row.reply) == (reference, ADDRESS, "", "email")
    assert ADDRESS.encode() not in kept(here)
    assert ask(there).at(states.AskedAlready).standing.reference == ""
    there.touch(events.Confirmed(), events.TaskChosen(Task.SERVICES), events.TaskChosen(Task.CASES))
    there.touch(
        events.DigitsCleared(), *map(events.SignTyped, reference.replace("-", "")), events.Confirmed()
    ).wait(2)
    assert there.at(states.CaseShown).standing.reply == "email"
    assert here.bugs == there.bugs == []


@pytest.mark.requirement("G5")
def test_a_complaint_is_answered_by_email(world: Scene) -> None:
    kiosk = world.kiosk("K07")
    kiosk.touch(
        events.Started(), events.TaskChosen(Task.FEEDBACK), events.KindChosen(CaseKind.COMPLAINT),
        events.PickMade(ComplaintTopic.BILL.value), events.PickMade(Wish.EXPLANATION.value),
        events.PartChosen("contact"), events.EmailChosen(), *TYPED, events.Confirmed(), events.Confirmed(),
    )  # fmt: skip
    reference = kiosk.at(states.CaseDone).reference
    kiosk.touch(events.Ended()).wait(10)
    with world.centre.database.reading() as session:
        case = session.scalars(select(Case)).one()
    assert (case.reference, case.email, case.body["contact"]) == (reference, ADDRESS, "email")
    assert kiosk.bugs == []
