"""Asking the centre who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.account import Factor


@dataclass(frozen=True, slots=True)
class SignIn:
    card: str = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOut:
    """The grant ends with the visit."""

    grant: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignInByNumber:
    number: str = field(repr=False)
    factor: Factor
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SendCode:
    """A one-time code to the phone on file, if there is one."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GiveCardBack:
    """If the reader holds one."""


SigningInEffect = GiveCardBack | SignIn | SignOut | SignInByNumber | SendCode
