"""The least that a Kivy window can be, as a process of its own: one label. Says `{"ready": true}` when it is drawn.

`python -m bench.bare WxH KIVY_HOME`, with the same switches as the kiosk's window.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    from screens.window import prepare

    width, height = (int(side) for side in sys.argv[1].split("x"))
    prepare((width, height), fullscreen=False, home=Path(sys.argv[2]))
    from kivy.app import App
    from kivy.clock import Clock
    from kivy.core.window import Window
    from kivy.uix.label import Label

    def ready(_elapsed: float) -> None:
        sys.stdout.write('{"ready": true}\n')
        sys.stdout.flush()

    def drawn(window: object) -> None:
        Window.unbind(on_flip=drawn)
        Clock.schedule_once(ready, 0)

    class Bare(App):
        def build(self) -> Label:
            return Label(text="Bare", font_size=60)

        def on_start(self) -> None:
            Window.bind(on_flip=drawn)

    Bare().run()


if __name__ == "__main__":
    main()
