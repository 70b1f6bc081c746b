"""The door of records: a kiosk brings what it has, and hears what there is for it. With no records it says "I am here".

The busiest door of all, so it is looked at closely: the body is parsed once, one transaction does everything (the nonce
is used up in it, because a batch that comes again is harmless), and the answer is made once.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from crm.api import asks
from crm.api.door import door_of
from crm.api.errors import Problem
from crm.api.fields import ALLOWED
from crm.api.signatures import centre_of, read_remembered, replayed, revoked
from crm.billing import reversals
from crm.centre import Centre
from crm.intake import batch, chain_heads, express, quarantine, streams
from crm.intake.records import Answer, Sender
from crm.intake.refusals import Verdict
from crm.kiosks import commands, fleet, registry, staff_calls
from crm.kiosks.content import Content
from crm.kiosks.keyring import Keyring
from crm.kiosks.seal import Seal
from crm.moments import to_text
from crm.schema import KioskCommand, StaffCall

log = logging.getLogger(__name__)


def _described() -> dict[str, Any]:
    """In one piece: within the contract a reference would point outside of it."""
    schema = asks.Sync.model_json_schema()
    parts = schema.pop("$defs")
    schema["properties"]["chain"]["anyOf"][0] = parts["ChainSaid"]
    return schema


#: How the body is described; it is not read by the framework.
_BODY = {"required": True, "content": {"application/json": {"schema": _described()}}}


def add_sync(router: APIRouter) -> None:
    @router.post(
        "/sync",
        response_model=ALLOWED["sync"],
        response_model_exclude_unset=True,
        openapi_extra={"requestBody": _BODY},
    )
    async def sync(request: Request) -> Response:
        """Takes records, each once; with no records it says only "I am here"."""
        body = await request.body()
        door = door_of(request)
        visit = _Visit(centre_of(request), door.published, door.keyring, request, body)
        return Response(await run_in_threadpool(visit.answer), media_type="application/json")


@dataclass(slots=True)
class _Visit:
    """One request, from the first look at its signature to the answer."""

    centre: Centre
    published: Content
    keyring: Keyring
    request: Request
    body: bytes
    signed: registry.Signed = field(init=False)
    sender: Sender = field(init=False)
    raw: Sequence[Any] = field(init=False)
    chain: chain_heads.ChainSaid | None = field(init=False)
    now: datetime = field(init=False)

    def answer(self) -> bytes:
        """Raises Problem, RequestValidationError, DBAPIError."""
        self.signed = read_remembered(self.request, self.body, self.centre, self.keyring)
        self.now = self.centre.clock()
        return self._quickly() or _written(self._carefully())

    def _quickly(self) -> bytes | None:
        """None: nothing was done."""
        database = self.centre.database
        today = self.centre.settings.today(self.now)
        taken = express.take(database, self.signed, self.body, self.now, today)
        if taken is None:
            return None
        versions = self.published.known_versions(self.now)
        if versions is None:
            with database.reading() as session:
                versions = self.published.versions(session, self.now)
        return _all_stored(_written(self._told((), taken.through, versions, line=taken.line)), taken.ids)

    def _carefully(self) -> dict[str, Any]:
        ask = _read(self.body)
        if ask.kiosk != self.signed.kiosk:
            raise Problem(422, "invalid", "kiosk: not the one that signed")
        self.sender, self.raw, self.chain = Sender(ask.kiosk, ask.epoch), ask.records, ask.chain
        together = self.centre.database.together
        try:
            return together(partial(self._take, batch.take))
        except registry.Revoked as no:
            self.keyring.forget(self.signed.kiosk)
            raise revoked() from no
        except registry.Replayed as twice:
            raise replayed() from twice
        except Exception as failed:
            if isinstance(failed, DBAPIError) and not isinstance(failed, (IntegrityError, DataError)):
                raise
            # Something in the batch does not fit, or wakes a bug: one by one it shows what, and the rest is taken.
            log.warning("a batch of %s is taken one by one: %s", self.signed.kiosk, type(failed).__name__)
            return together(partial(self._take, batch.take_each))

    def _take(self, take: batch.Take, session: Session) -> dict[str, Any]:
        """The whole request within one transaction."""
        kiosk, now = self.signed.kiosk, self.now
        waits = commands.are_open(kiosk), staff_calls.are_open(kiosk, now)
        last_seen, has_commands, has_calls = registry.admit(session, self.signed, now, waits)
        answers = take(session, self.sender, self.raw, lambda: json.loads(self.body)["records"], now)
        here = _here(self.raw, answers)
        today = self.centre.settings.today(now)
        answers = quarantine.look_at(session, self.sender, self.raw, answers, now, today)
        posted = reversals.postings(session, _payments(self.raw, answers))
        through = streams.through(session, self.sender, here, now, today)
        line = chain_heads.compare(session, self.sender, self.chain, now)
        fleet.heard(session, kiosk, last_seen, now)
        due = commands.due(session, kiosk, now) if has_commands else []
        may_call = has_calls or any(stream == staff_calls.STREAM for stream, _ in here)
        calls = staff_calls.of_kiosk(session, kiosk, now) if may_call else []
        versions = self.published.versions(session, now)
        return self._told(answers, through, versions, due, calls, posted, line)

    def _told(
        self,
        answers: Sequence[Answer],
        through: Mapping[str, int],
        versions: Mapping[str, str],
        due: Sequence[KioskCommand] = (),
        calls: Sequence[StaffCall] = (),
        posted: Mapping[str, Any] = MappingProxyType({}),
        line: int | None = None,
    ) -> dict[str, Any]:
        told = {
            "answers": [_record_answer(answer, posted.get(answer.id)) for answer in answers],
            "through": through,
            "server_time": self.now,
            "poll_s": _pace(self.centre, calls),
            "batch": self.centre.settings.batch,
            "commands": [_command(self.centre.seal, self.signed.kiosk, each) for each in due],
            "content": versions,
            "coming": [call.id for call in calls if call.going_by is not None],
        }
        return told if line is None else {**told, "chain": line}


def _written(told: Mapping[str, Any]) -> bytes:
    return bytes(ALLOWED["sync"].model_validate(told).model_dump_json(exclude_unset=True).encode())


def _all_stored(told: bytes, ids: Sequence[str]) -> bytes:
    """The answer with the same word for each id, written by hand: they are many, and all alike."""
    each = ",".join(f'{{"id":"{id}","verdict":"stored","reason":null,"case":null}}' for id in ids)
    return told.replace(b'"answers":[]', b'"answers":[' + each.encode() + b"]", 1)


def _read(body: bytes) -> asks.Sync:
    try:
        return asks.Sync.model_validate(_json(body))
    except ValidationError as wrong:
        faults = [{**each, "loc": ("body", *each["loc"])} for each in wrong.errors()]
        raise RequestValidationError(faults) from wrong


def _json(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:  # whatever else a JSON text may hold, half a character for one
        return json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise Problem(400, "bad_request", "the body is no JSON") from wrong


def _here(raw: Sequence[Any], answers: Sequence[Answer]) -> list[tuple[str, int]]:
    """Stream and number of what is at the centre now."""
    return [
        (each["stream"], each["seq"])
        for each, answer in zip(raw, answers, strict=True)
        if answer.verdict is not Verdict.REFUSED
    ]


def _payments(raw: Sequence[Any], answers: Sequence[Answer]) -> dict[str, str]:
    """The payments that are at the centre now, by the id of the record that told them."""
    return {
        answer.id: each["body"]["payment"].lower()
        for each, answer in zip(raw, answers, strict=True)
        if answer.verdict is not Verdict.REFUSED and each["kind"] == "payment"
    }


def _command(seal: Seal, kiosk: str, command: KioskCommand) -> dict[str, Any]:
    told = {"id": command.id, "kind": command.kind, "words": command.words}
    signed = seal.of_command(kiosk, {**told, "expires_at": to_text(command.expires_at)})
    return {**told, "expires_at": command.expires_at, **signed}


def _pace(centre: Centre, calls: Sequence[StaffCall]) -> int:
    """Whoever stands at a kiosk and waits for somebody is told at once that somebody comes."""
    wait = any(call.going_by is None for call in calls)
    return min(staff_calls.PACE_S, centre.settings.poll_s) if wait else centre.settings.poll_s


def _record_answer(answer: Answer, posting: Any) -> dict[str, Any]:
    told = {"id": answer.id, "verdict": answer.verdict.value, "reason": answer.reason, "case": answer.case}
    return told if posting is None else {**told, "posting": posting}
