"""What a kiosk trusts of its centre: told when it enrols, kept beside its key, changed by a known key alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.ports import Offline
from kiosk.sync.enrol import NotEnrolled, enrol
from kiosk.sync.identity import IdentityError, key_file
from kiosk.sync.parts import Part
from kiosk.sync.trust import Trust, keep_trust, load_trust, read_trust, trust_file
from tests.kiosk.sync.centre import LittleCentre
from tests.kiosk.sync.samples import EPOCH, KIOSK, message

ROOT = Path(__file__).parents[3]
CODE = "7MRD-2XQK-9TWA"
TOLD = message("enrol.trust")["response"]
TRUST = read_trust(Part(TOLD["trust"], "trust"))


@pytest.mark.requirement("L1")
def test_an_enrolment_brings_what_is_to_be_trusted(centre: LittleCentre, tmp_path: Path) -> None:
    """L1: the centre's keys, in a file of its own for this user's eyes only."""
    centre.says(TOLD)
    enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert load_trust(tmp_path) == TRUST
    assert set(TRUST.signing) == {TOLD["trust"]["signing"][0]["id"]}
    assert len(TRUST.recovery_key) == 32
    assert trust_file(tmp_path).stat().st_mode & 0o777 == 0o600


@pytest.mark.requirement("L1")
def test_an_older_centre_tells_nothing(centre: LittleCentre, tmp_path: Path) -> None:
    """L1: and whoever moves to one trusts no key of the centre before."""
    centre.says(message("enrol")["response"])
    enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert load_trust(tmp_path) == Trust()
    keep_trust(tmp_path, TRUST)
    centre.says(message("enrol")["response"])
    enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert not trust_file(tmp_path).exists()


def _foreign_id(trust: Any) -> None:
    trust["signing"][0]["id"] = "0123456789abcdef"


def _slip(trust: Any) -> None:
    trust["recovery_key"] = "A" + trust["recovery_key"][1:]


def _short(trust: Any) -> None:
    trust["signing"][0]["public_key"] = "AAAA"


@pytest.mark.parametrize("change", [_foreign_id, _slip, _short, dict.clear])
def test_keys_that_are_none_enrol_nobody(change: Any, centre: LittleCentre, tmp_path: Path) -> None:
    answer = json.loads(json.dumps(TOLD))
    change(answer["trust"])
    centre.says(answer)
    with pytest.raises(NotEnrolled, match="unusable answer"):
        enrol(centre.url, KIOSK, CODE, tmp_path, EPOCH)
    assert not key_file(tmp_path).exists()
    assert load_trust(tmp_path) == Trust()


@pytest.mark.requirement("L1")
def test_a_centre_that_tells_one_of_both(tmp_path: Path) -> None:
    for told in ({**TOLD["trust"], "recovery_key": None}, {**TOLD["trust"], "signing": []}):
        trust = read_trust(Part(told, "trust"))
        keep_trust(tmp_path, trust)
        assert load_trust(tmp_path) == trust


@pytest.mark.parametrize("junk", [b"", b"{", b"[]", b'{"signing": 7}', b"\xff"])
def test_a_damaged_file_is_named_and_says_what_to_do(tmp_path: Path, junk: bytes) -> None:
    keep_trust(tmp_path, TRUST)
    trust_file(tmp_path).write_bytes(junk)
    with pytest.raises(IdentityError, match=r"centre\.json is damaged; enrol this kiosk again"):
        load_trust(tmp_path)


def test_a_file_that_was_half_written_is_not_seen(tmp_path: Path) -> None:
    keep_trust(tmp_path, TRUST)
    trust_file(tmp_path).with_suffix(".part").write_bytes(b"{")
    assert load_trust(tmp_path) == TRUST
    keep_trust(tmp_path, TRUST)
    assert [path.name for path in trust_file(tmp_path).parent.iterdir()] == ["centre.json"]


@pytest.mark.requirement("L1")
def test_killed_in_the_middle_of_changing_over(tmp_path: Path) -> None:
    """L1: after each SIGKILL one whole set of keys is there, the old or the new."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("killed_trust.py")), str(tmp_path), "100"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(json.loads(done.stdout)) == {0, 40}


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "identity").write_text("in the way")
    with pytest.raises(IdentityError, match="cannot be written"):
        keep_trust(tmp_path, TRUST)


def test_a_key_is_read_whole_or_not_at_all() -> None:
    with pytest.raises(Offline):
        read_trust(Part({"signing": [{"id": "0123456789abcdef", "public_key": "*"}]}, "trust"))
