"""At rest: what is in the files without the key, where the key lies, and what happens when it is not there."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from kiosk.domain.language import Language
from kiosk.ports import StoreError
from kiosk.storage.database import Store
from kiosk.storage.key import CREDENTIAL, KeyPlace
from kiosk.storage.vault import Vault, recovery_file
from tests.kiosk.storage.case_samples import DRAFTS
from tests.kiosk.storage.samples import AMOUNT, ASKED, DECIDED, PHONE, Kiosk, PlainStore, approved, vault_of
from tests.stores import decrypted


def whole_visit(kiosk: Kiosk) -> list[str]:
    """Everything that a customer may hand over; what of it must not be readable."""
    payment = kiosk.ask()
    kiosk.payments.decide(payment, approved(), False, DECIDED)
    references = [payment.reference, kiosk.call_back()]
    references += [
        kiosk.cases.save(draft, Language.ZH_HANT, [(ASKED, "signed_in")], DECIDED)
        for draft in DRAFTS.values()
    ]
    return [PHONE, "B-2026-10-E-7730", str(AMOUNT.minor), *filter(None, references)]


def holding(files: list[Path], canaries: list[str]) -> set[str]:
    contents = [file.read_bytes() for file in files if file.is_file()]
    return {each for each in canaries if any(each.encode() in content for content in contents)}


# --- what lies on the disk --------------------------------------------------------------------------------------------


@pytest.mark.requirement("J6")
@pytest.mark.parametrize("scrubbed", [False, True], ids=["in the log", "in the database"])
def test_without_the_key_nothing_of_a_visit_is_in_any_file(kiosk: Kiosk, path: Path, scrubbed: bool) -> None:
    """J6: number, bill, amount, references: in no byte of database, log and index, nor of the folders around them."""
    canaries = whole_visit(kiosk)
    if scrubbed:
        kiosk.store.scrub()
    files = list(path.parent.parent.rglob("*"))
    assert holding(files, [*canaries, "CREATE TABLE", "callback"]) == set()
    assert not path.read_bytes().startswith(b"SQLite")
    with_key = decrypted(path, path.parent.parent / "decrypted")
    assert holding(with_key, canaries) == set(canaries)  # the search can find


@pytest.mark.requirement("J6")
def test_what_is_put_in_order_goes_through_no_temporary_file(kiosk: Kiosk) -> None:
    """J6: not even when it is larger than the cache."""
    whole_visit(kiosk)
    assert _temporary_files(kiosk) == []
    with kiosk.store.read() as db:
        db.execute("PRAGMA temp_store=FILE")
    assert _temporary_files(kiosk) != []  # the search can find


def _temporary_files(kiosk: Kiosk) -> list[str]:
    """Files of the engine that are open while it sorts some 40 MB."""
    many = "WITH RECURSIVE many (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM many WHERE x < 3000)"
    with kiosk.store.read() as db:
        rows = db.execute(f"{many} SELECT body FROM outbox, many ORDER BY body || x")
        assert rows.fetchone()
        links = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
        rows.close()
    return [name for name in links if "etilqs" in name]


# --- the key ----------------------------------------------------------------------------------------------------------


def test_the_key_is_made_once_apart_from_the_store_and_for_this_user_only(kiosk: Kiosk, path: Path) -> None:
    kiosk.call_back()
    file = vault_of(path).place.path
    digits = file.read_text().strip()
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert len(bytes.fromhex(digits)) == 32
    again = Kiosk.at(path)
    assert len(again.due("cases")) == 1
    assert file.read_text().strip() == digits
    assert digits not in repr(vault_of(path).place.find())


def test_a_credential_of_systemd_comes_before_the_file(path: Path, tmp_path: Path) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / CREDENTIAL).write_text("5c" * 32 + "\n")
    (credentials / CREDENTIAL).chmod(0o440)  # as systemd gives it to a user of its own
    vault = Vault(tmp_path / "keys", "K07", b"", credentials)
    store = Store(path, vault)
    store.open()
    store.close()
    assert not (tmp_path / "keys").exists()
    assert KeyPlace(tmp_path / "keys", tmp_path / "elsewhere").find() is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused_and_nothing_touched(path: Path, mode: int) -> None:
    _used_and_closed(path)
    before = path.read_bytes()
    key = vault_of(path).place.path
    key.chmod(mode)
    store = Store(path, vault_of(path))
    with pytest.raises(StoreError, match=r"store\.key can be read by others; chmod 600 it"):
        store.open()
    assert path.read_bytes() == before
    key.chmod(0o600)
    assert len(Kiosk.at(path).due("cases")) == 1  # a person helped


@pytest.mark.parametrize(
    "junk", [b"", b"5c" * 31, b"\xff\xfe", b"g" * 64], ids=["empty", "short", "binary", "no hex"]
)
def test_a_key_that_is_none_is_named_not_shown_and_nothing_touched(path: Path, junk: bytes) -> None:
    _used_and_closed(path)
    before = path.read_bytes()
    vault_of(path).place.path.write_bytes(junk)
    with pytest.raises(StoreError, match=r"store\.key") as caught:
        Store(path, vault_of(path)).open()
    assert "5c5c" not in str(caught.value)
    assert path.read_bytes() == before


# --- the key is not there, or another one ------------------------------------------------------------------------------


def _lost(key: Path) -> None:
    key.rename(key.with_name("lost"))


def _another(key: Path) -> None:
    key.rename(key.with_name("lost"))
    key.write_text("5c" * 32 + "\n")
    key.chmod(0o600)


@pytest.mark.parametrize(
    ("change", "said"), [(_lost, "is not at"), (_another, "another one's")], ids=["lost", "another"]
)
def test_a_store_without_its_key_is_set_aside_whole_and_service_goes_on(
    path: Path, change: Callable[[Path], None], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    epoch = _used_and_closed(path)
    sealed, key = path.read_bytes(), vault_of(path).place.path
    change(key)
    with caplog.at_level(logging.ERROR):
        again = Kiosk.at(path)
        again.call_back()
    aside = again.store.set_aside
    assert aside is not None
    assert ".locked-" in aside.name
    assert aside.read_bytes() == sealed
    assert again.keeper.epoch() != epoch
    assert path.stat().st_mode & 0o777 == 0o600
    for part in (said, str(key), aside.name, "python -m crm recover"):
        assert part in caplog.text
    again.store.close()
    _put_back(aside, path, key)
    assert Kiosk.at(path).keeper.epoch() == epoch  # the way that the log names


def _put_back(aside: Path, path: Path, key: Path) -> None:
    for suffix in ("", ".recovery"):
        aside.with_name(aside.name + suffix).replace(path.with_name(path.name + suffix))
    key.with_name("lost").replace(key)


@pytest.mark.parametrize("place", [(0, 16), (16, 64), (0, 4096)], ids=["salt", "header", "first page"])
def test_a_store_with_a_damaged_head_is_set_aside_as_damaged(path: Path, place: tuple[int, int]) -> None:
    _used_and_closed(path)
    damaged = bytearray(path.read_bytes())
    damaged[slice(*place)] = bytes(place[1] - place[0])
    path.write_bytes(damaged)
    again = Kiosk.at(path)
    assert again.call_back()
    assert again.store.set_aside is not None
    assert ".damaged-" in again.store.set_aside.name
    assert again.store.set_aside.read_bytes() == damaged


def _used_and_closed(path: Path) -> str:
    kiosk = Kiosk.at(path)
    kiosk.call_back()
    epoch = kiosk.keeper.epoch()
    kiosk.store.close()
    return epoch


# --- the key, sealed for the centre -----------------------------------------------------------------------------------


def test_the_key_lies_beside_the_store_for_the_centre_alone(path: Path) -> None:
    centre = X25519PrivateKey.generate()
    store = Store(path, vault_of(path, centre.public_key().public_bytes_raw()))
    store.open()
    said = json.loads(recovery_file(path).read_text())
    key = vault_of(path).place.find()
    assert key is not None
    assert (said["kiosk"], said["key"]) == ("K07", key.id)
    assert key.digits not in recovery_file(path).read_text()
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
    sealed = base64.b64decode(said["sealed"])
    assert suite.decrypt(sealed, centre, b"counter-kiosk store key v1 K07").hex() == key.digits
    before = recovery_file(path).read_bytes()
    store.close()
    store.open()
    assert recovery_file(path).read_bytes() == before  # made once
    store.close()


def test_another_recovery_key_is_sealed_for_at_the_next_start(path: Path) -> None:
    for _ in range(2):
        centre = X25519PrivateKey.generate()
        store = Store(path, vault_of(path, centre.public_key().public_bytes_raw()))
        store.open()
        store.close()
        said = json.loads(recovery_file(path).read_text())
        assert said["for"] == centre.public_key().public_bytes_raw().hex()


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b"\xff"])
def test_a_damaged_recovery_file_is_written_anew(kiosk: Kiosk, path: Path, junk: bytes) -> None:
    kiosk.store.open()
    whole = recovery_file(path).read_bytes()
    kiosk.store.close()
    recovery_file(path).write_bytes(junk)
    kiosk.store.open()
    assert recovery_file(path).read_bytes() == whole


def test_the_tests_plain_store_is_plain(path: Path) -> None:
    """What looks beneath the encryption sees through none."""
    kiosk = Kiosk.at(path, PlainStore)
    kiosk.call_back()
    kiosk.store.scrub()
    assert path.read_bytes().startswith(b"SQLite format 3\0")
