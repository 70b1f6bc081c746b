"""What states say in one word: problems, refusals, stages, and what became of the paper."""

from __future__ import annotations

from enum import StrEnum

from kiosk.domain.receipt import PrintOutcome


class Problem(StrEnum):
    """What went wrong, as the customer is told (`problem.*` in the catalogue)."""

    NONE = ""
    CARD_UNREADABLE = "card_unreadable"
    CARD_PULLED = "card_pulled"
    CARDS_TOGETHER = "cards_together"
    CARD_KEPT = "card_kept"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGN_IN_LOCKED = "sign_in_locked"
    NUMBER_REFUSED = "number_refused"
    NUMBER_INCOMPLETE = "number_incomplete"
    CODE_WAIT = "code_wait"
    LINE_DOWN = "line_down"
    PHONE_INCOMPLETE = "phone_incomplete"
    EMAIL_NO_AT = "email_no_at"
    EMAIL_TWO_AT = "email_two_at"
    EMAIL_NAME = "email_name"
    EMAIL_PLACE = "email_place"
    EMAIL_LONG = "email_long"
    ACCOUNT_INCOMPLETE = "account_incomplete"
    NOTHING_CHOSEN = "nothing_chosen"
    NOT_SAVED = "not_saved"
    REFERENCE_WRONG = "reference_wrong"
    REFERENCE_UNKNOWN = "reference_unknown"
    TOO_MANY_LOOKUPS = "too_many_lookups"
    PIN_WRONG = "pin_wrong"
    PIN_LOCKED = "pin_locked"


class Refusal(StrEnum):
    """Why no charge was asked for; money never moved (`refusal.*`)."""

    LINE_DOWN = "line_down"
    ALREADY_PAID = "already_paid"
    BEING_CHECKED = "being_checked"
    TERMINAL = "terminal"
    OVER_CAP = "over_cap"
    NOT_SAVED = "not_saved"
    SIGNED_OUT = "signed_out"
    CASH_ONLY = "cash_only"
    OTHER_AMOUNT = "other_amount"
    BELOW_MINIMUM = "below_minimum"
    ABOVE_MAXIMUM = "above_maximum"
    STALE = "stale"
    NO_PAPER = "no_paper"
    TAMPERED = "tampered"
    ON_BATTERY = "on_battery"


class Stage(StrEnum):
    """How far a payment is; also what the terminal is doing (`paying.stage.*`)."""

    CHECKING_BILLS = "checking_bills"
    PREPARING = "preparing"
    SAVING = "saving"
    INSERT_CARD = "insert_card"
    ENTER_PIN = "enter_pin"
    PLEASE_WAIT = "please_wait"
    REMOVE_CARD = "remove_card"
    CANCELLING = "cancelling"
    INQUIRING = "inquiring"
    RECORDING = "recording"


class Back(StrEnum):
    """How far money is on its way back (`back.*`)."""

    REVERSING = "reversing"
    GIVEN_BACK = "given_back"
    CHECKING = "checking"
    STAFF = "staff"
    """Nothing went back here; a person gives it back."""


class LinkState(StrEnum):
    """The proof on the customer's phone: offered, being made, shown as a code, or impossible now."""

    OFFERED = "offered"
    MAKING = "making"
    SHOWN = "shown"
    NOT_MADE = "not_made"


class PaperState(StrEnum):
    """What became of the paper the customer wanted."""

    OFFERED = "offered"
    PRINTING = "printing"
    CONFIRMED = "confirmed"
    PARTIAL = "partial"
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"
    SENT = "sent"
    NOT_WANTED = "not_wanted"
    TAKEN = "taken"
    RETRACTED = "retracted"

    @classmethod
    def of(cls, outcome: PrintOutcome) -> PaperState:
        return cls(outcome.value)
