"""The parts that this kiosk pulls from the centre: how each is read, and what the kiosk came with.

To add a part: a value in `kiosk/domain/content.py` and its case in `placed`, a reader that raises ValueError for what
does not validate, and a line here.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.answers.announcements import read_announcements
from kiosk.answers.calendar import read_calendar
from kiosk.answers.content import read_articles
from kiosk.answers.waits import read_waits
from kiosk.domain.announcement import NO_ANNOUNCEMENTS
from kiosk.domain.calendar import NO_CALENDAR
from kiosk.domain.content import CentreKeys, Knowledge, placed
from kiosk.domain.house import House
from kiosk.domain.wait import NO_WAITS
from kiosk.ports import Pulled
from kiosk.services.puller import Rule, Rules

log = logging.getLogger(__name__)


def rules(house: House, knows_centre: bool = False) -> Rules:
    """`house`: as the kiosk came, with its factory content. `knows_centre`: by keys, so that newer ones may come."""
    keys = {"trust": Rule(lambda body: CentreKeys(), CentreKeys())} if knows_centre else {}
    return keys | {
        "announcements": Rule(read_announcements, NO_ANNOUNCEMENTS),
        "calendar": Rule(read_calendar, NO_CALENDAR),
        "knowledge": Rule(lambda body: Knowledge(read_articles(body)), Knowledge(house.articles)),
        "waits": Rule(read_waits, NO_WAITS, kept=False),
    }


@dataclass(frozen=True, slots=True)
class LastGood:
    """The house with every kept part in it, and the versions of those."""

    house: House
    have: Mapping[str, str]


def last_good(house: House, parts: Mapping[str, Pulled]) -> LastGood:
    """At start. A kept part that this version of the kiosk cannot read any more is as good as none, and asked for."""
    known, have = rules(house, knows_centre=True), {}
    for name, pulled in parts.items():
        if name not in known:
            continue
        try:
            house = placed(house, known[name].read(pulled.body))
            have[name] = pulled.version
        except ValueError as wrong:
            log.error("the kept part %s cannot be read any more: %s", name, wrong)
    return LastGood(house, have)
