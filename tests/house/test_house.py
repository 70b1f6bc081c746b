"""The house keeps its own rules. Every check is also shown something that it must find."""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 450

# The brackets keep this file from finding itself.
REGISTRY = re.compile(
    r"py[p]i\.(org|python)|python[h]osted\.org|registry\.np[m]js|npm[m]irror|deb\.debi[a]n\.org"
    r"|(index|extra-index|find-links)-?url\s*=",
    re.IGNORECASE,
)
PRIVATE_PATH = re.compile(r"(?<![\w.:/{}])/(home/[a-z]|roo[t]/|Users/[A-Za-z]|wor[k]/)")
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==\S+", re.IGNORECASE | re.MULTILINE)


def house() -> list[Path]:
    """Every file that is, or would be, in git."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listing.split("\0") if name)
    return [path for path in paths if path.is_file()]


def words(path: Path) -> str:
    """A text file's text; nothing for a picture or a font."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines_matching(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(words(path).splitlines(), 1)
        if pattern.search(line)
    ]


def registry_hosts(paths: Iterable[Path]) -> list[str]:
    return lines_matching(REGISTRY, paths)


def private_paths(paths: Iterable[Path]) -> list[str]:
    return lines_matching(PRIVATE_PATH, paths)


def too_long(paths: Iterable[Path]) -> list[str]:
    counted = ((path, len(words(path).splitlines())) for path in paths if path.suffix == ".py")
    return [f"{path}: {count} lines" for path, count in counted if count > LONGEST]


def lonely_kv(paths: Iterable[Path]) -> list[str]:
    return [str(path) for path in paths if path.suffix == ".kv" and not path.with_suffix(".py").exists()]


def scripts_that_do_not_run(paths: Iterable[Path]) -> list[str]:
    """What starts with #! is executable; what is executable starts with #!."""
    return [str(path) for path in paths if words(path).startswith("#!") != os.access(path, os.X_OK)]


CHECKS: list[Callable[[Iterable[Path]], list[str]]] = [
    registry_hosts,
    private_paths,
    too_long,
    lonely_kv,
    scripts_that_do_not_run,
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_house_keeps(check: Callable[[Iterable[Path]], list[str]]) -> None:
    paths = house()
    assert Path(__file__) in paths
    assert check(paths) == []


@pytest.mark.parametrize(
    ("check", "name", "text"),
    [
        (registry_hosts, "requirements.txt", "--index-" + "url=somewhere"),
        (registry_hosts, "notes.md", "see https://py" + "pi.org/project/kivy"),
        (private_paths, "notes.md", "found in /ro" + "ot/kiosk"),
        (private_paths, "run.py", 'DATA = "/home' + '/alice/data"'),
        (too_long, "long.py", "pass\n" * (LONGEST + 1)),
        (lonely_kv, "lonely.kv", "<Lonely>:\n"),
        (scripts_that_do_not_run, "demo", "#!/usr/bin/env bash\n"),
    ],
)
def test_what_a_check_finds(
    check: Callable[[Iterable[Path]], list[str]], name: str, text: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert len(check([path])) == 1


def unhashed(lock: str) -> list[str]:
    """Pins without a hash, and requirements that are not pins."""
    entries = [entry for entry in re.split(r"\n(?=\S)", lock.strip()) if not entry.startswith("#")]
    return [
        entry.splitlines()[0]
        for entry in entries
        if not PIN.match(entry) or not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    ]


def test_the_lock_pins_and_hashes_everything() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert len(PIN.findall(lock)) > 50
    assert unhashed(lock) == []
    assert "://" not in lock


@pytest.mark.parametrize("lock", ["kivy==2.3.1\n", "kivy>=2.3 --hash=sha256:" + "0" * 64, "-e ."])
def test_a_requirement_without_pin_or_hash_is_found(lock: str) -> None:
    assert unhashed(lock)


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    lists = re.findall(r"^(?:dependencies|dev) = \[$(.*?)^\]$", project, re.MULTILINE | re.DOTALL)
    asked = set(re.findall(r'^    "([a-z0-9-]+)', "".join(lists), re.MULTILINE))
    pinned = {name.lower() for name in PIN.findall((ROOT / "requirements.lock").read_text())}
    assert len(asked) > 30
    assert asked - pinned == set()


@pytest.mark.requirement("P3")
def test_ci_runs_the_tests_and_nothing_else() -> None:
    commands = [line for line in words(ROOT / ".ci/run").splitlines() if line and not line.startswith("#")]
    assert commands == ["set -euo pipefail", 'exec bash "$(dirname "$0")/../scripts/test"']


def test_every_decision_has_a_number_of_its_own() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        assert record.read_text(encoding="utf-8").startswith(f"# {int(record.name[:4])}. ")


def test_every_icon_named_is_in_the_font() -> None:
    named = json.loads((ROOT / "assets/icons/icons.json").read_text())
    with TTFont(ROOT / "assets/icons/icons.ttf") as font:
        drawn = set(font.getBestCmap())
    assert {int(point, 16) for point in named.values()} == drawn


def test_the_fonts_were_made() -> None:
    for script in ("tc", "sc"):
        for weight in ("Regular", "Bold"):
            with TTFont(ROOT / f"assets/fonts/NotoSansCJK{script}-{weight}.otf", lazy=True) as face:
                assert face["name"].getDebugName(1) == f"Noto Sans CJK {script.upper()}"
                assert face["name"].getDebugName(2) == weight
