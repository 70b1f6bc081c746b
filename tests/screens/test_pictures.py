"""The gallery, and windows of other sizes: in a process of its own, since a window's unit is set once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from kiosk.domain.language import Language
from tests.screens.conftest import ROOT


@pytest.mark.parametrize("size", [(540, 960), (1080, 1920)])
@pytest.mark.requirement("X64")
def test_a_picture_of_a_screen_in_every_language(tmp_path: Path, size: tuple[int, int]) -> None:
    """X64: the gallery draws the real window at any size."""
    command = [sys.executable, "-m", "tests.screens.pictures", str(tmp_path), "--only", "home"]
    subprocess.run([*command, "--size", f"{size[0]}x{size[1]}"], cwd=ROOT, env=os.environ, check=True)
    pictures = sorted(tmp_path.rglob("*.png"))
    assert [picture.parent.name for picture in pictures] == sorted(Language)
    for path in pictures:
        with Image.open(path) as image:
            assert image.size == size
            colours = image.convert("RGB").getcolors(maxcolors=1 << 20)
            assert colours is not None
            common = {colour for count, colour in colours if count > size[0] * size[1] / 50}
        assert {(246, 243, 236), (255, 255, 255), (8, 93, 81)} <= common  # paper, cards, the main tile
    assert "home" in (tmp_path / "index.html").read_text()


@pytest.mark.requirement("X39")
def test_a_picture_of_each_leaf_as_a_customer_may_want_it(tmp_path: Path) -> None:
    """X39: the largest type, yellow on black."""
    command = [sys.executable, "-m", "tests.screens.pictures", str(tmp_path), "--only", "home"]
    subprocess.run([*command, "--looks", "xxl.yellow_on_black"], cwd=ROOT, env=os.environ, check=True)
    leaves = sorted((tmp_path / "zh-Hant" / "xxl.yellow_on_black").glob("*.png"))
    assert [leaf.stem for leaf in leaves][:2] == ["home", "home@2"]
    with Image.open(leaves[0]) as image:
        assert image.convert("RGB").getpixel((5, 400)) == (0, 0, 0)


def test_the_switches_that_lock_the_window() -> None:
    """P2: no Escape, no second input provider, no Kivy modules, no pointer."""
    show = (
        "from screens.window import prepare; prepare(); from kivy.config import Config;"
        "print(Config.get('kivy','exit_on_escape'), Config.get('graphics','show_cursor'),"
        "Config.get('graphics','fullscreen'), Config.get('graphics','maxfps'),"
        "sorted(dict(Config.items('input'))), Config.items('modules'), Config.get('input','mouse'))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, env=os.environ, check=True, capture_output=True, text=True
    )
    assert shown.stdout.split() == ["0", "0", "auto", "60", "['mouse']", "[]", "mouse,disable_multitouch"]
