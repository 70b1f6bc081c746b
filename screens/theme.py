"""Colours, type and icons of the kiosk, as data.

All lengths on the screens are `dp` (screens/sheet.py). Colours have roles, not names; `colours` holds the
palette in use, and every widget follows it. Must not know a screen.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib import import_module
from pathlib import Path

from kivy.core.text import LabelBase
from kivy.event import EventDispatcher
from kivy.lang import Builder
from kivy.properties import ColorProperty, ObjectProperty, StringProperty

from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast
from screens.sheet import sheet

ASSETS = Path(__file__).resolve().parents[1] / "assets"
TEXT_FONT = "kiosk"
#: The same characters are drawn otherwise on the mainland: a face of its own
#: (W3C, Requirements for Chinese Text Layout)
FACES = {Language.ZH_HANT: TEXT_FONT, Language.EN: TEXT_FONT, Language.ZH_HANS: "kiosk-sc"}
ICON_FONT = "kiosk-icons"
_SIDES = (("chevron-left", "chevron-right"), ("arrow-left", "arrow-right"))
#: Icons that mean before or after, not left or right.
OTHER_WAY = {name: other for pair in _SIDES for name, other in (pair, pair[::-1])}


@dataclass(frozen=True, slots=True)
class Palette:
    """One colour a role, as `#RRGGBB`. `on_*` is what is written on that role's surface."""

    paper: str = "#F6F3EC"
    surface: str = "#FFFFFF"
    chosen: str = "#F3FAF8"
    ink: str = "#10232B"
    muted: str = "#45555C"
    line: str = "#D8D2C4"
    edge: str = "#7C878B"
    primary: str = "#085D51"
    primary_soft: str = "#DCEEEA"
    primary_pressed: str = "#06483F"
    emphasis: str = "#06483F"
    on_primary: str = "#FFFFFF"
    on_primary_muted: str = "#EFF8F6"
    deep: str = "#06483F"
    deep_edge: str = "#5C8A83"
    deep_soft: str = "#1F5B53"
    on_deep: str = "#FFFFFF"
    on_deep_muted: str = "#DCEEEA"
    accent: str = "#E8A317"
    accent_soft: str = "#FBEFD2"
    accent_pressed: str = "#FBEFD2"
    on_accent: str = "#10232B"
    attention: str = "#5A3C00"
    info: str = "#194E8B"
    info_soft: str = "#E1ECF8"
    danger: str = "#921F18"
    danger_soft: str = "#FAE3E1"
    success: str = "#165A2C"
    success_soft: str = "#DFF2E4"
    on_success: str = "#FFFFFF"
    disabled: str = "#E7E3D9"
    on_disabled: str = "#3E4A4E"
    shadow: str = "#E4DED1"
    veil: str = "#0B1A20"
    focus: str = "#10232B"
    focus_light: str = "#FFD24A"


LIGHT = Palette()

#: For technicians: dark, so that from across the room nobody takes it for an open kiosk.
NIGHT = Palette(
    paper="#10181C",
    surface="#1B2429",
    chosen="#22313A",
    ink="#F2F5F6",
    muted="#B9C4C9",
    line="#364349",
    edge="#7F8D94",
    primary="#6BD6C0",
    primary_soft="#0F2F2B",
    primary_pressed="#A5EBDC",
    emphasis="#A5EBDC",
    on_primary="#0B1A17",
    on_primary_muted="#0B1A17",
    deep="#A5EBDC",
    deep_soft="#6BD6C0",
    on_deep="#0B1A17",
    on_deep_muted="#0B1A17",
    accent_soft="#3A2C08",
    attention="#F6CF7C",
    info="#A9CDF5",
    info_soft="#16293D",
    danger="#FFB4AD",
    danger_soft="#43191A",
    success="#8FDDA6",
    success_soft="#14331F",
    on_success="#10181C",
    disabled="#263137",
    on_disabled="#B9C4C9",
    shadow="#10181C",
)


def _contrast(paper: str, ink: str, soft: str, pressed: str) -> Palette:
    """`ink` on `paper`; `soft` lies beside the paper, `pressed` beside the ink."""
    return Palette(
        paper=paper, surface=paper, chosen=soft, ink=ink, muted=ink, line=ink, edge=ink,
        primary=ink, primary_soft=soft, primary_pressed=pressed, emphasis=ink, on_primary=paper, on_primary_muted=paper,
        deep=paper, deep_edge=ink, deep_soft=soft, on_deep=ink, on_deep_muted=ink,
        accent=ink, accent_soft=soft, accent_pressed=pressed, on_accent=paper, attention=ink,
        info=ink, info_soft=soft, danger=ink, danger_soft=soft, success=ink, success_soft=soft, on_success=paper,
        disabled=paper, on_disabled=ink, shadow=paper, veil=paper,
    )  # fmt: skip


