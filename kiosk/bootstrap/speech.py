"""The voice, as kiosk.ini says; for demonstrations one that is written down too."""

from __future__ import annotations

from pathlib import Path

from kiosk.child_voice import ChildVoice
from kiosk.domain.speech import Channel
from kiosk.ports import Voice
from kiosk.settings import Settings
from kiosk.transcript import Transcript


def make_voice(settings: Settings, transcript: Path | None) -> Voice:
    voice = settings.voice
    devices = {Channel.PRIVATE: voice.headphones, Channel.LOUD: voice.loud}
    child = ChildVoice(devices, voice.rate, -float(voice.softened))
    return Transcript(child, transcript) if transcript else child
