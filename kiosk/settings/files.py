"""A file in the place of another in one step, and a settings file with other values that is otherwise as it was."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """All of it is on the disk under `path`, or the old file is; readable by as many as that was. Raises OSError."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)  # the new name itself
    finally:
        os.close(folder)


def with_values(text: str, values: Mapping[tuple[str, str], str]) -> str:
    """`text` with these values by section and key: in the line where the key stands, else below the last setting of its
    section, else in a section of its own at the end. Every other line, comments too, stays as it is."""
    lines = text.splitlines()
    for (section, key), value in values.items():
        _put(lines, section, key, f"{key} = {value}".rstrip())
    return "\n".join(lines) + "\n" if lines else ""


def _put(lines: list[str], section: str, key: str, written: str) -> None:
    here, last = "", -1
    for number, line in enumerate(map(str.strip, lines)):
        if line.startswith("[") and line.endswith("]"):
            here = line[1:-1].strip()
        elif here != section or not line or line[0] in "#;":
            continue
        elif line.partition("=")[0].strip() == key:
            lines[number] = written
            return
        last = number if here == section else last
    if last >= 0:
        lines.insert(last + 1, written)
    else:
        lines += ["", f"[{section}]", written] if lines else [f"[{section}]", written]
