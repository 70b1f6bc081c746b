"""The process that the engines live in: `python -m kiosk.writing`.

Its first line names the layouts it can do; then each line asks, `["zhuyin", "ㄊㄞˊ"]`, and is answered by one,
`[["台", 3, ["台灣"]], ...]`. It ends when nobody can ask any more.
"""

from __future__ import annotations

import json
import sys

from kiosk.domain.writing import Layout
from kiosk.writing.engines import installed


def serve() -> None:
    engines = installed()
    print(json.dumps(list(engines)), flush=True)
    for line in sys.stdin:
        layout, sounds = json.loads(line)
        words = engines[Layout(layout)].words(sounds)
        print(json.dumps([[word.text, word.takes, word.like] for word in words]), flush=True)


if __name__ == "__main__":
    serve()
