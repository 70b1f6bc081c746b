"""Card and PIN: nothing without both, the fourth wrong try locks, and nobody learns which cards exist."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from crm.audit import newest
from crm.centre import Centre
from crm.customers.signing_in import Granted, Knock, Locked, SignIn
from crm.schema import AuditLine, CardTries, Grant, MembershipCard, SignInMiss
from crm.tokens import Secrets, digest
from tests.crm.places import on_sqlite
from tests.crm.signing import CARD, PIN, SigningKiosk, StepClock

NOBODYS = "990199999999999"
REFUSED = {"result": "refused"}


def sign_in_with(kiosk: SigningKiosk, card: str, pin: str, times: int) -> list[Any]:
    return [kiosk.sign_in(card, pin).json() for _ in range(times)]


@pytest.mark.requirement("B1")
def test_a_card_alone_yields_nothing(kiosk: SigningKiosk) -> None:
    """B1: no personal field without the second factor."""
    answer = kiosk.sign_in(CARD, "000000")
    assert (answer.status_code, answer.json()) == (200, REFUSED)
    assert kiosk.post("sign-in", {"visit": "v1", "card": CARD}).status_code == 422
    assert kiosk.post("sign-in", {"visit": "v1", "card": CARD, "pin": ""}).status_code == 422


@pytest.mark.requirement("B1")
@pytest.mark.requirement("X49")
def test_unknown_card_and_wrong_pin_look_the_same_to_the_last_try(kiosk: SigningKiosk) -> None:
    """B1: message identical for unknown account and wrong factor, the lock included."""
    known = sign_in_with(kiosk, CARD, "000000", 5)
    unknown = sign_in_with(kiosk, NOBODYS, "000000", 5)
    assert known == unknown
    assert [answer["result"] for answer in known] == ["refused", "refused", "refused", "locked", "locked"]


@pytest.mark.requirement("X49")
def test_a_lock_keeps_out_the_right_pin_until_it_ends(kiosk: SigningKiosk, clock: StepClock) -> None:
    """X49: and the lock is in the audit list."""
    sign_in_with(kiosk, CARD, "000000", 4)
    clock.step(minutes=14, seconds=59)
    assert kiosk.sign_in().json()["result"] == "locked"
    clock.step(seconds=1)
    assert kiosk.sign_in().json()["result"] == "granted"


def test_a_lock_is_in_the_audit_list_and_names_no_card(kiosk: SigningKiosk, centre: Centre) -> None:
    sign_in_with(kiosk, CARD, "000000", 4)
    with centre.database.reading() as session:
        [line] = newest(session, what="sign_in.locked")
    assert (line.who, line.detail) == ("K07", {"tries": 4})


def test_the_fourth_try_may_be_right(kiosk: SigningKiosk) -> None:
    sign_in_with(kiosk, CARD, "000000", 3)
    assert kiosk.sign_in().json()["result"] == "granted"


def test_a_success_forgives_the_tries_before_it(kiosk: SigningKiosk) -> None:
    for _ in range(2):
        sign_in_with(kiosk, CARD, "000000", 3)
        assert kiosk.sign_in().json()["result"] == "granted"


def test_tries_at_two_kiosks_count_together(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    answers = [
        each.sign_in(CARD, "000000").json()["result"] for each in (kiosk, other_kiosk, kiosk, other_kiosk)
    ]
    assert answers == ["refused", "refused", "refused", "locked"]


def test_the_plug_is_pulled_while_the_pin_is_checked(centre: Centre, kiosk: SigningKiosk) -> None:
    """B1: a try counts from the moment it is made, so breaking off wins no free try."""

    class Pulled(Secrets):
        def matches(self, kept: str | None, secret: str) -> bool:
            raise KeyboardInterrupt

    door = SignIn(centre, Pulled())
    for _ in range(4):
        with pytest.raises(KeyboardInterrupt):
            door.ask(Knock("K07", "v1", CARD, "000000"))
    assert kiosk.sign_in().json()["result"] == "locked"


def test_many_tries_at_once_get_no_more_than_four_looks(
    centre: Centre, kiosk: SigningKiosk, secrets: Secrets
) -> None:
    looked: list[str] = []

    class Counting(Secrets):
        def matches(self, kept: str | None, secret: str) -> bool:
            looked.append(secret)
            return secrets.matches(kept, secret)

    door = SignIn(centre, Counting())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pin: door.ask(Knock("K07", "v1", CARD, f"{pin:06}")), range(12)))
    assert len(looked) == 4


@pytest.mark.requirement("X49")
def test_enumeration_is_stopped_and_noted(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    """X49: a thousand numbers, one after another, from one kiosk."""
    answers = [kiosk.sign_in(f"9901{number:011}", "000000") for number in range(40)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 20
    assert answers[-1].json()["error"] == "slow_down"
    assert answers[-1].headers["Retry-After"] == "900"
    with centre.database.reading() as session:
        assert len(newest(session, what="sign_in.throttled")) == 1
    assert kiosk.sign_in().status_code == 429
    clock.step(minutes=15)
    assert kiosk.sign_in().json()["result"] == "granted"


def test_one_kiosk_slowed_down_slows_no_other(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    for number in range(21):
        kiosk.sign_in(f"9901{number:011}", "000000")
    assert other_kiosk.sign_in().json()["result"] == "granted"


def test_tries_are_forgotten_in_the_end(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    for number in range(5):
        kiosk.sign_in(f"9901{number:011}", "000000")
    clock.step(days=1, seconds=1)
    kiosk.sign_in()
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(CardTries)) == 0
        assert session.scalar(select(func.count()).select_from(SignInMiss)) == 0


def test_two_cards_open_one_customer(kiosk: SigningKiosk) -> None:
    assert kiosk.sign_in("rfid:0100AB12CD", PIN).json()["customer"]["name"] == "林○宏"


# --- the grant --------------------------------------------------------------------------------


def ask_bills(kiosk: SigningKiosk, grant: str) -> int:
    return kiosk.post("bills", {"grant": grant}).status_code


def test_a_grant_ends_after_twenty_minutes(kiosk: SigningKiosk, clock: StepClock) -> None:
    grant = kiosk.grant()
    clock.step(minutes=19, seconds=59)
    assert ask_bills(kiosk, grant) == 200
    clock.step(seconds=1)
    assert ask_bills(kiosk, grant) == 403


def test_a_grant_is_good_at_its_own_kiosk_only(kiosk: SigningKiosk, other_kiosk: SigningKiosk) -> None:
    grant = kiosk.grant()
    assert ask_bills(other_kiosk, grant) == 403
    assert other_kiosk.post("sign-out", {"grant": grant}).status_code == 200
    assert ask_bills(kiosk, grant) == 200


def test_the_next_visit_ends_the_one_before(kiosk: SigningKiosk) -> None:
    first = kiosk.grant(visit="v1")
    second = kiosk.grant("990120260004821", "159753", visit="v2")
    assert (ask_bills(kiosk, first), ask_bills(kiosk, second)) == (403, 200)


@pytest.mark.parametrize("grant", ["x", "", "'; DROP TABLE grants; --"])
def test_a_grant_that_was_never_given(grant: str, kiosk: SigningKiosk) -> None:
    assert ask_bills(kiosk, grant) in {403, 422}


@on_sqlite  # whose file can be searched
def test_what_proves_something_is_kept_by_hash_only(
    kiosk: SigningKiosk, centre: Centre, database_bytes: Callable[[], bytes]
) -> None:
    grant = kiosk.grant()
    with centre.database.reading() as session:
        assert session.get(Grant, digest(grant)) is not None
        hashes = session.scalars(select(MembershipCard.pin_hash)).all()
    assert all(kept.startswith("$argon2id$") for kept in hashes)
    kept = database_bytes()
    assert grant.encode() not in kept
    assert CARD.encode() not in kept


def test_nothing_said_at_the_door_is_in_the_audit_list(kiosk: SigningKiosk, centre: Centre) -> None:
    sign_in_with(kiosk, CARD, "135790", 4)
    with centre.database.reading() as session:
        text = repr([(line.who, line.subject, line.detail) for line in session.scalars(select(AuditLine))])
    assert CARD not in text
    assert "135790" not in text


def test_a_knock_does_not_show_its_secrets() -> None:
    shown = repr(Knock("K07", "v1", CARD, PIN))
    assert CARD not in shown
    assert PIN not in shown


def test_a_lock_that_is_measured_from_the_last_try(
    centre: Centre, clock: StepClock, secrets: Secrets, kiosk: SigningKiosk
) -> None:
    door = SignIn(centre, secrets)
    wrong = Knock("K07", "v1", NOBODYS, "000000")
    answers = []
    for _ in range(4):
        clock.step(minutes=1)
        answers.append(door.ask(wrong))
    assert answers[-1] == Locked(clock.now + timedelta(minutes=15))
    assert isinstance(door.ask(Knock("K07", "v1", CARD, PIN)), Granted)
