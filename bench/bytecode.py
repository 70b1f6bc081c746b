"""Our modules compiled before a start is timed, as CPython leaves them behind the first one (PEP 3147).

An environment may forbid it; then every start would compile every module again, and that would be timed.
"""

from __future__ import annotations

from pathlib import Path


def kept(folder: Path) -> dict[str, str]:
    """What to start processes with: their bytecode lies in `folder`, and the next one finds it there."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
