"""What floor staff ask for."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CheckAssistant:
    """Count the try, then check the PIN of the staff number."""

    staff: str
    digits: str = field(repr=False)


AssistEffect = CheckAssistant
