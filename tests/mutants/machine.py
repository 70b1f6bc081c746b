"""Lies in what carries a visit out and keeps it: kiosk/services, storage, sync, lanes, settings, logs, texts."""

from __future__ import annotations

from typing import Any

from kiosk.domain import events
from kiosk.ports import Answer
from tests.mutants.mutant import Mutant, always, instead

SERVICES, STORAGE = "tests/kiosk/services", "tests/kiosk/storage"


def _no_flush(truth: Any) -> Any:
    def begin(self: Any, key: Any) -> Any:
        db = truth(self, key)
        db.execute("PRAGMA synchronous=OFF")
        return db

    return begin


def _pin_first(truth: Any) -> Any:
    def check(self: Any, digits: str) -> Any:
        if self._world.lock.fits(digits):
            return events.TechnicianAdmitted()
        return truth(self, digits)

    return check


def _in_place(truth: Any) -> Any:
    """Runs the job at once, in whichever thread asks for it."""

    def submit(self: Any, job: Any, *, owner: str = "") -> bool:
        job()
        return True

    return submit


def _nothing_of_failure(truth: Any) -> Any:
    def failed(self: Any, error: Any) -> None:
        self._rest(self._pace.poll)

    return failed


def _lost_is_delivered(truth: Any) -> Any:
    """A batch whose answer was lost counts as stored."""

    def failed(self: Any, error: Any) -> None:
        with self._outbox._store.read() as db:
            ids = [row[0] for row in db.execute("SELECT id FROM outbox WHERE state = 'waiting'")]
        self._outbox.settle([Answer(each, "stored") for each in ids], self._clock.now())
        truth(self, error)

    return failed


def _holding(truth: Any) -> Any:
    """One frame for all jobs, as loops are usually written."""

    def work(self: Any) -> None:
        while (job := self._next()) is not None:
            job.run()

    return work


def _untranslatable(truth: Any) -> Any:
    def read(directory: Any, language: Any) -> dict[str, str]:
        return {**truth(directory, language), "mutant": "\U00013000"}

    return read


