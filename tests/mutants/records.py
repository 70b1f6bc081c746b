"""Lies about records on their way: their epochs and clock at the kiosk, their quality and order at the centre."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from kiosk.domain.reckoning import Reckoned
from kiosk.storage.canon import digest
from tests.mutants.mutant import Mutant, always, instead

CENTRE, KIOSK = "tests/crm", "tests/kiosk"


def _silently(truth: Any) -> Any:
    def announce(session: Any) -> frozenset[str]:
        truth(session)
        return frozenset()

    return announce


MUTANTS = (
    Mutant("offline_for_ever", "E4", "whatever the caps, one more is paid offline",
           "kiosk.domain.flow.paying:_may_pay_offline", always(True),
           (f"{KIOSK}/domain/test_paying.py::test_without_a_line_nothing_is_paid_but_by_policy",)),
    Mutant("alone", "E11", "whether the kiosk may have given it back is asked of nobody",
           "crm.billing.refunds:needs_check", always(False),
           (f"{CENTRE}/test_refunds.py",)),
    Mutant("granted_to_anybody", "X23", "whoever paid offline an hour ago still stands at the kiosk",
           "crm.billing.reversals:may_reverse", always(True),
           (f"{CENTRE}/test_reversals.py",)),
    Mutant("given_back_without_end", "X23", "the terminal is asked although the grant is over",
           "kiosk.services.returning:may_ask", always(True),
           (f"{KIOSK}/services/test_giving_back.py::test_when_the_grant_is_over_only_people_decide",)),
    Mutant("a_no_is_a_no", "X23", "a refusal after a lost answer counts as nothing given back",
           "kiosk.domain.reversal:asked_again", instead(lambda reversal: reversal),
           (f"{KIOSK}/services/test_giving_back.py::test_a_no_after_a_lost_answer_is_doubt",)),
    Mutant("one_epoch_for_two", "J3", "a disk in another machine goes on counting",
           "kiosk.storage.epochs:renew", always(None),
           (f"{KIOSK}/storage/test_epochs.py::test_a_disk_in_another_machine_begins_a_new_epoch",)),
    Mutant("set_back_unnoticed", "J3", "a centre that is ahead of the store is no wonder",
           "kiosk.storage.epochs:is_behind", always(False),
           (f"{KIOSK}/storage/test_epochs.py::test_a_disk_that_was_set_back_is_noticed_by_what_the_centre_has",)),
    Mutant("deaf_to_the_centre", "J8", "the centre's clock is not listened to",
           "kiosk.clock:SiteClock.hear", always(None),
           (f"{KIOSK}/test_clock.py::test_where_the_centre_was_heard_its_time_counts",)),
    Mutant("nothing_is_late", "J7", "a record that comes a week later is in time",
           "crm.kiosks.quality:count_late", always(0),
           (f"{CENTRE}/test_quality.py::test_a_late_item_raises_timeliness",)),
    Mutant("holes_are_fine", "J7", "a hole in a stream is nobody's business",
           "crm.intake.streams:_note_gap", always(None),
           (f"{CENTRE}/test_sync.py::test_through_stops_at_a_hole_and_goes_on_when_it_is_filled",)),
    Mutant("thrown_away", "J5", "what bears another record's id is not kept",
           "crm.intake.quarantine:_set_aside", always(None),
           (f"{CENTRE}/test_quarantine.py::test_a_known_id_with_another_body_is_set_aside",)),
    Mutant("all_come_back_at_once", "J4", "a kiosk comes back whenever it likes",
           "kiosk.services.courier:Pace.after_failure",
           lambda truth: lambda self, failures, chance, asked: timedelta(seconds=1),
           (f"{KIOSK}/services/test_courier.py",)),
    Mutant("seal_of_nothing", "X21", "a seal does not depend on what it stands for",
           "kiosk.storage.seals:_text", always(""),
           (f"{KIOSK}/storage/test_seals.py::test_a_changed_amount_blocks_its_payment_and_no_other",)),
    Mutant("blocked_and_done_all_the_same", "X21", "what does not hold is no reason to stop",
           "kiosk.storage.payments:is_blocked", always(False),
           (f"{KIOSK}/storage/test_seals.py::test_a_changed_amount_blocks_its_payment_and_no_other",)),
    Mutant("whatever_is_held_stands", "X23", "what the centre refuses while the terminal holds it stands all the same",
           "kiosk.services.effects.goods:Goods.wanted", always(True),
           (f"{KIOSK}/services/test_issue_of_goods.py::test_what_was_paid_meanwhile_is_undone_by_the_terminal",)),
    Mutant("given_back_blindly", "X21", "money goes back by whatever the journal says now",
           "kiosk.storage.reversals:is_blocked", always(False),
           (f"{KIOSK}/storage/test_seals.py::test_a_grant_is_not_used_for_a_payment_that_was_changed",)),
    Mutant("slip_by_any_row", "X21", "a slip is vouched for by rows that do not hold",
           "kiosk.storage.counter_slips:is_blocked", always(False),
           (f"{KIOSK}/storage/test_seals.py::test_a_counter_slip_is_not_vouched_for_by_rows_that_were_changed",)),
    Mutant("chain_without_a_key", "X60", "a link of the chain is a plain hash, which anybody makes",
           "kiosk.storage.chain:_link", lambda truth: lambda db, previous, body_hash: digest(previous + body_hash),
           (f"{KIOSK}/storage/test_evidence.py::test_a_chain_made_anew_without_the_key_is_found",)),
    Mutant("code_on_the_disk", "F3", "what opens a receipt stands in the record of it",
           "kiosk.storage.receipt_links:digest", lambda truth: lambda text: text,
           (f"{KIOSK}/services/test_phone_receipt.py::"
            "test_the_centre_hears_of_it_and_only_the_customer_has_the_code",), here=True),
    Mutant("link_for_ever", "F3", "a link opens its receipt whatever day it is",
           "crm.receipts.links:find", lambda truth: lambda session, code, today: truth(session, code, date.min),
           (f"{CENTRE}/test_receipts.py::test_a_link_ends_with_its_day",)),
    Mutant("reset_unwritten", "X12", "a counter is reset and nobody hears of it",
           "kiosk.storage.counters:note", always(None),
           (f"{KIOSK}/storage/test_counters.py::test_a_reset_begins_anew_and_leaves_a_line_with_what_was_counted",)),
    Mutant("any_end_will_do", "X60", "whatever a kiosk's chain ends in, it goes on",
           "crm.intake.chain_heads:_break_in", always(None),
           (f"{CENTRE}/test_chain_heads.py::test_one_that_does_not_is_noted_and_then_an_alarm",)),
    Mutant("cut_and_undated", "X60", "heads from paper say nothing",
           "kiosk.storage.evidence:_dated", always(()),
           (f"{KIOSK}/storage/test_evidence.py::test_a_cut_tail_is_dated_between_two_receipts",)),
    Mutant("silence_agrees", "X32", "totals that nobody has are said to agree",
           "kiosk.domain.reckoning:_verdict", lambda truth: lambda span, totals, why: (Reckoned.AGREED, why),
           (f"{KIOSK}/services/test_day_end.py::test_the_verdict_is_to_the_cent",)),
    Mutant("terminal_not_asked", "X33", "what the terminal says otherwise is not compared",
           "crm.billing.day_ends:_at_terminal", always(()),
           (f"{CENTRE}/test_three_ways.py::test_what_the_terminal_says_otherwise_is_named_to_the_cent",)),
    Mutant("no_news", "J4", "what a kiosk brought is not told to open pages",
           "crm.news:announce", _silently,
           (f"{CENTRE}/desk/test_events.py::test_a_callback_that_came_by_sync_is_told",)),
)  # fmt: skip
