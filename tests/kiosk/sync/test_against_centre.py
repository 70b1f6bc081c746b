"""The kiosk's client against the real centre: its own process, its own SQLite file, its own verbs, on loopback."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from kiosk.clock import SiteClock
from kiosk.domain.account import Granted, Locked, Refused
from kiosk.domain.bill import Bill
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.reference import make_reference
from kiosk.ports import Answer, Offline, Record
from kiosk.sync.crm import HttpCrm
from kiosk.sync.enrol import NotEnrolled, enrol
from kiosk.sync.identity import Identity, key_file, load_identity
from tests.kiosk.sync.samples import EPOCH, as_stored, record_example

ROOT = Path(__file__).parents[3]
CARD, PIN = "990120260007730", "482913"  # the demonstration's first customer
OTHER_CARD, OTHER_PIN = "990120260004821", "159753"


@dataclass(frozen=True, slots=True)
class Centre:
    db: str
    url: str

    def verb(self, *words: str) -> str:
        return crm_verb(*words, "--db", self.db)


@dataclass(frozen=True, slots=True)
class Kiosk:
    """Each verb is a process of its own and takes its time, so most tests share one enrolled kiosk."""

    id: str
    crm: HttpCrm
    directory: Path
    centre: Centre

    @property
    def identity(self) -> Identity:
        return load_identity(self.directory, self.id, EPOCH)


@contextmanager
def enrolled(centre: Centre, id: str, directory: Path, renew: bool = False) -> Iterator[Kiosk]:
    code = centre.verb("enrol-kiosk", id)
    crm = HttpCrm(centre.url, enrol(centre.url, id, code, directory, EPOCH, renew=renew))
    yield Kiosk(id, crm, directory, centre)
    crm.close()


def crm_verb(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "crm", *words], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return done.stdout.strip()


@contextmanager
def serving(db: str, log: Path) -> Iterator[str]:
    """The address at which the centre answers, as it says itself."""
    command = [sys.executable, "-m", "crm", "serve", "--db", db, "--http", "127.0.0.1:0"]
    with log.open("wb") as errors:
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert server.stdout
    try:
        said = server.stdout.readline()
        assert said, log.read_text()
        yield json.loads(said)["http"]
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    folder = tmp_path_factory.mktemp("centre")
    db = f"sqlite:///{folder / 'centre.db'}"
    crm_verb("demo", "--few", "--db", db)
    with serving(db, folder / "centre.log") as url:
        yield Centre(db, url)


@pytest.fixture(scope="module")
def kiosk(centre: Centre, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    with enrolled(centre, "K07", tmp_path_factory.mktemp("kiosk")) as kiosk:
        yield kiosk


def signed_in(kiosk: Kiosk, visit: str, card: str = CARD, pin: str = PIN) -> str:
    answer = kiosk.crm.sign_in(visit, card, pin)
    assert isinstance(answer, Granted)
    return answer.customer.grant


def record(kiosk: Kiosk, example: str, id: str, seq: int, **said: Any) -> Record:
    """A contract record with another id, sequence and body."""
    one = record_example(example)
    number = int(hashlib.sha256(id.encode()).hexdigest(), 16)
    body = one["body"] | {"reference": make_reference(kiosk.id, number)} | said
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return as_stored(one | {"id": id, "seq": seq, "body": body, "body_hash": digest})


def payment(kiosk: Kiosk, bill: Bill) -> Record:
    id = str(uuid4())
    amount = {"minor": bill.amount.minor, "currency": bill.amount.currency}
    lines = [{"bill": bill.id, "amount": amount}]
    return record(kiosk, "payment.approved", id, 1, payment=id, amount=amount, lines=lines)


def answers(records: list[Record], verdict: str) -> tuple[Answer, ...]:
    """The same for each; of a payment also that it is posted."""
    posted = Posting(Posted.POSTED)
    return tuple(
        Answer(each.id, verdict, posting=posted if each.kind == "payment" else None) for each in records
    )


@pytest.mark.requirement("B1")
@pytest.mark.requirement("D1")
@pytest.mark.requirement("J3")
def test_a_whole_visit(kiosk: Kiosk) -> None:
    """B1, D1, J3: sign in, look, pay, be called back; sent twice, stored once."""
    visit = str(uuid4())
    answer = kiosk.crm.sign_in(visit, CARD, PIN)
    assert isinstance(answer, Granted)
    customer = answer.customer
    assert (customer.name, customer.account, customer.phone) == ("林○宏", "••••••7730", "0912-•••-678")

    found = kiosk.crm.bills(customer.grant)
    assert len(found.bills) == 3
    assert abs(found.as_of - datetime.now(UTC)) < timedelta(minutes=1)
    (bill,) = (bill for bill in found.bills if bill.kind == "water")
    assert [each.payable for each in kiosk.crm.check(customer.grant, [b.id for b in found.bills])] == [
        True
    ] * 3

    records = [
        payment(kiosk, bill),
        record(kiosk, "callback.signed_in", str(uuid4()), 1, visit=visit),
        record(kiosk, "audit", str(uuid4()), 1),
    ]
    reply = kiosk.crm.sync(records)
    assert reply.answers == answers(records, "stored")
    assert reply.poll_after > 0
    assert kiosk.crm.sync(records).answers == answers(records, "duplicate")

    assert bill not in kiosk.crm.bills(customer.grant).bills
    (standing,) = kiosk.crm.check(customer.grant, [bill.id])
    assert not standing.payable
    assert standing.paid_on is not None

    kiosk.crm.sign_out(customer.grant)
    with pytest.raises(Offline) as caught:
        kiosk.crm.bills(customer.grant)
    assert caught.value.reason == "bad_grant"


@pytest.mark.requirement("B1")
def test_the_fourth_wrong_try_locks(kiosk: Kiosk) -> None:
    """B1: refused three times, then locked, also for the right PIN."""
    answers = [kiosk.crm.sign_in(str(uuid4()), OTHER_CARD, "000000") for _ in range(4)]
    assert answers[:3] == [Refused()] * 3
    assert isinstance(answers[3], Locked)
    locked = kiosk.crm.sign_in(str(uuid4()), OTHER_CARD, OTHER_PIN)
    assert isinstance(locked, Locked)
    assert locked.until is not None
    assert locked.until > datetime.now(UTC)


def test_a_card_that_nobody_has_is_refused_like_a_wrong_pin(kiosk: Kiosk) -> None:
    """B1: one answer for both."""
    assert kiosk.crm.sign_in(str(uuid4()), "990199999999999", "123456") == Refused()


def test_a_bill_of_somebody_else_is_not_payable(kiosk: Kiosk) -> None:
    grant = signed_in(kiosk, str(uuid4()))
    (standing,) = kiosk.crm.check(grant, ["B-of-nobody"])
    assert not standing.payable


def test_the_same_id_with_another_body_is_refused(kiosk: Kiosk) -> None:
    """J3: an id is bound to its body."""
    id, seq = str(uuid4()), 4711  # a number that no other test's record has
    first, other = (record(kiosk, "callback", id, seq, phone=phone) for phone in ("0912345678", "0912345679"))
    assert kiosk.crm.sync([first]).answers == (Answer(id, "stored"),)
    assert kiosk.crm.sync([other]).answers == (Answer(id, "refused", "id_reused"),)


def test_a_poisoned_record_does_not_hold_up_the_next(kiosk: Kiosk) -> None:
    """J5: refused by the centre for its body, stored for the other's."""
    poisoned = record(kiosk, "callback", str(uuid4()), 1, window="whenever")
    sound = record(kiosk, "callback", str(uuid4()), 4712)
    refused, stored = kiosk.crm.sync([poisoned, sound]).answers
    assert refused.verdict == "refused"
    assert refused.reason
    assert stored == Answer(sound.id, "stored")


