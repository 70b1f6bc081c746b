"""What a store says about itself to who suspects it: chain and seals walked from end to end, and heads from paper.

A head is a line's number and eight characters of its hash, as receipts show them (`812 K7QM-3XPA`). One that does not
fit any more tells when a chain was cut or rewritten, which nothing in the file can tell: behind the last receipt whose
head still fits, and not behind the first one whose does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.domain.reference import ALPHABET
from kiosk.ports import StoreError
from kiosk.storage import chain, seals
from kiosk.storage.chain import LAST, head, short_of
from kiosk.storage.engine import Database, connect, name_of, sqlite3
from kiosk.storage.keyed import provide
from kiosk.storage.vault import Vault

_HEAD = re.compile(rf"\s*#?(\d+)[\s:]+([{ALPHABET}]{{4}})-?([{ALPHABET}]{{4}})(?:[@\s]+(.+?))?\s*")
_ASKED = "SELECT seq, at, fields FROM audit WHERE kind = 'payment.asked' ORDER BY seq"


@dataclass(frozen=True, slots=True)
class Head:
    """A head as somebody typed it. `when`: as they say; empty: they did not."""

    line: int
    short: str
    when: str = ""

    def __str__(self) -> str:
        return f"{self.line} {self.short}" + (f" ({self.when})" if self.when else "")


def head_of(text: str) -> Head:
    """`812 K7QM-3XPA`, or `812:K7QM3XPA@2026-11-26 14:05`. Raises ValueError for anything else."""
    found = _HEAD.fullmatch(text.upper())
    if found is None:
        raise ValueError(f"{text!r} is no head: it takes the number and eight characters, like 812 K7QM-3XPA")
    line, first, second, when = found.groups()
    return Head(int(line), f"{first}-{second}", when or "")


@contextmanager
def opened(path: Path, vault: Vault) -> Iterator[Database]:
    """The store as it lies there: nothing in it is changed, mended or set aside. Raises StoreError."""
    key = vault.place.find() if path.exists() else None
    if key is None:
        raise StoreError(f"there is no store at {path}, or no key at {vault.place.path}")
    with closing(connect(path, key)) as db:
        try:
            db.execute("PRAGMA query_only=ON")
            if _is_older(db):
                raise StoreError(
                    "the store is of an earlier version, in which less was keyed: start the kiosk once"
                )
            provide(db, key)
            yield db
        except sqlite3.Error as error:
            raise StoreError(f"the store cannot be read: {name_of(error)}") from error


def _is_older(db: Database) -> bool:
    if not db.table("money_seal").exists():
        return True
    return "payment" not in db.table("reversal_outcome").columns_dict


def findings(db: Database, heads: Sequence[Head] = ()) -> list[str]:
    """One sentence for each thing that does not hold; none: all of it does."""
    lines = [sentence for _, sentence in chain.breaks(db)]
    money = [broken.sentence for broken in _money(db)]
    return [*lines, *money, *_forgotten(db), *_dated(db, sorted(heads, key=lambda each: each.line))]


def summary(db: Database) -> str:
    """How much there is, and the head that the next receipt would show or follow."""
    lines = db.execute("SELECT count(*) FROM audit").fetchone()[0]
    rows = db.execute("SELECT count(*) FROM money_seal").fetchone()[0]
    return f"{lines} lines, {rows} seals of money, head {head(db) or 'none'}"


def _money(db: Database) -> Iterator[seals.Broken]:
    after = 0
    while True:
        after, found = seals.look(db, after, 1000)
        yield from found
        if not after:
            break
    yield from seals.look_at_ends(db)
    for row in db.execute(
        "SELECT id, kind, at, body, body_hash FROM outbox WHERE stream = 'money'"
    ).fetchall():
        wrong = seals.wrong_with_record(db, *row)
        if wrong and wrong.part == "outbox":
            yield wrong


def _forgotten(db: Database) -> Iterator[str]:
    """Payments that the chain tells of and the journal does not know: the seals' own end may be cut off."""
    before = seals.gone_before(db)
    for line, at, fields in db.execute(_ASKED).fetchall():
        payment = seals.payment_in(fields)
        known = db.execute("SELECT 1 FROM payment WHERE id = ?", (payment,)).fetchone()
        if known is None and at >= before:
            yield f"payment {payment} is not in the journal: line {line} tells of it"


def _dated(db: Database, heads: Sequence[Head]) -> Iterator[str]:
    """Between which two of these heads lines vanished or were written anew."""
    last = db.execute(LAST).fetchone() or (0, "")
    beginning = db.execute("SELECT audit_seq FROM horizon").fetchone()[0]
    fits: Head | None = None
    for each in heads:
        if each.line <= beginning:
            continue  # pruned since: it tells nothing any more
        row = db.execute("SELECT hash, at FROM audit WHERE seq = ?", (each.line,)).fetchone()
        if row and short_of(row[0]) == each.short:
            fits = Head(each.line, each.short, each.when or row[1])
            continue
        after = f"after the receipt with {fits}" if fits else "before any receipt that still fits"
        cut = each.line > last[0]
        what = f"lines {last[0] + 1} to {each.line} vanished" if cut else f"line {each.line} was written anew"
        yield f"{what}: {after}, not after the receipt with {each} was printed"
        return
