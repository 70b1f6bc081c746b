"""Makes docs/measures.md out of what the last runs left in out/bench: `scripts/bench document`."""

from __future__ import annotations

import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.report import OUT, figure

DOCUMENT = Path("docs/measures.md")

HEAD = """# What was measured

`scripts/bench` measures, `scripts/bench document` makes this page from what it left in `out/bench/`. Every
figure stands beside a limit and peers of the same minute on the same machine: read the ratios (ours to the
limit), not the absolute figures. Nothing here is a gate. Linux, CPython {python}, {cores} shared cores, no
graphics card (Kivy draws by Mesa's llvmpipe).
"""

ABOUT = {
    "append": """## Durable append

One record of 1 KiB into the kiosk's queue, one commit each, encrypted as it ships; and a whole callback
request: its row, a line of the audit chain and two records in one transaction. The limit is one write and one
`fdatasync` of 1 KiB into a preallocated file. Peers: `sqlite3`, the standard library with WAL and
`synchronous=FULL`, one row a commit; persist-queue (`SQLiteAckQueue`) and huey (`SqliteStorage`, flushed)
flush every commit too; litequeue and diskcache as they come do not, and lose what they accepted in a power
cut. How fast a disk flushes decides what this shows: where a flush takes a tenth of a millisecond the
processor decides and the ratio falls; where it takes milliseconds, as on a plain disk, the flushes do. So
there is a second run on files in memory of which every flush, everybody's, takes 5 ms, and flushes are
counted, inside SQLite's own file layer. The write-ahead log is grown again when it is emptied; what that is
worth stands in a line of its own.
""",
    "paying": """## Paying

The whole kiosk without its window: lanes, encrypted store, drivers; pretend devices on pseudo-terminals and the centre in
processes of their own. A byte's moment is where the driver hands it to the line, the customer's word where the tap comes
in; the paper is tapped at once. The limit is what the order of a payment cannot leave out: the terminal's own word
before the charge and the flush of the intent, each timed by itself in the same rounds; for flushes, one before the charge
and one before the customer is told, one for the paper's fate and one for the centre's answer.
""",
    "wire": """## The proof of payment on the wire

Two bills, posted, with the survey's code, on 80 mm paper. Bytes are what the pretend printer counted at its
end of a real pseudo-terminal while the real driver printed, its questions about the printer's state
included. The "limit" is what it would cost to send the whole picture as one raster image, white and all:
here a smaller ratio is better. The peer's text mode is none: it sends Chinese as GB18030 whatever the printer
has. "Order to confirmation" is a real run over a slow line; there the limit is the line's own time.
""",
    "screen": """## The panel

At 1080x1920. The start is that of the process, to its word that the first picture stands; its limit is a
bare Kivy window with one label. Bytecode is kept from a first start, which is not timed.
A touch is timed from the turn of the loop that takes it in to the end of the swap of the first picture that looks
different where it should (`glFinish` behind `Window.flip`; Kivy's
`on_flip` comes before the swap). The limit is a fixed scene of as many pixels (`bench/scene`, the files' hashes beside
the figures): a picture of a whole screen, and another one on a touch, in the same window and run. Lists are turned by
leaves, nothing scrolls. Without a graphics card every pixel is the processor's, so only what has changed is drawn
(decision 47), every surface once (51), and an echo costs a fraction of the fixed scene; a new screen is drawn whole, once
Python has built it. Home is built while nobody is here (52), and the resting screen has stood for a tick here, as it
nearly always has.
""",
    "beside": """## Beside Chromium

The kiosk's home and the same home as a static page (`bench/home.html`: same tiles, words, faces, colours, places) in
Chromium's kiosk mode, each on an X screen of its own at 1080x1920 without a graphics card, asked in turn. Both are seen
from outside only: strips of pixels say when the picture stands, a real input event (XTEST) touches, and pixels of the
touched tile say when that shows. The limit is Chromium's; the second spread is its own. The kiosk starts its store,
devices, speech and lanes meanwhile; the page is only a page. Both draw what has changed, by the processor. The peer is a
window of six plain Kivy buttons, drawn whole at each change: what Kivy itself costs, seen from outside the same way.
""",
    "keys": """## Keys that a task needs

Presses of the real window's own screens, first press included: with two switches (rows, then controls), by a keypad's
next, previous and select the shorter way round, and with one switch, where only choosing is a press. The limit is what
a finger touches for the same.
""",
    "stall": """## The main thread while everything hangs

The whole machine without a window, its lanes real threads; every call to a device, the disk or the centre blocks
for 30 s. For 40 s a customer touches twenty times a second on all ways there are. A turn is one call of the loop, by
the wall's clock and by the processor's for that thread. The sweep is Python's collector behind a visit, when nobody
is here; without widgets it has little to do: what it takes at a window stands below.
""",
    "sweep": """## The collector at a window

Seven journeys twice at a real window (270x480: what is drawn does not matter here), each screen looked at for three
seconds by the stepped clock, with Python's collector left to itself and then sent by the sweeper alone; the processor's
time of the main thread, each time that it came. A screen leaves some 15,000 to 35,000 objects in cycles, Kivy's own for
the most part (some three hundred a widget), and CPython's collector goes through what there is in one go: so it comes
behind each new screen, as soon as that has been drawn and before anybody can have read it, and behind the visit. Left to
itself it comes under the finger, whenever enough was made.
""",
    "speaking": """## Speech

From the order to the first byte that the player gets, and from the order to stop to the end of engine and player.
The limit of the first is espeak-ng's own command line, the same sentence to its first byte; ours also makes the
text sayable, applies the volume and starts the player. The process stands ready when it is asked.
""",
    "telling": """## The accessibility tree

Every screen and dialog of the gallery at 1080x1920, told once each. A look is taken twenty times a second, on the main
thread, while somebody listens or reads from outside, and never else; its limit is the 50 ms until the next. What goes
outside is the same as a line of JSON, and only when it differs; AccessKit's tree is made of it in another process.
""",
    "ingest": """## Records taken in

Audit lines of 0.94 KB, as kiosks tell them most, over HTTP: signed, each once, flushed, vouched for in the audit
chain, four kiosks at once, one server process, everything on the same processors. The limit is the database
alone, one statement a batch, the raw JSON into a table with one index. Ours checks each record and the hash of its
body and keeps it under five indexes. On PostgreSQL a request costs the server 3 to 4 ms of a processor whatever is
in it, and the database 1 ms, and 60 us more a record, where the limit's insert costs 30. The peer is what is
usually written, without a signature and without an audit list.
""",
    "desk": """## The desk's pages

With 100,000 callbacks and as many complaints that are over, each with its history, 100,000 payments and lines
of audit, and with 1,000 of each; sixty wait in either. Two real servers over loopback, asked in turn by a
signed-in supervisor; the limit is the same page with a thousand, so a ratio above 1 is what history costs.
SQLite is a file; PostgreSQL is a server of our own on a Unix socket with its data in memory and `fsync=off`:
nothing here shows what a disk costs, only how the pages' work grows.
""",
    "storm": """## The fleet comes back at once

Simulated kiosks with fifty records each, real HTTP over loopback, real signatures, the courier's own rules for when to
come again; all in one process, on the same two processors as the centre and its database. Meanwhile a signed-in
supervisor looks at one page after another. "No admission control" is the same server with its door wide open
(`serve --syncs 0`). The limit of the pages is the same page before the storm, on the same busy machine. How many kiosks
there were stands in the first row of each: `scripts/bench storm` takes 2,000.
""",
    "idle": """## A kiosk that has nothing to hand over

One kept connection and signed polls without a record. Bytes are those of HTTP: TCP, TLS and a new connection come on
top, which is why the centre keeps a kiosk's line longer than the kiosk does (35 s against 30): at a poll every 15 s
there is no handshake, at 60 s there is one each time. The processor's time is the kernel's account of the processes.
""",
}


