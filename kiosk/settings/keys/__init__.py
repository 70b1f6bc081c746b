"""The one table of settings: section, key, what it may be, default, one sentence. `kiosk.ini` is written from it.

The defaults are those of the demonstration: workbench devices, the CRM of this project on loopback. One file for what
belongs together; here only the order of the sections.
"""

from __future__ import annotations

from kiosk.settings.keys import centre, devices, doors, place, visits
from kiosk.settings.keys.key import Key

#: Sections in the order of the file, and what they are about.
SECTIONS = {
    "kiosk": "This machine.",
    "panel": "The touch panel, measured with a rule: what is drawn keeps its millimetres (docs/technician.md).",
    "brand": "Whose kiosk it is.",
    "site": "Where it stands and how people are reached.",
    "languages": "What a visit may be held in.",
    "home": "The tiles of the home screen; what is off cannot be reached by any way.",
    "receipt_printer": "The receipt printer (ESC/POS).",
    "receipt_printer_2": "A second receipt printer, used while the first one cannot print.",
    "card_reader": "The reader for the company's own membership cards; bank cards belong to the terminal.",
    "code_scanner": "The scanner for bills, on a serial line (never one that plays a keyboard).",
    "payment_terminal": "The payment terminal.",
    "cabinet": "The box around it: door, tamper contact and lamp on the modem lines of a serial port.",
    "keypad": "The keypad for audio navigation, a USB keyboard of its own (docs/technician.md).",
    "power": "The battery that takes over when the mains fails, watched by Network UPS Tools (NUT).",
    "sound": "The chime at each step at a device.",
    "voice": "Reading the screen out, through headphones or aloud.",
    "crm": "The centre.",
    "store": "The store, which is encrypted on the disk.",
    "payments": "What may be paid here.",
    "patience": "How long the kiosk waits for people.",
    "callback": "When agents call back.",
    "email": "Answers by e-mail.",
    "notice": "The privacy notice.",
    "survey": "The satisfaction survey.",
    "rating": "The question how it was.",
    "maintenance": "The technician's door.",
    "assist": "Floor staff who help a customer on at the panel.",
    "access": "A screen reader that is not part of the kiosk, over AT-SPI (docs/technician.md).",
    "logs": "The log file.",
}

_ALL = (*place.KEYS, *devices.KEYS, *centre.KEYS, *visits.KEYS, *doors.KEYS)
KEYS: tuple[Key, ...] = tuple(key for section in SECTIONS for key in _ALL if key.section == section)

__all__ = ["KEYS", "SECTIONS", "Key"]
