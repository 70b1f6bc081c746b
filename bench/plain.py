"""What Kivy itself costs beside Chromium: six plain buttons, as a process of its own, with the kiosk's window's switches.

`python -m bench.plain WxH KIVY_HOME`. It draws its window whole whenever anything changes, and waits for its frames as
Kivy does.
"""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    from screens.window import prepare

    width, height = (int(side) for side in sys.argv[1].split("x"))
    prepare((width, height), fullscreen=False, home=Path(sys.argv[2]))
    from kivy.app import App
    from kivy.uix.button import Button
    from kivy.uix.gridlayout import GridLayout

    class Plain(App):
        def build(self) -> GridLayout:
            grid = GridLayout(cols=2, spacing=32, padding=56)
            for number in range(6):
                grid.add_widget(Button(text=f"Task {number + 1}", font_size=46))
            return grid

    Plain().run()


if __name__ == "__main__":
    main()
