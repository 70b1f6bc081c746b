"""Account or phone number, and PIN or one-time code: the number alone yields nothing, and nobody learns which exist."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from crm.audit import newest
from crm.centre import Centre
from crm.customers import messages
from crm.customers.by_number import CodeKnock, PinKnock
from crm.customers.codes import Asked, Call, Codes
from crm.customers.signing_in import Asking, Granted, Refused, SignIn, TooMany
from crm.schema import AuditLine, CardTries, Customer, SignInCode
from crm.tokens import Secrets
from tests.crm.signing import PIN, Phone, SigningKiosk, StepClock

ACCOUNT, PHONE, NOBODYS = "1203347730", "0912345678", "1203399999"
WRONG = "000000"


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("number", [ACCOUNT, PHONE, "1203-347-730", "0912 345 678"])
def test_number_and_pin(number: str, kiosk: SigningKiosk) -> None:
    told = kiosk.sign_in_by(number, pin=PIN).json()
    assert (told["result"], told["customer"]["name"]) == ("granted", "林○宏")


@pytest.mark.requirement("B1")
@pytest.mark.parametrize("number", [ACCOUNT, PHONE])
def test_number_and_one_time_code(number: str, kiosk: SigningKiosk, phone: Phone) -> None:
    assert kiosk.ask_code(number).json()["result"] == "asked"
    [(to, _)] = phone.messages
    assert to == PHONE
    assert kiosk.sign_in_by(number, code=phone.code).json()["customer"]["name"] == "林○宏"


@pytest.mark.requirement("B1")
@pytest.mark.requirement("D2")
def test_a_number_alone_yields_nothing(kiosk: SigningKiosk) -> None:
    """B1, D2: not a field of anybody's, not even that something is owed."""
    for ask in ({}, {"pin": ""}, {"code": ""}, {"card": ""}):
        answer = kiosk.post("sign-in", {"visit": "v1", "account": ACCOUNT, **ask})
        assert (answer.status_code, set(answer.json())) == (422, {"error", "detail"})
    for function in ("bills", "bills/check", "sign-out"):
        answer = kiosk.post(function, {"account": ACCOUNT, "grant": ACCOUNT, "bills": ["B-2026-10-E-7730"]})
        assert answer.status_code == (200 if function == "sign-out" else 403)
    assert kiosk.ask_code(ACCOUNT).json().keys() == {"result", "expires_at", "again_at"}


def tries(kiosk: SigningKiosk, number: str, kind: str, times: int = 5) -> list[tuple[int, Any]]:
    answers = [kiosk.sign_in_by(number, **{kind: WRONG}) for _ in range(times)]
    return [(answer.status_code, answer.json()) for answer in answers]


@pytest.mark.requirement("B1")
@pytest.mark.requirement("X49")
@pytest.mark.parametrize("kind", ["pin", "code"])
def test_known_and_unknown_look_the_same_to_the_last_try(kind: str, kiosk: SigningKiosk) -> None:
    """B1: the fourth wrong try locks; message identical for unknown account and wrong factor."""
    known, phone, unknown = (tries(kiosk, number, kind) for number in (ACCOUNT, PHONE, NOBODYS))
    assert known == phone == unknown
    assert [told["result"] for _, told in known] == ["refused"] * 3 + ["locked"] * 2


@pytest.mark.requirement("B1")
def test_known_and_unknown_cost_the_same_work(centre: Centre, kiosk: SigningKiosk) -> None:
    """B1: one look at a hash for each try and one hash for each code, whoever has the number."""
    work: list[str] = []

    class Counting(Secrets):
        def __init__(self) -> None:
            pass

        def matches(self, kept: str | None, secret: str) -> bool:
            work.append("matches")
            return False

        def hash(self, secret: str) -> str:
            work.append("hash")
            return "hash"

    for number in (ACCOUNT, NOBODYS):
        SignIn(centre, Counting()).ask(PinKnock("K07", "v1", number, WRONG))
        Codes(centre, Counting(), Phone()).send(Call("K07", "v1", number))
        SignIn(centre, Counting()).ask(CodeKnock("K07", "v1", number, WRONG))
    assert work[:3] == work[3:] == ["matches", "hash", "matches"]


def test_no_phone_on_file_gets_the_same_answer_and_no_message(
    kiosk: SigningKiosk, centre: Centre, phone: Phone
) -> None:
    with centre.database.writing() as session:
        session.get_one(Customer, 6).phone = ""
    without, nobody = kiosk.ask_code("1203342901"), kiosk.ask_code(NOBODYS)
    assert (without.status_code, without.json()) == (nobody.status_code, nobody.json())
    assert phone.messages == []
    assert kiosk.sign_in_by("1203342901", code=WRONG).json() == {"result": "refused"}


@pytest.mark.requirement("X49")
def test_pin_and_code_are_counted_together(kiosk: SigningKiosk, phone: Phone, clock: StepClock) -> None:
    kiosk.ask_code(ACCOUNT)
    tries(kiosk, ACCOUNT, "pin", 2)
    tries(kiosk, ACCOUNT, "code", 2)
    assert kiosk.sign_in_by(ACCOUNT, code=phone.code).json()["result"] == "locked"
    assert kiosk.ask_code(ACCOUNT).json()["result"] == "locked"
    clock.step(minutes=15)
    assert kiosk.sign_in_by(ACCOUNT, pin=PIN).json()["result"] == "granted"


# --- one-time codes -----------------------------------------------------------------------------


def test_a_code_works_once(kiosk: SigningKiosk, phone: Phone) -> None:
    kiosk.ask_code(ACCOUNT)
    answers = [kiosk.sign_in_by(ACCOUNT, code=phone.code).json()["result"] for _ in range(2)]
    assert answers == ["granted", "refused"]


