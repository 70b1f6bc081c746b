"""Records of others, each file with where it is from: recorded frames, their layouts, and checks of real terminals."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "vectors"


def load(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


NCCC = load("nccc_ecr400")
LAYOUTS = load("taiwan_edc_layouts")
CHECKS = load("stx_etx_lrc_terminals")
