"""The words that states, kinds and roles are kept in."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    IN_DOUBT = "in_doubt"


class LineState(StrEnum):
    PENDING = "pending"
    """In doubt: nobody knows yet whether money moved."""
    POSTED = "posted"
    REFUND_DUE = "refund_due"
    VOID = "void"
    """Declined or cancelled: no money moved."""


class RefundKind(StrEnum):
    REFUND = "refund"
    """No bill took the money."""
    VOID = "void"
    """It was posted, and is taken out of the bills again."""


class RefundState(StrEnum):
    """Money on its way back. From `DUE` on it is people's."""

    GRANTED = "granted"
    """The kiosk may reverse it, so nobody else gives it back; it owes an answer."""
    DOUBTED = "doubted"
    """The kiosk asked the terminal, and nobody knows what came of it."""
    DUE = "due"
    PROPOSED = "proposed"
    APPROVED = "approved"
    PAID_OUT = "paid_out"
    REVERSED = "reversed"
    """Given back by the kiosk's terminal."""


class CallbackState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    DIALLING = "dialling"
    RETRY = "retry"
    SUPERVISOR = "supervisor"
    """Escalated, or nobody answered too often: only supervisors claim it."""
    DONE = "done"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MERGED = "merged"
    """The customer had asked already: the earlier request stands for this one too."""


class BookingState(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"
    DONE = "done"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"


class CaseKind(StrEnum):
    RECEIPT = "receipt_case"
    IN_DOUBT = "payment_in_doubt"
    REFUND = "refund_due"
    CONTRADICTION = "payment_contradiction"
    """Two final outcomes were reported for one payment."""
    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    LETTER = "letter"
    """To the manager: no agent sees it."""
    FAULT = "fault_report"
    APPLICATION = "application"
    FOLLOW_UP = "follow_up"
    """Some days after a complaint was closed."""


class CaseState(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


class Approval(StrEnum):
    """Where a second person has to say yes."""

    NONE = "none"
    WANTED = "wanted"
    GIVEN = "given"
    REFUSED = "refused"


class ArticleState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Severity(StrEnum):
    """How an announcement looks: the important ones come first."""

    INFO = "info"
    IMPORTANT = "important"


class Role(StrEnum):
    AGENT = "agent"
    OUTSOURCED = "outsourced"
    """An agent of another company: works on cases, exports nothing, sees no more than its own case needs."""
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class StaffCallEnd(StrEnum):
    """How a call for staff ended. The first two answered it."""

    DESK = "desk"
    """Somebody at the desk said that they go, and the kiosk heard it."""
    PANEL = "panel"
    """Staff came and opened the help panel with their PIN."""
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"
    RESTARTED = "restarted"
    """The kiosk stopped and found it open when it began anew."""


class CommandState(StrEnum):
    """A command to a kiosk. The last three are its end."""

    QUEUED = "queued"
    DELIVERED = "delivered"
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"
