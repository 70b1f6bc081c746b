"""How a setting names a key: as the Linux kernel does (include/uapi/linux/input-event-codes.h), without its `KEY_`.

Only what a USB keyboard or its volume keys can send: every keypad of this kind says that it is one.
"""

from __future__ import annotations

#: The first code of a row, and the names from there on; `-` has none.
_ROWS = {
    1: "ESC 1 2 3 4 5 6 7 8 9 0 MINUS EQUAL BACKSPACE TAB Q W E R T Y U I O P LEFTBRACE RIGHTBRACE ENTER LEFTCTRL",
    30: "A S D F G H J K L SEMICOLON APOSTROPHE GRAVE LEFTSHIFT BACKSLASH Z X C V B N M COMMA DOT SLASH RIGHTSHIFT",
    55: "KPASTERISK LEFTALT SPACE CAPSLOCK F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 NUMLOCK SCROLLLOCK KP7 KP8 KP9 KPMINUS",
    75: "KP4 KP5 KP6 KPPLUS KP1 KP2 KP3 KP0 KPDOT - - 102ND F11 F12",
    96: "KPENTER RIGHTCTRL KPSLASH SYSRQ RIGHTALT - HOME UP PAGEUP LEFT RIGHT END DOWN PAGEDOWN INSERT DELETE",
    113: "MUTE VOLUMEDOWN VOLUMEUP",
    138: "HELP MENU",
    158: "BACK FORWARD",
    163: "NEXTSONG PLAYPAUSE PREVIOUSSONG",
    183: "F13 F14 F15 F16 F17 F18 F19 F20 F21 F22 F23 F24",
}

#: Name -> code.
CODES: dict[str, int] = {
    name: first + place
    for first, names in _ROWS.items()
    for place, name in enumerate(names.split())
    if name != "-"
}
