"""Asking to be called back."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.callback import Reply, Topic
from kiosk.domain.lookup import CaseStanding


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """From the help overlay or an article: I want a person to call me."""


@dataclass(frozen=True, slots=True)
class TopicChosen:
    topic: Topic


@dataclass(frozen=True, slots=True)
class WindowChosen:
    """`key` is Window.key."""

    key: str


@dataclass(frozen=True, slots=True)
class NumberOnFileChosen:
    """Call me at the number you have."""


@dataclass(frozen=True, slots=True)
class ReplyChosen:
    """How the customer wants to hear from us."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class AskedAnyway:
    """There is an open request, and this is to be another one."""


@dataclass(frozen=True, slots=True)
class OpenCallbackTold:
    """The centre on whether this was asked already. `standing` None: it was not, or nobody could say."""

    topic: Topic
    standing: CaseStanding | None


@dataclass(frozen=True, slots=True)
class CallbackSaved:
    reference: str


@dataclass(frozen=True, slots=True)
class CallbackNotSaved:
    reason: str


CallbackTouch = CallbackAsked | TopicChosen | WindowChosen | NumberOnFileChosen | ReplyChosen | AskedAnyway


CallbackEvent = CallbackTouch | OpenCallbackTold | CallbackSaved | CallbackNotSaved
