"""L1 whole: the desk revokes a kiosk with a queue, and lets it in again; the real centre, a real line, one clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.app import build_app
from crm.schema import Callback, Kiosk, Record
from crm.staff.logins import Logins, Role
from kiosk.domain import events, states
from kiosk.domain.events import Room
from kiosk.domain.health import Line
from kiosk.domain.upkeep import Check, Verdict, result_of
from kiosk.ports import Offline
from kiosk.sync.crm import HttpCrm
from kiosk.sync.enrol import enrol
from kiosk.sync.identity import load_identity
from tests.crm.desk.scene import Browser
from tests.crm.signing import EPOCH, cheap_secrets
from tests.kiosk.domain.drafts import ZH
from tests.kiosk.domain.examples import DRAFT
from tests.kiosk.real_centre import Scene, scene
from tests.kiosk.services.test_upkeep import inside
from tests.kiosk.windowless import Kiosk as Windowless

PAGE, PASSWORD = "/desk/kiosks/K07/key", "qingchuan-root"
MARK = re.compile(r'name="mark" value="([^"]+)"')
CODE = re.compile(r"<code>([A-Z0-9]{4}(?:-[A-Z0-9]{4}){2})</code>")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Scene]:
    with scene(tmp_path) as made:
        yield made


@pytest.fixture
def root(world: Scene) -> Browser:
    """An admin at the desk of this centre."""
    secrets = cheap_secrets()
    Logins(world.centre, secrets).add("root", "林子晴", Role.ADMIN, PASSWORD)
    browser = Browser(build_app(world.centre, secrets=secrets))
    assert browser.sign_in("root", PASSWORD).status_code == 200
    return browser


def act(root: Browser, what: str, **fields: str) -> str:
    found = MARK.search(root.get(PAGE).text)
    answer = root.post(f"{PAGE}/{what}", mark=found.group(1) if found else "", **fields)
    assert answer.status_code == 200
    return str(answer.text)


def code_of(root: Browser) -> str:
    found = CODE.search(act(root, "code"))
    assert found
    return found.group(1)


def ask_for_a_call(kiosk: Windowless) -> str:
    reference: str = kiosk.world.callbacks.save(DRAFT, ZH, (), kiosk.clock.now())
    kiosk.courier.nudge()
    kiosk.wait(10)
    return reference


def at_the_centre(world: Scene) -> list[str]:
    with world.centre.database.reading() as session:
        return sorted(session.scalars(select(Callback.reference)))


def what_the_technician_reads(kiosk: Windowless) -> tuple[Verdict, str]:
    """Of the guided check of the centre; `hint.centre.revoked` of the catalogue is the fix."""
    inside(kiosk).touch(events.RoomOpened(Room.CHECKS), events.CheckAsked(Check.CENTRE))
    result = result_of(kiosk.at(states.Checks).before.results, Check.CENTRE)
    kiosk.touch(events.WentBack(), events.MaintenanceLeft())
    return result.verdict, result.hint


def key_at(world: Scene) -> str:
    with world.centre.database.reading() as session:
        return session.get_one(Kiosk, "K07").public_key


def line(kiosk: Windowless) -> Line:
    return kiosk.visit.health.line


def waiting(kiosk: Windowless) -> int:
    return kiosk.world.outbox.counts().waiting


@pytest.mark.requirement("L1")
def test_a_revoked_kiosk_keeps_its_queue_and_its_new_key_drains_it(world: Scene, root: Browser) -> None:
    """L1: refused, off line for customers, named to the technician, asked for seldom; then all of it once, without a
    restart."""
    kiosk = world.kiosk("K07")
    known = [ask_for_a_call(kiosk)]
    assert at_the_centre(world) == known
    act(root, "revoke", typed="K07")
    known += [ask_for_a_call(kiosk) for _ in range(3)]
    assert at_the_centre(world) == known[:1]
    assert line(kiosk) is Line.DOWN
    heard = waiting(kiosk)
    assert heard >= 3

    asked = kiosk.crm.asked["sync"]
    for _ in range(6 * 60):
        kiosk.wait(10)
    assert 8 <= kiosk.crm.asked["sync"] - asked <= 30, (
        "in an hour: one in four minutes, not one in thirty seconds"
    )
    assert what_the_technician_reads(kiosk) == (Verdict.FAILED, "centre.revoked")

    root.sign_in("root", PASSWORD)  # the desk closes a session that nobody uses
    code = code_of(root)
    identity = enrol(world.url, "K07", code, world.folder / "K07", EPOCH, renew=True)
    for _ in range(30):
        kiosk.wait(20)
    assert at_the_centre(world) == sorted(known)
    assert waiting(kiosk) == 0
    assert line(kiosk) is Line.UP
    assert key_at(world) == identity.public_key
    with world.centre.database.reading() as session:
        seqs = list(session.scalars(select(Record.seq).where(Record.stream == "cases").order_by(Record.seq)))
    assert seqs == list(range(1, len(known) + 1))


@pytest.mark.requirement("L1")
def test_a_key_is_renewed_without_a_pause_in_service(world: Scene, root: Browser) -> None:
    """L1: by a code; the old key serves until the new one is taken, and opens nothing afterwards."""
    kiosk = world.kiosk("K07")
    old = load_identity(world.folder / "K07", "K07", EPOCH)
    code = code_of(root)
    known = [ask_for_a_call(kiosk)]
    assert at_the_centre(world) == known
    enrol(world.url, "K07", code, world.folder / "K07", EPOCH, renew=True)
    known.append(ask_for_a_call(kiosk))
    assert at_the_centre(world) == sorted(known)
    assert line(kiosk) is Line.UP
    stolen = HttpCrm(world.url, old, now=world.centre.clock)
    with pytest.raises(Offline) as caught:
        stolen.sync([])
    stolen.close()
    assert caught.value.reason == "bad_signature"
