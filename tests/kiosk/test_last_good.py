"""What a kiosk starts with when a site's settings are broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import SettingsError, load_or_last_good

CONFIG = Path(__file__).parents[2] / "kiosk.ini"
GOOD = "[patience]\nidle_seconds = 90\n"


@pytest.mark.requirement("K8")
@pytest.mark.parametrize(
    "broken",
    [
        "[receipt_printer]\nbaud = 12345\n",
        "[patience\nidle",
        "[patience]\nidle_seconds = 90\n[nowhere]\nx = 1\n",
        "\0",
    ],
    ids=["a bad speed", "half a file", "an unknown section", "rubbish"],
)
def test_a_broken_file_starts_with_the_last_good_one(tmp_path: Path, broken: str) -> None:
    """K8: whole, and with every fault told."""
    site = tmp_path / "site.ini"
    site.write_text(GOOD, encoding="utf-8")
    assert load_or_last_good(CONFIG, site).faults == ()
    site.write_text(broken, encoding="utf-8")
    for _ in range(2):
        loaded = load_or_last_good(CONFIG, site)
        assert loaded.settings.patience.idle_seconds == 90
        assert loaded.settings.receipt_printer.baud == 115200
        assert loaded.faults
    site.write_text("[patience]\nidle_seconds = 60\n", encoding="utf-8")
    assert load_or_last_good(CONFIG, site).settings.patience.idle_seconds == 60


@pytest.mark.requirement("K8")
def test_no_file_of_a_site_is_good_too(tmp_path: Path) -> None:
    """K8: who never changed anything goes back to what is shipped."""
    site = tmp_path / "site.ini"
    shipped = load_or_last_good(CONFIG, site).settings
    site.write_text("[payments]\ncap = free\n", encoding="utf-8")
    assert load_or_last_good(CONFIG, site).settings == shipped


@pytest.mark.requirement("K8")
def test_a_first_start_with_a_broken_file_says_why_and_ends(tmp_path: Path) -> None:
    """K8: there is nothing to go back to."""
    site = tmp_path / "site.ini"
    site.write_text("[receipt_printer]\nbaud = 12345\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="12345"):
        load_or_last_good(CONFIG, site)
