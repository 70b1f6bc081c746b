"""Lies in the rules of a visit: kiosk/domain."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.domain import events, states
from kiosk.domain.callback import Context
from kiosk.domain.effects import Charge, Recover
from kiosk.domain.receipt import PrintOutcome
from kiosk.domain.visit import resting_state
from tests.mutants.mutant import Mutant, always, instead

HERE = "tests/kiosk/domain"
PAYING, LEAVING, MODEL = (
    f"{HERE}/test_paying.py",
    f"{HERE}/test_leaving.py",
    f"{HERE}/test_every_state_and_event.py",
)


def _deaf_to(kind: type) -> Any:
    """Rules that do not hear one kind of event."""

    def deaf(rule: Any) -> Any:
        return lambda visit, event: None if isinstance(event, kind) else rule(visit, event)

    return lambda truth: tuple(map(deaf, truth))


def _as_told(truth: Any) -> Any:
    return lambda health, status: status


def _charge_with_the_intent(truth: Any) -> Any:
    def ready(visit: Any, state: Any, mark: Any) -> Any:
        after, effects = truth(visit, state, mark)
        return after, (*effects, Charge(None))  # type: ignore[arg-type]

    return ready


def _charge_again(truth: Any) -> Any:
    def found(visit: Any, payment: Any, finding: Any) -> Any:
        after, effects = truth(visit, payment, finding)
        return after, (*effects, Charge(payment))

    return found


def _any_intent(truth: Any) -> Any:
    return lambda visit, payment: isinstance(visit.state, states.Paying) and visit.state.payment is None


def _at_once(truth: Any) -> Any:
    def recovered(step: Any) -> Any:
        after, effects = step
        return (after, (*effects, Recover())) if after.health.recovery_owed else step

    return recovered


def _wipes_nothing(truth: Any) -> Any:
    return lambda self, visit_id: replace(self, id=visit_id, state=resting_state(self.health))


def _faq_for_members(truth: Any) -> Any:
    return lambda visit, task: (visit.at(states.CardWanted(task)), ())


def _any_answer(truth: Any) -> Any:
    return lambda visit, answer, card: truth(visit, answer, getattr(visit.state, "card", card))


def _call_anyway(truth: Any) -> Any:
    from kiosk.domain.flow.callback import begin

    return lambda visit: begin(visit)


def _no_notice(truth: Any) -> Any:
    return lambda visit, state, phone: truth(
        replace(visit, house=replace(visit.house, notice="")), state, phone
    )


def _consents(truth: Any) -> Any:
    return lambda *args, **fields: truth(*args, **{**fields, "promotional_consent": True})


def _tells_why(truth: Any) -> Any:
    return lambda outcome: "declined: stolen card" if type(outcome).__name__ == "Declined" else truth(outcome)


def _fresh_figures(truth: Any) -> Any:
    return lambda bills: (bills or (), states.Problem.NONE)


def _any_paper_passes(truth: Any) -> Any:
    passed = events.PaperFinished("test", PrintOutcome.CONFIRMED)
    return lambda visit, state, event: truth(
        visit, state, passed if isinstance(event, events.PaperFinished) else event
    )


def _bills_are_payable(truth: Any) -> Any:
    return lambda visit, state, standings: truth(
        visit, state, tuple(replace(s, payable=True) for s in standings)
    )


def _any_number(truth: Any) -> Any:
    """Takes every answer for one about the number on the screen."""

    def secret(visit: Any, state: Any, event: Any) -> Any:
        if isinstance(event, events.SignInAnswered):
            event = replace(event, card=state.number)
        return truth(visit, state, event)

    return secret


MUTANTS = (
    Mutant("switches_wait_for_a_setting", "X42", "a switch does nothing before scanning was chosen",
           "kiosk.domain.flow.keys:SWITCHES", instead(()),
           ("tests/kiosk/domain/test_keys.py::test_the_first_press_of_a_switch_begins_to_scan_wherever_one_is",),
           here=True),
    Mutant("wishes_stay", "X38", "the next customer finds the type that the last one wanted",
           "kiosk.domain.visit:Visit.wiped",
           lambda truth: lambda self, id_: replace(truth(self, id_), preferences=self.preferences),
           ("tests/kiosk/domain/test_preferences.py::test_the_next_customer_finds_the_panel_as_it_was",)),
    Mutant("no_longer_for_anybody", "X34", "whoever reads large type has no more time than others",
           "kiosk.domain.preferences:Preferences.takes_longer", lambda truth: property(lambda self: False),
           ("tests/kiosk/domain/test_preferences.py::test_who_needs_longer_is_given_twice_the_time",)),
    Mutant("paper_needs_no_test", "X13", "changed paper is new paper, whether a test page came or not",
           "kiosk.domain.health:Health.judged", _as_told,
           (f"{HERE}/test_staff.py::test_without_a_test_page_the_printer_needs_a_person",)),
    Mutant("news_never_first", "A7", "who comes again is not told what is still open",
           "kiosk.domain.flow.account:_has_news", always(False),
           (f"{HERE}/test_account.py::test_an_open_matter_is_shown_first",)),
    Mutant("anybodys_code", "B1", "an answer about another number lets in whoever stands here",
           "kiosk.domain.flow.by_number:_secret", _any_number,
           (f"{HERE}/test_by_number.py::test_an_answer_about_another_number_opens_nothing",)),
    Mutant("one_hint_for_all", "K3", "whatever is wrong, the technician is told the same",
           "kiosk.domain.flow.checking:hint_of", always("state.offline"),
           (f"{HERE}/test_upkeep.py::test_each_fault_has_a_hint_of_its_own",)),
    Mutant("any_test_print_passes", "K3", "paper that did not come out passes the printer",
           "kiosk.domain.flow.checking:heard", _any_paper_passes,
           (f"{HERE}/test_upkeep.py::test_each_fault_has_a_hint_of_its_own",)),
    Mutant("closed_is_open", "A1", "what rests on a closed kiosk is the attract screen",
           "kiosk.domain.visit:resting_state", always(states.Attract()),
           (f"{HERE}/test_maintenance.py::test_closing_and_opening_outlives_the_technician",)),
    Mutant("past_the_closed_door", "A1", "a touch opens what a technician had closed",
           "kiosk.domain.flow.touch:is_open", always(True),
           (f"{MODEL}::test_a_closed_service_is_left_by_nobody_but_a_technician",)),
    Mutant("anybody_is_staff", "A6", "the panel opens without the store's word",
           "kiosk.domain.flow.assisting:_door",
           lambda truth: lambda visit, door, event: truth(
               visit, replace(door, checking=isinstance(event, events.AssistGranted)), event),
           (f"{HERE}/test_assist.py::test_an_answer_that_nobody_asked_for_opens_nothing",)),
    Mutant("called_and_forgotten", "N1", "a call for staff goes with its visit and has no end",
           "kiosk.domain.flow.calling:settled", instead(lambda before, step: step),
           (f"{HERE}/test_calling.py::test_who_goes_away_leaves_an_unanswered_call",)),
    Mutant("called_into_the_void", "A6", "staff are called where nobody can hear it",
           "kiosk.domain.flow.calling:may_call", always(True),
           (f"{HERE}/test_calling.py::test_nobody_is_called_where_nobody_would_hear",)),
    Mutant("switched_off_is_reachable", "A2", "help leads to a task that the site switched off",
           "kiosk.domain.flow.callback:_asked", _call_anyway,
           (f"{HERE}/test_ways.py::test_a_task_switched_off_is_out_of_reach",)),
    Mutant("no_person", "A3", "asking for help does nothing",
           "kiosk.domain.flow:_EVERYWHERE", _deaf_to(events.HelpAsked),
           (f"{MODEL}::test_a_person_can_be_asked_for_on_every_screen",)),
    Mutant("wipe_nothing", "A4", "the next visit begins with all of this one",
           "kiosk.domain.visit:Visit.wiped", _wipes_nothing,
           (f"{LEAVING}::test_nothing_of_the_customer_outlives_the_visit",)),
    Mutant("nobody_is_believed", "X36", "a sensor that never saw anybody ends visits",
           "kiosk.domain.flow.presence:_sensed",
           lambda truth: lambda visit, somebody: truth(replace(visit, somebody=True), somebody),
           ("tests/kiosk/domain/test_presence.py::test_who_was_never_seen_has_not_left",)),
    Mutant("gone_under_the_terminals_hand", "X36", "who steps aside at the terminal is warned in mid-payment",
           "kiosk.domain.flow.leaving:is_committing", always(False),
           ("tests/kiosk/domain/test_presence.py::test_what_is_under_way_is_not_interrupted",), here=True),
    Mutant("never_times_out", "A4", "who walked away stays signed in",
           "kiosk.domain.flow.leaving:_allowance", always(float("inf")),
           (f"{LEAVING}::test_the_warning_comes_and_more_time_is_given",)),
    Mutant("an_answer_for_any_card", "B1", "whoever waits is let in by anybody's answer",
           "kiosk.domain.flow.entrance:_sign_in_answered", _any_answer,
           (f"{HERE}/test_entrance.py::test_gone_home_while_the_centre_thinks_then_another_card",)),
    Mutant("answers_for_members", "B2", "articles ask for a card",
           "kiosk.domain.flow.entrance:begin", _faq_for_members,
           (f"{HERE}/test_overlay_and_answers.py::test_articles_are_read_without_signing_in_or_a_line",)),
    Mutant("mask_nothing", "B3", "a phone number's mask is the number",
           "kiosk.domain.masks:mask_phone", instead(lambda phone: phone),
           (f"{HERE}/test_masks.py::test_what_of_it_may_be_seen",
            "tests/kiosk/services/test_papers.py::test_number_to_call_never_reaches_paper")),
    Mutant("notice_unseen", "B5", "a number is taken down under no notice",
           "kiosk.domain.flow.callback:_to_review", _no_notice,
           (f"{HERE}/test_callback.py::test_the_record_holds_the_notice_and_no_consent",)),
    Mutant("consent_is_given", "B5", "consent for advertising is on unless refused",
           "kiosk.domain.flow.callback:CallbackDraft", _consents,
           (f"{HERE}/test_callback.py::test_the_record_holds_the_notice_and_no_consent",), here=True),
    Mutant("secrets_in_repr", "B7", "a key that was pressed shows in a log line",
           "kiosk.domain.events.touch:DigitTyped.__repr__", instead(lambda self: f"DigitTyped({self.digit!r})"),
           (f"{HERE}/test_secrets.py::test_a_single_digit_does_not_show_either",)),
    Mutant("no_answer_is_no_bills", "D1", "a line that is down shows as nothing owed",
           "kiosk.domain.flow.bills:_fetched", _fresh_figures,
           (f"{HERE}/test_bills.py::test_no_answer_is_told_and_rides_along_with_a_callback",)),
    Mutant("charge_before_intent", "X18", "the terminal is asked while the intent is being written",
           "kiosk.domain.flow.paying:_ready", _charge_with_the_intent,
           (f"{PAYING}::test_the_order_of_money", f"{MODEL}::test_only_a_saved_intent_charges")),
    Mutant("anybodys_intent", "E1", "an intent of a visit that is over is charged to who stands here",
           "kiosk.domain.flow.paying:_waits_for", _any_intent,
           (f"{PAYING}::test_an_intent_of_a_visit_that_is_over_is_not_charged_to_who_stands_here",)),
    Mutant("retry_charge", "X22", "after a lost answer it is charged once more",
           "kiosk.domain.flow.paying:_found", _charge_again,
           (f"{PAYING}::test_after_a_lost_answer_there_are_inquiries_and_never_a_charge",)),
    Mutant("accept_any_slip", "E2", "any transaction found is this payment's",
           "kiosk.domain.payment:is_ours", always(True),
           (f"{HERE}/test_payment.py::test_another_transaction_is_never_taken_for_ours",)),
    Mutant("the_next_ones_slip", "E2", "what the terminal did for the next customer settles this payment",
           "kiosk.domain.payment:_before_the_next", always(True),
           ("tests/kiosk/services/test_money.py::"
            "test_the_same_bills_again_after_a_doubt_and_a_decline_settle_nothing_wrongly",)),
    Mutant("ask_beside_a_charge", "E2", "recovery asks the terminal while somebody pays",
           "kiosk.domain.flow.recovering:recovered_when_free", _at_once,
           (f"{MODEL}::test_the_terminal_is_never_asked_beside_a_charge",)),
    Mutant("paid_elsewhere_ignored", "E3", "what the centre says at the moment of paying is not looked at",
           "kiosk.domain.flow.paying:_checked", _bills_are_payable,
           (f"{PAYING}::test_paid_elsewhere_meanwhile_is_refused_with_the_date",)),
    Mutant("the_reason_is_told", "E5", "a decline names its reason on a public screen",
           "kiosk.domain.flow.paying:_word", _tells_why,
           (f"{PAYING}::test_what_the_customer_is_told",)),
    Mutant("not_measured_is_well", "F2", "a printer that never answered can print",
           "kiosk.domain.health:DeviceStatus.works",
           instead(property(lambda self: self.state.value in ("online", "starting", "offline"))),
           (f"{HERE}/test_health.py::test_only_an_answer_is_well",)),
    Mutant("windows_of_the_past", "G1", "a window that has begun is offered",
           "kiosk.domain.callback:offered_windows",
           lambda truth: lambda now, hours, count=6: truth(now - timedelta(hours=3), hours, count),
           (f"{HERE}/test_windows.py::test_soonest_and_next",)),
    Mutant("context_dropped", "G3", "the agent gets a number and nothing else",
           "kiosk.domain.flow.callback:Context", instead(lambda **fields: Context()),
           (f"{HERE}/test_callback.py::test_what_the_agent_need_not_ask",), here=True),
    Mutant("anybody_is_a_technician", "K2", "maintenance opens without the store's word",
           "kiosk.domain.flow.maintenance:_pin",
           lambda truth: lambda visit, state, event: truth(
               visit, replace(state, checking=isinstance(event, events.TechnicianAdmitted)), event),
           (f"{HERE}/test_maintenance.py::test_an_answer_that_nobody_asked_for_opens_nothing",)),
    Mutant("no_digits", "O6", "the keypad of the callback takes nothing",
           "kiosk.domain.flow.callback:_number",
           lambda truth: lambda visit, state, event: None
           if isinstance(event, events.DigitTyped) else truth(visit, state, event),
           (f"{HERE}/test_callback.py::test_a_guest_asks_with_taps_and_digits_alone",)),
    Mutant("nothing_is_found", "C1", "the search knows no good answer to anything",
           "kiosk.answers.engine:good", always(()),
           ("tests/kiosk/answers/test_quality.py::test_twenty_scripted_questions_find_their_article",)),
    Mutant("for_ever_vouched", "C3", "an article past its review date is shown",
           "kiosk.domain.faq:Article.is_current", always(True),
           (f"{HERE}/test_answers.py::test_what_nobody_vouches_for_any_more_is_not_shown",)),
    Mutant("numbers_kept", "C4", "a telephone number in a question is kept",
           "kiosk.domain.faq:without_numbers", instead(lambda question: question),
           (f"{HERE}/test_answers.py::test_what_found_nothing_is_told_once_without_its_numbers",)),
    Mutant("search_dropped", "C5", "the agent does not hear what was searched for",
           "kiosk.domain.flow.callback:Context", instead(lambda search="", **fields: Context(**fields)),
           (f"{HERE}/test_answers.py::test_a_callback_knows_what_was_searched_and_read",), here=True),
    Mutant("under_the_finger", "C6", "published articles change under the customer who reads",
           "kiosk.domain.flow.background:is_resting", always(True),
           ("tests/kiosk/services/test_puller.py::test_nothing_changes_under_a_customers_finger",), here=True),
    Mutant("check_unchecked", "B2", "the check characters of a bill's barcodes are whatever they are",
           "kiosk.domain.codes.three_segment:check", instead(lambda segments: segments[2][4:6]),
           (f"{HERE}/test_codes.py::test_three_segments_in_any_order",)),
    Mutant("scanned_offline_anyway", "E4", "a scanned bill is paid without the centre where the house forbids it",
           "kiosk.domain.flow.scanning:_by_itself",
           lambda truth: lambda visit, code: truth(replace(visit, house=replace(
               visit.house, offline=replace(visit.house.offline, allowed=True))), code),
           (f"{HERE}/test_scanning.py::test_off_by_default_nothing_is_paid_without_the_centre",)),
    Mutant("any_part", "X29", "no rule of a bill forbids a sum",
           "kiosk.domain.bill:PayRules.broken_by", always(None),
           (f"{HERE}/test_scanning.py::test_a_part_is_paid_within_the_rules_of_the_bill",)),
    Mutant("any_age", "X30", "an amount of any age is charged",
           "kiosk.domain.flow.bills:_outlived", always(None),
           (f"{HERE}/test_scanning.py::test_an_amount_that_is_too_old_is_not_charged",)),
    Mutant("younger_by_the_clock", "D6", "a waiting time grows young again when the clock is set back",
           "kiosk.domain.wait:Waits.turned", instead(lambda waits, by: waits),
           (f"{HERE}/test_wait.py::test_a_clock_that_is_set_back_makes_no_number_younger",)),
    Mutant("nobody_serves", "D6", "a waiting time is said of a counter where nobody is",
           "kiosk.domain.wait:_is_served", always(True),
           (f"{HERE}/test_wait.py::test_where_nobody_is_there_nothing_is_said",)),
    Mutant("announced_for_ever", "D5", "an announcement that is over is shown",
           "kiosk.domain.announcement:Announcements.shown", instead(lambda told, here, now: told.all),
           (f"{HERE}/test_announcements.py::test_it_comes_and_goes_by_itself",)),
)  # fmt: skip