def main() -> None:
    head = HEAD.format(python=platform.python_version(), cores=os.cpu_count())
    parts = [head, *(_part(name) for name in ABOUT)]
    DOCUMENT.write_text("\n".join(part for part in parts if part), encoding="utf-8")
    sys.stdout.write(f"{DOCUMENT} is made\n")


def _part(name: str) -> str:
    """What was measured now; what was not stays as it stands."""
    found = OUT / f"{name}.json"
    if not found.exists():
        return _standing(ABOUT[name].partition("\n")[0])
    day = datetime.fromtimestamp(found.stat().st_mtime, UTC).date().isoformat()
    return f"{ABOUT[name]}\nMeasured on {day}.\n\n{_table(found)}"


def _standing(title: str) -> str:
    """A part of the page that there is, or nothing."""
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines(keepends=True)
    if f"{title}\n" not in lines:
        return ""
    begins = lines.index(f"{title}\n")
    ends = next((at for at in range(begins + 1, len(lines)) if lines[at].startswith("## ")), len(lines))
    return "".join(lines[begins:ends]).rstrip("\n") + "\n"


def _table(found: Path) -> str:
    rows = json.loads(found.read_text(encoding="utf-8"))
    lines = [
        "| measure | ours | limit | ratio | peers | how steady | goal |",
        "|---|---|---|---|---|---|---|",
    ]
    return "\n".join([*lines, *(_line(row) for row in rows)]) + "\n"


def _line(row: dict[str, Any]) -> str:
    limit = "" if row["limit"] is None else figure(row["limit"])
    ratio = "" if row["ratio"] is None else f"{row['ratio']:.2f}"
    peers = "; ".join(f"{peer} {figure(value)}" for peer, value in row["peers"].items())
    ours = f"{figure(row['ours'])} {row['unit']}".strip()
    return f"| {row['measure']} | {ours} | {limit} | {ratio} | {peers} | {row['spread']} | {row['goal']} |"


if __name__ == "__main__":
    main()
