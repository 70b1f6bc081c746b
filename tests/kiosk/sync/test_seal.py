"""X31: what is published or commanded is believed by its signature, for this part or kiosk, in its time and order."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ports import Distrust, Pulled, Untrusted
from kiosk.sync import answers, pull
from kiosk.sync.crm import HttpCrm
from kiosk.sync.parts import Part
from kiosk.sync.seal import SKEW, Seal
from kiosk.sync.trust import Trust, read_trust
from tests.kiosk.sync.centre import LittleCentre
from tests.kiosk.sync.samples import CONTRACT, KIOSK, NOW, message

SHOWN = json.loads((CONTRACT / "trust.json").read_text(encoding="utf-8"))
ANSWER = message("content.signed")["response"]
TRUST = read_trust(Part(message("enrol.trust")["response"]["trust"], "trust"))
COMMAND = message("sync.commands.signed")["response"]["commands"][0]
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)


def content(answer: Any, seal: Seal | None = None, now: datetime = NOW) -> Any:
    return pull.content(Part(answer, "answer"), seal or Seal(TRUST), now)


def changed(change: Callable[[Any], object], part: str = "announcements") -> Any:
    """The contract's answer with one of its parts changed."""
    answer = copy.deepcopy(ANSWER)
    change(answer["parts"][part])
    return answer


@pytest.mark.requirement("X31")
def test_the_golden_answer_is_believed() -> None:
    """X31: each part as it came, of the moment that was signed; and a withdrawn part is signed too."""
    found = content(ANSWER)
    told = ANSWER["parts"]["announcements"]
    assert found["announcements"] == Pulled(told["version"], told["body"])
    assert (found["announcements"].signed_at, found["announcements"].told_at) == (NOW, NOW)
    assert found["calendar"] is None
    assert isinstance(found["trust"], Pulled)


