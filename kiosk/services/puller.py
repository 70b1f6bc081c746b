"""Brings what the centre publishes to this kiosk: asks when a version changed, checks, keeps, tells main.

One round at a time: network lane (ask and check) -> records lane (swap) -> main. What cannot be had now is had after a
later sync, because every sync's answer tells the versions again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from kiosk.domain import events
from kiosk.domain.content import Content
from kiosk.domain.wait import Waits
from kiosk.ports import Clock, Crm, Lane, Offline, Pulled, Replica, StoreError
from kiosk.services.controller import NOBODY, Envelope
from kiosk.services.errand import Main, send

log = logging.getLogger(__name__)

#: The longest reason that is written down.
LONGEST_WHY = 200


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
    """What came, checked: `good` is to be kept, `refused` maps a part to its version and what is wrong with it."""

    good: Mapping[str, Pulled | None]
    contents: tuple[Content, ...]
    refused: Mapping[str, tuple[str, str]]


def sift(rules: Rules, parts: Mapping[str, Pulled | None], now: datetime) -> Sifted:
    """Parts without a rule are a newer centre's, and left alone."""
    good: dict[str, Pulled | None] = {}
    contents: list[Content] = []
    refused: dict[str, tuple[str, str]] = {}
    for name, pulled in parts.items():
        if name not in rules:
            continue
        try:
            content = rules[name].read(pulled.body) if pulled else rules[name].factory
        except ValueError as wrong:
            refused[name] = (pulled.version if pulled else "", str(wrong)[:LONGEST_WHY])
            continue
        good[name] = pulled
        contents.append(_timed(content, pulled, now))
    return Sifted(good, tuple(contents), refused)


def _timed(content: Content, pulled: Pulled | None, now: datetime) -> Content:
    """What has an age is told how far this kiosk's clock is ahead of the centre's."""
    if isinstance(content, Waits) and pulled and pulled.told_at:
        return replace(content, ahead=now - pulled.told_at)
    return content


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
    ) -> None:
        self._rules = rules
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
        """A part that was refused counts as had: it is asked for again when it has another version."""
        if self._busy or all(versions.get(part, "") == have for part, have in self._have.items()):
            return
        self._busy = True
        have = dict(self._have)
        send(self._network, lambda: self._pull(have), self._main, self._rest)

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
        if self._to_keep(sifted) or sifted.refused:
            send(self._records, lambda: self._keep(sifted), self._main, self._rest)
        else:
            self._kept(sifted)

    def _to_keep(self, sifted: Sifted) -> dict[str, Pulled | None]:
        return {part: pulled for part, pulled in sifted.good.items() if self._rules[part].kept}

    def _kept(self, sifted: Sifted) -> None:
        self._rest()
        for part, pulled in sifted.good.items():
            self._have[part] = pulled.version if pulled else ""
        for part, (version, why) in sifted.refused.items():
            log.error("the published part %s does not validate, the last good one stays: %s", part, why)
            self._have[part] = version
        for content in sifted.contents:
            self._post(Envelope(NOBODY, events.ContentPulled(content)))

    # --- records lane ---------------------------------------------------------------------------

    def _keep(self, sifted: Sifted) -> None:
        try:
            self._replica.swap(self._to_keep(sifted), sifted.refused, self._clock.now())
        except StoreError:
            self._main(self._rest)
            self._post(Envelope(NOBODY, events.StoreReported(works=False)))
            return
        self._main(lambda: self._kept(sifted))
