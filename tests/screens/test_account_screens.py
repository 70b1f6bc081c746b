"""An account on the screen: every number of the chart as text, and what is hidden."""

from __future__ import annotations

import pytest

from kiosk.domain.language import Language
from tests.screens.account_visits import OVERVIEW
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits


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
