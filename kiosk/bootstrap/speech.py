"""The voice, as kiosk.ini says; for demonstrations one that is written down too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kiosk.child_voice import ChildVoice
from kiosk.clips import Clips
from kiosk.domain.language import Language
from kiosk.domain.speech import Channel
from kiosk.ports import Voice
from kiosk.settings import Settings
from kiosk.texts import Texts
from kiosk.transcript import Transcript


def make_voice(
    settings: Settings, data: Path, texts: Mapping[Language, Texts], transcript: Path | None
) -> Voice:
    voice = settings.voice
    devices = {Channel.PRIVATE: voice.headphones, Channel.LOUD: voice.loud}
    clips = Clips(data / voice.clips if voice.clips else None, texts)
    child = ChildVoice(devices, voice.rate, -float(voice.softened), clips=clips)
    return Transcript(child, transcript) if transcript else child
