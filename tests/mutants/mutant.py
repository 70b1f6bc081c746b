"""What a mutant is, and how it takes the place of the true thing. Knows no room of the kiosk."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

#: Whoever bound the true thing by name gets the mutant too.
OURS = ("kiosk", "screens", "devices", "crm", "tests")


@dataclass(frozen=True, slots=True)
class Mutant:
    """`target` is `module:name` or `module:Class.name`; `becomes` makes the lie out of the truth; `tests` must turn red.

    `here`: only the target's own module is lied to, for names that are bound elsewhere for other purposes.
    """

    name: str
    row: str
    lie: str
    target: str
    becomes: Callable[[Any], Any]
    tests: tuple[str, ...]
    here: bool = False

    def find(self) -> tuple[Any, str, Any]:
        """Who holds the target, under which name, and it. Raises KeyError, AttributeError or ImportError."""
        module, _, path = self.target.partition(":")
        holder: Any = importlib.import_module(module)
        *way, name = path.split(".")
        for step in way:
            holder = getattr(holder, step)
        return holder, name, vars(holder)[name]

    def take_over(self) -> None:
        holder, name, truth = self.find()
        lie = self.becomes(truth)
        setattr(holder, name, lie)
        if isinstance(holder, ModuleType) and not self.here:
            for module in _ours(sys.modules.values()):
                for bound in [key for key, value in vars(module).items() if value is truth]:
                    setattr(module, bound, lie)


def _ours(modules: Iterable[Any]) -> list[ModuleType]:
    return [m for m in list(modules) if isinstance(m, ModuleType) and m.__name__.split(".")[0] in OURS]


def always(value: Any) -> Callable[[Any], Any]:
    """A function that answers `value`, whatever it is asked."""
    return lambda truth: lambda *args, **kwargs: value


def instead(lie: Any) -> Callable[[Any], Any]:
    """`lie` in place of the truth."""
    return lambda truth: lie
