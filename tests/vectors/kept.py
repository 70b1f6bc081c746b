"""Facts that others recorded or published, as they are kept in `devices/`; README.md there tells who runs which."""

import json
from pathlib import Path
from typing import Any

DEVICES = Path(__file__).parent / "devices"


def vectors(name: str) -> dict[str, Any]:
    """Of `devices/NAME.json`."""
    kept: dict[str, Any] = json.loads((DEVICES / f"{name}.json").read_text(encoding="utf-8"))
    return kept
