"""Records on their way to the centre: lost answers, a centre that is down, poisoned answers, full disks."""

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.audit import Entry, Kind
from kiosk.domain.health import Line
from kiosk.domain.payment import Approved
from kiosk.ports import Answer, ChainHead, Record, SyncReply
from kiosk.services.courier import LARGEST_BATCH, Pace
from tests.kiosk.domain.examples import DRAFT, a_payment, a_slip
from tests.kiosk.fakes import FakeCrm
from tests.kiosk.windowless import Kiosk


def quiet(path: Path, crm: FakeCrm | None = None, **more: object) -> Kiosk:
    """A kiosk over an empty store, its devices not yet asked."""
    return Kiosk(path / "kiosk.db", crm=crm or FakeCrm(), **more)  # type: ignore[arg-type]


def call_back(kiosk: Kiosk) -> str:
    return kiosk.world.callbacks.save(DRAFT, kiosk.house.languages[0], (), kiosk.clock.now())


def pay(kiosk: Kiosk) -> None:
    kiosk.terminal.trace += 1
    trace = kiosk.terminal.trace
    example = a_payment()
    payment = kiosk.world.payments.ask(
        example.lines, example.amount, example.mark, False, kiosk.house.languages[0], kiosk.clock.now()
    )
    assert payment is not None
    kiosk.world.payments.decide(payment, Approved(a_slip(trace)), False, kiosk.clock.now())


def audit(kiosk: Kiosk) -> None:
    kiosk.world.audit.write(Entry(Kind.MAINTENANCE_ENTERED), kiosk.clock.now())


def push(kiosk: Kiosk, seconds: float = 0.0) -> Kiosk:
    kiosk.clock.step(seconds)
    kiosk.courier.tick(kiosk.clock.now())
    return kiosk.run()


@pytest.mark.requirement("J3")
@pytest.mark.parametrize("seed", range(5))
def test_a_third_of_all_answers_is_lost_and_nothing_is_lost_or_doubled(tmp_path: Path, seed: int) -> None:
    """J3: and a third of all questions; the centre holds exactly what was created, each once."""
    crm = FakeCrm(lose=0.6, chance=random.Random(seed))
    kiosk = quiet(tmp_path, crm, pace=Pace(batch=7))
    made = [call_back(kiosk) for _ in range(40)]
    for _ in range(60):
        push(kiosk, 40)
    assert sorted(body["reference"] for body in crm.bodies("callback")) == sorted(made)
    assert kiosk.world.outbox.counts().waiting == 0
    assert kiosk.world.outbox.counts().delivered == len(crm.records)
    kiosk.store.close()


@pytest.mark.requirement("J2")
def test_money_goes_before_everything_that_waits(tmp_path: Path) -> None:
    """J2: whatever was written first; a long queue of lower streams delays no payment."""
    kiosk = quiet(tmp_path, pace=Pace(batch=5))
    for _ in range(12):
        audit(kiosk)
    call_back(kiosk)
    pay(kiosk)
    push(kiosk)
    assert kiosk.crm.heard[:2] == ["money", "cases"]
    assert set(kiosk.crm.heard[2:]) == {"telemetry"}
    assert max(kiosk.crm.batches) == 5
    kiosk.store.close()


@pytest.mark.requirement("J5")
def test_a_record_that_the_centre_refuses_holds_up_nothing_behind_it(tmp_path: Path) -> None:
    """J5: parked and counted; the hundred behind it go."""
    kiosk = quiet(tmp_path)
    call_back(kiosk)
    for _ in range(100):
        audit(kiosk)
    kiosk.crm.refuse = {"callback": "invalid"}
    push(kiosk)
    counts = kiosk.visit.health.queue
    assert (counts.waiting, counts.parked) == (0, 1)
    assert counts.delivered > 100
    kiosk.store.close()


@pytest.mark.requirement("J4")
@given(st.integers(1, 60), st.floats(0, 1, exclude_max=True), st.none() | st.floats(0, 3_600))
def test_the_pause_grows_varies_and_never_undercuts_the_centre(
    failures: int, chance: float, asked: float | None
) -> None:
    """J4: half to one and a half of what doubles up to thirty seconds; Retry-After is the least."""
    pause = Pace().after_failure(failures, chance, asked).total_seconds()
    doubled = min(2.0 ** (failures - 1), 30.0)
    assert pause >= 0.49 * doubled
    if asked is None:
        assert pause <= 1.51 * doubled
    else:
        assert pause >= asked - 1e-6
        assert pause <= max(1.51 * doubled, 1.51 * asked) + 1e-6


