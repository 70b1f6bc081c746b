"""X32, E8: technicians and staff of the site end the terminal's day at the panel; what it came to, also on paper."""

from __future__ import annotations

import pytest

from kiosk.domain import events, states
from kiosk.domain.events import Chore, Room
from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.payment import Slip
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.reckoning import Reckoned, Why
from kiosk.domain.states import DayEndShown
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.domain.examples import TECHNICIAN_PIN
from tests.kiosk.services.test_giving_back import GRANT
from tests.kiosk.storage.samples import AMOUNT, LINES, MARK
from tests.kiosk.storage.test_seals import meddled
from tests.kiosk.windowless import Kiosk


def paid(kiosk: Kiosk) -> Slip:
    kiosk.sign_in(Task.PAY).choose_and_pay().wait(1)
    kiosk.touch(events.Ended())
    return kiosk.terminal.ledger[-1]


def at_the_panel(kiosk: Kiosk, site: bool = False) -> DayEndShown:
    digits = f"2041{TECHNICIAN_PIN}" if site else TECHNICIAN_PIN
    kiosk.touch(events.MaintenanceGestured()).enter(digits).touch(events.Confirmed())
    kiosk.touch(events.ChoreChosen(Chore.DAY_END) if site else events.RoomOpened(Room.DAY_END))
    return kiosk.at(DayEndShown)


def printed(kiosk: Kiosk) -> str:
    kiosk.touch(events.DayPaperAsked())
    assert kiosk.at(DayEndShown).paper == "confirmed"
    return str(kiosk.printer.printed[-1])


@pytest.mark.requirement("X32")
@pytest.mark.parametrize("site", [False, True], ids=["technician", "staff"])
def test_the_day_is_ended_and_agrees_with_its_list(kiosk: Kiosk, site: bool) -> None:
    """X32: what is to be compared stands there before; then the terminal closes, and both agree to the cent."""
    slip = paid(kiosk)
    before = at_the_panel(kiosk, site)
    assert before.standing is not None
    assert (before.standing.last, before.standing.span.count) == (None, 1)
    kiosk.touch(events.DayEndAsked())
    result = kiosk.at(DayEndShown).result
    assert result is not None
    assert (result.verdict, result.difference, len(kiosk.terminal.closed)) == (Reckoned.AGREED, 0, 1)
    [listed] = result.listed.transactions
    assert (listed.minor, listed.receipt) == (slip.amount.minor, slip.receipt)
    paper = printed(kiosk)
    assert listed.reference in paper
    assert {"day.ended", "day.printed"} <= set(kiosk.audited())
    [body] = kiosk.crm.bodies("day_end")
    assert [each["reference"] for each in body["transactions"]] == [listed.reference]
    kiosk.touch(events.WentBack())
    kiosk.at(states.StaffMenu if site else states.Maintenance)


@pytest.mark.requirement("X32")
def test_what_differs_is_shown_to_the_cent_with_every_transaction(kiosk: Kiosk) -> None:
    """X32: the terminal took one more that the journal does not know."""
    slips = [paid(kiosk)]
    at_the_panel(kiosk)
    kiosk.touch(events.DayEndAsked(), events.MaintenanceLeft())
    kiosk.touch(events.WentBack(), events.MaintenanceLeft())
    slips = [paid(kiosk), paid(kiosk)]
    kiosk.terminal.ledger.append(slips[0])
    at_the_panel(kiosk)
    kiosk.touch(events.DayEndAsked())
    result = kiosk.at(DayEndShown).result
    assert result is not None
    assert (result.verdict, result.difference) == (Reckoned.NOT_AGREED, slips[0].amount.minor)
    assert [each.minor for each in result.listed.transactions] == [slip.amount.minor for slip in slips]


@pytest.mark.requirement("X32")
def test_what_went_back_is_in_the_list(kiosk: Kiosk) -> None:
    """X32: with its sign, behind the payment that it undid."""
    kiosk.crm.posting = Posting(Posted.REFUND_DUE, NOW + GRANT)
    slip = paid(kiosk)
    at_the_panel(kiosk)
    kiosk.touch(events.DayEndAsked())
    result = kiosk.at(DayEndShown).result
    assert result is not None
    assert [each.minor for each in result.listed.transactions] == [slip.amount.minor, -slip.amount.minor]
    assert result.verdict is Reckoned.AGREED


@pytest.mark.requirement("X32")
def test_without_totals_nothing_is_confirmed(kiosk: Kiosk) -> None:
    """X32: the list is there all the same."""
    paid(kiosk)
    at_the_panel(kiosk)
    kiosk.terminal.ready = False
    kiosk.touch(events.DayEndAsked())
    result = kiosk.at(DayEndShown).result
    assert result is not None
    assert (result.verdict, result.why, result.difference) == (
        Reckoned.CANNOT_CONFIRM,
        Why.NO_TOTALS,
        None,
    )
    assert len(result.listed.transactions) == 1
    assert kiosk.terminal.closed == []


@pytest.mark.requirement("X32")
@pytest.mark.requirement("X21")
def test_a_journal_that_was_changed_agrees_with_nothing(kiosk: Kiosk) -> None:
    """X32, X21: as much as it says, its sum proves nothing."""
    paid(kiosk)
    meddled(kiosk.store, "UPDATE payment_paper SET paper = 'partial'")
    at_the_panel(kiosk)
    kiosk.touch(events.DayEndAsked())
    result = kiosk.at(DayEndShown).result
    assert result is not None
    assert (result.verdict, result.why) == (Reckoned.CANNOT_CONFIRM, Why.JOURNAL)


@pytest.mark.requirement("X32")
@pytest.mark.parametrize("owed", ["a payment", "money to go back"])
def test_never_while_the_terminal_may_still_be_asked(kiosk: Kiosk, owed: str) -> None:
    """X32: its receipt numbers may begin again behind a close. The screen says why, and it can be tried again."""
    if owed == "a payment":
        assert kiosk.world.payments.ask(LINES, AMOUNT, MARK, False, Language.EN, kiosk.clock.now())
    else:
        kiosk.crm.posting = Posting(Posted.REFUND_DUE, NOW + GRANT)
        kiosk.terminal.reversal_script.extend(["unreachable"] * 20)
        kiosk.sign_in(Task.PAY).choose_and_pay()
        for _ in range(8):
            kiosk.wait(2)
        kiosk.touch(events.Confirmed(), events.Ended())
    at_the_panel(kiosk)
    kiosk.touch(events.DayEndAsked())
    state = kiosk.at(DayEndShown)
    assert (state.refused, state.running, kiosk.terminal.closed) == ("unsettled", False, [])
