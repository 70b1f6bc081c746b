"""Lies in the centre and at its desk: crm. Nothing of crm is imported before one of them takes over."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from tests.mutants.mutant import Mutant, always, instead

HERE, DESK = "tests/crm", "tests/crm/desk"


def _everything(truth: Any) -> Any:
    def who_may_pay(session: Any, *asked: Any) -> list[str]:
        from sqlalchemy import select

        from crm.schema import Bill

        return [*truth(session, *asked), *session.scalars(select(Bill.id))]

    return who_may_pay


def _without(condition: str) -> Any:
    """A statement that does not ask this."""

    def loose(truth: Any) -> Any:
        from sqlalchemy import text

        assert condition in str(truth)
        return text(str(truth).replace(condition, "true"))

    return loose


def _look_then_take(truth: Any) -> Any:
    """Looks in one transaction and writes in another, whatever the row has become meanwhile."""

    def claim(self: Any, reference: str, agent: Any) -> None:
        from sqlalchemy import update

        from crm.callbacks import work
        from crm.callbacks.states import State
        from crm.schema import Callback

        now = self._clock()
        with self._database.reading() as session:
            if against := work.why_not(work._find(session, reference), agent, now):
                raise against
        held = {"state": State.CLAIMED, "claimed_by": agent.id, "claimed_at": now}
        with self._database.writing() as session:
            row = work._find(session, reference)
            work._write(session, row, agent.login, now, "claim")
            mine = update(Callback).where(Callback.reference == reference)
            session.execute(mine.values(**held, **work._lease(State.CLAIMED, now)))

    return claim


def _set_anyway(truth: Any) -> Any:
    def compare_and_set(session: Any, row: Any, columns: Any) -> bool:
        from sqlalchemy import update

        model: Any = type(row)
        session.execute(update(model).where(model.id == row.id).values(**columns))
        return True

    return compare_and_set


def _everybody_is_known(truth: Any) -> Any:
    """Takes a request's word for who sent it."""

    def verify_whole(self: Any, request: Any, body: bytes) -> Any:
        from types import SimpleNamespace

        self.key_resolver.resolve_public_key("K07")
        return SimpleNamespace(nonce=uuid.uuid4().hex, label="kiosk")

    return verify_whole


def _always_new(truth: Any) -> Any:
    def take(session: Any, batch: Any, raw: Any) -> Any:
        from crm.schema import Record

        if isinstance(raw, dict) and session.get(Record, (raw.get("id"), batch.sender.kiosk)) is not None:
            raw = {**raw, "id": str(uuid.uuid4())}
        return truth(session, batch, raw)

    return take


def _only_the_called(truth: Any) -> Any:
    def promises(period: Any, scope: Any, by: Any) -> Any:
        from crm.schema import Callback

        return truth(period, scope, by).where(Callback.first_call_at.is_not(None))

    return promises


def _seen_or_not(truth: Any) -> Any:
    def unseen(session: Any, customer_id: int, today: Any, now: Any) -> Any:
        from crm.customers import notices

        about = notices._about_bills(session, customer_id, today)
        return [*about, *notices._outages(session, customer_id, now)]

    return unseen


def _every_bill(truth: Any) -> Any:
    def of(customer_id: int) -> Any:
        from sqlalchemy import select

        from crm.schema import Bill

        return select(Bill)

    return of


def _every_payment(truth: Any) -> Any:
    def payments(session: Any, row: Any) -> Any:
        from sqlalchemy import select

        from crm.schema import Payment

        return session.scalars(select(Payment)).all()

    return payments


def _pin_first(truth: Any) -> Any:
    """Looks at the PIN before the try is counted."""

    def ask(self: Any, knock: Any) -> Any:
        proof = self._look(knock)
        if self.secrets.matches(proof.kept, knock.secret):
            return self._let_in(knock, proof)
        return truth(self, knock)

    return ask


def _for_ever(truth: Any) -> Any:
    def after_no_answer(standing: Any) -> Any:
        from dataclasses import replace

        return replace(standing, attempts=standing.attempts + 1)

    return after_no_answer


def _no_list(truth: Any) -> Any:
    return dict.fromkeys(truth, dict[str, Any])


def _look_then_sit(truth: Any) -> Any:
    """Never looks whether there is room."""

    def take(session: Any, wanted: Any, window: Any) -> Any:
        from dataclasses import replace

        return truth(session, wanted, replace(window, capacity=10**6))

    return take


