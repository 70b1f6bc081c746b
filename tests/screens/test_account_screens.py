"""An account on the screen: every number of the chart as text, what is hidden, and what may be read out."""

from __future__ import annotations

import pytest

from kiosk.domain.language import Language
from tests.screens.account_visits import OVERVIEW
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

PERSONAL = (
    "account",
    "account.news",
    "account.history",
    "bills",
    "for_you",
    "history",
    "history.page",
    "past_bill",
)


@pytest.mark.requirement("B6")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PERSONAL)
def test_what_is_read_out_says_nothing_personal(pilot: Pilot, name: str, language: Language) -> None:
    """B6: no digit of a balance or a number, no name; but a text there is."""
    visit = visits(language)[name]
    pilot.show(visit)
    spoken = pilot.root.screen.spoken_words
    assert spoken
    assert not any(sign.isdigit() or sign in "•○" for sign in spoken)
    assert visit.customer is not None
    assert visit.customer.name not in spoken


@pytest.mark.accessibility("SPK-05")
@pytest.mark.requirement("D4")
def test_every_number_of_the_chart_is_text(pilot: Pilot) -> None:
    pilot.show(visits(Language.EN)["history"])
    told = [node["name"] for node in pilot.tree()]
    assert [str(bill.used) for bill in OVERVIEW.history[:6][::-1]] == [
        word for word in told if word.isdigit()
    ]


@pytest.mark.requirement("A7")
def test_open_matters_stand_above_notices(pilot: Pilot) -> None:
    pilot.show(visits(Language.EN)["for_you"])
    told = [node["name"] for node in pilot.tree()]
    matter = next(place for place, name in enumerate(told) if "K07-425Q-B62X" in name)
    notice = next(place for place, name in enumerate(told) if "overdue" in name)
    assert matter < notice
