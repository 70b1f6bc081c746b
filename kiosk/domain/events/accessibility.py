"""What the panel is to be like for this customer."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.preferences import Preferences


@dataclass(frozen=True, slots=True)
class AccessibilityAsked:
    """The list of what can be changed."""


@dataclass(frozen=True, slots=True)
class PreferencesChosen:
    """All of them, one of them changed."""

    preferences: Preferences


AccessibilityTouch = AccessibilityAsked | PreferencesChosen
