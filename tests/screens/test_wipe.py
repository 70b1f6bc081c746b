"""At the end of a visit nothing of the customer is left on this side of the glass."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest

from kiosk.domain import states
from kiosk.domain.language import Language
from kiosk.domain.visit import Visit
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits

TRACES = ("林○宏", "7730", "4821", "0377", "2,804", "3,709", "1234", "008231", "K07-425Q-B62X", "0912")

SHOWS_A_CUSTOMER = (
    "account",
    "bills",
    "review",
    "paying.insert_card",
    "paid",
    "not_paid.declined",
    "unsettled.offered",
    "recovered.in_doubt",
    "callback_done.offered",
    "idle",
)


def attract(visit: Visit) -> Visit:
    return replace(visit, id="boot.2", state=states.Attract(), customer=None, overlay=None)


def traces_in_memory() -> list[str]:
    """Every widget that is alive anywhere, in the tree or not, and every text it holds."""
    from kivy.uix.widget import Widget

    found = []
    for thing in gc.get_objects():
        if issubclass(type(thing), Widget):
            for name in ("text", "words", "amount", "code", "reference", "spoken", "title", "about", "entry"):
                value = str(getattr(thing, name, ""))
                found += [f"{type(thing).__name__}.{name}: {value}" for trace in TRACES if trace in value]
    return found


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("A4")
def test_after_the_visit_no_widget_anywhere_knows_the_customer(pilot: Pilot) -> None:
    """A4: the wipe leaves no string of the customer, not even in dropped widgets."""
    for name in SHOWS_A_CUSTOMER:
        visit = visits(Language.EN)[name]
        pilot.show(visit)
        before = traces_in_memory()
        pilot.show(attract(visit))
        assert traces_in_memory() == [], name
        assert before, name  # the search finds something while there is something to find


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("A4")
def test_rows_that_were_replaced_during_the_visit_know_nothing_either(pilot: Pilot) -> None:
    """A4: nobody collects garbage here, as in a long day; what left the screen is empty all the same."""
    gc.collect()
    gc.disable()
    try:
        for name in SHOWS_A_CUSTOMER:
            for language in Language:
                pilot.show(visits(language)[name])
            pilot.show(attract(visits(Language.EN)[name]))
            assert traces_in_memory() == [], name
    finally:
        gc.enable()


@pytest.mark.accessibility("PRI-02")
@pytest.mark.requirement("A4")
def test_what_was_measured_for_the_last_customer_is_dropped(pilot: Pilot) -> None:
    """A4: the cache of wrapped lines forgets too."""
    from screens.theme import TEXT_FONT
    from screens.widgets import words

    def is_known() -> bool:
        before = words._width.cache_info().hits
        words._width("林○宏  ••••••7730", TEXT_FONT, 32.0, True)
        return words._width.cache_info().hits > before

    visit = visits(Language.EN)["account"]
    pilot.show(visit)
    assert is_known()
    pilot.show(attract(visit))
    assert not is_known()


@pytest.mark.requirement("A4")
def test_hidden_amounts_show_again_for_the_next_customer(pilot: Pilot) -> None:
    """A4: every personal setting is back to its default."""
    visit = visits(Language.EN)["account"]
    pilot.show(visit)
    pilot.tap("account.hide")
    pilot.show(attract(visit))
    pilot.show(replace(visit, id="boot.3"))
    assert any("NT$ 3,709" in node["name"] for node in pilot.tree())
