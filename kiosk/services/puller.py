"""Brings what the centre publishes to this kiosk: asks when a version changed, checks, keeps, tells main.

One round at a time: network lane (ask and check) -> records lane (swap) -> main. What cannot be had now is had after a
later sync, because every sync's answer tells the versions again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from kiosk.domain import events
from kiosk.domain.content import Content
from kiosk.domain.wait import Waits
from kiosk.ports import Clock, Crm, Lane, Offline, Pulled, Replica, StoreError, Untrusted
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Main, send

log = logging.getLogger(__name__)

#: The longest reason that is written down.
LONGEST_WHY = 200
#: How long a part that is not the centre's is left alone.
AGAIN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Rule:
    """How one part is read (ValueError: it does not validate), and what stands in its place when it is withdrawn.

    Not `kept`: what is old in minutes is asked for anew after a start, and spares the disk and the audit log a line each.
    """

    read: Callable[[object], Content]
    factory: Content
    kept: bool = True


Rules = Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class Sifted:
    """What came, checked: `good` is to be kept, `refused` maps a part to its version and what is wrong with it.
    `untrusted`: those of them that are not the centre's."""

    good: Mapping[str, Pulled | None]
    contents: tuple[Content, ...]
    refused: Mapping[str, tuple[str, str]]
    untrusted: frozenset[str] = frozenset()


def sift(rules: Rules, parts: Mapping[str, Pulled | Untrusted | None], now: datetime) -> Sifted:
    """Parts without a rule are a newer centre's, and left alone."""
    good: dict[str, Pulled | None] = {}
    contents: list[Content] = []
    refused: dict[str, tuple[str, str]] = {}
    for name, pulled in parts.items():
        if name not in rules:
            continue
        if isinstance(pulled, Untrusted):
            refused[name] = pulled.version, pulled.why.value
            continue
        try:
            content = rules[name].read(pulled.body) if pulled else rules[name].factory
        except ValueError as wrong:
            refused[name] = (pulled.version if pulled else "", str(wrong)[:LONGEST_WHY])
            continue
        good[name] = pulled
        contents.append(_timed(content, pulled, now))
    untrusted = frozenset(name for name in refused if isinstance(parts[name], Untrusted))
    return Sifted(good, tuple(contents), refused, untrusted)


def _timed(content: Content, pulled: Pulled | None, now: datetime) -> Content:
    """What has an age is told how far this kiosk's clock is ahead of the centre's."""
    if isinstance(content, Waits) and pulled and pulled.told_at:
        return replace(content, ahead=now - pulled.told_at)
    return content


class News(NamedTuple):
    """What goes onto the disk: parts to keep, refusals to tell, and what is not kept but well again, with its version."""

    taken: Mapping[str, Pulled | None]
    refused: Mapping[str, tuple[str, str]]
    well: Mapping[str, str]


class Puller:
    """`heard` with the versions of every sync's answer, on main. `have`: the versions that are kept here."""

    def __init__(
        self,
        rules: Rules,
        have: Mapping[str, str],
        crm: Crm,
        replica: Replica,
        clock: Clock,
        network_lane: Lane,
        records_lane: Lane,
        main: Main,
        post: Callable[[Envelope], None],
        refused: Mapping[str, str] | None = None,
    ) -> None:
        """`refused`: the parts whose last coming was refused, and why; that was told already."""
        self._rules = rules
        self._refused = dict(refused or {})
        self._untrusted: frozenset[str] = frozenset()
        self._again_at: datetime | None = None
        self._have = dict.fromkeys(rules, "") | {part: have[part] for part in have if part in rules}
        self._crm = crm
        self._replica = replica
        self._clock = clock
        self._network = network_lane
        self._records = records_lane
        self._main = main
        self._post = post
        self._busy = False

    def heard(self, versions: Mapping[str, str]) -> None:
        """A part that does not validate counts as had: it is asked for again when it has another version. One that is
        not the centre's proves nothing about the centre's own, and is asked for again after a while."""
        changed = {part for part, have in self._have.items() if versions.get(part, "") != have}
        if self._busy or not changed - (self._untrusted if self._is_too_soon() else frozenset()):
            return
        self._busy = True
        have = dict(self._have)
        send(self._network, lambda: self._pull(have), self._main, self._rest)

    def _is_too_soon(self) -> bool:
        return self._again_at is not None and self._clock.now() < self._again_at

    # --- network lane ---------------------------------------------------------------------------

    def _pull(self, have: Mapping[str, str]) -> None:
        try:
            parts = self._crm.content(have)
        except Offline as error:
            log.warning("what is published could not be had: %s", error)
            self._main(self._rest)
            return
        sifted = sift(self._rules, parts, self._clock.now())
        self._main(lambda: self._sifted(sifted))

    # --- main -----------------------------------------------------------------------------------

    def _rest(self) -> None:
        self._busy = False

    def _sifted(self, sifted: Sifted) -> None:
        news = News(self._to_keep(sifted), self._newly_refused(sifted), self._well_again(sifted))
        if any(news):
            send(self._records, lambda: self._keep(sifted, news), self._main, self._rest)
        else:
            self._kept(sifted)

    def _to_keep(self, sifted: Sifted) -> dict[str, Pulled | None]:
        return {part: pulled for part, pulled in sifted.good.items() if self._rules[part].kept}

    def _newly_refused(self, sifted: Sifted) -> dict[str, tuple[str, str]]:
        """What is not the centre's comes again and again; it is told once."""
        return {
            part: (version, why)
            for part, (version, why) in sifted.refused.items()
            if part not in sifted.untrusted or self._refused.get(part) != why
        }

    def _well_again(self, sifted: Sifted) -> dict[str, str]:
        """Of what is not kept, that which was refused before: its trouble is over."""
        return {
            part: pulled.version if pulled else ""
            for part, pulled in sifted.good.items()
            if part in self._refused and not self._rules[part].kept
        }

    def _kept(self, sifted: Sifted) -> None:
        self._rest()
        for part, pulled in sifted.good.items():
            self._have[part] = pulled.version if pulled else ""
            self._refused.pop(part, None)
        for part, (version, why) in sifted.refused.items():
            log.error("the published part %s is refused, the last good one stays: %s", part, why)
            self._refused[part] = why
            if part not in sifted.untrusted:
                self._have[part] = version
        self._untrusted = (self._untrusted - set(sifted.good)) | sifted.untrusted
        if sifted.untrusted:
            self._again_at = self._clock.now() + AGAIN_AFTER
        for content in sifted.contents:
            self._post(Envelope(NOBODY, events.ContentPulled(content)))

    # --- records lane ---------------------------------------------------------------------------

    def _keep(self, sifted: Sifted, news: News) -> None:
        try:
            self._replica.swap(news.taken, news.refused, self._clock.now(), news.well)
        except StoreError:
            self._main(self._rest)
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
            return
        self._main(lambda: self._kept(sifted))
