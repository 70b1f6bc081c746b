"""The catalogue of audit lines: each kind is declared once, with the fields it carries.

`docs/events.md` is made from this table (`python -m kiosk.domain.audit`); a line of another shape is refused.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    PAYMENT_ASKED = "payment.asked"
    PAYMENT_DECIDED = "payment.decided"
    REVERSAL_ASKED = "reversal.asked"
    REVERSAL_DECIDED = "reversal.decided"
    PAYMENT_PAPER = "payment.paper"
    PAYMENT_COPIED = "payment.copied"
    PAYMENT_LINKED = "payment.linked"
    PAYMENT_BLOCKED = "payment.blocked"
    PAYMENT_UNBLOCKED = "payment.unblocked"
    SLIP_ISSUED = "slip.issued"
    SLIP_SUPERSEDED = "slip.superseded"
    CALLBACK_SAVED = "callback.saved"
    CASE_SAVED = "case.saved"
    RATING_SAVED = "rating.saved"
    WISH_SAVED = "wish.saved"
    MAINTENANCE_ENTERED = "maintenance.entered"
    MAINTENANCE_REFUSED = "maintenance.refused"
    MAINTENANCE_LEFT = "maintenance.left"
    SERVICE_SWITCHED = "service.switched"
    SERVICE_COMMANDED = "service.commanded"
    TEST_PRINTED = "device.test_printed"
    DEVICE_CHANGED = "device.changed"
    SIGN_IN_LOCKED = "sign_in.locked"
    CARD_INCIDENT = "card.incident"
    RECOVERY_ENDED = "recovery.ended"
    CONTENT_TAKEN = "content.taken"
    CONTENT_REFUSED = "content.refused"
    ROOM_OPENED = "maintenance.room"
    CHECK_ENDED = "check.ended"
    READINESS_PRINTED = "check.readiness_printed"
    QUEUE_RETRIED = "queue.retried"
    CLEANING_BEGAN = "panel.cleaning"
    ASSIST_BEGAN = "assist.began"
    ASSIST_REFUSED = "assist.refused"
    ASSIST_LENGTHENED = "assist.lengthened"
    ASSIST_ENDED = "assist.ended"
    HELP_OFFERED = "help.offered"
    STAFF_CALLED = "staff_call.began"
    STAFF_CALL_ENDED = "staff_call.ended"
    STAFF_ENTERED = "staff.entered"
    SITE_SWITCHED = "service.switched_by_site"
    PAPER_CHANGED = "paper.changed"
    PART_CHANGED = "part.changed"
    COUNTER_RESET = "counter.reset"
    BUNDLE_WRITTEN = "support.bundle"
    SETTING_CHANGED = "setting.changed"
    SETTINGS_NOT_KEPT = "setting.not_kept"
    STORE_SET_ASIDE = "store.set_aside"
    EPOCH_BEGAN = "epoch.began"
    AUDIT_PRUNED = "audit.pruned"
    AUDIT_KEYED = "audit.keyed"
    DAY_ENDED = "day.ended"
    DAY_END_PRINTED = "day.printed"
    DOOR_MOVED = "cabinet.door"
    TAMPERED = "cabinet.tampered"
    TAMPER_SEEN = "cabinet.tamper_seen"
    PAPER_RETRACTED = "paper.retracted"
    POWER_CYCLED = "device.power_cycled"
    BUG = "bug"


#: kind -> what it means, and the names of its fields.
CATALOGUE: dict[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.PAYMENT_ASKED: ("An intent is on disk, before the charge.", ("payment", "reference", "amount")),
    Kind.PAYMENT_DECIDED: (
        "An outcome is on disk.",
        ("payment", "reference", "outcome", "recovered"),
    ),
    Kind.REVERSAL_ASKED: (
        "To give a payment back is on disk, before the terminal is asked.",
        ("reversal", "payment", "reference"),
    ),
    Kind.REVERSAL_DECIDED: (
        "What became of giving a payment back is on disk.",
        ("reversal", "reference", "outcome", "cause"),
    ),
    Kind.PAYMENT_PAPER: ("What became of a proof of payment.", ("payment", "reference", "paper")),
    Kind.PAYMENT_COPIED: ("A copy of a proof has its number.", ("payment", "reference", "number")),
    Kind.PAYMENT_LINKED: ("A proof can be read on its customer's phone.", ("payment", "reference", "until")),
    Kind.PAYMENT_BLOCKED: (
        "A row of a payment, or its record, does not fit its seal: nothing is done with the payment any more.",
        ("payment", "part"),
    ),
    Kind.PAYMENT_UNBLOCKED: ("All of a blocked payment fits its seals again.", ("payment",)),
    Kind.SLIP_ISSUED: (
        "A slip for the counter has its number; no money moved.",
        ("reference", "amount", "until"),
    ),
    Kind.SLIP_SUPERSEDED: ("A newer slip for one of its bills took its place.", ("reference", "by")),
    Kind.CALLBACK_SAVED: ("A callback request is on disk.", ("reference", "topic")),
    Kind.CASE_SAVED: ("Something handed over by a customer is on disk.", ("reference", "kind")),
    Kind.RATING_SAVED: ("A rating is on disk; it is nobody's.", ("score",)),
    Kind.WISH_SAVED: ("A wish to cancel or move something is on disk.", ("reference", "kind")),
    Kind.MAINTENANCE_ENTERED: ("A technician came in.", ()),
    Kind.MAINTENANCE_REFUSED: ("A PIN was wrong, or the door was locked.", ("locked",)),
    Kind.MAINTENANCE_LEFT: (
        "Maintenance ended: left by a technician or by staff, timed out, or restarted.",
        ("by",),
    ),
    Kind.SERVICE_SWITCHED: ("A technician opened or closed the service.", ("service",)),
    Kind.SERVICE_COMMANDED: ("The centre opened or closed the service.", ("service", "command")),
    Kind.TEST_PRINTED: ("A test print ended.", ("outcome",)),
    Kind.DEVICE_CHANGED: ("A device changed its state.", ("device", "state", "faults", "owner")),
    Kind.SIGN_IN_LOCKED: ("The centre locked a sign-in after too many tries.", ()),
    Kind.CARD_INCIDENT: (
        "A card was left, kept by the reader (retained), torn out (pulled), shown with another (collided), or is stuck.",
        ("what", "step"),
    ),
    Kind.RECOVERY_ENDED: ("Recovery looked at payments that a break left open.", ("open", "in_doubt")),
    Kind.CONTENT_TAKEN: (
        "A published part was taken; no version: it was withdrawn.",
        ("part", "version"),
    ),
    Kind.CONTENT_REFUSED: (
        "A published part is not signed by the centre or does not validate; the last good one stays.",
        ("part", "version", "why"),
    ),
    Kind.ROOM_OPENED: ("A technician opened a page of maintenance.", ("room",)),
    Kind.CHECK_ENDED: ("A guided check ended.", ("check", "verdict", "hint")),
    Kind.READINESS_PRINTED: ("The results of the checks were printed.", ("outcome",)),
    Kind.QUEUE_RETRIED: ("Parked records are sent again: one by its id, or all.", ("record",)),
    Kind.CLEANING_BEGAN: ("The panel hears no touch for a while, to be wiped.", ()),
    Kind.ASSIST_BEGAN: ("Floor staff came to a customer's step.", ("staff", "step")),
    Kind.ASSIST_REFUSED: ("The PIN of floor staff was wrong, or their door is locked.", ("locked",)),
    Kind.ASSIST_LENGTHENED: ("Floor staff gave the customer more time.", ("staff",)),
    Kind.ASSIST_ENDED: (
        "Floor staff handed the screen back (explained, counter, machine), went away (timeout), or the visit ended.",
        ("staff", "step", "how"),
    ),
    Kind.HELP_OFFERED: ("After errors in one field other ways were offered.", ("step",)),
    Kind.STAFF_CALLED: ("A customer called for staff.", ("call", "step")),
    Kind.STAFF_CALL_ENDED: (
        "A call for staff ended: answered (desk, panel), taken back, unanswered, or cut off by a restart.",
        ("call", "how", "after_ms"),
    ),
    Kind.STAFF_ENTERED: ("Staff of the site came in, by number and PIN.", ("staff",)),
    Kind.SITE_SWITCHED: (
        "Staff of the site closed the service, with its reason, or opened it again.",
        ("service", "reason", "staff"),
    ),
    Kind.PAPER_CHANGED: ("New paper is in, by a test print that the printer confirmed.", ("by",)),
    Kind.PART_CHANGED: ("A technician put a new part in.", ("part", "by")),
    Kind.COUNTER_RESET: ("A technician began to count anew; `was` what was counted.", ("count", "was")),
    Kind.BUNDLE_WRITTEN: ("A bundle for support was written at the panel.", ("file",)),
    Kind.SETTING_CHANGED: (
        "A technician changed a setting: written before the file is.",
        ("setting", "old", "new"),
    ),
    Kind.SETTINGS_NOT_KEPT: ("The disk did not take the settings; the lines before did not come true.", ()),
    Kind.STORE_SET_ASIDE: (
        "The store was damaged or its key gone: the file has another name, and a new store began.",
        ("file",),
    ),
    Kind.EPOCH_BEGAN: (
        "The streams count from 1 again: the disk is a copy on another machine, or was set back to an older state.",
        ("epoch", "why"),
    ),
    Kind.AUDIT_PRUNED: (
        "Old lines at the beginning of the chain went: the number and the hash of the last of them.",
        ("through", "chain"),
    ),
    Kind.AUDIT_KEYED: (
        "From this line on the chain is keyed; it vouches for the lines before as they were found then.",
        (),
    ),
    Kind.DAY_ENDED: (
        "The terminal's day was compared with the journal; what the terminal has more, in minor units.",
        ("verdict", "why", "difference"),
    ),
    Kind.DAY_END_PRINTED: ("What the end of the terminal's day came to was printed.", ("outcome",)),
    Kind.DOOR_MOVED: (
        "The cabinet's door was opened or closed; attended: while a technician was signed in.",
        ("door", "attended"),
    ),
    Kind.TAMPERED: ("The cabinet was forced: no payment begins until a technician has looked.", ()),
    Kind.TAMPER_SEEN: ("A technician has looked at a cabinet that was forced.", ()),
    Kind.PAPER_RETRACTED: (
        "Paper that nobody took was drawn in: its visit is here still (here), is over (left), or the next comes (next).",
        ("when",),
    ),
    Kind.POWER_CYCLED: ("A device stayed down after two restarts: its power was taken.", ("device",)),
    Kind.BUG: ("A bug reached the net; the text is redacted.", ("where",)),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One audit line. Raises ValueError when its fields are not the catalogue's."""

    kind: Kind
    fields: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        declared = CATALOGUE[self.kind][1]
        if tuple(sorted(self.fields)) != tuple(sorted(declared)):
            raise ValueError(f"audit {self.kind.value} takes the fields {declared}, not {tuple(self.fields)}")


def document() -> str:
    """The catalogue as a Markdown table."""
    rows = [
        f"| `{kind.value}` | {text} | {', '.join(fields) or '-'} |"
        for kind, (text, fields) in CATALOGUE.items()
    ]
    head = (
        "# Audit lines\n\nMade from `kiosk/domain/audit.py`.\n\n| kind | meaning | fields |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
