"""Enrolment: once, or again after a lost answer, with an error that says what to do."""

from pathlib import Path

import pytest

from kiosk.sync.enrol import NotEnrolled, enrol
from kiosk.sync.identity import IdentityError, key_file, load_identity
from tests.kiosk.sync import centre as says
from tests.kiosk.sync.centre import LittleCentre
from tests.kiosk.sync.samples import EPOCH, KIOSK, message

CODE = "7MRD-2XQK-9TWA"
TAKEN = message("enrol")["response"]


@pytest.mark.requirement("L1")
def test_enrolled(centre: LittleCentre, tmp_path: Path) -> None:
    """L1: the public key goes out once, unsigned, with the one-time code."""
    centre.says(TAKEN)
    identity = enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    (heard,) = centre.heard
    assert heard.document == message("enrol")["request"] | {"public_key": identity.public_key}
    assert "Signature" not in heard.headers
    assert load_identity(tmp_path, KIOSK, EPOCH).public_key == identity.public_key


def test_the_private_key_does_not_travel(centre: LittleCentre, tmp_path: Path) -> None:
    centre.says(TAKEN)
    identity = enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert identity.key.private_bytes_raw() not in centre.heard[0].body
    assert set(centre.heard[0].document) == {"kiosk", "code", "public_key", "epoch"}


def test_the_answer_was_lost(centre: LittleCentre, tmp_path: Path) -> None:
    """The centre knows the key already, so the second try must bring the same one."""
    centre.then(says.broken_off)
    with pytest.raises(NotEnrolled, match="repeat the command with the same code"):
        enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert not key_file(tmp_path).exists()
    centre.says(TAKEN)
    enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    first, second = (heard.document for heard in centre.heard)
    assert first == second


def test_enrolled_twice_keeps_the_key(centre: LittleCentre, tmp_path: Path) -> None:
    centre.says(TAKEN)
    centre.says(TAKEN)
    first = enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH).public_key == first.public_key


def test_a_new_key_is_in_use_only_when_it_was_taken(centre: LittleCentre, tmp_path: Path) -> None:
    """L1: rotation; a refused new key leaves the old one."""
    centre.says(TAKEN)
    old = enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    centre.says({"error": "unknown_kiosk", "detail": "the code is wrong, used or too old"}, 401)
    with pytest.raises(NotEnrolled):
        enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH, renew=True)
    assert load_identity(tmp_path, KIOSK, EPOCH).public_key == old.public_key
    centre.says(TAKEN)
    new = enrol(centre.url, KIOSK, "ABCD-EFGH-JKLM", tmp_path, EPOCH, renew=True)
    assert new.public_key != old.public_key
    assert load_identity(tmp_path, KIOSK, EPOCH).public_key == new.public_key


def test_a_wrong_code_says_what_to_do(centre: LittleCentre, tmp_path: Path) -> None:
    centre.says({"error": "unknown_kiosk", "detail": "the code is wrong, used or too old"}, 401)
    with pytest.raises(NotEnrolled) as caught:
        enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    told = str(caught.value)
    assert "the code is wrong, used or too old" in told
    assert "made for K07" in told
    assert centre.url in told
    assert CODE not in told


def test_another_kiosk_was_enrolled(centre: LittleCentre, tmp_path: Path) -> None:
    centre.says(TAKEN | {"kiosk": "K08"})
    with pytest.raises(NotEnrolled, match="another kiosk"):
        enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert not key_file(tmp_path).exists()


def test_a_centre_that_is_gone_is_named(tmp_path: Path) -> None:
    with says.little_centre() as centre:
        url = centre.url
    with pytest.raises(NotEnrolled, match="check the address and the line"):
        enrol(url, KIOSK, CODE, tmp_path, EPOCH)


def test_nothing_is_asked_with_a_kiosk_id_that_fits_no_reference(
    centre: LittleCentre, tmp_path: Path
) -> None:
    with pytest.raises(IdentityError):
        enrol(centre.url, "kiosk seven", CODE, tmp_path, EPOCH)
    assert centre.heard == []
