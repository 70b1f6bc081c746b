"""Facts recorded from, or published by, others; each with its source in the file."""

from tests.vectors.kept import vectors

VECTORS = vectors("zvt")


def third_party(name: str) -> list[bytes]:
    """The messages of one of Portalum's tests."""
    return [
        bytes.fromhex(text)
        for case in VECTORS["third_party_unit_tests"]
        if case["test"].endswith(name)
        for text in case["hex"]
    ]
