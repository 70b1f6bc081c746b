"""The life of a callback as one table: state and act give the next state, anything else is refused.

Pure: no clock, no database. `crm/callbacks/work.py` carries the moves out, exclusively and with history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from crm.schema import CallbackState as State


class Act(StrEnum):
    CLAIM = "claim"
    RELEASE = "release"
    DIAL = "dial"
    RESOLVE = "resolve"
    SEND = "send"
    BOUNCE = "bounce"
    CALL_INSTEAD = "call_instead"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    REARRANGE = "rearrange"
    TRANSFER = "transfer"
    WRONG_NUMBER = "wrong_number"
    ESCALATE = "escalate"
    CALL_OFF = "call_off"
    GIVE_UP = "give_up"
    CANCEL = "cancel"
    EXPIRE = "expire"


class Outcome(StrEnum):
    """What an agent says of a call, or of an answer in writing; each is one act."""

    RESOLVED = "resolved"
    SENT = "sent"
    BOUNCED = "bounced"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    VOICEMAIL = "voicemail"
    REARRANGED = "rearranged"
    TRANSFERRED = "transferred"
    WRONG_NUMBER = "wrong_number"
    CALLED_OFF = "called_off"
    ESCALATED = "escalated"
    UNREACHABLE = "unreachable"

    @property
    def act(self) -> Act:
        return _ACT_OF[self]


_ACT_OF: dict[Outcome, Act] = {
    Outcome.RESOLVED: Act.RESOLVE,
    Outcome.SENT: Act.SEND,
    Outcome.BOUNCED: Act.BOUNCE,
    Outcome.NO_ANSWER: Act.NO_ANSWER,
    Outcome.BUSY: Act.BUSY,
    Outcome.VOICEMAIL: Act.VOICEMAIL,
    Outcome.REARRANGED: Act.REARRANGE,
    Outcome.TRANSFERRED: Act.TRANSFER,
    Outcome.WRONG_NUMBER: Act.WRONG_NUMBER,
    Outcome.CALLED_OFF: Act.CALL_OFF,
    Outcome.ESCALATED: Act.ESCALATE,
    Outcome.UNREACHABLE: Act.GIVE_UP,
}

#: Nobody holds it and it is not over.
WAITING = (State.QUEUED, State.RETRY, State.SUPERVISOR)
HELD = (State.CLAIMED, State.DIALLING)
OPEN = WAITING + HELD
OVER = (State.DONE, State.CANCELLED, State.EXPIRED, State.MERGED)

#: How long after the first, second and third call that reached nobody the next one is due. A busy line is free soon; who
#: has heard a message has a day to call back. A wrong number is never tried again.
RETRY_AFTER = (timedelta(minutes=30), timedelta(minutes=60), timedelta(minutes=120))
RETRY_RULES = {
    Act.NO_ANSWER: RETRY_AFTER,
    Act.BUSY: (timedelta(minutes=15),) * len(RETRY_AFTER),
    Act.VOICEMAIL: (timedelta(days=1),) * len(RETRY_AFTER),
}
MOST_ATTEMPTS = len(RETRY_AFTER) + 1


@dataclass(frozen=True, slots=True)
class Standing:
    """`attempts`: calls in this window that nobody answered. `escalated`: it belongs to the supervisors."""

    state: State
    attempts: int = 0
    escalated: bool = False


class Refused(Exception):
    """This act is not for this standing."""

    def __init__(self, standing: Standing, act: Act) -> None:
        super().__init__(f"a callback that is {standing.state.value} takes no {act.value}")
        self.standing = standing
        self.act = act


#: (state, act) -> next state. What depends on attempts or escalation is settled in `step`.
MOVES: dict[tuple[State, Act], State] = {
    **{(state, Act.CLAIM): State.CLAIMED for state in OPEN},  # held ones: only when the lease has run out
    **{(state, Act.CANCEL): State.CANCELLED for state in WAITING},
    (State.QUEUED, Act.EXPIRE): State.EXPIRED,
    (State.RETRY, Act.EXPIRE): State.EXPIRED,
    **{(state, Act.RELEASE): State.QUEUED for state in HELD},
    **{(state, Act.ESCALATE): State.SUPERVISOR for state in HELD},
    (State.CLAIMED, Act.DIAL): State.DIALLING,
    (State.DIALLING, Act.RESOLVE): State.DONE,
    (State.DIALLING, Act.SEND): State.DONE,
    (State.DIALLING, Act.BOUNCE): State.DONE,
    (State.DIALLING, Act.CALL_INSTEAD): State.QUEUED,
    (State.DIALLING, Act.WRONG_NUMBER): State.DONE,
    (State.DIALLING, Act.GIVE_UP): State.DONE,
    (State.DIALLING, Act.REARRANGE): State.QUEUED,
    (State.DIALLING, Act.CALL_OFF): State.CANCELLED,
    **{(State.DIALLING, act): State.RETRY for act in RETRY_RULES},
    **{(state, Act.TRANSFER): State.QUEUED for state in HELD},
}


def step(standing: Standing, act: Act) -> Standing:
    """Where `act` leads. Raises Refused for what is not in the table."""
    if (standing.state, act) not in MOVES:
        raise Refused(standing, act)
    moved = replace(standing, state=MOVES[standing.state, act])
    match act:
        case Act.NO_ANSWER | Act.BUSY | Act.VOICEMAIL:
            return _after_no_answer(moved)
        case Act.REARRANGE:
            return replace(moved, attempts=0, escalated=False)
        case Act.ESCALATE:
            return replace(moved, escalated=True)
        case Act.RELEASE | Act.TRANSFER | Act.CALL_INSTEAD:
            return replace(moved, state=waiting_state(moved))
        case Act.GIVE_UP if not standing.escalated:
            raise Refused(standing, act)
        case _:
            return moved


def _after_no_answer(standing: Standing) -> Standing:
    """Not answered once more: try again, but after the last try it is the supervisors'."""
    counted = replace(standing, attempts=standing.attempts + 1)
    escalated = standing.escalated or counted.attempts >= MOST_ATTEMPTS
    return replace(counted, state=State.SUPERVISOR, escalated=True) if escalated else counted


def waiting_state(standing: Standing) -> State:
    """The queue to which a claim goes back."""
    if standing.escalated:
        return State.SUPERVISOR
    return State.RETRY if standing.attempts else State.QUEUED


def retry_after(attempts: int, act: Act = Act.NO_ANSWER) -> timedelta:
    """How long to wait after the `attempts`-th (from 1) call, when it ended like this."""
    rule = RETRY_RULES[act]
    return rule[min(attempts, len(rule)) - 1]
