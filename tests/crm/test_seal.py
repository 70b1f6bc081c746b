"""X31 at the centre: what kiosks pull and are told to do is signed by its keys; what a kiosk refuses is an alert."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import select

from crm.__main__ import main
from crm.app import build_api
from crm.centre import Centre
from crm.intake.bodies import body_hash
from crm.kiosks import commands, registry, seal
from crm.kiosks.content import version_of
from crm.kiosks.seal import Seal, SigningKey
from crm.schema import Alert
from crm.tokens import Secrets
from tests.crm.signing import SigningKiosk, StepClock, contract, enrolled
from tests.crm.test_contract import shape

SHOWN = contract("trust.json")
KEY = SigningKey(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(SHOWN["seed"])))
NEXT = SigningKey(Ed25519PrivateKey.from_private_bytes(b"\x02" * 32))
RECOVERY = contract("store/recovery.json")["recovery_key"]


@pytest.fixture
def centre(centre: Centre) -> Centre:
    return replace(centre, seal=Seal((KEY,), RECOVERY))


@pytest.fixture
def client(centre: Centre, secrets: Secrets) -> Iterator[TestClient]:
    app = FastAPI()
    app.mount("/api", build_api(centre, secrets))
    with TestClient(app) as client:
        yield client


@pytest.fixture
def kiosk(centre: Centre, client: TestClient, clock: StepClock) -> SigningKiosk:
    return enrolled(centre, client, clock, "K07")


def verify(said: dict[str, Any], signature: dict[str, str], key: SigningKey = KEY) -> None:
    """By the contract alone."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    public = Ed25519PublicKey.from_public_bytes(key.public)
    assert signature["key"] == key.id
    public.verify(base64.b64decode(signature["signature"]), text)


def test_the_contracts_signatures_are_those_of_this_centre() -> None:
    """Ed25519 signs the same text alike, so the examples are made again from the key that they name."""
    now = datetime(2026, 11, 22, 6, 5, 42, tzinfo=UTC)
    sealed = Seal((KEY,), RECOVERY)
    for name, part in contract("messages/content.signed.json")["response"]["parts"].items():
        version = part["version"] or ""
        assert version == ("" if part["body"] is None else version_of(part["body"]))
        assert sealed.of_part(name, version, now)["signatures"] == part["signatures"]
    command = contract("messages/sync.commands.signed.json")["response"]["commands"][0]
    signatures = command.pop("signatures")
    assert sealed.of_command("K07", command) == {"signatures": signatures}
    assert contract("messages/enrol.trust.json")["response"]["trust"] == sealed.told()
    assert (KEY.id, KEY.shown) == (SHOWN["id"], SHOWN["public_key"])


@pytest.mark.requirement("L1")
def test_an_enrolment_is_told_what_to_trust(centre: Centre, client: TestClient, clock: StepClock) -> None:
    with centre.database.writing() as session:
        code = registry.issue_code(session, "K07", "三重", clock.now, timedelta(hours=24))
    example = contract("messages/enrol.trust.json")
    answer = SigningKiosk(client, clock).enrol(code).json()
    assert shape(answer) == shape(example["response"])
    assert answer["trust"] == example["response"]["trust"]


@pytest.mark.requirement("X31")
def test_every_part_is_signed_for_its_name_version_and_time(kiosk: SigningKiosk) -> None:
    """X31: also one that is not there; the keys themselves are a part."""
    have = {"knowledge": "", "calendar": "1", "waits": "1", "trust": ""}
    parts = kiosk.post("content", {"kiosk": "K07", "have": have}).json()["parts"]
    assert set(have) <= set(parts)
    for name, part in parts.items():
        said = {"for": "counter-kiosk part v1", "part": name, "version": part["version"] or ""}
        times = {"issued_at": "2026-11-22T06:05:42.000Z", "valid_until": "2026-11-22T07:05:42.000Z"}
        assert {each: part[each] for each in times} == times
        verify({**said, **times}, *part["signatures"])
    assert parts["trust"]["body"] == Seal((KEY,), RECOVERY).told()
    assert kiosk.sync()["content"]["trust"] == parts["trust"]["version"]
    example = contract("messages/content.signed.json")["response"]["parts"]
    assert shape(parts["trust"]) == shape(example["trust"])
    assert shape(parts["waits"]).keys() == shape(example["calendar"]).keys()


@pytest.mark.requirement("X31")
def test_a_command_is_signed_for_its_kiosk(kiosk: SigningKiosk, centre: Centre, clock: StepClock) -> None:
    words = {"en": "Closed for the typhoon", "zh-Hant": "颱風停止服務"}
    with centre.database.writing() as session:
        commands.ask(session, "K07", commands.Kind.CLOSE, words, "lead", clock.now, timedelta(hours=8))
    [told] = kiosk.sync()["commands"]
    [signature] = told.pop("signatures")
    verify({"for": "counter-kiosk command v1", "kiosk": "K07", **told}, signature)


