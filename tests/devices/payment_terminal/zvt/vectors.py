"""Facts recorded from, or published by, others; each with its source in the file."""

import json
from pathlib import Path
from typing import Any

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "vectors" / "zvt.json").read_text(encoding="utf-8")
)


def third_party(name: str) -> list[bytes]:
    """The messages of one of Portalum's tests."""
    return [
        bytes.fromhex(text)
        for case in VECTORS["third_party"]
        if case["test"].endswith(name)
        for text in case["hex"]
    ]
