"""Handing something over, from the first touch to what the centre then has."""

import pytest

from kiosk.domain import events, states
from kiosk.domain.case import CaseKind
from kiosk.domain.house import Task
from kiosk.domain.states import PaperState
from kiosk.storage.canon import utc_text
from tests.kiosk.domain.drafts import PHONE
from tests.kiosk.windowless import Kiosk


@pytest.mark.requirement("H1")
def test_a_complaint_without_a_line_arrives_once_with_its_own_time(kiosk: Kiosk) -> None:
    """H1: kept, numbered, printed; there after the line is back."""
    kiosk.crm.down = True
    kiosk.wait(8)
    filed_at = kiosk.clock.now()
    kiosk.touch(
        events.Started(),
        events.TaskChosen(Task.FEEDBACK),
        events.KindChosen(CaseKind.COMPLAINT),
        events.PickMade("bill"),
        events.PickMade("call"),
    )
    kiosk.enter(PHONE).touch(events.Confirmed(), events.Confirmed())
    done = kiosk.at(states.CaseDone)
    assert done.provisional
    kiosk.touch(events.PaperChosen(True))
    assert kiosk.at(states.CaseDone).paper is PaperState.CONFIRMED
    assert kiosk.crm.bodies("complaint") == []
    kiosk.crm.down = False
    for _ in range(4):
        kiosk.wait(30)
        kiosk.touch(events.MoreTimeTaken())
    assert not kiosk.at(states.CaseDone).provisional
    (record,) = [record for record in kiosk.crm.records.values() if record.kind == "complaint"]
    assert (record.reference, record.at) == (done.reference, utc_text(filed_at))
    (body,) = kiosk.crm.bodies("complaint")
    assert (body["phone"], body["contact"], body["notice"] != "") == (PHONE, "phone", True)
    assert kiosk.bugs == []


@pytest.mark.requirement("H3")
def test_an_anonymous_suggestion_reaches_the_centre_as_nobodys(kiosk: Kiosk) -> None:
    """H3: from somebody who is signed in."""
    kiosk.sign_in(Task.ACCOUNT)
    kiosk.touch(
        events.WentHome(),
        events.TaskChosen(Task.FEEDBACK),
        events.KindChosen(CaseKind.SUGGESTION),
        events.PickMade("counter"),
        events.PickMade("faster"),
        events.Confirmed(),
    )
    kiosk.at(states.CaseDone)
    (body,) = kiosk.crm.bodies("suggestion")
    assert body["anonymous"] is True
    assert set(body) == {"reference", "language", "area", "idea", "message", "anonymous"}
    assert kiosk.bugs == []