@pytest.mark.requirement("X31")
def test_while_a_centre_changes_over_both_keys_sign(
    centre: Centre, secrets: Secrets, kiosk: SigningKiosk
) -> None:
    app = FastAPI()
    app.mount("/api", build_api(replace(centre, seal=Seal((KEY, NEXT))), secrets))
    with TestClient(app) as client:
        answer = replace(kiosk, client=client).post("content", {"kiosk": "K07", "have": {"trust": ""}})
    part = answer.json()["parts"]["trust"]
    said = {"for": "counter-kiosk part v1", "part": "trust"}
    said |= {name: part[name] for name in ("version", "issued_at", "valid_until")}
    for key, signature in zip((KEY, NEXT), part["signatures"], strict=True):
        verify(said, signature, key)
    assert [each["id"] for each in part["body"]["signing"]] == [KEY.id, NEXT.id]


# --- what a kiosk refused ---------------------------------------------------------------------------------------------


def tell(kiosk: SigningKiosk, number: int, kind: str, **fields: str) -> None:
    record = contract("records/audit.json")
    body = {**record["body"], "kind": kind, "fields": fields}
    sealed = {"id": f"0193a1f0-7777-7000-8000-{number:012}", "seq": number, "body": body}
    [answer] = kiosk.sync({**record, **sealed, "body_hash": body_hash(body)})["answers"]
    assert answer["verdict"] == "stored"


def alerts(centre: Centre) -> list[tuple[str, str, str, bool]]:
    with centre.database.reading() as session:
        found = session.scalars(select(Alert).order_by(Alert.id))
        return [(each.subject, each.what, each.level, each.closed_at is None) for each in found]


@pytest.mark.requirement("X31")
def test_a_refusal_is_one_alert_until_the_part_is_well(centre: Centre, kiosk: SigningKiosk) -> None:
    """X31: reported, once a change; a part that cannot be read is a smaller matter than one that is not ours."""
    tell(kiosk, 1, "content.refused", part="knowledge", version="1", why="wrong_signature")
    tell(kiosk, 2, "content.refused", part="knowledge", version="2", why="expired")
    tell(kiosk, 3, "content.taken", part="calendar", version="1")
    tell(kiosk, 4, "content.refused", part="calendar", version="2", why="hours: not a list")
    forged = ("content.knowledge", "untrusted", "red")
    assert alerts(centre) == [(*forged, True), ("content.calendar", "unreadable", "yellow", True)]
    tell(kiosk, 5, "content.taken", part="knowledge", version="2")
    tell(kiosk, 6, "content.taken", part="calendar", version="")
    assert [open_still for *_, open_still in alerts(centre)] == [False, False]
    tell(kiosk, 7, "content.refused", part="no part at all", version="2", why="expired")
    tell(kiosk, 8, "content.refused")
    assert len(alerts(centre)) == 2


# --- the keys ---------------------------------------------------------------------------------------------------------


def test_the_verb_makes_a_key_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "signing.pem"
    assert [main(["signing-key", str(file)]) for _ in range(2)] == [0, 0]
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    key = seal.load(file)
    assert first == second == {"signing_key": key.id, "public_key": key.shown}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_centre_finds_its_keys(tmp_path: Path) -> None:
    """Each once, the credential of systemd before the files."""
    given = tmp_path / "credentials"
    given.mkdir()
    first, second = seal.make(given / seal.CREDENTIAL), seal.make(tmp_path / "next.pem")
    files = [str(tmp_path / "next.pem")] * 2
    found = seal.found(files, str(given), RECOVERY)
    assert [key.id for key in found.signing] == [first.id, second.id]
    assert found.told()["recovery_key"] == RECOVERY
    assert seal.found([], str(tmp_path)) == Seal()
    assert seal.found([], None).told() == {"signing": [], "recovery_key": None}


@pytest.mark.parametrize(
    ("junk", "why"), [(b"", "holds no key"), (b"-----BEGIN PRIVATE KEY-----\nMC4C", "holds no key")]
)
def test_a_file_that_is_no_signing_key(tmp_path: Path, junk: bytes, why: str) -> None:
    (tmp_path / "key").write_bytes(junk)
    with pytest.raises(ValueError, match=why) as caught:
        seal.load(tmp_path / "key")
    assert "MC4C" not in str(caught.value)


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    seal.make(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(ValueError, match="chmod 600"):
        seal.load(tmp_path / "key")


def test_serve_says_which_key_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    db = ["--db", f"sqlite:///{tmp_path / 'centre.db'}"]
    assert main(["init", *db]) == 0
    assert main(["recovery-key", str(tmp_path / "recovery.pem")]) == 0
    for words, why in (
        (["--signing-key", str(tmp_path / "none")], "No such file"),
        (["--signing-key", str(tmp_path / "recovery.pem")], "a key of another kind"),
        (["--recovery-key", "AAAA"], "no recovery key"),
    ):
        assert main(["serve", *words, *db]) == 1
        assert why in capsys.readouterr().err