@pytest.mark.requirement("J4")
def test_kiosks_that_were_sent_away_together_do_not_come_back_together() -> None:
    """J4: five hundred of them, all told to wait a minute."""
    chance = random.Random(1)
    back = sorted(Pace().after_failure(1, chance.random(), 60.0).total_seconds() for _ in range(500))
    assert back[0] >= 60
    assert back[-1] - back[0] > 20
    busiest = max(sum(second <= at < second + 1 for at in back) for second in range(60, 92))
    assert busiest < 40


@pytest.mark.requirement("J4")
def test_a_centre_that_is_down_is_left_alone_for_longer_each_time(tmp_path: Path) -> None:
    """J4: with the chance in the middle: 1, 2, 4, 8, 16, 30, 30 seconds; then at once to the old pace."""
    kiosk = quiet(tmp_path)
    kiosk.crm.down = True
    for pause in (1, 2, 4, 8, 16, 30, 30):
        push(kiosk)
        assert kiosk.visit.health.line is Line.DOWN
        assert kiosk.courier._next.due_at == kiosk.clock.now() + timedelta(seconds=pause)
        kiosk.clock.step(pause)
    kiosk.crm.down = False
    push(kiosk)
    assert kiosk.visit.health.line is Line.UP
    assert kiosk.courier._next.due_at == kiosk.clock.now() + timedelta(seconds=8)
    kiosk.store.close()


@pytest.mark.requirement("J4")
def test_retry_after_is_honoured_and_a_nudge_does_not_undercut_it(tmp_path: Path) -> None:
    """J4."""
    kiosk = quiet(tmp_path)
    kiosk.crm.down, kiosk.crm.retry_after = True, 120.0
    push(kiosk)
    kiosk.crm.down = False
    call_back(kiosk)
    kiosk.courier.nudge()
    push(kiosk, 119)
    assert kiosk.crm.batches == []
    push(kiosk, 40)
    assert len(kiosk.crm.bodies("callback")) == 1
    kiosk.store.close()


@pytest.mark.requirement("J4")
def test_a_centre_that_is_busy_with_others_is_no_line_that_is_down(tmp_path: Path) -> None:
    """J4: told to come again later; whoever stands here can still sign in."""
    kiosk = quiet(tmp_path)
    kiosk.crm.down, kiosk.crm.reason, kiosk.crm.retry_after = True, "slow_down", 60.0
    call_back(kiosk)
    push(kiosk)
    assert kiosk.visit.health.line is Line.UP
    assert kiosk.courier._next.due_at is not None
    assert kiosk.courier._next.due_at >= kiosk.clock.now() + timedelta(seconds=60)
    kiosk.store.close()


@pytest.mark.requirement("J4")
def test_a_nudge_while_busy_is_not_lost_and_makes_no_second_batch(tmp_path: Path) -> None:
    """J4: one batch in flight; what came meanwhile follows at once."""
    kiosk = quiet(tmp_path)
    call_back(kiosk)
    kiosk.lanes["network"].stuck = True
    push(kiosk)
    call_back(kiosk)
    for _ in range(5):
        kiosk.courier.nudge()
        push(kiosk)
    assert len(kiosk.lanes["network"].jobs) == 1
    kiosk.lanes["network"].stuck = False
    kiosk.run()
    assert len(kiosk.crm.bodies("callback")) == 2
    assert len(kiosk.crm.batches) == 2
    kiosk.store.close()


@pytest.mark.requirement("A5")
def test_an_idle_line_is_asked_every_eight_seconds(tmp_path: Path) -> None:
    """A5: an empty batch is the heartbeat; so the banner comes within ten."""
    kiosk = quiet(tmp_path)
    push(kiosk)
    push(kiosk, 7.9)
    assert kiosk.crm.batches == [0]
    push(kiosk, 0.1)
    assert kiosk.crm.batches == [0, 0]
    kiosk.store.close()