def test_a_code_works_once_also_for_two_at_the_same_moment(
    centre: Centre, kiosk: SigningKiosk, phone: Phone, secrets: Secrets
) -> None:
    kiosk.ask_code(ACCOUNT)
    knock = CodeKnock("K07", "v1", ACCOUNT, phone.code)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: SignIn(centre, secrets).ask(knock), range(3)))
    assert [isinstance(answer, Granted) for answer in answers].count(True) == 1


def test_a_code_ends_after_five_minutes(kiosk: SigningKiosk, phone: Phone, clock: StepClock) -> None:
    kiosk.ask_code(ACCOUNT)
    clock.step(minutes=5)
    assert kiosk.sign_in_by(ACCOUNT, code=phone.code).json() == {"result": "refused"}


def test_only_the_newest_code_counts(kiosk: SigningKiosk, phone: Phone, clock: StepClock) -> None:
    kiosk.ask_code(ACCOUNT)
    first = phone.code
    clock.step(minutes=1)
    kiosk.ask_code(ACCOUNT)
    assert kiosk.sign_in_by(ACCOUNT, code=first).json() == {"result": "refused"}
    assert kiosk.sign_in_by(ACCOUNT, code=phone.code).json()["result"] == "granted"


def test_a_code_is_good_where_it_was_asked_for(
    kiosk: SigningKiosk, other_kiosk: SigningKiosk, phone: Phone
) -> None:
    kiosk.ask_code(ACCOUNT)
    assert other_kiosk.sign_in_by(ACCOUNT, code=phone.code).json() == {"result": "refused"}
    assert kiosk.sign_in_by(ACCOUNT, code=phone.code, visit="v2").json() == {"result": "refused"}
    assert kiosk.sign_in_by(PHONE, code=phone.code).json() == {"result": "refused"}


@pytest.mark.requirement("X49")
@pytest.mark.parametrize("number", [ACCOUNT, NOBODYS])
def test_asking_again_has_a_limit(number: str, kiosk: SigningKiosk, clock: StepClock) -> None:
    told = [kiosk.ask_code(number).json()["result"] for _ in range(2)]
    for _ in range(3):
        clock.step(minutes=1)
        told.append(kiosk.ask_code(number).json()["result"])
    assert told == ["asked", "wait", "asked", "asked", "wait"]
    clock.step(minutes=12)
    assert kiosk.ask_code(number).json()["result"] == "asked"


def test_a_code_is_kept_by_hash_only(
    kiosk: SigningKiosk, centre: Centre, phone: Phone, database_bytes: Callable[[], bytes]
) -> None:
    kiosk.ask_code(ACCOUNT)
    with centre.database.reading() as session:
        [kept] = session.scalars(select(SignInCode.code_hash))
        lines = repr([(line.who, line.subject, line.detail) for line in session.scalars(select(AuditLine))])
    assert (kept or "").startswith("$argon2id$")
    assert phone.code.encode() not in database_bytes()
    assert ACCOUNT not in lines
    assert phone.code not in lines


def test_codes_are_forgotten(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    kiosk.ask_code(ACCOUNT)
    clock.step(minutes=15)
    kiosk.ask_code(PHONE)
    with centre.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SignInCode)) == 1


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_the_message_says_who_sends_it_and_what_nobody_will_ask(language: str) -> None:
    text = messages.code(language, "482913")
    assert messages.SENDER[language] in text
    assert "482913" in text
    assert any(word in text for word in ("絕不會打電話", "绝不会打电话", "ever ask for it by telephone"))


# --- enumeration --------------------------------------------------------------------------------


KNOCKS: dict[str, Callable[[str, str, str, str], Asking]] = {"pin": PinKnock, "code": CodeKnock}


@pytest.mark.requirement("X49")
@pytest.mark.parametrize("kind", ["pin", "code"])
def test_a_thousand_numbers_from_one_kiosk(
    kind: str, kiosk: SigningKiosk, centre: Centre, secrets: Secrets
) -> None:
    """X49: twenty are looked at, the rest are turned away; known ones among them look like the others; it is noted."""
    door = SignIn(centre, secrets)
    numbers = [ACCOUNT, *(f"12034{number:05}" for number in range(998)), ACCOUNT]
    answers = [door.ask(KNOCKS[kind]("K07", "v1", number, WRONG)) for number in numbers]
    assert answers == [Refused()] * 20 + [TooMany(centre.settings.lock)] * 980
    with centre.database.reading() as session:
        assert len(newest(session, what="sign_in.throttled")) == 1
        assert session.scalar(select(func.count()).select_from(CardTries)) == 20
    answer = kiosk.sign_in_by(ACCOUNT, pin=PIN)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")


@pytest.mark.requirement("X49")
def test_a_thousand_codes_from_one_kiosk(
    kiosk: SigningKiosk, centre: Centre, secrets: Secrets, phone: Phone
) -> None:
    codes = Codes(centre, secrets, phone)
    answers = [codes.send(Call("K07", "v1", f"12034{number:05}")) for number in range(1000)]
    assert [type(answer) for answer in answers] == [Asked] * 20 + [TooMany] * 980
    assert kiosk.ask_code(ACCOUNT).status_code == 429
    assert phone.messages == []
    with centre.database.reading() as session:
        assert len(newest(session, what="sign_in.codes_throttled")) == 1


def test_two_customers_with_one_phone_are_not_told_apart(kiosk: SigningKiosk, centre: Centre) -> None:
    with centre.database.writing() as session:
        session.get_one(Customer, 2).phone = PHONE
    assert kiosk.sign_in_by(PHONE, pin=PIN).json() == {"result": "refused"}
    assert kiosk.sign_in_by(ACCOUNT, pin=PIN).json()["result"] == "granted"