def test_what_is_signed_is_the_contracts_text() -> None:
    """Byte by byte, by whoever reads the contract alone."""
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SHOWN["seed"]))
    text = json.dumps(SHOWN["part"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert base64.b64encode(key.sign(text)).decode() == SHOWN["signature"]
    assert ANSWER["parts"]["calendar"]["signatures"] == [
        {"key": SHOWN["id"], "signature": SHOWN["signature"]}
    ]


def _unsign(part: Any) -> None:
    for name in ("issued_at", "valid_until", "signatures"):
        del part[name]


def _sign_by_another(part: Any) -> None:
    part["signatures"][0]["signature"] = base64.b64encode(OTHER.sign(b"anything")).decode()


NO_ANNOUNCEMENT = "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"  # the version of []
REFUSED = {
    "a word changed": (lambda p: p["body"][0]["texts"].update(en="Pay to another account"), Distrust.CHANGED),
    "another body and its hash": (lambda p: p.update(body=[], version=NO_ANNOUNCEMENT), Distrust.WRONG_SIGNATURE),
    "withdrawn by somebody else": (lambda p: p.update(body=None, version=None), Distrust.WRONG_SIGNATURE),
    "good for longer": (lambda p: p.update(valid_until="2027-11-22T07:05:42.000Z"), Distrust.WRONG_SIGNATURE),
    "newer than it is": (lambda p: p.update(issued_at="2026-11-22T06:05:43.000Z"), Distrust.WRONG_SIGNATURE),
    "unsigned": (_unsign, Distrust.UNSIGNED),
    "no signatures": (lambda p: p.update(signatures=None), Distrust.UNSIGNED),
    "signatures of another shape": (lambda p: p.update(signatures="all is well"), Distrust.UNSIGNED),
    "an empty list": (lambda p: p.update(signatures=[]), Distrust.UNKNOWN_KEY),
    "a key that nobody told": (lambda p: p["signatures"][0].update(key="0123456789abcdef"), Distrust.UNKNOWN_KEY),
    "another's signature": (_sign_by_another, Distrust.WRONG_SIGNATURE),
    "half a signature": (lambda p: p["signatures"][0].update(signature="AAAA"), Distrust.WRONG_SIGNATURE),
    "no base64": (lambda p: p["signatures"][0].update(signature="*"), Distrust.WRONG_SIGNATURE),
}  # fmt: skip


@pytest.mark.requirement("X31")
@pytest.mark.parametrize("how", REFUSED)
def test_a_changed_part_is_refused(how: str) -> None:
    """X31: and the parts beside it are taken."""
    change, why = REFUSED[how]
    found = content(changed(change))
    assert isinstance(found["announcements"], Untrusted)
    assert found["announcements"].why is why
    assert found["calendar"] is None
    assert isinstance(found["trust"], Pulled)


@pytest.mark.requirement("X31")
def test_a_part_under_another_name_is_refused() -> None:
    answer = copy.deepcopy(ANSWER)
    answer["parts"]["knowledge"] = answer["parts"].pop("announcements")
    assert content(answer)["knowledge"].why is Distrust.WRONG_SIGNATURE


@pytest.mark.requirement("X31")
@pytest.mark.parametrize(
    ("now", "why"),
    [
        (NOW + timedelta(hours=1) + SKEW, None),
        (NOW + timedelta(hours=1, seconds=1) + SKEW, Distrust.EXPIRED),
        (NOW - SKEW, None),
        (NOW - timedelta(seconds=1) - SKEW, Distrust.EXPIRED),
    ],
)
def test_a_part_is_taken_in_its_time(now: datetime, why: Distrust | None) -> None:
    """X31: and as far as the clocks of kiosk and centre may differ."""
    found = content(ANSWER, now=now)["announcements"]
    assert (found.why if isinstance(found, Untrusted) else None) is why


@pytest.mark.requirement("X31")
def test_an_older_part_never_takes_the_place_of_a_newer_one() -> None:
    """X31: also over a restart, by what the store kept; the very same one may come twice."""
    seal = Seal(TRUST)
    content(ANSWER, seal)
    assert isinstance(content(ANSWER, seal)["announcements"], Pulled)
    later = Seal(TRUST, {"announcements": NOW + timedelta(milliseconds=1)})
    assert content(ANSWER, later)["announcements"].why is Distrust.REPLAYED
    assert content(ANSWER, later)["calendar"] is None


@pytest.mark.requirement("X31")
@given(st.data())
def test_no_slip_in_any_place_is_believed(data: st.DataObject) -> None:
    """X31: one character of the part's JSON, anywhere, put into another."""
    text = json.dumps(ANSWER["parts"]["announcements"], ensure_ascii=False)
    place = data.draw(st.integers(0, len(text) - 1))
    sign = data.draw(st.sampled_from('0123456789abcXYZ"{}[],: é票'))
    try:
        part = json.loads(text[:place] + sign + text[place + 1 :])
    except ValueError:
        return
    if part == ANSWER["parts"]["announcements"]:
        return
    found = content({"parts": {"announcements": part}})["announcements"]
    if isinstance(found, Pulled):  # only what nobody reads may differ
        assert (found.version, found.body) == tuple(
            ANSWER["parts"]["announcements"][name] for name in ("version", "body")
        )
        assert found.signed_at == NOW


def test_a_kiosk_that_knows_no_key_takes_what_comes() -> None:
    """As before, from older and newer centres."""
    assert isinstance(content(changed(_unsign), Seal(Trust()))["announcements"], Pulled)


@pytest.mark.requirement("X31")
def test_a_kiosk_whose_keys_are_damaged_takes_nothing() -> None:
    found = content(ANSWER, Seal(None))
    assert {part.why for part in found.values()} == {Distrust.NO_KEYS}


@pytest.mark.requirement("X31")
def test_either_of_two_signatures_is_enough() -> None:
    """X31: while the centre changes over from one key to the next."""
    foreign = {"key": "0123456789abcdef", "signature": base64.b64encode(b"\x01" * 64).decode()}
    assert isinstance(content(changed(lambda p: p["signatures"].insert(0, foreign)))["announcements"], Pulled)


# --- commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("X31")
def test_a_signed_command_is_for_one_kiosk() -> None:
    command = Part(COMMAND, "command")
    assert Seal(TRUST).judge_command("K07", command) is None
    assert Seal(TRUST).judge_command("K08", command) is Distrust.WRONG_SIGNATURE


@pytest.mark.requirement("X31")
@pytest.mark.parametrize(
    "change",
    [
        {"kind": "restart"},
        {"expires_at": "2027-11-22T14:05:42.000Z"},
        {"words": {"en": "Closed for ever"}},
        {"id": "3f0c1f6e-5a0e-4a39-9a55-0d5f4c5f1a02"},
        {"signatures": None},
        {"signatures": [7]},
    ],
)
def test_a_command_that_is_not_the_centres_is_refused(
    change: Any, identity: Any, centre: LittleCentre
) -> None:
    """X31: one of them is told, so that a record says so; none is done."""
    crm = HttpCrm(centre.url, identity, seal=Seal(TRUST))
    reply = copy.deepcopy(message("sync.commands.signed")["response"])
    forged = {**COMMAND, **change}
    reply["commands"] = [forged, forged, COMMAND]
    centre.says(reply)
    good, bad = crm.sync([]).commands
    crm.close()
    assert (good.id, good.trusted) == (COMMAND["id"], True)
    assert (bad.id, bad.trusted) == (forged["id"], False)


def test_the_golden_command(identity: Any, centre: LittleCentre) -> None:
    """Signed or not, for a kiosk that knows no key."""
    for name in ("sync.commands", "sync.commands.signed"):
        answer = Part(message(name)["response"], "answer")
        (command,) = answers.sync(answer, []).commands
        assert command.trusted


# --- newer keys -------------------------------------------------------------------------------------------------------


def changing_over(centre: LittleCentre, identity: Any, told: Any, learned: list[Trust]) -> HttpCrm:
    """A kiosk that asks for `trust` and is answered with `told`."""
    centre.says({"parts": {"trust": told}, "server_time": None})
    seal = Seal(TRUST)
    crm = HttpCrm(centre.url, identity, seal=seal, learn=learned.append, now=lambda: NOW)
    crm.content({"trust": ""})
    crm.close()
    assert seal.trust == (learned[-1] if learned else TRUST)
    return crm


@pytest.mark.requirement("X31")
def test_newer_keys_come_under_a_known_one_only(identity: Any, centre: LittleCentre) -> None:
    learned: list[Trust] = []
    told = copy.deepcopy(ANSWER["parts"]["trust"])
    changing_over(centre, identity, told, learned)
    assert learned == [TRUST]
    told["signatures"][0]["key"] = "0123456789abcdef"
    changing_over(centre, identity, told, [])
    assert identity.kiosk_id == KIOSK
    assert NOW.tzinfo is UTC
