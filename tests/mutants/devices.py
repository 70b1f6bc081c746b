"""Lies in the drivers: devices."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PIL import ImageChops

from devices.card_reader.cards import Own
from kiosk.domain.faults import Fault
from kiosk.domain.health import Device, DeviceState, DeviceStatus
from kiosk.domain.payment import Cancelled, CancelledBy, NothingFound, NotTold
from tests.mutants.mutant import Mutant, always

PRINTER, READER = "tests/devices/receipt_printer", "tests/devices/card_reader"
TABLES = "tests/devices/payment_terminal/fixed_field"
ZVT = "tests/devices/payment_terminal/zvt"


def _any_card(truth: Any) -> Any:
    return lambda house, number: Own(number)


def _same_kind(truth: Any) -> Any:
    def look(reader: Any) -> Any:
        lying, known = reader._slot.look(), reader._known
        return [known[1]] if lying and known and lying.atr == known[0].atr else truth(reader)

    return look


def _inverted(truth: Any) -> Any:
    def encoded(band: Any) -> bytes:
        return truth(replace(band, dots=ImageChops.invert(band.dots)) if band.dots else band)

    return encoded


def _opened(truth: Any) -> Any:
    def name_of(line: Any, introduced: Any) -> str:
        line.open()
        return ""

    return name_of


def _nameless(truth: Any) -> Any:
    return lambda link: truth(link) and ""


def _never(truth: Any) -> Any:
    return property(lambda till: False)


def _without_the_knife(truth: Any) -> Any:
    def confirm(printer: Any, numbers: tuple[int, int], seconds: float) -> None:
        printer._talk.has_printed(*numbers, seconds=seconds)

    return confirm


def _first_word(truth: Any) -> Any:
    def await_ack(session: Any) -> Any:
        # The noise is taken for the word that is waited for.
        return next(iter(session._listen(session.wire.now() + session._ack_seconds)), None)

    return await_ack


def _no_is_an_answer(truth: Any) -> Any:
    def finding_of(answer: Any, terminal_id: str, number: str) -> Any:
        found = truth(answer, terminal_id, number)
        return NothingFound() if isinstance(found, NotTold) else found

    return finding_of


MUTANTS = (
    Mutant("card_passed_on", "B7", "a bank card's number is passed on",
           "devices.card_reader.cards:House.stripe", _any_card,
           (f"{READER}/test_protocol.py::test_a_bank_card_is_dropped_unread",)),
    Mutant("one_of_two_cards", "X9", "of two cards at once nothing is said",
           "devices.card_reader.presence:Presence._two", always(None),
           (f"{READER}/test_pn532.py::test_two_cards_at_once_are_told_and_neither_is_read",)),
    Mutant("same_kind_same_card", "X9", "a card that says of itself what the last one said is the last one",
           "devices.card_reader.pcsc.driver:PcscReader._look", _same_kind,
           (f"{READER}/test_pcsc.py::test_another_card_of_the_same_kind_is_another_card",)),
    Mutant("torn_out_goes_on", "X9", "a visit goes on when its card was torn out",
           "kiosk.domain.flow.cards:_gone", lambda truth: lambda visit, move: visit,
           ("tests/kiosk/domain/test_cards.py::test_a_card_torn_out_ends_the_visit",)),
    Mutant("white_on_black", "F1", "the receipt's dots are the wrong way round",
           "devices.receipt_printer.raster:encoded", _inverted,
           (f"{PRINTER}/test_raster.py::test_what_is_sent_is_what_was_drawn",)),
    Mutant("ok_without_answer", "F2", "a printer that does not answer is well",
           "devices.receipt_printer.driver:failed",
           always(DeviceStatus(Device.RECEIPT_PRINTER, DeviceState.ONLINE)),
           (f"{PRINTER}/test_status.py::test_off_and_on_again",)),
    Mutant("confirm_without_answer", "X4", "a receipt is printed when its last byte is sent",
           "devices.receipt_printer.driver:EscposPrinter._confirm", always(None),
           (f"{PRINTER}/test_print.py::test_power_lost_after_the_last_byte_is_unknown",)),
    Mutant("printed_without_the_knife", "X4", "rows on paper are a receipt in the hand, cut off or not",
           "devices.receipt_printer.driver:EscposPrinter._confirm", _without_the_knife,
           (f"{PRINTER}/test_print.py::test_a_cut_that_got_lost_is_not_printed_and_hangs_on_no_other",)),
    Mutant("any_programs_number", "X4", "what another program asked the printer for confirms our receipt",
           "devices.receipt_printer.talk:Talk.forget", always(None),
           (f"{PRINTER}/test_print.py::test_what_another_program_asked_for_is_no_answer_to_our_job",)),
    Mutant("first_word_counts", "E2", "a NAK for noise brings the request for money again, over its ACK",
           "devices.payment_terminal.fixed_field.session:Session._await_ack", _first_word,
           (f"{TABLES}/test_faults.py::test_a_nak_for_noise_before_the_sale_brings_no_second_sale",)),
    Mutant("unplugged_is_silent", "X1", "a port that is gone is a device that is off",
           "devices.conditions:_what", always((DeviceState.OFFLINE, Fault.NO_ANSWER)),
           ("tests/devices/test_conditions.py::test_each_way_to_fail_is_a_fault_of_its_own",)),
    Mutant("any_last_went_back", "X23", "whatever the terminal did last, it gave this payment back",
           "devices.payment_terminal.zvt.reversals:gave_back", always(True),
           (f"{ZVT}/test_reversal.py::test_a_payment_goes_back_whole",)),
    Mutant("silence_gave_nothing_back", "X23", "a reversal whose answer got lost did not happen",
           "devices.payment_terminal.zvt.reversals:gave_back", always(False),
           (f"{ZVT}/test_reversal.py::test_each_end_of_a_reversal_has_its_word",)),
    Mutant("undelivered_is_not_charged", "X23", "what was not delivered is not charged, whatever the terminal says",
           "devices.payment_terminal.zvt.reversals:undelivered", always(Cancelled(CancelledBy.NOT_DELIVERED)),
           (f"{ZVT}/test_goods.py::test_after_a_no_only_what_surely_went_back_is_not_charged",)),
    Mutant("no_is_an_answer", "X22", "a terminal that does not find the sale says that there is none",
           "devices.payment_terminal.fixed_field.driver:finding_of", _no_is_an_answer,
           (f"{TABLES}/test_charge.py::test_a_no_to_an_inquiry_is_never_a_not_charged",)),
    Mutant("any_record_is_ours", "E2", "an answer that bears another sale's number is taken for this one's",
           "devices.payment_terminal.fixed_field.driver:_may_be_ours", always(True),
           (f"{TABLES}/test_faults.py::test_what_a_terminal_says_and_what_it_means",)),
    Mutant("any_found_is_ours", "E2", "what a terminal finds is this payment, also when it may be its last one",
           "kiosk.domain.payment:_is_known", always(True),
           (f"{TABLES}/test_faults.py::test_what_an_inquiry_proves",)),
    Mutant("held_key_repeats", "X42", "a key that is held is pressed again and again",
           "devices.keypad.driver:EvdevKeypad._goes_down", lambda truth: lambda keypad, code, value, now: value != 0,
           ("tests/devices/keypad/test_keypad.py::test_a_key_that_is_held_counts_once_and_is_stuck_in_the_end",)),
    Mutant("half_a_group_counts", "X42", "keys are believed of a group in which something got lost",
           "devices.keypad.records:Parser._drop", always(None),
           ("tests/devices/keypad/test_records.py::test_what_the_kernel_could_not_keep_makes_the_rest_of_the_group_worthless",)),
    Mutant("every_printer_is_well", "X15", "a printer with a fault is one without",
           "devices.receipt_printer.parts:state_of", always(DeviceState.ONLINE),
           ("tests/devices/workbench/test_every_fault.py::test_each_fault_of_the_printer",)),
    Mutant("any_port_will_do", "X10", "the first port that opens is the device's, whoever is there",
           "devices.sought_link:_name_of", _opened,
           ("tests/devices/test_hot_plug.py::test_a_printer_in_the_terminals_place_is_never_asked_for_money",)),
    Mutant("any_of_its_kind", "X10", "of two printers the first that answers is the one that was there before",
           "devices.receipt_printer.introduction:introduced", _nameless,
           ("tests/devices/test_hot_plug.py::test_each_of_two_printers_is_known_by_its_serial_number",)),
    Mutant("any_terminal_will_do", "X10", "money is asked for at whichever terminal answers",
           "devices.payment_terminal.zvt.till:Till.is_another", _never,
           (f"{ZVT}/test_another_terminal.py::test_another_terminal_is_told_and_nothing_is_prepared_at_it",)),
    Mutant("trace_tells_all", "X17", "a trace is written as it was heard",
           "devices.trace.redaction:clean_stream", lambda truth: lambda stream, protocol, way: stream,
           ("tests/devices/trace/test_redaction.py::test_a_terminals_password_is_not_told",)),
    Mutant("trace_without_times", "X17", "a trace is replayed as quickly as it can be",
           "devices.trace.player:Player._is_due", always(True),
           ("tests/devices/trace/test_replay.py::test_times_are_those_of_the_recording",)),
)  # fmt: skip
