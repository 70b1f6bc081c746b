"""What an application's doors lead to, beside its centre; the routes are the same for every application."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request

from crm.customers.messengers import Messenger
from crm.kiosks.content import Content
from crm.kiosks.keyring import Keyring
from crm.tokens import Secrets


@dataclass(frozen=True, slots=True)
class Door:
    """`secrets` checks PINs and codes, `messenger` carries codes to phones, `published` is what kiosks pull."""

    secrets: Secrets
    published: Content
    messenger: Messenger
    keyring: Keyring = field(default_factory=Keyring)


def door_of(request: Request) -> Door:
    """The door of the application that was asked."""
    door: Door = request.app.state.door
    return door


DoorHere = Annotated[Door, Depends(door_of)]
