"""What is kept of others says where it is from, and is run by somebody."""

from pathlib import Path

import pytest

from tests.vectors.kept import DEVICES, vectors

TESTS = DEVICES.parents[1]
FILES = sorted(path.stem for path in DEVICES.glob("*.json"))
CODE = {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("test_*.py") if path != Path(__file__)}
CODE |= {path: path.read_text(encoding="utf-8") for path in TESTS.rglob("vectors.py")}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_vectors_has_a_source_and_a_test(name: str) -> None:
    kept = vectors(name)
    assert "source" in kept or all("source" in str(part) for part in kept.values())
    assert [path for path, text in CODE.items() if f'vectors("{name}")' in text]
    assert f"`{name}.json`" in (DEVICES / "README.md").read_text(encoding="utf-8")


def test_the_files_are_there() -> None:
    assert len(FILES) == 11
