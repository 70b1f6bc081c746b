"""Cut the icons that we use out of Lucide's font: icons.ttf, icons.json (name to code point) and its licence.

The results are kept in git; run this again only to add an icon to NAMES or to move to a newer VERSION.
Needs npm, which fetches the package.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
VERSION = "1.62.0"
NAMES = """
    accessibility person-standing globe languages volume-1 volume-2 volume-x headphones contrast
    a-large-small eye eye-off hand keyboard

    house chevron-left chevron-right chevron-up chevron-down arrow-left arrow-right arrow-up arrow-down
    x check plus minus delete pencil trash-2 search refresh-cw rotate-ccw log-in log-out space arrow-big-up

    receipt receipt-text credit-card nfc scan-line scan-barcode qr-code banknote wallet printer file-text
    zap droplets flame

    user users user-check id-card key-round lock lock-open shield-check smartphone mail map-pin
    phone phone-call phone-incoming phone-off message-square message-square-text megaphone bell headset

    calendar calendar-check calendar-clock clock hourglass star thumbs-up thumbs-down smile meh frown
    info circle-question-mark circle-check circle-alert circle-x triangle-alert ban loader-circle

    wrench settings activity gauge hard-drive database server plug unplug power battery-charging battery-low
    door-open wifi wifi-off cloud cloud-off download upload list clipboard-list layout-grid play square
"""


def fetch(folder: Path) -> Path:
    """The unpacked package."""
    subprocess.run(
        ["npm", "pack", "--silent", f"lucide-static@{VERSION}", "--pack-destination", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.unpack_archive(next(folder.glob("*.tgz")), folder, filter="data")
    return folder / "package"


def cut(font: TTFont, code_points: list[int]) -> TTFont:
    options = subset.Options(
        layout_features=[], name_IDs=[0, 1, 2, 4, 5, 6], notdef_outline=True, hinting=False
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    return font


def centre(font: TTFont) -> TTFont:
    """Lucide's font says 0 for every left side bearing; FreeType believes it and draws each icon too far left."""
    glyphs, metrics = font["glyf"], font["hmtx"]
    for name in font.getGlyphOrder():
        advance, _ = metrics[name]
        metrics[name] = (advance, getattr(glyphs[name], "xMin", 0))
    return font


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        package = fetch(Path(folder))
        known: dict[str, int] = json.loads((package / "font/codepoints.json").read_text())
        names = sorted(NAMES.split())
        if unknown := [name for name in names if name not in known]:
            print(f"Lucide {VERSION} has no icon called {', '.join(unknown)}", file=sys.stderr)
            return 1
        chosen = {name: known[name] for name in names}
        font = TTFont(package / "font/lucide.ttf", recalcTimestamp=False)  # the same input, the same bytes
        centre(cut(font, list(chosen.values()))).save(HERE / "icons.ttf")
        lines = json.dumps({name: f"{point:04X}" for name, point in chosen.items()}, indent=2)
        (HERE / "icons.json").write_text(lines + "\n")
        shutil.copy(package / "LICENSE", HERE / "LICENSE")
    print(f"{len(chosen)} icons, {(HERE / 'icons.ttf').stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
