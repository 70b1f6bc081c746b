"""The centre as a port: each question signed with the kiosk's key, each answer read with care.

Plain and blocking; its lane gives it a thread. Nothing is kept between two calls but the connection.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, TypeVar

from kiosk.domain.account import CodeAnswer, Factor, Locked, SignInAnswer, Unreachable
from kiosk.domain.bill import BillStanding
from kiosk.domain.callback import Topic
from kiosk.domain.codes import Code
from kiosk.domain.lookup import CaseStanding
from kiosk.domain.money import Money
from kiosk.domain.overview import Overview
from kiosk.domain.scanned import ScanAnswer
from kiosk.ports import SHUT_OUT, Answer, BillList, ChainHead, Offline, Pulled, Record, SyncReply, Untrusted
from kiosk.sync import account, answers, pull, wire
from kiosk.sync.identity import Identity, IdentityError
from kiosk.sync.line import USUAL, Heard, Line, Timeout, unheard, utc_now
from kiosk.sync.parts import Part
from kiosk.sync.seal import Seal
from kiosk.sync.signature import KioskSignature, new_nonce
from kiosk.sync.trust import Trust, read_trust

log = logging.getLogger(__name__)
#: RFC 9218: a centre at whose door many stand lets payments in before the rest.
MONEY_FIRST = {"Priority": "u=1"}
#: What a centre says to a key that it knows no longer.
REFUSED_KEY = (*SHUT_OUT, "bad_signature")
Told = TypeVar("Told")


class Enrolled(NamedTuple):
    """What an enrolment leaves."""

    identity: Identity
    trust: Trust


class HttpCrm:
    """The Crm port. Raises ValueError for a url that is neither HTTPS nor loopback."""

    def __init__(
        self,
        url: str,
        identity: Identity,
        timeout: Timeout = USUAL,
        *,
        now: Callable[[], datetime] = utc_now,
        nonce: Callable[[], str] = new_nonce,
        ca_file: str = "",
        seal: Seal | None = None,
        learn: Callable[[Trust], None] = lambda trust: None,
        enrolled: Callable[[], Enrolled] | None = None,
        heard: Heard = unheard,
    ) -> None:
        """`seal` judges what is published and told to do; `learn` keeps newer keys that the centre has told under it.
        `heard` is told what the centre's clock showed, and when by the monotonic one.

        `enrolled` looks at what the last enrolment left; a key that is refused is looked up there, so that a kiosk which
        was enrolled anew goes on without a restart.
        """
        self._line = Line(url, timeout, now=now, ca_file=ca_file, heard=heard)
        self._heard = heard
        self._identity = identity
        self._now = now
        self._told: tuple[str, ChainHead | None] = (
            "",
            None,
        )  # of the last sync: the epoch, and where the chain ended
        self._seal = seal or Seal(Trust())
        self._learn = learn
        self._nonce = nonce
        self._enrolled = enrolled
        self._signature = KioskSignature(identity, now, nonce)

    def sign_in(self, visit: str, card: str, pin: str) -> SignInAnswer:
        """Raises nothing: no usable answer is Unreachable, with the reason in the log."""
        return self._ask("sign-in", wire.sign_in(visit, card, pin), answers.sign_in)

    def sign_in_by_number(self, visit: str, number: str, factor: Factor, secret: str) -> SignInAnswer:
        """Raises nothing, as `sign_in`."""
        request = wire.sign_in_by_number(visit, number, factor, secret)
        return self._ask("sign-in", request, answers.sign_in)

    def send_code(self, visit: str, number: str) -> CodeAnswer:
        """Raises nothing, as `sign_in`."""
        return self._ask("sign-in/code", wire.send_code(visit, number), answers.code)

    def _ask(
        self, function: str, request: dict[str, object], read: Callable[[Part], Told]
    ) -> Told | Locked | Unreachable:
        try:
            return read(self._line.post(function, request, self._signature))
        except Offline as offline:
            log.warning("%s", offline)
            # The line is well: this kiosk has failed too often, and the customer is told so.
            return Locked(None) if offline.reason == "slow_down" else Unreachable()

    def sign_out(self, grant: str) -> None:
        self._line.post("sign-out", wire.with_grant(grant), self._signature)

    def bills(self, grant: str) -> BillList:
        return answers.bills(self._line.post("bills", wire.with_grant(grant), self._signature))

    def overview(self, grant: str) -> Overview:
        return account.overview(self._line.post("account", wire.with_grant(grant), self._signature))

    def see_notices(self, grant: str, notices: Sequence[str]) -> None:
        self._line.post("notices/seen", wire.see_notices(grant, notices), self._signature)

    def check(
        self, grant: str, bills: Sequence[str], amounts: Sequence[Money] = ()
    ) -> tuple[BillStanding, ...]:
        """One standing for each of `bills`, in their order."""
        answer = self._line.post("bills/check", wire.bills_check(grant, bills, amounts), self._signature)
        return answers.standings(answer, bills)

    def find_scanned(self, visit: str, code: Code) -> ScanAnswer:
        return answers.scanned(self._line.post("bills/scanned", wire.scanned(visit, code), self._signature))

    def case(self, visit: str, reference: str) -> CaseStanding | None:
        """How anything with a reference stands; None: there is nothing under it."""
        return answers.case(self._line.post(f"cases/{reference}", wire.visiting(visit), self._signature))

    def open_callback(self, visit: str, phone: str, topic: Topic, email: str = "") -> CaseStanding | None:
        asked = wire.open_callback(visit, phone, topic.value, email)
        return answers.case(self._line.post("callbacks/open", asked, self._signature))

    def sync(self, records: Sequence[Record], epoch: str = "", chain: ChainHead | None = None) -> SyncReply:
        """What the centre says of each that fits into one request; the rest waits for the next. `epoch`: the one in
        which they are numbered, `chain`: where the audit chain ends.

        Without them it is a sign of life, which says again what was told last: a kiosk that fell silent about its chain
        would be an alarm.

        A record that can never go out holds up no other: it is not sent, and refused here (`wire.Unsendable`).
        """
        refused = tuple(Answer(one.id, "refused", why) for one in records if (why := wire.why_not(one)))
        hopeless = {answer.id for answer in refused}
        batch = wire.first_of([record for record in records if record.id not in hopeless])
        before, ended = self._told
        self._told = epoch or before or self._identity.epoch, chain or ended
        request = wire.sync(self._identity.kiosk_id, self._told[0], batch, self._told[1])
        urgent = MONEY_FIRST if any(one.stream == "money" for one in batch) else {}
        try:
            told = self._post_sync(request, urgent)
        except Offline as offline:
            if offline.reason not in REFUSED_KEY or not self._has_new_key():
                raise
            told = self._post_sync(request, urgent)
        reply = answers.sync(told, [one.id for one in batch], self._is_ours)
        return replace(reply, answers=refused + reply.answers)

    def _post_sync(self, request: Mapping[str, object], urgent: Mapping[str, str]) -> Part:
        asked_at = time.monotonic()
        told = self._line.post("sync", request, self._signature, headers=urgent)
        if moment := told["server_time"].moment_or_none():
            self._heard(moment, (asked_at + time.monotonic()) / 2)
        return told

    def _has_new_key(self) -> bool:
        """Takes up the key of an enrolment that was made while this ran, and what came with it."""
        if self._enrolled is None:
            return False
        try:
            found = self._enrolled()
        except IdentityError as error:
            log.error("%s", error)
            return False
        if found.identity.public_key == self._identity.public_key:
            return False
        log.info("a new key is in use")
        self._identity, self._seal.trust = found.identity, found.trust
        self._signature = KioskSignature(found.identity, self._now, self._nonce)
        return True

    def _is_ours(self, command: Part) -> bool:
        if not self._seal.is_wanted:
            return True
        distrust = self._seal.judge_command(self._identity.kiosk_id, command)
        if distrust:
            log.error("a command that is not the centre's: %s", distrust.value)
        return distrust is None

    def content(self, have: Mapping[str, str]) -> Mapping[str, Pulled | Untrusted | None]:
        asked = pull.ask(self._identity.kiosk_id, have)
        answer = self._line.post("content", asked, self._signature, pull.LARGEST_CONTENT)
        found = pull.content(answer, self._seal, self._now())
        told = found.get("trust")
        if self._seal.is_wanted and isinstance(told, Pulled):
            self._change_over(read_trust(Part(told.body, "trust")))
        return found

    def _change_over(self, trust: Trust) -> None:
        """Newer keys: on the disk before they are used. One that names no key would open the door to everybody."""
        if not trust.signing:
            raise Offline("unusable answer: the centre's keys are none")
        try:
            self._learn(trust)
        except IdentityError as error:
            raise Offline(f"the centre's new keys cannot be kept: {error}") from None
        self._seal.trust = trust

    def close(self) -> None:
        self._line.close()
