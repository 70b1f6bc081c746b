"""The centre at the other end of the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from kiosk.domain.account import CodeAnswer, Factor, SignInAnswer
from kiosk.domain.bill import Bill, BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.codes import Code
from kiosk.domain.command import Command
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.overview import Overview
from kiosk.domain.scanned import ScanAnswer
from kiosk.ports.sync import Answer, ChainHead, Pulled, Record, Untrusted


@dataclass(frozen=True, slots=True)
class BillList:
    bills: tuple[Bill, ...]
    as_of: datetime


@dataclass(frozen=True, slots=True)
class SyncReply:
    """`content`: the version of each published part, so that nobody need ask while nothing changed. `coming`: the calls
    for staff to which somebody goes. `through`: of each stream in this epoch, how far the centre has everything.
    `batch`: how many records it wants at a time; 0: it does not say. `chain`: the line of the audit chain that it knows
    as the last; 0: none."""

    answers: tuple[Answer, ...]
    poll_after: float
    content: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[Command, ...] = ()
    coming: tuple[str, ...] = ()
    through: Mapping[str, int] = field(default_factory=dict)
    batch: int = 0
    chain: int = 0


class Crm(Protocol):
    """The centre, over one signed line. Every method but those of signing in raises Offline."""

    def sign_in(self, visit: str, card: str, pin: str) -> SignInAnswer: ...

    def sign_in_by_number(self, visit: str, number: str, factor: Factor, secret: str) -> SignInAnswer: ...

    def send_code(self, visit: str, number: str) -> CodeAnswer:
        """A one-time code to the phone on file, if there is one; good for this visit."""

    def sign_out(self, grant: str) -> None: ...

    def bills(self, grant: str) -> BillList: ...

    def overview(self, grant: str) -> Overview: ...

    def see_notices(self, grant: str, notices: Sequence[str]) -> None: ...

    def check(
        self, grant: str, bills: Sequence[str], amounts: Sequence[Money] = ()
    ) -> tuple[BillStanding, ...]:
        """`amounts`: how much of each is about to be paid; without, the whole of it."""

    def find_scanned(self, visit: str, code: Code) -> ScanAnswer: ...

    def case(self, visit: str, reference: str) -> CaseStanding | None:
        """How anything with a reference stands; None: nothing is under it. Of an open callback: only to its customer."""

    def open_callback(self, visit: str, phone: str, topic: Topic, email: str = "") -> CaseStanding | None: ...

    def sync(self, records: Sequence[Record], epoch: str = "", chain: ChainHead | None = None) -> SyncReply:
        """`epoch`: the one in which they are numbered; empty: the one with which the client was made. `chain`: where the
        audit chain ends."""

    def content(self, have: Mapping[str, str]) -> Mapping[str, Pulled | Untrusted | None]:
        """Of the parts named in `have` (with the version here; empty: none) those that changed; None: withdrawn."""