def test_a_sync_without_records(kiosk: Kiosk) -> None:
    assert kiosk.crm.sync([]).answers == ()


@pytest.mark.requirement("L1")
def test_a_revoked_kiosk_keeps_its_queue_and_its_new_key_drains_it(centre: Centre, tmp_path: Path) -> None:
    """L1: refused with a reason for the technician; after a new enrolment everything goes through."""
    with enrolled(centre, "K66", tmp_path) as old:
        waiting = [record(old, "callback", str(uuid4()), 1)]
        centre.verb("revoke-kiosk", old.id)
        with pytest.raises(Offline, match="python -m kiosk enrol") as caught:
            old.crm.sync(waiting)
        assert caught.value.reason == "revoked"
        with enrolled(centre, "K66", tmp_path, renew=True) as renewed:
            assert renewed.crm.sync(waiting).answers == (Answer(waiting[0].id, "stored"),)
        with pytest.raises(Offline) as caught:
            old.crm.sync(waiting)
        assert caught.value.reason == "bad_signature"


@pytest.mark.requirement("K9")
def test_an_identity_moves_to_another_machine(centre: Centre, tmp_path: Path) -> None:
    """K9: by revoking and a new code; the old machine is refused, the new one's store counts from 1 in its own epoch."""
    there = "0197f3a0-0000-7000-8000-00000000beef"
    with enrolled(centre, "K55", tmp_path / "old") as old:
        first = record(old, "callback", str(uuid4()), 1)
        assert old.crm.sync([first]).answers == (Answer(first.id, "stored"),)
        centre.verb("revoke-kiosk", old.id)
        code = centre.verb("enrol-kiosk", old.id)
        new = HttpCrm(centre.url, enrol(centre.url, old.id, code, tmp_path / "new", there))
        again = record(old, "callback", str(uuid4()), 1)
        assert new.sync([again]).answers == (Answer(again.id, "stored"),)
        new.close()
        with pytest.raises(Offline) as caught:
            old.crm.sync([first])
        assert caught.value.reason == "bad_signature"


