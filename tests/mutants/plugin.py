"""`pytest -p tests.mutants.plugin --mutant NAME`: one mutant takes its place before the tests are collected."""

import pytest

from tests.mutants import catalogue


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutant", metavar="NAME", required=True, help="who takes over, of tests/mutants")


def pytest_configure(config: pytest.Config) -> None:
    catalogue.by_name(config.getoption("--mutant")).take_over()
