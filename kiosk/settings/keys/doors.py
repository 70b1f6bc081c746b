"""The doors of technicians and floor staff."""

from __future__ import annotations

from kiosk.settings import values
from kiosk.settings.keys.key import Key, keys

_DEMO_PIN = (
    "$argon2id$v=19$m=65536,t=3,p=1$8xfrBIdGZapu0GR9TouMfQ$JuvtuaL1FVkzMrzhz7gufGEzacbtvqPN//7hi85jRDU"
)
_DEMO_STAFF = (
    "2041:$argon2id$v=19$m=65536,t=3,p=1$ZdJNaXh9l65vi1ORnP/MIA$aZxina2BxZlIa4shnQ3OCJyXxbDE5Ula7X2nx1YfArs"
)

KEYS: tuple[Key, ...] = (
    *keys(
        "maintenance",
        (
            "pin_hash",
            values.pin_hash,
            _DEMO_PIN,
            "The argon2id hash of the technician's PIN; as shipped that of the demonstration, 739164: change it.",
        ),
        ("tries", values.whole(3, 10, "tries"), "5", "How many wrong PINs lock the door."),
        ("lock_minutes", values.whole(1, 1440, "minutes"), "15", "For how long it is then locked."),
    ),
    *keys(
        "assist",
        (
            "staff",
            values.staff,
            _DEMO_STAFF,
            "Staff numbers, each with : and its PIN's hash, blanks between them; as shipped 2041 with 526813: change it.",
        ),
        ("more_minutes", values.whole(1, 30, "minutes"), "5", "What one touch of theirs adds to the time."),
        ("calls", values.switch, "on", "Whether customers may call them here; the desk hears it at once."),
    ),
    *keys(
        "access",
        (
            "outside_reader",
            values.switch,
            "off",
            "Whether every program of this machine's D-Bus session may read the screen and press what stands there.",
        ),
    ),
)
