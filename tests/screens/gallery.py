"""Every visit there is a screen for, by picture name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from tests.screens.account_visits import account_visits
from tests.screens.assist_visits import assist_visits
from tests.screens.callback_visits import callback_visits
from tests.screens.case_visits import case_visits
from tests.screens.lookup_visits import lookup_visits
from tests.screens.visits import visits as other_visits


@cache
def visits(language: Language) -> Mapping[str, Visit]:
    return MappingProxyType(
        {
            **other_visits(language),
            **account_visits(language),
            **assist_visits(language),
            **callback_visits(language),
            **case_visits(language),
            **lookup_visits(language),
        }
    )


#: Pictures with the ring of the keypad's keys: of which visit, around which control.
FOCUSED = {"bills.focus": ("bills", "bill.W1")}
