"""The key: made here, kept here, whole or not at all."""

import base64
import os
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from kiosk.sync.identity import Identity, IdentityError, adopt_key, key_file, key_to_enrol, load_identity
from tests.kiosk.sync.samples import EPOCH, KIOSK


def enrolled(directory: Path) -> Identity:
    key_to_enrol(directory)
    adopt_key(directory)
    return load_identity(directory, KIOSK, EPOCH)


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    identity = enrolled(tmp_path)
    assert load_identity(tmp_path, KIOSK, EPOCH).public_key == identity.public_key
    assert stat.S_IMODE(key_file(tmp_path).stat().st_mode) == 0o600
    assert stat.S_IMODE(key_file(tmp_path).parent.stat().st_mode) == 0o700
    assert os.listdir(key_file(tmp_path).parent) == ["key.pem"]


def test_the_public_key_is_base64_of_32_bytes(tmp_path: Path) -> None:
    identity = enrolled(tmp_path)
    raw = base64.b64decode(identity.public_key, validate=True)
    signature = identity.key.sign(b"a text")
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, b"a text")


def test_a_kiosk_that_never_enrolled(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match=r"identity/key\.pem is missing; .*python -m kiosk enrol"):
        load_identity(tmp_path, KIOSK, EPOCH)


def test_an_enrolment_that_was_only_begun_is_none(tmp_path: Path) -> None:
    begun = key_to_enrol(tmp_path)
    with pytest.raises(IdentityError, match="is missing"):
        load_identity(tmp_path, KIOSK, EPOCH)
    again = key_to_enrol(tmp_path)
    assert again.private_bytes_raw() == begun.private_bytes_raw()


def test_a_new_key_leaves_the_old_one_in_use_until_it_is_taken(tmp_path: Path) -> None:
    """L1: rotation."""
    old = enrolled(tmp_path)
    assert key_to_enrol(tmp_path).private_bytes_raw() == old.key.private_bytes_raw()
    new = key_to_enrol(tmp_path, renew=True)
    assert load_identity(tmp_path, KIOSK, EPOCH).public_key == old.public_key
    adopt_key(tmp_path)
    assert load_identity(tmp_path, KIOSK, EPOCH).key.private_bytes_raw() == new.private_bytes_raw()


def test_a_key_half_written_by_a_power_cut_is_written_anew(tmp_path: Path) -> None:
    key_file(tmp_path).parent.mkdir()
    (tmp_path / "identity" / "key.new.part").write_bytes(b"-----BEGIN PRIV")
    enrolled(tmp_path)


@pytest.mark.parametrize("junk", [b"", b"\0" * 119, b"-----BEGIN PRIVATE KEY-----\nMC4C"])
def test_a_damaged_key_is_named_and_not_shown(tmp_path: Path, junk: bytes) -> None:
    enrolled(tmp_path)
    key_file(tmp_path).write_bytes(junk)
    with pytest.raises(IdentityError, match=r"key\.pem holds no key; remove it") as caught:
        load_identity(tmp_path, KIOSK, EPOCH)
    assert "MC4C" not in str(caught.value)


def test_a_key_of_another_kind_is_named(tmp_path: Path) -> None:
    enrolled(tmp_path)
    other = generate_private_key(public_exponent=65537, key_size=2048)
    key_file(tmp_path).write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(IdentityError, match="no Ed25519 key"):
        load_identity(tmp_path, KIOSK, EPOCH)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    enrolled(tmp_path)
    key_file(tmp_path).chmod(0o644)
    with pytest.raises(IdentityError, match="can be read by others; chmod 600"):
        load_identity(tmp_path, KIOSK, EPOCH)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "identity").write_text("a file in the way")
    with pytest.raises(IdentityError, match=r"key\.new\.pem cannot be written"):
        key_to_enrol(tmp_path)


@pytest.mark.parametrize("kiosk_id", ["", "k07", "K-07", "K07\n", "K07K07K07K07K", "Ｋ07"])
def test_a_kiosk_id_that_fits_no_reference(tmp_path: Path, kiosk_id: str) -> None:
    enrolled(tmp_path)
    with pytest.raises(IdentityError, match="one to twelve"):
        load_identity(tmp_path, kiosk_id, EPOCH)


def test_nothing_of_the_key_is_shown(tmp_path: Path) -> None:
    """B7: no secret in a representation."""
    identity = enrolled(tmp_path)
    assert repr(identity) == f"Identity(kiosk_id='K07', epoch='{EPOCH}')"
