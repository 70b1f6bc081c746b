"""X60: where a kiosk's audit chain ends, compared with every sync; a chain that does not go on is noticed at the desk."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from crm import chain
from crm.centre import Centre
from crm.intake import express
from crm.intake.chain_heads import ChainSaid
from crm.kiosks import registry
from crm.schema import Alert, AuditLine
from tests.crm.places import on_postgresql
from tests.crm.signing import EPOCH, SigningKiosk, StepClock, canonical, contract, seal

OTHER_EPOCH = "0193a1f0-0000-7000-8000-000000000002"


def hash_of(line: int, fork: str = "") -> str:
    return sha256(f"{line}{fork}".encode()).hexdigest()


def head(line: int, known: int = 0, fork: str = "", was: str | None = None) -> dict[str, Any]:
    """As a kiosk tells it; `fork`: every line of it is another one."""
    stands = hash_of(known, fork) if 0 < known <= line else ""
    return {
        "line": line,
        "head": hash_of(line, fork),
        "known": known,
        "was": stands if was is None else was,
    }


class Telling:
    """A kiosk that tells a line with each sync, and where its chain ends."""

    def __init__(self, kiosk: SigningKiosk, centre: Centre) -> None:
        self.kiosk, self.centre, self.seq = kiosk, centre, 0

    def tell(self, said: dict[str, Any] | None, epoch: str = EPOCH, *, alone: bool = False) -> int | None:
        self.seq += 1
        record = {**seal(contract("records/audit.json")), "id": str(uuid4()), "seq": self.seq}
        told = self.kiosk.sync(*([] if alone else [record]), epoch=epoch, chain=said)
        self.seq -= alone
        line: int | None = told.get("chain")
        return line

    def alerts(self) -> list[tuple[str, str, bool]]:
        with self.centre.database.reading() as session:
            assert [*chain.breaks(session)] == []
            found = session.scalars(select(Alert).where(Alert.subject == "chain").order_by(Alert.id))
            return [(each.what, each.level, each.closed_at is None) for each in found]

    def noted(self) -> list[tuple[str, str, int, int]]:
        with self.centre.database.reading() as session:
            lines = select(AuditLine).where(AuditLine.what.startswith("chain.")).order_by(AuditLine.id)
            return [
                (each.what, each.subject, each.detail["known"], each.detail["told"])
                for each in session.scalars(lines)
            ]


@pytest.fixture
def telling(kiosk: SigningKiosk, centre: Centre) -> Telling:
    return Telling(kiosk, centre)


@pytest.mark.requirement("X60")
def test_a_chain_that_goes_on_is_nobodys_business(telling: Telling) -> None:
    """X60: told with every sync, with records and without, and the kiosk hears what is known."""
    assert telling.tell(head(3)) == 3
    assert telling.tell(head(3, 3)) == 3
    assert telling.tell(head(7, 3)) == 7
    assert telling.tell(head(9, 7), alone=True) == 9
    assert telling.tell(head(9, 9), alone=True) == 9
    assert (telling.alerts(), telling.noted()) == ([], [])


@pytest.mark.requirement("X60")
@pytest.mark.parametrize("alone", [False, True], ids=["with a record", "without"])
@pytest.mark.parametrize(
    ("said", "what"),
    [
        (head(5, 9), "chain_cut"),
        (head(9, 9, fork="x"), "chain_forked"),
        (head(12, 9, fork="x"), "chain_forked"),
        (head(12, 9, was=""), "chain_forked"),
        (None, "chain_untold"),
    ],
    ids=["cut", "other end", "fork", "hole", "untold"],
)
def test_one_that_does_not_is_noted_and_then_an_alarm(
    telling: Telling, said: dict[str, Any] | None, what: str, alone: bool
) -> None:
    """X60: a line in the audit list the first time, a red alert for IT from the second on; once."""
    telling.tell(head(9))
    telling.tell(said, alone=alone)
    told = said["line"] if said else 0
    assert (telling.alerts(), telling.noted()) == ([], [("chain.broken", what, 9, told)])
    for _ in range(3):
        assert telling.tell(said, alone=alone) == (9 if said else None), "what was known stays"
    assert telling.alerts() == [(what, "red", True)]
    assert len(telling.noted()) == 1
    telling.tell(head(14, 9))
    assert telling.alerts() == [(what, "red", False)], "put right to the byte it goes on"
    assert telling.tell(head(15, 14)) == 15


@pytest.mark.requirement("X60")
def test_a_new_epoch_may_begin_its_chain_anew(telling: Telling) -> None:
    """X60: it is written down with how far the old one was known; under the new one the same law holds."""
    telling.tell(head(9))
    telling.tell(head(5))
    telling.tell(head(5))
    assert telling.alerts() == [("chain_cut", "red", True)]
    telling.seq = 0
    assert telling.tell(head(6, 9, fork="x"), OTHER_EPOCH) == 6
    assert telling.alerts() == [("chain_cut", "red", False)]
    assert telling.noted()[-1] == ("chain.epoch", "", 9, 6)
    for _ in range(2):
        telling.tell(head(4, 6, fork="x"), OTHER_EPOCH)
    assert telling.alerts()[-1] == ("chain_cut", "red", True)


def test_an_answer_that_got_lost_is_no_break(telling: Telling) -> None:
    """The kiosk knows an older line then: it is told the one that counts, and nothing moves before it tells that."""
    telling.tell(head(3))
    telling.tell(head(5, 3))
    assert telling.tell(head(8, 3)) == 5
    assert telling.tell(head(8, 5)) == 8
    telling.tell(head(11, 3, fork="x"))
    for _ in range(2):
        telling.tell(head(11, 8, fork="x"))
    assert telling.alerts() == [("chain_forked", "red", True)], (
        "set back below what was known, and longer since"
    )


def test_who_never_told_a_chain_is_left_alone(telling: Telling) -> None:
    """A kiosk of an earlier version."""
    for _ in range(3):
        assert telling.tell(None) is None
    assert (telling.alerts(), telling.noted()) == ([], [])


def test_the_golden_example(kiosk: SigningKiosk) -> None:
    example = contract("messages/sync.chain.json")
    kiosk.sync({**seal(contract("records/audit.json")), "id": str(uuid4()), "seq": 1})
    said = example["request"]["chain"]
    ChainSaid.model_validate(said)
    told = kiosk.sync(chain=said)
    assert set(told) == set(example["response"])
    assert told["chain"] == example["response"]["chain"]
    for wrong in ({"line": 0}, {"head": "x"}, {"known": -1}, {"was": "1"}, {"line": "812"}):
        ask = {**example["request"], "chain": {**said, **wrong}}
        assert kiosk.post("sync", ask).status_code == 422


@on_postgresql
def test_the_quick_way_keeps_what_the_careful_way_would(
    telling: Telling, kiosk: SigningKiosk, centre: Centre, clock: StepClock
) -> None:
    """What follows on goes in by the one statement; nothing else does."""

    def quickly(said: dict[str, Any] | None) -> express.Taken | None:
        ask = {"kiosk": "K07", "epoch": EPOCH, "records": [], **({"chain": said} if said else {})}
        signed = registry.Signed("K07", uuid4().hex, kiosk.public_key)
        return express.take(centre.database, signed, canonical(ask).encode(), clock())

    assert quickly(head(3)) is None, "the first of an epoch is looked at"
    telling.tell(head(3))
    for said in (head(3, 3), head(7, 3), head(8, 7)):
        taken = quickly(said)
        assert taken is not None
        assert taken.line == said["line"]
    with centre.database.reading() as session:
        row = session.execute(text("SELECT chain_line, chain_hash, chain_noted FROM stream_positions")).one()
    assert tuple(row) == (8, hash_of(8), None)
    odd = (head(8, 8, fork="x"), head(5, 8), head(9, 7), head(9, 8, fork="x"), head(9, 8, was=""), None)
    assert [quickly(said) for said in odd] == [None] * len(odd)
    telling.tell(head(5, 8))
    assert quickly(head(8, 8)) is None, "an alert may end"
