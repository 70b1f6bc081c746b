"""Lies in what customers hand over and what becomes of it: kiosk/domain/case.py, crm/case_*.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import false

from crm.cases.kinds import WORKS
from tests.mutants.mutant import Mutant, always, instead

KIOSK, STORE, DESK = (
    "tests/kiosk/domain/test_case.py",
    "tests/kiosk/storage/test_cases.py",
    "tests/crm/desk/test_cases.py",
)


def _everybody(agent: Any) -> Any:
    return tuple(WORKS)


MUTANTS: tuple[Mutant, ...] = (
    Mutant("number_or_no_complaint", "H1", "who gives no number cannot complain",
           "kiosk.domain.case:needs_contact", always(True),
           (f"{KIOSK}::test_a_complaint_takes_five_taps_and_no_sign_in",)),
    Mutant("steps_skipped", "H2", "a complaint is closed with steps missing",
           "crm.cases.kinds:next_step", always(None),
           (f"{DESK}::test_with_a_step_missing_it_cannot_be_closed",)),
    Mutant("agent_decides_alone", "H2", "an agent alone sends people away and gives what they like",
           "crm.cases.kinds:needs_second", always(False),
           (f"{DESK}::test_some_things_take_a_second_person",)),
    Mutant("nobody_is_alerted", "H2", "an urgent complaint waits like any other",
           "crm.cases.listing:alerting", instead(false),
           (f"{DESK}::test_an_urgent_one_alerts_every_supervisor",)),
    Mutant("open_mailbox", "H3", "agents read what was meant for the manager",
           "crm.cases.kinds:visible_kinds", instead(_everybody),
           (f"{DESK}::test_the_mailbox_is_not_there_for_agents",)),
    Mutant("anonymous_by_word_only", "H3", "what is called anonymous leads to a person",
           "kiosk.domain.case:is_anonymous", always(False),
           (f"{STORE}::test_an_anonymous_item_leads_to_nobody",)),
)  # fmt: skip
