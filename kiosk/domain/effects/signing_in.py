"""Asking the centre who somebody is."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SignIn:
    card: str = field(repr=False)
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignOut:
    """The grant ends with the visit."""

    grant: str = field(repr=False)


SigningInEffect = SignIn | SignOut
