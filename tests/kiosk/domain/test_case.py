"""Handing something over: by taps and digits, in few steps, and nobody is named who did not want to be."""

from dataclasses import replace

import pytest

from kiosk.domain import effects, events, states
from kiosk.domain.case import (
    PICKS,
    Application,
    CaseDraft,
    CaseKind,
    Complaint,
    ComplaintTopic,
    Contact,
    FaultReport,
    ManagerLetter,
    Matter,
    Phrase,
    Suggestion,
    Wish,
)
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus, Line
from kiosk.domain.house import HOME_TILES, Task
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.states import PaperState, Problem
from tests.kiosk.domain.drafts import APPLICATION, COMPLAINT, CONTACT, PHONE, ZH
from tests.kiosk.domain.examples import CUSTOMER, HOUSE, WELL, play, visit

TYPED = [events.DigitTyped(digit) for digit in PHONE]
REFERENCE = "K07-2222-222M"
COMPLAINING = (
    events.TaskChosen(Task.FEEDBACK),
    events.KindChosen(CaseKind.COMPLAINT),
    events.PickMade("waiting"),
    events.PickMade("apology"),
)


@pytest.mark.requirement("H1", "B2", "O6")
def test_a_complaint_takes_five_taps_and_no_sign_in() -> None:
    """H1, B2, O6: tile, complaint, about what, what should come of it, send."""
    at, asked = play(visit(states.Home()), *COMPLAINING, events.Confirmed())
    assert len(COMPLAINING) + 1 <= 5
    (saved,) = asked
    assert isinstance(saved, effects.SaveCase)
    assert isinstance(saved.draft, Complaint)
    assert (saved.draft.topic, saved.draft.wish) == (ComplaintTopic.WAITING, Wish.APOLOGY)
    assert (saved.draft.urgent, saved.draft.contact.given) == (False, False)
    at, asked = play(at, events.CaseSaved(REFERENCE))
    assert at.state == states.CaseDone(REFERENCE, saved.draft, provisional=False)
    assert asked == [effects.Push()]


@pytest.mark.requirement("H1")
def test_without_a_line_it_is_filed_all_the_same() -> None:
    """H1: on disk, and called provisional until the centre has it."""
    down = visit(states.Home(), health=replace(WELL, line=Line.DOWN))
    at, _ = play(down, *COMPLAINING, events.Confirmed(), events.CaseSaved(REFERENCE))
    assert isinstance(at.state, states.CaseDone)
    assert at.state.provisional
    after, _ = play(at, events.RecordDelivered(REFERENCE))
    assert after.state == replace(at.state, provisional=False)


def test_every_part_can_be_changed_in_the_review() -> None:
    at = visit(states.CaseReview(COMPLAINT))
    urgent, _ = play(at, events.PartChosen("urgent"))
    assert urgent.state == states.CaseReview(replace(COMPLAINT, urgent=True))
    other, _ = play(at, events.PartChosen("topic"), events.PickMade("meter"))
    assert other.state == states.CaseReview(replace(COMPLAINT, topic=ComplaintTopic.METER))
    message, _ = play(
        at,
        events.PartChosen("message"),
        events.PhraseToggled(Phrase.AGAIN),
        events.PhraseToggled(Phrase.LONG),
        events.PhraseToggled(Phrase.AGAIN),
        events.Confirmed(),
    )
    assert message.state == states.CaseReview(replace(COMPLAINT, message=(Phrase.LONG,)))
    assert play(at, events.PartChosen("nowhere"))[0].state == at.state
    assert play(at, events.PartChosen("topic"), events.WentBack())[0].state == at.state


@pytest.mark.requirement("B5")
def test_a_number_comes_with_the_notice_under_which_it_was_given() -> None:
    """B5, B8."""
    at, _ = play(
        visit(states.CaseReview(COMPLAINT)), events.PartChosen("contact"), *TYPED, events.Confirmed()
    )
    assert at.state == states.CaseReview(replace(COMPLAINT, contact=Contact(PHONE, notice=HOUSE.notice)))
    without, _ = play(at, events.PartChosen("contact"), events.ContactDeclined())
    assert without.state == states.CaseReview(COMPLAINT)


def test_who_wants_to_be_called_leaves_a_number() -> None:
    at, _ = play(visit(states.PickWanted(replace(COMPLAINT, wish=None), "wish")), events.PickMade("call"))
    assert isinstance(at.state, states.ContactWanted)
    assert play(at, events.ContactDeclined())[0].state == at.state
    short, _ = play(at, events.DigitTyped("0"), events.Confirmed())
    assert short.state == replace(at.state, digits="0", problem=Problem.PHONE_INCOMPLETE)


@pytest.mark.requirement("H3")
@pytest.mark.parametrize(
    ("kind", "picks"),
    [(CaseKind.SUGGESTION, ("counter", "faster")), (CaseKind.LETTER, ("honesty",))],
)
def test_who_leaves_no_number_is_nobody(kind: CaseKind, picks: tuple[str, ...]) -> None:
    """H3: even signed in, with a bill on the way and articles read."""
    at = visit(states.VoicesShown(), customer=CUSTOMER, last_bill="E1", articles=("article-1",), error="x")
    chosen = [events.PickMade(pick) for pick in picks]
    _, asked = play(at, events.KindChosen(kind), *chosen, events.Confirmed())
    (saved,) = asked
    assert isinstance(saved, effects.SaveCase)
    assert (saved.draft.visit, saved.draft.contact) == ("", Contact())
    assert saved.draft.context == type(saved.draft)().context


