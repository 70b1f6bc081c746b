"""Who holds the disk and its key, and knows all of a request but the number, tries every number. After the
acknowledgement no hash in the file tells when it is the right one."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.domain.case import Complaint
from kiosk.domain.language import Language
from kiosk.storage.canon import canonical
from tests.kiosk.storage.case_samples import DRAFTS
from tests.kiosk.storage.samples import DECIDED, Kiosk
from tests.kiosk.storage.test_outbox import stored
from tests.stores import decrypted

NUMBERS = [f"090000{last:04}" for last in range(10_000)]
NUMBER = NUMBERS[4711]
_HEX = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}")


def hashes(path: Path, folder: Path) -> tuple[set[str], set[bytes]]:
    """Every hash in hexadecimal in database, free pages and log; and every 32 bytes, for those that are bare."""
    with_key = b"".join(file.read_bytes() for file in decrypted(path, folder))
    bare = {with_key[begin : begin + 32] for begin in range(len(with_key))}
    return {found.decode() for found in _HEX.findall(with_key)}, bare


def guesses(bodies: list[str], chain: list[str]) -> Iterator[tuple[str, bytes]]:
    """What may have been hashed, for each number: the body, the number alone, and either behind a line of the chain."""
    for number in NUMBERS:
        for body in (*(body.replace(NUMBER, number) for body in bodies), number):
            digest = hashlib.sha256(body.encode())
            yield number, digest.digest()
            for before in chain:
                yield number, hashlib.sha256((before + digest.hexdigest()).encode()).digest()


def found(path: Path, folder: Path, bodies: list[str], chain: list[str]) -> set[str]:
    """The numbers that a hash gives away."""
    texts, bare = hashes(path, folder)
    return {number for number, guess in guesses(bodies, chain) if guess.hex() in texts or guess in bare}


@pytest.fixture
def bodies(kiosk: Kiosk) -> list[str]:
    """Requests with the number in them, as they wait."""
    kiosk.call_back(NUMBER)
    complaint = DRAFTS["complaint"]
    assert isinstance(complaint, Complaint)
    contact = replace(complaint.contact, phone=NUMBER)
    kiosk.cases.save(replace(complaint, contact=contact), Language.EN, [], DECIDED)
    return [record.body for record in kiosk.due("cases")]


@pytest.mark.requirement("J6")
def test_no_hash_that_stays_tells_a_number(
    kiosk: Kiosk, path: Path, tmp_path: Path, bodies: list[str]
) -> None:
    """J6: while they wait the hash of the wire does; once the centre has them none."""
    assert found(path, tmp_path / "before", bodies, []) == {NUMBER}
    kiosk.outbox.settle(stored(kiosk.due()), DECIDED)
    assert found(path, tmp_path / "after", bodies, last_lines(kiosk)) == set()


@pytest.mark.requirement("J6")
def test_a_bare_hash_that_is_left_gives_the_number_away(
    kiosk: Kiosk, path: Path, tmp_path: Path, bodies: list[str]
) -> None:
    """J6: the attack works, were an unsalted hash kept."""
    kiosk.outbox.settle(stored(kiosk.due()), DECIDED)
    with kiosk.store.write() as db:
        db.execute("INSERT INTO keep VALUES ('left', ?)", (hashlib.sha256(bodies[1].encode()).hexdigest(),))
    assert found(path, tmp_path / "after", bodies, []) == {NUMBER}


def last_lines(kiosk: Kiosk) -> list[str]:
    with kiosk.store.read() as db:
        return [row[0] for row in db.execute("SELECT hash FROM audit")]


def test_the_body_that_is_tried_is_the_one_that_was_hashed(bodies: list[str]) -> None:
    assert all(canonical(json.loads(body)) == body and NUMBER in body for body in bodies)