@pytest.mark.requirement("L1")
def test_a_kiosk_that_nobody_enrolled(kiosk: Kiosk) -> None:
    stranger = HttpCrm(kiosk.centre.url, replace(kiosk.identity, kiosk_id="K0NOBODY"))
    with pytest.raises(Offline) as caught:
        stranger.sync([])
    assert caught.value.reason == "unknown_kiosk"
    stranger.close()


@pytest.mark.requirement("L1")
def test_a_wrong_clock_is_refused_and_said(kiosk: Kiosk) -> None:
    """L1: what was signed long ago is not believed, and a technician reads why."""
    slow = HttpCrm(kiosk.centre.url, kiosk.identity, now=lambda: datetime.now(UTC) - timedelta(seconds=330))
    with pytest.raises(Offline, match="clock") as caught:
        slow.sync([])
    assert caught.value.reason == "bad_signature"
    slow.close()


@pytest.mark.requirement("L1")
def test_a_request_heard_twice_is_refused(kiosk: Kiosk) -> None:
    """L1: a nonce is good once."""
    parrot = HttpCrm(kiosk.centre.url, kiosk.identity, nonce=lambda: "polly-polly-polly-polly")
    parrot.sync([])
    with pytest.raises(Offline) as caught:
        parrot.sync([])
    assert caught.value.reason == "bad_signature"
    parrot.close()


def test_a_code_is_good_for_one_kiosk_and_one_key(centre: Centre, tmp_path: Path) -> None:
    """For that one it is good again, because the first answer may have been lost."""
    code = centre.verb("enrol-kiosk", "K78")
    with pytest.raises(NotEnrolled, match="made for K79"):
        enrol(centre.url, "K79", code, tmp_path / "other", EPOCH)
    first = enrol(centre.url, "K78", code, tmp_path, EPOCH)
    assert enrol(centre.url, "K78", code.lower(), tmp_path, EPOCH).public_key == first.public_key
    with pytest.raises(NotEnrolled, match="ask the desk for a new one"):
        enrol(centre.url, "K78", code, tmp_path, EPOCH, renew=True)


def test_a_code_that_is_none(centre: Centre, tmp_path: Path) -> None:
    with pytest.raises(NotEnrolled):
        enrol(centre.url, "K80", "AAAA-AAAA-AAAA", tmp_path, EPOCH)
    assert not key_file(tmp_path).exists()


@pytest.mark.requirement("J8")
def test_a_kiosk_whose_clock_is_an_hour_behind_is_refused_once(kiosk: Kiosk) -> None:
    """J8: the refusal tells the centre's time, and the next request bears it."""
    clock = SiteClock(ZoneInfo("Asia/Taipei"), lambda: datetime.now(UTC) - timedelta(hours=1))
    behind = HttpCrm(kiosk.centre.url, kiosk.identity, now=clock.centre_now, heard=clock.hear)
    with pytest.raises(Offline, match="this kiosk's clock is -") as refused:
        behind.sync([])
    assert refused.value.reason == "bad_signature"
    told = re.search(r"clock is -(\d+) s off", str(refused.value))
    assert told
    assert abs(int(told[1]) - 3600) < 30
    assert behind.sync([]).answers == ()
    assert behind.sync([]).answers == ()
    ahead = clock.ahead()
    assert ahead is not None
    assert abs(ahead + timedelta(hours=1)) < timedelta(seconds=30)
    behind.close()
