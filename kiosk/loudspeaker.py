"""The loudspeaker, by ALSA's own player: one process a sound, which ends by itself or is ended."""

from __future__ import annotations

import subprocess

from kiosk.ports import NoReply, NotConnected

PLAYER = ("aplay", "-q", "-")
LONGEST = 5.0  # seconds


class AlsaLoudspeaker:
    """Fulfils `kiosk.ports.Loudspeaker`."""

    def play(self, wav: bytes) -> None:
        try:
            done = subprocess.run(
                PLAYER, input=wav, capture_output=True, timeout=LONGEST, check=False, start_new_session=True
            )
        except FileNotFoundError as missing:
            raise NotConnected("aplay is not installed") from missing
        except subprocess.TimeoutExpired as stuck:
            raise NoReply("the sound card takes nothing") from stuck
        if done.returncode:
            raise NotConnected(done.stderr.decode(errors="replace").strip()[-200:] or "no sound card")
