"""The mutants are where they say: each target and each test that must find it out still exists."""

import ast
from pathlib import Path

import pytest

from tests.mutants.catalogue import MUTANTS, by_name
from tests.mutants.mutant import Mutant

ROOT = Path(__file__).resolve().parents[2]
#: Rows that the first whole visit must hold, and why one of them has no mutant.
ROWS = """
    A1 A2 A3 A4 A5 B1 B2 B3 B4 B5 B7 B8 D1 E1 E2 E3 E5 F1 F2 G1 G3 G6 J1 J3 K1 K2 L1 L3 M1 M2 M3 O2 O6 P1 P2
    X4 X18 X22 X49 X61
"""
WITHOUT = {"P3": "that the tests run on a bare machine is a property of scripts/test, not of a function"}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_what_it_lies_about_exists(mutant: Mutant) -> None:
    module, _, path = mutant.target.partition(":")
    file = ROOT / (module.replace(".", "/") + ".py")
    names = _defined(file if file.exists() else file.with_suffix("") / "__init__.py")
    assert path in names, f"{mutant.target} is gone; there are {sorted(names)}"


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_who_must_find_it_out_exists(mutant: Mutant) -> None:
    assert mutant.tests
    for node in mutant.tests:
        file, _, name = node.partition("::")
        assert not name or name.partition("[")[0] in _defined(ROOT / file), (
            node
        )  # one case of it, in brackets


def test_every_core_row_has_its_mutant() -> None:
    assert set(ROWS.split()) - {mutant.row for mutant in MUTANTS} == set()
    assert not set(WITHOUT) & set(ROWS.split())


def test_names_are_names() -> None:
    names = [mutant.name for mutant in MUTANTS]
    assert len(names) == len(set(names))
    assert by_name(names[0]) is MUTANTS[0]
    with pytest.raises(KeyError, match="nobody; there are"):
        by_name("nobody")


def test_a_mutant_takes_over_wherever_the_truth_was_bound() -> None:
    """In a process of its own elsewhere; here the way it finds its target is tried, and nothing is replaced."""
    holder, name, truth = by_name("wipe_nothing").find()
    assert (holder.__name__, name, truth.__name__) == ("Visit", "wiped", "wiped")


def _defined(path: Path) -> set[str]:
    """Every name bound at the top of a module, and every one in its classes as `Class.name`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return set(_names(tree.body, ""))


def _names(body: list[ast.stmt], before: str) -> list[str]:
    found: list[str] = []
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.append(before + name)
            case ast.ClassDef(name=name, body=inner):
                found += [before + name, *_names(inner, f"{before}{name}."), f"{before}{name}.__repr__"]
            case ast.Assign(targets=targets):
                found += [before + t.id for t in targets if isinstance(t, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                found.append(before + name)
            case ast.ImportFrom(names=names):
                found += [before + (alias.asname or alias.name) for alias in names]
            case _:
                pass
    return found
