"""Whether what came was published by the centre: by its signature, for this part or kiosk, in its time, in its order.

The signature is over canonical JSON (tests/contract/README.md, "Signed publications"). Knows no line and no file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature

from kiosk.ports import Distrust, Offline
from kiosk.sync.parts import Part
from kiosk.sync.trust import Trust

#: What the contract allows between the clocks of kiosk and centre.
SKEW = timedelta(seconds=300)


class Seal:
    """`trust` None: there should be keys and they cannot be read, so nothing is believed. `issued`: when what is kept
    here was signed, by part; nothing older takes its place."""

    def __init__(self, trust: Trust | None, issued: Mapping[str, datetime] | None = None) -> None:
        self.trust = trust
        self._issued = dict(issued or {})

    @property
    def is_wanted(self) -> bool:
        """Whether this kiosk knows what its centre signs with."""
        return self.trust is None or bool(self.trust.signing)

    def judge_part(self, name: str, part: Part, now: datetime) -> Distrust | None:
        """None: it is the centre's, and the newest that was seen of this part."""
        try:
            return self._judge_part(name, part, now)
        except Offline:  # of no shape that a centre signs
            return Distrust.UNSIGNED

    def _judge_part(self, name: str, part: Part, now: datetime) -> Distrust | None:
        version = part["version"].text_or_none() or ""
        if version != (_version_of(part["body"].value) if part["body"].value is not None else ""):
            return Distrust.CHANGED
        times = {each: part[each].value for each in ("issued_at", "valid_until")}
        said = {"for": "counter-kiosk part v1", "part": name, "version": version, **times}
        if distrust := self._judge(said, part["signatures"]):
            return distrust
        issued, until = part["issued_at"].moment(), part["valid_until"].moment()
        if not issued - SKEW <= now <= until + SKEW:
            return Distrust.EXPIRED
        if name in self._issued and issued < self._issued[name]:
            return Distrust.REPLAYED
        self._issued[name] = issued
        return None

    def judge_command(self, kiosk: str, command: Part) -> Distrust | None:
        """None: the centre tells this very kiosk so."""
        told = {name: command[name].value for name in ("id", "kind", "expires_at", "words")}
        said = {"for": "counter-kiosk command v1", "kiosk": kiosk, **told}
        try:
            return self._judge(said, command["signatures"])
        except Offline:
            return Distrust.UNSIGNED

    def _judge(self, said: Mapping[str, object], signatures: Part) -> Distrust | None:
        if self.trust is None:
            return Distrust.NO_KEYS
        if signatures.value is None:
            return Distrust.UNSIGNED
        text = _canonical(said)
        known = False
        for each in signatures.items():
            key = self.trust.key(each["key"].text())
            known = known or key is not None
            try:
                if key is not None:
                    key.verify(_bytes(each["signature"]), text)
                    return None
            except InvalidSignature:
                continue
        return Distrust.WRONG_SIGNATURE if known else Distrust.UNKNOWN_KEY


def _bytes(part: Part) -> bytes:
    try:
        return base64.b64decode(part.text(), validate=True)
    except (ValueError, Offline):
        return b""


def _version_of(body: object) -> str:
    return hashlib.sha256(_canonical(body)).hexdigest()


def _canonical(said: object) -> bytes:
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode(errors="surrogatepass")