@pytest.mark.requirement("H3")
def test_who_leaves_a_number_is_known_by_it() -> None:
    """H3: anonymous is possible, and no must."""
    letter = ManagerLetter(matter=Matter.HONESTY)
    at = visit(states.CaseReview(letter), customer=CUSTOMER, last_bill="E1")
    at, _ = play(at, events.PartChosen("contact"), events.NumberOnFileChosen(), events.Confirmed())
    assert isinstance(at.state, states.CaseReview)
    assert (at.state.draft.visit, at.state.draft.contact.on_file) == ("boot.1", True)
    assert at.state.draft.context.bill == "E1"


@pytest.mark.requirement("H4")
def test_a_fault_report_tells_how_every_device_stands() -> None:
    """H4: at that moment, and nothing of who reports it."""
    broken = DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.PERSON_NEEDED, (Fault.PAPER_OUT,))
    health = replace(WELL, devices=(broken, *WELL.devices[1:]))
    at = visit(states.VoicesShown(), health=health, customer=CUSTOMER)
    report = (events.KindChosen(CaseKind.FAULT_REPORT), events.PickMade("printer"), events.Confirmed())
    _, asked = play(at, *report)
    (saved,) = asked
    assert isinstance(saved, effects.SaveCase)
    assert isinstance(saved.draft, FaultReport)
    assert saved.draft.devices == health.devices
    assert saved.draft.visit == ""


@pytest.mark.requirement("Q2")
def test_a_guest_applies_with_number_and_account() -> None:
    """Q2: the notice comes before everything that is typed."""
    at, _ = play(
        visit(states.Home()),
        events.TaskChosen(Task.SERVICES),
        events.TaskChosen(Task.APPLICATION),
        events.PickMade("e_bill"),
    )
    assert isinstance(at.state, states.ContactWanted)
    at, _ = play(at, *TYPED, events.Confirmed())
    assert isinstance(at.state, states.ContractNumberWanted)
    short, _ = play(at, events.DigitTyped("1"), events.Confirmed())
    assert isinstance(short.state, states.ContractNumberWanted)
    assert short.state.problem is Problem.ACCOUNT_INCOMPLETE
    at, _ = play(at, *[events.DigitTyped(digit) for digit in "1203347730"], events.Confirmed())
    assert at.state == states.CaseReview(APPLICATION)


@pytest.mark.requirement("Q2")
def test_who_signed_in_applies_with_the_number_on_file() -> None:
    """Q2."""
    at = visit(states.PickWanted(Application(), "service"), customer=CUSTOMER)
    at, asked = play(at, events.PickMade("auto_pay"), events.NumberOnFileChosen(), events.Confirmed())
    (saved,) = asked
    assert isinstance(saved, effects.SaveCase)
    assert isinstance(saved.draft, Application)
    assert (saved.draft.account, saved.draft.visit, saved.draft.contact.on_file) == ("", "boot.1", True)


@pytest.mark.requirement("H1")
def test_a_disk_that_is_full_is_told_and_may_be_tried_again() -> None:
    """H1: nothing is promised that is not on the disk."""
    saving, _ = play(visit(states.CaseReview(COMPLAINT)), events.Confirmed())
    assert play(saving, events.Confirmed())[1] == []
    after, _ = play(saving, events.CaseNotSaved("disk full"))
    assert isinstance(after.state, states.CaseReview)
    assert (after.state.problem, after.state.saving) == (Problem.NOT_SAVED, False)
    assert not after.health.store_works
    assert len(play(after, events.Confirmed())[1]) == 1


@pytest.mark.parametrize(
    "draft", [Complaint(), Suggestion(), ManagerLetter(), FaultReport()], ids=lambda draft: draft.kind
)
def test_nothing_half_is_saved_and_back_leads_back(draft: CaseDraft) -> None:
    assert play(visit(states.CaseReview(draft)), events.Confirmed())[1] == []
    at = visit(states.PickWanted(draft, PICKS[type(draft)][0].part))
    assert play(at, events.PickMade("nothing"))[0].state == at.state
    assert play(at, events.WentBack())[0].state == states.VoicesShown()


def test_back_all_the_way() -> None:
    at = visit(states.CaseReview(COMPLAINT))
    for part in ("wish", "topic"):
        at, _ = play(at, events.WentBack())
        assert isinstance(at.state, states.PickWanted)
        assert at.state.part == part
    at, _ = play(at, events.WentBack(), events.WentBack())
    assert at.state == states.Home()
    applied, _ = play(visit(states.CaseReview(APPLICATION)), events.WentBack())
    assert isinstance(applied.state, states.PickWanted)
    assert play(applied, events.WentBack())[0].state == states.ServicesShown()


def test_paper_or_none() -> None:
    done = states.CaseDone(REFERENCE, COMPLAINT, provisional=True)
    printing, asked = play(visit(done), events.PaperChosen(True))
    assert asked == [effects.PrintCase(REFERENCE, COMPLAINT, True, ZH)]
    assert play(printing, events.Confirmed())[0].state == printing.state
    failed, _ = play(printing, events.PaperFinished(REFERENCE, PrintOutcome.PARTIAL))
    assert failed.state == replace(done, paper=PaperState.PARTIAL)
    none, _ = play(visit(done), events.PaperChosen(False))
    assert play(none, events.Confirmed())[0].state == states.Home()


@pytest.mark.requirement("A2")
def test_home_never_holds_more_than_six_tiles() -> None:
    """A2: with everything switched on; and no door leads to an empty room."""
    everything = replace(HOUSE, tasks=tuple(Task))
    assert everything.home_tiles == HOME_TILES
    assert len(HOME_TILES) <= 6
    assert set(everything.home_tiles) | set(everything.more_services) == set(Task)
    bare = replace(HOUSE, tasks=HOME_TILES)
    assert Task.SERVICES not in bare.home_tiles
    assert CONTACT.given
