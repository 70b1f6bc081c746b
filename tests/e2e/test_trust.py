"""The running whole: a kiosk that was enrolled by the command line takes what its centre signed, all of it."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from tests.e2e.memories import centre, wait
from tests.e2e.system import System
from tests.stores import opened

PARTS = {"announcements", "calendar", "knowledge", "trust"}


def kept(system: System) -> dict[str, bool]:
    """Part -> whether the kiosk's store knows when it was signed."""
    with closing(opened(system.data / "store" / "kiosk.db")) as db:
        rows = db.execute("SELECT part, body FROM replica").fetchall()
    return {part: "signed_at" in json.loads(body) for part, body in rows}


@pytest.mark.requirement("X31", "L1")
def test_what_the_centre_signed_is_taken(system: System) -> None:
    """X31, L1: in the processes that are shipped, over their own line."""
    told = json.loads((system.data / "identity" / "centre.json").read_text())
    assert len(told["signing"]) == 1
    wait(lambda: set(kept(system)) >= PARTS, "the parts at the kiosk", 60)
    assert all(kept(system).values())
    lines = "SELECT json_extract(body, '$.fields') FROM records WHERE what = 'content.taken'"
    wait(lambda: len(centre(system, lines)) >= len(PARTS), "the kiosk's lines at the centre", 60)
    assert centre(system, "SELECT body FROM records WHERE what = 'content.refused'") == []
    assert centre(system, "SELECT what FROM alerts WHERE subject LIKE 'content.%'") == []