#: The customer's choice (EN 301 549, 11.7; conformance row COL-03).
PALETTES: dict[Contrast, Palette] = {
    Contrast.STANDARD: LIGHT,
    Contrast.BLACK_ON_WHITE: _contrast("#FFFFFF", "#000000", "#EDEDED", "#3D3D3D"),
    Contrast.WHITE_ON_BLACK: _contrast("#000000", "#FFFFFF", "#1F1F1F", "#C8C8C8"),
    Contrast.YELLOW_ON_BLACK: _contrast("#000000", "#FFE600", "#1F1C00", "#D6C200"),
}

#: What is written on what: the pairs that have to reach 7:1.
WRITTEN_ON: tuple[tuple[str, str], ...] = (
    ("ink", "paper"), ("ink", "surface"), ("ink", "chosen"), ("ink", "primary_soft"), ("ink", "accent_soft"),
    ("ink", "info_soft"), ("ink", "danger_soft"), ("ink", "success_soft"),
    ("muted", "paper"), ("muted", "surface"), ("muted", "chosen"),
    ("primary", "surface"), ("emphasis", "primary_soft"),
    ("on_primary", "primary"), ("on_primary_muted", "primary"), ("on_accent", "accent"),
    ("on_primary", "primary_pressed"), ("on_accent", "accent_pressed"),
    ("on_deep", "deep"), ("on_deep_muted", "deep"), ("on_deep", "deep_soft"),
    ("attention", "accent_soft"), ("info", "info_soft"), ("danger", "danger_soft"), ("success", "success_soft"),
    ("on_success", "success"), ("on_disabled", "disabled"),
)  # fmt: skip


#: What the rules of Words, Panel, Tappable and Picto read.
BASE_ROLES = ("ink", "surface", "line", "primary_soft")


#: A palette in which every role has a colour of its own, and one that no other palette has.
DISTINCT = Palette(**{role.name: f"#{number + 1:02X}8040" for number, role in enumerate(fields(Palette))})


class Colours(EventDispatcher):
    """The palette in use; a kv rule that reads `colours.ink` follows it, and one that reads `colours.palette.on_primary`:
    a name that begins with `on_` is an event's to Kivy, and would be watched in vain."""

    palette = ObjectProperty(LIGHT, rebind=True)

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._roles = [role for role in asdict(palette) if not role.startswith("on_")]
        self._roles.sort(key=lambda role: role not in BASE_ROLES)
        self.apply_property(**{role: ColorProperty(getattr(palette, role)) for role in self._roles})

    def wear(self, palette: Palette) -> None:
        """Change every colour at once. In kv a rule that overrides its base class's rule does not end it: both keep
        watching, and the last to fire wins. So the roles of the base rules go first; and it goes by way of DISTINCT, so
        that every other one fires, also where both palettes give it the same colour."""
        if palette is self.palette:
            return
        for worn in (DISTINCT, palette):
            for role in self._roles:
                setattr(self, role, getattr(worn, role))
            self.palette = worn


colours = Colours(LIGHT)


class Typeface(EventDispatcher):
    """The face in use; every text follows it."""

    name = StringProperty(TEXT_FONT)

    def speak(self, language: Language) -> None:
        self.name = FACES[language]


typeface = Typeface()


@cache
def load_fonts() -> None:
    """Register the faces. They are made by assets/fonts/build.py. Raises OSError."""
    fonts = ASSETS / "fonts"
    for name, script in ((TEXT_FONT, "tc"), (FACES[Language.ZH_HANS], "sc")):
        regular, bold = (str(fonts / f"NotoSansCJK{script}-{weight}.otf") for weight in ("Regular", "Bold"))
        LabelBase.register(name, regular, fn_bold=bold)
    LabelBase.register(ICON_FONT, str(ASSETS / "icons" / "icons.ttf"))


@cache
def load_looks() -> None:
    """Read every kv file of this room. A rule that is read later wins, so the general ones come first.

    The module beside each is imported, so that kv finds its classes.
    """
    room = Path(__file__).parent
    general = [
        room / "theme.kv",
        *sorted((room / "widgets").glob("*.kv")),
        room / "base.kv",
        room / "overlay.kv",
    ]
    import_module("screens.widgets.stack")
    for file in (*general, *sorted(set(room.glob("*.kv")) - set(general))):
        import_module(".".join(file.relative_to(room.parent).with_suffix("").parts))
        Builder.load_file(str(file))


@cache
def _code_points() -> dict[str, str]:
    names = json.loads((ASSETS / "icons" / "icons.json").read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in names.items()}


def icon(name: str) -> str:
    """The character that draws the icon `name` (Lucide); nothing for no name. What points onward points the other way
    on a mirrored sheet. Raises KeyError."""
    shown = OTHER_WAY.get(name, name) if sheet.mirrored else name
    return _code_points()[shown] if shown else ""
