"""The part `waits`, from the centre's JSON to a value. Anything that is not as agreed is a ValueError, whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from kiosk.answers.told import items, members, moment, text, whole
from kiosk.domain.wait import Wait, Waits


def read_waits(body: object) -> Waits:
    """Raises ValueError."""
    try:
        return Waits(tuple(_wait(members(each)) for each in items(body)))
    except KeyError as missing:
        raise ValueError(f"a waiting time is not as agreed: no {missing}") from missing


def _wait(told: Mapping[str, Any]) -> Wait:
    return Wait(
        site=text(told["site"]),
        waiting=whole(told["waiting"], "people"),
        counters=whole(told["counters"], "counters"),
        minutes=whole(told["minutes"], "minutes"),
        told_at=moment(told["told_at"], UTC),
    )
