"""ALSA's player: not installed, without a card, or stuck, which are all told and harm nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.domain.guidance import Guide
from kiosk.loudspeaker import AlsaLoudspeaker
from kiosk.ports import NotConnected
from kiosk.services.chimes import wav

CHIME = wav(Guide.SCAN, 60)


def player(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """What is found under the name of aplay."""
    file = folder / "aplay"
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@pytest.mark.requirement("X14")
def test_it_plays_what_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X14."""
    player(tmp_path, monkeypatch, f'cat > "{tmp_path}/heard.wav"')
    AlsaLoudspeaker().play(CHIME)
    assert (tmp_path / "heard.wav").read_bytes() == CHIME


@pytest.mark.requirement("X14")
def test_no_player_and_no_card_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """X14."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotConnected, match="not installed"):
        AlsaLoudspeaker().play(CHIME)
    player(tmp_path, monkeypatch, 'echo "cannot find card" >&2; exit 1')
    with pytest.raises(NotConnected, match="cannot find card"):
        AlsaLoudspeaker().play(CHIME)