MUTANTS = (
    Mutant("any_pin_fits", "B1", "the card alone opens the account",
           "crm.tokens:Secrets.matches", always(True),
           (f"{HERE}/test_sign_in.py::test_a_card_alone_yields_nothing",)),
    Mutant("try_counted_after_centre", "X49", "the centre looks at a PIN before it counts the try",
           "crm.customers.signing_in:SignIn.ask", _pin_first,
           (f"{HERE}/test_sign_in.py::test_a_lock_keeps_out_the_right_pin_until_it_ends",
            f"{HERE}/test_sign_in.py::test_the_plug_is_pulled_while_the_pin_is_checked")),
    Mutant("any_code_fits", "B1", "a one-time code of another visit, or used, or too old, opens the account",
           "crm.customers.by_number:CodeKnock._is_good", always(True),
           (f"{HERE}/test_sign_in_by_number.py::test_a_code_ends_after_five_minutes",
            f"{HERE}/test_sign_in_by_number.py::test_a_code_works_once",
            f"{HERE}/test_sign_in_by_number.py::test_a_code_is_good_where_it_was_asked_for")),
    Mutant("codes_without_end", "X49", "a kiosk may send codes to a thousand numbers",
           "crm.customers.codes:Codes._too_many", always(None),
           (f"{HERE}/test_sign_in_by_number.py::test_a_thousand_codes_from_one_kiosk",)),
    Mutant("number_is_enough", "D2", "whoever knows a number is let in",
           "crm.tokens:Secrets.matches", always(True),
           (f"{HERE}/test_sign_in_by_number.py::test_known_and_unknown_look_the_same_to_the_last_try",)),
    Mutant("desk_masks_nothing", "B3", "the desk shows the number before the claim",
           "crm.masks:mask_phone", instead(lambda phone: phone),
           (f"{DESK}/test_case.py::test_before_the_claim_everything_is_masked",)),
    Mutant("field_list_open", "B4", "an answer holds a field that its function does not need",
           "crm.api.fields:ALLOWED", _no_list,
           (f"{HERE}/test_fields.py::test_the_table_drops_what_it_does_not_name",)),
    Mutant("notice_for_ever", "D5", "what was seen is told again at every visit",
           "crm.customers.notices:unseen", _seen_or_not,
           (f"{HERE}/test_account.py::test_a_notice_is_shown_once_and_logged",)),
    Mutant("everybodys_bills", "D1", "one customer sees what another owes",
           "crm.billing.bills:_of", _every_bill,
           (f"{HERE}/test_contract.py::test_bills",)),
    Mutant("posted_twice", "E3", "a bill paid at the counter is posted once more",
           "crm.billing.payments:_why_not", always(""),
           (f"{HERE}/test_payments.py::test_paid_at_the_counter_meanwhile",)),
    Mutant("script_may_be_skipped", "G6", "the number unfolds before the anti-fraud steps",
           "crm.callbacks.work:ANTI_FRAUD", instead(frozenset()),
           (f"{DESK}/test_case.py::test_the_number_unfolds_only_after_the_anti_fraud_steps",)),
    Mutant("open_door", "J4", "whoever comes is let in, however many there are",
           "crm.api.gate:Gate._room", lambda truth: lambda self, rank: 10**6,
           (f"{HERE}/test_gate.py::test_a_few_work_a_few_wait_and_the_others_go",
            f"{HERE}/test_admission.py::test_the_answer_says_when_and_is_the_contracts")),
    Mutant("no_dedupe", "J3", "a record that comes again is another one",
           "crm.intake.records:_take", _always_new,
           (f"{HERE}/test_sync.py::test_the_answer_was_lost_and_the_record_comes_again",)),
    Mutant("parked_left_behind", "J1", "of a dead kiosk's queue only what was never refused is taken",
           "crm.recovery.stores:_OWED", instead("SELECT n, stream FROM outbox WHERE state = 'waiting' ORDER BY seq"),
           (f"{HERE}/test_recovery.py::test_the_queue_of_a_dead_kiosk_is_taken_in_once",)),
    Mutant("signature_unchecked", "L1", "a request is believed by its name",
           "crm.api.signatures:Verifier.verify_whole", _everybody_is_known,
           (f"{HERE}/test_signatures.py::test_a_body_changed_on_the_way",
            f"{HERE}/test_signatures.py::test_another_key_under_this_id")),
    Mutant("heard_twice", "L1", "the same request is believed twice",
           "crm.kiosks.registry:use_nonce", always(None),
           (f"{HERE}/test_signatures.py::test_the_same_request_twice",)),
    Mutant("claim_not_atomic", "L3", "who claims last has it, whoever had it first",
           "crm.callbacks.work:Claims.claim", _look_then_take,
           (f"{DESK}/test_claims.py::test_a_hundred_races_have_one_winner_each",)),
    Mutant("set_without_comparing", "L3", "a claim is written whatever the row has become since it was read",
           "crm.staff.claims:compare_and_set", _set_anyway,
           (f"{DESK}/test_hundred_claims.py::test_a_hundred_claim_one_callback",)),
    Mutant("every_role_enters", "L3", "a page opens to whoever asks for it",
           "crm.desk.roles:allowed", always(None),
           (f"{DESK}/test_roles.py::test_the_door_does_what_the_table_says",)),
    Mutant("held_by_nobody", "L3", "a claim that is alive stands against no other",
           "crm.callbacks.work:is_held", always(False),
           (f"{DESK}/test_claims.py::test_the_second_claimer_sees_who_has_it",)),
    Mutant("any_order", "M1", "the queue comes as it was stored",
           "crm.callbacks.worklist:ordered", instead(lambda rows: rows),
           (f"{DESK}/test_queue.py::test_overdue_first_then_end_of_window_then_age",)),
    Mutant("number_unknown_elsewhere", "D3", "only the kiosk that made a case finds it",
           "crm.by_reference.standing:KINDS", instead(()),
           (f"{HERE}/test_contract.py::test_a_case_by_its_number",)),
    Mutant("tier_forgotten", "L2", "who waits longest is always next, whoever it is",
           "crm.callbacks.dispatch:rank", instead(lambda promise, weight: promise),
           (f"{DESK}/test_dispatch.py::test_a_busy_day",)),
    Mutant("tier_first", "L2", "a tier is always before another one, and the last one starves",
           "crm.callbacks.dispatch:TIER", instead({"vip": timedelta(days=2), "gold": timedelta(days=1)}),
           (f"{DESK}/test_dispatch.py::test_a_busy_day",)),
    Mutant("last_place_given_twice", "Q1", "a place is looked at first and taken later",
           "crm.calendar.slots:_take", _look_then_sit,
           (f"{HERE}/test_callback_calendar.py::test_a_full_window_moves_the_next_one_who_asks",
            f"{HERE}/test_callback_calendar.py::test_the_last_slot_has_one_winner")),
    Mutant("everybodys_payments", "M2", "a case shows the payments of others",
           "crm.desk.case_view:_payments", _every_payment,
           (f"{DESK}/test_case.py::test_the_last_payments_are_this_customers",)),
    Mutant("called_for_ever", "M3", "nobody hears of a customer who never answers",
           "crm.callbacks.states:_after_no_answer", _for_ever,
           (f"{DESK}/test_case.py::test_unanswered_calls_come_back_by_rule_and_then_go_to_a_supervisor",)),
    Mutant("holes_unseen", "E8", "a number of the money stream that never came is no difference",
           "crm.billing.reconciliation:_numbers", always(()),
           (f"{HERE}/test_reconciliation.py::test_a_record_that_is_missing_is_listed_by_its_number",)),
    Mutant("twice_is_fine", "E8", "a bill that was paid twice is no difference",
           "crm.billing.reconciliation:_approved", always(()),
           (f"{HERE}/test_reconciliation.py::test_a_bill_that_was_paid_twice_is_listed",)),
    Mutant("half_a_promise", "N1", "a window that nobody called in is not due",
           "crm.figures.counts:_promises", _only_the_called,
           (f"{DESK}/test_figures.py::test_the_page_says_what_was_reckoned_by_hand",)),
    Mutant("every_end_is_an_answer", "N1", "a call for staff that nobody answered counts as answered in time",
           "crm.figures.assists:ANSWERED", instead(("desk", "panel", "withdrawn", "unanswered", "restarted")),
           (f"{DESK}/test_figures.py::test_the_page_says_what_was_reckoned_by_hand",)),
    Mutant("mean_for_median", "N1", "the median is the shortest wait",
           "crm.figures.durations:ceil", always(1),
           (f"{DESK}/test_figures.py::test_the_page_says_what_was_reckoned_by_hand",)),
    Mutant("loose_chain", "N3", "a line's hash does not hold the line",
           "crm.chain:link", always("0" * 64),
           (f"{HERE}/test_chain.py::test_whatever_was_done_to_it_is_found",)),
    Mutant("quick_and_blind", "L1", "the quick way asks for no key",
           "crm.intake.express:_TAKE", _without("k.public_key = :public_key AND k.revoked_at IS NULL"),
           (f"{HERE}/test_express.py::test_it_does_nothing_where_more_care_is_wanted",)),
    Mutant("a_scan_opens_all", "B2", "a scanned bill opens every other one",
           "crm.billing.codes:who_may_pay", _everything,
           (f"{HERE}/test_bill_codes.py::test_a_scan_opens_one_bill_and_no_account",)),
    Mutant("earlier_bill_leads_nowhere", "D2", "the code on an earlier bill finds nothing that is owed",
           "crm.billing.codes:_found",
           lambda truth: lambda *given, earlier: truth(*given[:3], [], given[4], earlier=earlier)
           if earlier else truth(*given, earlier=earlier),
           (f"{HERE}/test_bill_codes.py::test_the_code_on_an_earlier_bill_leads_to_what_is_owed_now",)),
    Mutant("guess_for_ever", "X49", "codes may be guessed without end",
           "crm.billing.codes:_must_slow_down", always(None),
           (f"{HERE}/test_bill_codes.py::test_guessing_numbers_is_stopped",)),
    Mutant("whatever_the_bill_asks", "E7", "a bill takes what it does not ask for",
           "crm.billing.payments:_why_not", always(""),
           (f"{HERE}/test_bill_codes.py::test_parts_are_posted_until_the_bill_is_paid_and_no_further",)),
)  # fmt: skip
