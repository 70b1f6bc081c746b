"""What the centre publishes to its kiosks, part by part: public words and tables, nothing of any customer.

A part is a name, a body (JSON) and a version, which is the body's hash: the same content has the same version wherever
and whenever it is made. A kiosk hears the versions with every sync and asks for a body only when its own is another one.

To publish something more: a `Provider` in the module of its noun, and a line in `crm/kiosks/published.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Provider:
    """`body`: the part as it is now; None: there is none. `stamp`: a cheap question whose answer changes whenever the
    body may have changed (a count, the newest moment): every sync asks it, so it must not grow with history."""

    body: Callable[[Session, datetime], Any]
    stamp: Callable[[Session, datetime], str]


@dataclass(frozen=True, slots=True)
class Part:
    version: str
    body: Any


@dataclass(slots=True)
class Content:
    """The published parts of one running centre. What was made is kept in memory under its stamp."""

    providers: Mapping[str, Provider] = field(default_factory=dict)
    #: For so long the versions are not asked for again.
    fresh: timedelta = timedelta(0)
    _made: dict[str, tuple[str, Part | None]] = field(default_factory=dict)
    _versions: tuple[datetime, dict[str, str]] | None = None

    def versions(self, session: Session, now: datetime) -> dict[str, str]:
        """Part -> version, of every part that there is."""
        known = self.known_versions(now)
        if known is None:
            made = {name: self._part(name, session, now) for name in self.providers}
            known = {name: part.version for name, part in made.items() if part}
            self._versions = now, known
        return known

    def known_versions(self, now: datetime) -> dict[str, str] | None:
        """The same without a question, while they are fresh."""
        known = self._versions
        return known[1] if known and timedelta(0) <= now - known[0] < self.fresh else None

    def changed(self, session: Session, now: datetime, have: Mapping[str, str]) -> dict[str, Part | None]:
        """Of the parts that the kiosk names, those with another version than it has; None: there is none any more."""
        now_here = {name: self._part(name, session, now) if name in self.providers else None for name in have}
        return {name: part for name, part in now_here.items() if (part.version if part else "") != have[name]}

    def _part(self, name: str, session: Session, now: datetime) -> Part | None:
        provider = self.providers[name]
        stamp = provider.stamp(session, now)
        known = self._made.get(name)
        if known is None or known[0] != stamp:
            known = stamp, _made(provider.body(session, now))
            self._made[name] = known
        return known[1]


def _made(body: Any) -> Part | None:
    return None if body is None else Part(version_of(body), body)


def version_of(body: Any) -> str:
    """SHA-256 in hex over canonical JSON."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
