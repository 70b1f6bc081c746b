"""The site's settings file, changed at the panel: the same reader, one step on the disk, comments kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.setting import Change, Means, Objection, Reason, Rule, Setting
from kiosk.ports import StoreError
from kiosk.settings import load, load_or_last_good
from kiosk.settings.at_panel import AT_PANEL
from kiosk.settings.files import with_values
from kiosk.settings.reading import TABLE
from kiosk.settings.site_file import SiteFile
from kiosk.settings.values import BAUDS

CONFIG = Path(__file__).parents[2] / "kiosk.ini"
IDLE = Change("patience", "idle_seconds", "120", "90")
WRITTEN = (
    "# ours\n[patience]\n; longer than elsewhere\nidle_seconds = 120\n\n# the till\n[payments]\ncap = 9000\n"
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site.ini"


@pytest.fixture
def file(site: Path, tmp_path: Path) -> SiteFile:
    return SiteFile(CONFIG, site, tmp_path / "by-id")


def of(file: SiteFile, section: str, key: str) -> Setting:
    return next(each for each in file.read().settings if (each.section, each.key) == (section, key))


@pytest.mark.requirement("K8")
def test_comments_and_everything_else_stay_as_they_are() -> None:
    """K8: a key in its line, a new one below the last of its section, a new section at the end."""
    new = {("patience", "idle_seconds"): "90", ("patience", "done_seconds"): "20", ("rating", "every"): "0"}
    assert with_values(WRITTEN, new) == (
        "# ours\n[patience]\n; longer than elsewhere\nidle_seconds = 90\ndone_seconds = 20\n\n# the till\n[payments]\n"
        "cap = 9000\n\n[rating]\nevery = 0\n"
    )
    assert with_values("", {("rating", "every"): "0"}) == "[rating]\nevery = 0\n"


@pytest.mark.requirement("K8")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (
            Change("receipt_printer", "baud", "115200", "960"),
            Reason(Rule.CHOICE, (("choices", ", ".join(map(str, BAUDS))),)),
        ),
        (
            Change("patience", "idle_seconds", "120", "5"),
            Reason(Rule.RANGE, (("least", "30"), ("most", "900"))),
        ),
        (Change("crm", "url", "", "http://far.example"), Reason(Rule.HTTPS)),
    ],
    ids=["a bad speed", "too short a time", "an open line"],
)
def test_a_wrong_value_is_refused_with_its_reason(file: SiteFile, change: Change, reason: Reason) -> None:
    """K8: by the rules of `python -m kiosk check`."""
    assert file.objection(change) == Objection(change.section, change.key, reason)


@pytest.mark.requirement("K8")
def test_what_cannot_be_true_together_is_found_in_the_whole(file: SiteFile, site: Path) -> None:
    """K8: each value may be, both may not; nothing is left on the disk."""
    longer = Change("patience", "warning_seconds", "30", "100")
    assert file.objection(longer) is None
    (objection,) = file.objections((IDLE, longer))
    assert objection.key == "warning_seconds"
    assert file.objections((IDLE,)) == ()
    assert [path.name for path in site.parent.iterdir()] == []


@pytest.mark.requirement("K8")
def test_what_is_kept_is_what_the_next_start_reads(file: SiteFile, site: Path) -> None:
    """K8: and the way back leads to the file before."""
    site.write_text(WRITTEN, encoding="utf-8")
    file.keep((IDLE,))
    assert load(CONFIG, site).patience.idle_seconds == 90
    assert "; longer than elsewhere" in site.read_text(encoding="utf-8")
    undo = file.read().undo
    assert undo == (Change("patience", "idle_seconds", "90", "120"),)
    file.keep(undo)
    assert site.read_text(encoding="utf-8") == WRITTEN


@pytest.mark.requirement("K8")
def test_a_broken_file_is_mended_on_the_last_good_one(file: SiteFile, site: Path) -> None:
    """K8: what runs is what is changed; the broken file is kept beside."""
    site.write_text(WRITTEN, encoding="utf-8")
    load_or_last_good(CONFIG, site)
    site.write_text("[patience\nidle", encoding="utf-8")
    assert of(file, "payments", "cap").value == "9000"
    file.keep((IDLE,))
    settings = load(CONFIG, site)
    assert (settings.patience.idle_seconds, str(settings.payments.cap)) == (90, "9000")
    assert site.with_name("site.broken.ini").read_text(encoding="utf-8") == "[patience\nidle"


@pytest.mark.requirement("K8")
def test_a_file_that_somebody_else_changed_meanwhile_is_looked_at_again(file: SiteFile, site: Path) -> None:
    """K8: nothing of theirs is overwritten unseen."""
    site.write_text("[patience]\nidle_seconds = 200\n", encoding="utf-8")
    (objection,) = file.objections((IDLE,))
    assert objection.reason.rule is Rule.CHANGED_MEANWHILE


def test_a_folder_that_is_gone_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    gone = SiteFile(CONFIG, tmp_path / "gone" / "site.ini")
    with pytest.raises(StoreError):
        gone.keep((IDLE,))


def test_the_devices_of_this_machine_can_be_chosen(file: SiteFile, tmp_path: Path) -> None:
    (tmp_path / "by-id").mkdir()
    (tmp_path / "by-id" / "usb-printer-1").touch()
    port = of(file, "receipt_printer", "port")
    assert port.choices == ("workbench/receipt_printer", str(tmp_path / "by-id" / "usb-printer-1"), "")


@pytest.mark.requirement("K8", "X54")
def test_nothing_secret_is_shown_and_every_choice_may_be() -> None:
    """K8, X54: hashes, passwords and who the kiosk is stay in the file."""
    for name, (means, choices) in AT_PANEL.items():
        assert not TABLE[name].secret
        assert name[0] not in ("kiosk", "brand")
        assert means is Means.CHOICE or choices == ()
        for choice in choices:
            TABLE[name].parse(choice)


@pytest.mark.requirement("K8")
def test_every_tile_can_be_switched_at_the_panel() -> None:
    """K8: a new one, too."""
    tiles = {name for name in TABLE if name[0] == "home"}
    assert tiles <= set(AT_PANEL)
