"""X37, PRI-02: a canary goes through every journey of the real kiosk; after the visit it is nowhere but where it may be.

What may be left, and why, stands in docs/privacy.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.texts import Texts
from tests.e2e import heap
from tests.e2e.canaries import JOURNEYS, Journey
from tests.e2e.conftest import SIZE, merged, ready, troubles
from tests.e2e.memories import files_below, journal, wait
from tests.e2e.panel import Panel
from tests.e2e.system import System
from tests.stores import decrypted

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory, prepared: System) -> Iterator[System]:
    """With a folder of its own for temporary files."""
    place = tmp_path_factory.mktemp("canary")
    (place / "tmp").mkdir()
    environment = {"TMPDIR": str(place / "tmp")}
    with System(place, size=SIZE, overrides=merged({}), environment=environment) as system:
        system.start_from(prepared)
        ready(system)
        yield system
        assert troubles(system) == []


@pytest.fixture(scope="module", params=JOURNEYS, ids=lambda journey: journey.name)
def sung(request: pytest.FixtureRequest, system: System, zh: Texts) -> Journey:
    """The visit is over, the centre has what it is owed, and nobody came since."""
    journey: Journey = request.param
    panel = Panel(system.robot_address)
    panel.rest()
    journey.play(panel, system, zh)
    panel.nodes()
    for song in journey.sings:
        assert any(song in text for text in panel.seen), f"{song} was never shown"
    assert _in_memory(system, journey), "the search finds nothing where there is something to find"
    panel.rest()
    wait(lambda: journal(system, "SELECT 1 FROM outbox WHERE state = 'waiting'") == [], "the delivery")
    return journey


def _in_memory(system: System, journey: Journey) -> list[str]:
    """What of the canaries a text holds that something in the process refers to."""
    found = heap.finds(system.process("kiosk").pid, journey.canaries)
    return [f"{find.needle} in {find.around!r}" for find in found if find.living]


@pytest.mark.requirement("X37", "A4")
def test_nothing_in_the_process_refers_to_it(system: System, sung: Journey) -> None:
    """X37: widgets, textures' labels, queues, jobs, caches, answers, cycles: no living text holds a canary."""
    living: list[str] = []

    def is_free() -> bool:
        living[:] = _in_memory(system, sung)
        return not living

    # the collector comes once a minute for what the courier leaves behind a visit
    with suppress(AssertionError):
        wait(is_free, "nothing to be left", 75)
    assert living == []


@pytest.mark.requirement("X37", "A4")
def test_no_file_that_it_wrote_or_holds_open_has_it(system: System, sung: Journey) -> None:
    """X37: the data folder as it lies there, the store decrypted, the log, temporary files, those without a name."""
    store = decrypted(system.data / "store" / "kiosk.db", system.directory / "decrypted")
    for canary in sung.canaries:
        files = [*files_below(system.data, without=("workbench",)), *files_below(system.directory / "tmp")]
        files += [*_nameless(system.process("kiosk").pid), system.directory / "kiosk.log"]
        assert [file.name for file in files if canary.encode() in file.read_bytes()] == []
        left = [file.name for file in store if canary.encode() in file.read_bytes()]
        assert left == [] or canary in sung.kept, f"{canary} in {left}"


def _nameless(pid: int) -> list[Path]:
    """Open files that were removed, or never had a name."""
    handles = [Path(f"/proc/{pid}/fd") / name for name in os.listdir(f"/proc/{pid}/fd")]
    links = {handle: os.readlink(handle) for handle in handles if handle.is_symlink()}
    gone = [handle for handle, link in links.items() if link.endswith("(deleted)") and "/dev/" not in link]
    return [handle for handle in gone if handle.is_file()]


@pytest.mark.requirement("X37", "A4")
def test_neither_panel_nor_clipboard_tells_it(system: System, sung: Journey, zh: Texts) -> None:
    """X37: the tree that screen readers get; what the window system would paste; and the next visit's first screens."""
    panel = Panel(system.robot_address)
    panel.texts()
    for tag in ("attract.start", "nav.help", "overlay.close"):
        panel.tap(tag)
    panel.texts()
    panel.rest()
    pasted = "".join(_pasted(which) for which in ("clipboard", "primary", "secondary"))
    for told in (*sung.canaries, *sung.sings):
        assert not [text for text in panel.seen if told in text]
        assert told not in pasted


def _pasted(selection: str) -> str:
    return subprocess.run(
        ["xclip", "-o", "-selection", selection], capture_output=True, timeout=10, check=False
    ).stdout.decode(errors="replace")


def test_a_freed_text_is_told_from_a_living_one() -> None:
    """So that `nothing refers to it` means something: the same search on a process that keeps one and drops one."""
    script = (
        "import sys\n"
        "kept = ''.join(['kept-', 'canary-', '4711'])\n"
        "gone = ''.join(['gone-', 'canary-', '4712'])\n"
        "coded = ''.join(['金絲', '雀四七一三']); line = 'x' * 900 + kept\n"
        "del gone\n"
        "print(flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout
        assert child.stdin
        child.stdout.readline()
        found = heap.finds(child.pid, ("kept-canary-4711", "gone-canary-4712", "金絲雀四七一三"))
        child.stdin.close()
    living = [find.needle for find in found if find.living]
    assert living.count("kept-canary-4711") == 2
    assert living.count("金絲雀四七一三") == 1
    assert "gone-canary-4712" not in living