class Poisonous(FakeCrm):
    """Answers of every useless kind."""

    def __init__(self, answers: str) -> None:
        super().__init__()
        self._kind = answers

    def sync(self, records: Sequence[Record], epoch: str = "", chain: ChainHead | None = None) -> SyncReply:
        self.batches.append(len(records))
        match self._kind:
            case "nothing":
                return SyncReply((), 0.0)
            case "others":
                return SyncReply((Answer("somebody else's", "stored"),), 0.0)
            case "a word nobody knows":
                return SyncReply(tuple(Answer(record.id, "perhaps") for record in records), 0.0)
            case _:
                raise RuntimeError("a bug in the client")


@pytest.mark.requirement("J4")
@pytest.mark.parametrize("kind", ["nothing", "others", "a word nobody knows", "bug"])
def test_a_poisoned_answer_neither_spins_nor_stops_the_courier(tmp_path: Path, kind: str) -> None:
    """J4: one round a turn, whatever the answer; and the next turn comes."""
    crm = Poisonous(kind)
    kiosk = quiet(tmp_path, crm, pace=Pace(batch=2))
    for _ in range(4):
        audit(kiosk)
    push(kiosk)
    assert crm.batches == [2]
    push(kiosk, 10)
    assert crm.batches == [2, 2]
    assert kiosk.world.outbox.counts().delivered == 0
    kiosk.store.close()


@pytest.mark.parametrize("lane", ["records", "network"])
def test_a_lane_that_takes_nothing_does_not_stop_the_courier_for_good(tmp_path: Path, lane: str) -> None:
    kiosk = quiet(tmp_path)
    call_back(kiosk)
    kiosk.lanes[lane]._limit = 0
    push(kiosk)
    kiosk.lanes[lane]._limit = 200
    push(kiosk, 9)
    assert len(kiosk.crm.bodies("callback")) == 1
    kiosk.store.close()


def test_a_full_disk_after_the_answer_means_the_same_batch_again(tmp_path: Path) -> None:
    """The centre has it, the kiosk could not tick it off: it comes again and is a duplicate."""
    kiosk = quiet(tmp_path)
    call_back(kiosk)
    kiosk.disk.full = True
    push(kiosk)
    assert len(kiosk.crm.bodies("callback")) == 1
    assert not kiosk.visit.health.store_works
    kiosk.disk.full = False
    push(kiosk, 9)
    assert kiosk.world.outbox.counts().waiting == 0
    assert len(kiosk.crm.bodies("callback")) == 1
    kiosk.store.close()


@pytest.mark.requirement("J4")
def test_the_centre_names_the_size_of_the_next_batches(tmp_path: Path) -> None:
    """J4: within bounds; while it names none, the kiosk's own setting counts."""
    kiosk = quiet(tmp_path, pace=Pace(batch=4))
    for size, sent in ((3, [4, 3, 3, 2]), (0, [3, 4, 4, 1]), (10**9, [4, 8])):
        kiosk.crm.batch, kiosk.crm.batches = size, []
        for _ in range(12):
            audit(kiosk)
        push(kiosk, 10)
        assert kiosk.crm.batches == sent
    assert kiosk.courier._size == LARGEST_BATCH
    kiosk.store.close()


@pytest.mark.requirement("J4")
def test_an_idle_kiosk_asks_one_question_a_turn_and_no_other(tmp_path: Path) -> None:
    """J4: the sign of life, what is published, the commands and the clock all come with the one answer."""
    kiosk = quiet(tmp_path).start().wait(20).wait(20)
    kiosk.crm.batches, kiosk.crm.asked = [], []
    for _ in range(60):
        kiosk.wait(1)
    assert kiosk.crm.batches == [0] * 7
    assert kiosk.crm.asked == []
    kiosk.store.close()


@pytest.mark.requirement("J8")
def test_a_clock_set_back_does_not_silence_the_kiosk(tmp_path: Path) -> None:
    """J8: an hour back, and the next question comes as soon as ever."""
    kiosk = quiet(tmp_path)
    push(kiosk)
    kiosk.clock.step(-3600)
    call_back(kiosk)
    push(kiosk, 8)
    push(kiosk, 8)
    assert len(kiosk.crm.bodies("callback")) == 1
    kiosk.store.close()