MUTANTS = (
    Mutant("engines_remember", "A4", "the engines that were asked for words outlive the visit",
           "kiosk.services.effects.writing:WordFinding.forget", always(None),
           ("tests/kiosk/services/test_writing.py::test_what_was_asked_is_forgotten_with_the_visit_and_only_then",)),
    Mutant("forget_nothing", "A4", "jobs of a visit that is over are done for the next one",
           "kiosk.lanes:ThreadLane.forget", always(None),
           ("tests/kiosk/test_lanes.py::test_what_a_visit_left_behind_is_forgotten",)),
    Mutant("lane_holds_its_last_job", "X37", "a lane that waits holds the job it did last, and what it was about",
           "kiosk.lanes:ThreadLane._work", _holding,
           ("tests/kiosk/test_lanes.py::test_a_lane_that_waits_does_not_hold_its_last_job",)),
    Mutant("never_swept", "X37", "what lies in cycles behind a visit stays until the collector happens to come",
           "kiosk.services.sweeper:Sweeper.tick", always(None), (f"{SERVICES}/test_sweeper.py",)),
    Mutant("swept_under_the_finger", "P1", "the collector comes in the middle of a visit, whatever is touched",
           "kiosk.services.sweeper:Sweeper._is_piled", always(True), (f"{SERVICES}/test_sweeper.py",)),
    Mutant("late_is_heard", "A4", "what an earlier visit asked for reaches this one",
           "kiosk.services.controller:Controller._is_late", always(False),
           (f"{SERVICES}/test_effects.py::test_a_late_event_is_dropped",)),
    Mutant("line_is_always_up", "A5", "nobody is told that the centre does not answer",
           "kiosk.services.courier:Courier._failed", _nothing_of_failure,
           (f"{SERVICES}/test_courier.py::test_a_centre_that_is_down_is_left_alone_for_longer_each_time",)),
    Mutant("unredacted", "B7", "logs repeat what they are given",
           "kiosk.logs:redact", instead(lambda text: text),
           ("tests/kiosk/test_logs.py",)),
    Mutant("card_number_on_the_disk", "B7", "a card is written down as the driver gave it",
           "kiosk.storage.payment_rows:without_number", instead(lambda slip: slip),
           (f"{STORAGE}/test_payments.py::test_a_driver_that_forgets_to_mask_writes_no_card_number",)),
    Mutant("late_money_dropped", "E2", "an answer of the terminal for a visit that is over is dropped",
           "kiosk.services.controller:_ALWAYS", instead(()),
           (f"{SERVICES}/test_effects.py::test_late_money_is_recorded",)),
    Mutant("only_the_centre_is_asked", "E2", "the journal is not asked before the centre whether a bill is under way",
           "kiosk.storage.payments:SqlitePayments.is_under_way", always(False),
           (f"{SERVICES}/test_money.py::test_a_record_that_arrives_between_question_and_intent_is_no_second_charge",)),
    Mutant("recovery_charges", "E2", "recovery charges what it finds open",
           "kiosk.services.recovery:Recovery._ask",
           lambda truth: lambda self, payment, tries: (
               self._terminal.charge(payment.amount, lambda stage: None), truth(self, payment, tries))[1],
           (f"{SERVICES}/test_money.py::test_the_power_went_between_intent_and_outcome",)),
    Mutant("nothing_is_open", "E2", "after a break nothing is looked for",
           "kiosk.storage.payments:SqlitePayments.open", always([]),
           (f"{SERVICES}/test_money.py::test_the_power_went_between_intent_and_outcome",
            f"{STORAGE}/test_payments.py::test_an_intent_is_on_the_disk_before_anybody_may_charge")),
    Mutant("one_slip_two_payments", "E2", "one transaction of the terminal proves two payments",
           "kiosk.storage.payments:_proven", instead(lambda db, outcome: outcome),
           (f"{STORAGE}/test_payments.py::test_one_terminal_transaction_cannot_prove_two_payments",)),
    Mutant("callback_forgotten", "G1", "a case number is given for what nobody will hear of",
           "kiosk.storage.callbacks:enqueue", always("nowhere"),
           (f"{SERVICES}/test_visits.py::test_a_callback_without_a_line_arrives_once_with_its_own_time",), here=True),
    Mutant("no_flush", "J1", "the disk is not asked to keep what was written",
           "kiosk.storage.database:Store._begin", _no_flush,
           (f"{STORAGE}/test_database.py::test_every_connection_flushes_every_commit",)),
    Mutant("no_copy_before", "J1", "a store is migrated without a copy of what it was",
           "kiosk.storage.database:Store._copy", always("not copied"),
           (f"{STORAGE}/test_backup.py::test_an_older_store_is_copied_before_it_is_brought_forward",)),
    Mutant("money_last", "J2", "telemetry goes before payments",
           "kiosk.storage.outbox:STREAMS", lambda truth: tuple(reversed(truth)),
           (f"{SERVICES}/test_courier.py::test_money_goes_before_everything_that_waits",)),
    Mutant("lost_is_delivered", "J3", "what was sent counts as stored, answered or not",
           "kiosk.services.courier:Courier._failed", _lost_is_delivered,
           (f"{SERVICES}/test_courier.py::test_a_third_of_all_answers_is_lost_and_nothing_is_lost_or_doubled",)),
    Mutant("no_backoff", "J4", "a centre that is down is asked without a pause",
           "kiosk.services.courier:Pace.after_failure",
           lambda truth: lambda self, failures, chance, asked: self.first * 0,
           (f"{SERVICES}/test_courier.py::test_the_pause_grows_varies_and_never_undercuts_the_centre",)),
    Mutant("parked_blocks", "J5", "a refused record stays at the head of its queue",
           "kiosk.storage.outbox:_park", always(None),
           (f"{SERVICES}/test_courier.py::test_a_record_that_the_centre_refuses_holds_up_nothing_behind_it",)),
    Mutant("fills_the_disk", "J1", "new requests are taken until nothing is free",
           "kiosk.storage.database:ROOM_TO_GO_ON", instead(0),
           (f"{STORAGE}/test_disk_full.py::test_a_real_disk_that_is_full",)),
    Mutant("log_keeps_all", "J6", "what was erased stays in the write-ahead log",
           "kiosk.storage.log:empty", always(True),
           (f"{STORAGE}/test_outbox.py::test_a_phone_number_is_gone_from_every_file_once_the_centre_has_it",)),
    Mutant("erased_is_flagged", "J6", "a record stays with its hash, and is only said to be delivered",
           "kiosk.storage.outbox:_deliver", always([]),
           (f"{STORAGE}/test_hashes.py::test_no_hash_that_stays_tells_a_number",)),
    Mutant("forgets_what_is_owed", "J1", "old rows go though the centre may not know of them",
           "kiosk.storage.retention:_oldest_owed", always(()),
           (f"{STORAGE}/test_retention.py::test_nothing_goes_that_the_centre_may_not_know",)),
    Mutant("store_in_the_clear", "J6", "whoever takes the disk reads what waits",
           "kiosk.storage.engine:connect",
           lambda truth: lambda path, key, busy_seconds=3.0: truth(path, None, busy_seconds),
           (f"{STORAGE}/test_vault.py::test_without_the_key_nothing_of_a_visit_is_in_any_file",)),
    Mutant("plain_remains", "J6", "the plain store is removed and not overwritten",
           "kiosk.storage.sealing:_overwrite", always(None),
           (f"{STORAGE}/test_sealing.py::test_the_plain_file_is_overwritten_and_not_only_removed",)),
    Mutant("broken_off_for_ever", "J1", "a kiosk that was killed while it encrypted never starts again",
           "kiosk.storage.sealing:clean_up", always(None),
           (f"{STORAGE}/test_sealing.py::test_what_a_break_left_is_taken_away_the_plain_file_overwritten",)),
    Mutant("key_open_to_all", "J6", "a key that everybody on the machine can read is used",
           "kiosk.storage.key:_is_open_to_others", always(False),
           (f"{STORAGE}/test_vault.py::test_a_key_that_others_can_read_is_refused_and_nothing_touched",)),
    Mutant("ports_of_their_own", "K1", "settings do not choose the devices",
           "kiosk.settings.model:Settings.port", instead(lambda self, port, data: f"/dev/{port}"),
           ("tests/kiosk/test_settings.py::test_as_shipped_it_runs_on_the_workbench_and_the_centre_beside_it",)),
    Mutant("tries_not_counted", "K2", "a technician's PIN may be guessed for ever",
           "kiosk.storage.keeper:SqliteKeeper.count_try", always(None),
           (f"{SERVICES}/test_effects.py::test_the_fifth_wrong_pin_locks_and_says_until_when",)),
    Mutant("try_counted_after", "X49", "the technician's PIN is looked at before the try is counted",
           "kiosk.services.effects.maintenance:MaintenanceWork._check", _pin_first,
           (f"{SERVICES}/test_effects.py::test_a_try_is_on_the_disk_before_the_pin_is_looked_at",)),
    Mutant("slips_never_void", "E9", "an older slip of a bill is as good as the newest",
           "kiosk.storage.counter_slips:_NEWER", instead("SELECT 1 WHERE ? < 0"),
           (f"{SERVICES}/test_counter_slips.py::test_a_second_slip_voids_the_first",)),
    Mutant("pay_twice_by_slip", "E9", "a slip is good although its bill was paid by card since",
           "kiosk.storage.counter_slips:SqliteCounterSlips._paid_since", always(None),
           (f"{SERVICES}/test_counter_slips.py::test_who_paid_by_card_after_all_is_told_not_to_pay_with_the_slip",)),
    Mutant("empty_boxes", "O2", "a text has a character that the font has not",
           "kiosk.texts:_read", _untranslatable,
           ("tests/kiosk/test_texts.py::test_no_character_turns_into_an_empty_box",)),
    Mutant("main_waits", "P1", "a job runs in the thread that asks for it",
           "kiosk.lanes:ThreadLane.submit", _in_place,
           ("tests/kiosk/test_lanes.py::test_a_lane_that_hangs_delays_no_other",)),
    Mutant("questions_pile_up", "P1", "a device that hangs is asked again and again",
           "kiosk.services.watch:Watch._ask",
           lambda truth: lambda self, now, turn, lane, status: lane.submit(status),
           (f"{SERVICES}/test_watch.py::test_a_device_that_hangs_is_not_asked_again_and_again",)),
    Mutant("undeclared_is_fine", "X61", "an audit line may have any fields",
           "kiosk.domain.audit:Entry.__post_init__", always(None),
           ("tests/kiosk/domain/test_audit.py::test_an_undeclared_field_is_refused",)),
)  # fmt: skip
