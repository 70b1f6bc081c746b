"""The code on the glass that opens a proof on the customer's phone, as two cameras' software reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.domain.language import Language
from tests.peers import zbar
from tests.screens.conftest import Pilot
from tests.screens.gallery import visits
from tests.screens.visits import LINK


@pytest.mark.requirement("F3")
@pytest.mark.parametrize("language", Language)
def test_the_code_is_read_from_the_screen(pilot: Pilot, tmp_path: Path, language: Language) -> None:
    """F3: from the picture of the whole screen, one code, the one of this proof."""
    from screens.robot_touch import picture

    pilot.show(visits(language)["paid.phone"])
    file = tmp_path / "screen.png"
    file.write_bytes(picture())
    with Image.open(file) as shot:
        (first,) = zxingcpp.read_barcodes(shot.convert("L"))
    assert first.text.endswith(f"/{LINK.code}")
    assert zbar.codes_in(file) == [[first.text]]
