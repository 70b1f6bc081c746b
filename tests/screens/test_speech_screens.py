"""Every screen as it is said: all that can be seen, nothing personal to the room, each role by a word."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from kiosk.domain import events
from kiosk.domain.language import Language
from kiosk.domain.scene import Scene
from kiosk.domain.speech import Channel
from kiosk.services.discretion import Discretion
from kiosk.services.reading import Reading
from kiosk.texts import Texts
from screens.accessibility import snapshot
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

CASES = [(language, name) for language in Language for name in visits(language)]


@pytest.mark.requirement("B6", "X41")
@pytest.mark.accessibility("SPK-02", "SPK-03", "SPK-04", "AUD-07")
@pytest.mark.parametrize(("language", "name"), CASES)
def test_what_is_seen_is_said_and_the_room_hears_no_number(
    language: Language, name: str, pilot: Pilot, catalogue: dict[Language, Texts]
) -> None:
    """B6, X41: in reading order, each by its name; aloud no amount, date, number or name that was filled into a text."""
    visit, texts = visits(language)[name], catalogue[language]
    pilot.show(visit)
    scene = Scene.of(snapshot(pilot.root))
    reading = Reading(texts, Discretion(texts, visit.house))
    private = "".join(reading.composed(reading.whole(scene), Channel.PRIVATE)[0])
    at = 0
    for node in scene.nodes:
        at = private.index(node.name, at) + len(node.name)
    said, tells = reading.composed(reading.whole(scene), Channel.LOUD)
    loud = " ".join(said)
    assert not tells
    fixed = " ".join([*(t for t in texts.catalogue.values() if "{" not in t), visit.house.kiosk_id])
    assert {*re.findall(r"\d+", loud)} <= {*re.findall(r"\d+", fixed)}
    if visit.customer:
        assert visit.customer.name not in loud


@pytest.mark.accessibility("SPK-12")
def test_who_has_headphones_can_have_the_paper_read_out(pilot: Pilot) -> None:
    """SPK-12: of what keys lead to on the screen; nobody else is offered it."""
    paid = visits(Language.EN)["paid"]
    pilot.show(paid)
    assert "nav.read_out" not in {node["id"] for node in pilot.tree()}
    pilot.show(replace(paid, health=replace(paid.health, headphones=True)))
    assert [node["inside"] for node in pilot.tree() if node["id"] == "nav.read_out"] == [True]
    pilot.tap("nav.read_out")
    assert pilot.sent == [events.ReadOutAsked()]
