"""Every value that the domain's types may have, as far as it matters: built from their hints and from the examples."""

from __future__ import annotations

import itertools
import types
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from tests.kiosk.domain.examples import TEXTS, VALUES


def examples(kind: Any) -> list[Any]:
    """Several values of a dataclass, each different, built from its hints."""
    hints = typing.get_type_hints(kind)
    pools = {f.name: values(hints[f.name], f.name) for f in fields(kind)}
    first = {name: pool[0] for name, pool in pools.items()}
    varied = [{name: value} for name, pool in pools.items() for value in pool[1:]]
    pairs = [
        {one: a, other: b}
        for one, other in itertools.combinations(pools, 2)
        for a in pools[one][1:3]
        for b in pools[other][1:3]
    ]
    return [kind(**{**first, **choice}) for choice in ({}, *varied, *pairs)]


def values(hint: Any, name: str) -> list[Any]:
    return list(_values(hint, name))


def _values(hint: Any, name: str) -> Iterator[Any]:
    origin = typing.get_origin(hint)
    if hint in VALUES:
        yield from VALUES[hint]
    elif hint is str:
        yield from TEXTS[name]
    elif hint is type(None):
        yield None
    elif origin in (typing.Union, types.UnionType):
        parts = sorted(typing.get_args(hint), key=lambda part: part is not type(None))
        yield from itertools.chain.from_iterable(values(part, name) for part in parts)
    elif origin is tuple:
        yield from _tuples(typing.get_args(hint), name)
    elif origin is frozenset:
        yield from (frozenset({"E1", "W1"}), frozenset())
    elif isinstance(hint, type) and issubclass(hint, Enum):
        yield from hint
    elif is_dataclass(hint):
        yield from examples(hint)
    else:
        raise TypeError(f"no example of {hint} for the field {name}: add one to VALUES")


def _tuples(parts: tuple[Any, ...], name: str) -> Iterator[tuple[Any, ...]]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        yield tuple(values(parts[0], name))[:2]
        yield ()
        return
    first = [values(part, name)[0] for part in parts]
    yield tuple(first)
    for place, part in enumerate(parts):
        for value in values(part, name)[1:]:
            yield (*first[:place], value, *first[place + 1 :])


def members(union: Any) -> tuple[Any, ...]:
    """The types of a union such as `State`, `Event`, `Effect`."""
    return typing.get_args(union)
