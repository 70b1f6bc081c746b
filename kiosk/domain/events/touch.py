"""What a finger can do on any screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.house import Task
from kiosk.domain.language import Language


@dataclass(frozen=True, slots=True)
class Started:
    """The attract screen was touched."""


@dataclass(frozen=True, slots=True)
class TaskChosen:
    task: Task


@dataclass(frozen=True, slots=True)
class WentBack:
    pass


@dataclass(frozen=True, slots=True)
class WentHome:
    pass


@dataclass(frozen=True, slots=True)
class Ended:
    """The customer is done: wipe everything."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The one primary action of the screen (lower right)."""


@dataclass(frozen=True, slots=True)
class DigitTyped:
    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DigitErased:
    pass


@dataclass(frozen=True, slots=True)
class DigitsCleared:
    pass


@dataclass(frozen=True, slots=True)
class HelpAsked:
    pass


@dataclass(frozen=True, slots=True)
class LanguagesAsked:
    pass


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    language: Language


@dataclass(frozen=True, slots=True)
class OverlayClosed:
    """Help or the language list was put away."""


@dataclass(frozen=True, slots=True)
class MoreTimeTaken:
    pass


AnyScreenTouch = (
    Started
    | TaskChosen
    | WentBack
    | WentHome
    | Ended
    | Confirmed
    | DigitTyped
    | DigitErased
    | DigitsCleared
    | HelpAsked
    | LanguagesAsked
    | LanguageChosen
    | OverlayClosed
    | MoreTimeTaken
)
