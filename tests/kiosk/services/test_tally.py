"""What counts, and what does not."""

from collections.abc import Mapping

import pytest

from kiosk.domain import events
from kiosk.domain.card import CardMove
from kiosk.domain.counters import COUNTS, Count
from kiosk.domain.events import Event
from kiosk.domain.health import Device
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import StoreError
from kiosk.services.tally import Tally, counted
from tests.kiosk.domain.drafts import NOW
from tests.kiosk.fakes import FrozenClock, InlineLane


@pytest.mark.requirement("X12")
@pytest.mark.parametrize("outcome", PrintOutcome)
def test_paper_that_may_have_come_out_counts(outcome: PrintOutcome) -> None:
    """X12: what was torn off in the middle used paper, too; what was refused did not."""
    amounts = counted(events.PaperFinished("K07-2222-2201", outcome, 212))
    used = {Count.PAPERS: 1, Count.PAPER_MM: 212, Count.CUTS: 1}
    assert amounts == ({} if outcome is PrintOutcome.NOT_PRINTED else used)


@pytest.mark.requirement("X12")
@pytest.mark.parametrize(
    ("event", "amounts"),
    [
        (events.CardPresented("990120260007730"), {Count.CARDS: 1}),
        (events.CardMoved(CardMove.RETAINED), {Count.CARDS_KEPT: 1}),
        (events.CardMoved(CardMove.TAKEN), {}),
        (events.CodeScanned("4711234567892"), {Count.CODES: 1}),
        (events.CardUnreadable(), {}),
        (events.WentBack(), {}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_reads_count_and_touches_do_not(event: Event, amounts: Mapping[Count, int]) -> None:
    assert counted(event) == amounts


def test_each_count_belongs_to_one_device() -> None:
    belonging = [count for counts in COUNTS.values() for count in counts]
    assert sorted(belonging) == sorted(Count)
    assert set(COUNTS) == set(Device)


class FullDisk:
    def add(self, amounts: Mapping[Count, int]) -> None:
        raise StoreError("no room")


def test_a_full_disk_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    bugs: list[str] = []
    lane = InlineLane(FrozenClock(NOW), bugs.append)
    tally = Tally(FullDisk(), lane)  # type: ignore[arg-type]
    tally.heard(events.CodeScanned("4711234567892"))
    assert lane.run()
    assert ("not counted" in caplog.text, bugs) == (True, [])
