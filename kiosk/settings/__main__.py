"""`python -m kiosk.settings` writes `kiosk.ini` as it ships; with `--pin` it asks for a PIN and writes its hash."""

import getpass
import sys

from argon2 import PasswordHasher

from kiosk.settings.reading import as_shipped

#: Fewer digits fall to guessing at the panel.
SHORTEST_PIN = 6


def main(arguments: list[str]) -> int:
    if arguments != ["--pin"]:
        print(as_shipped(), end="")
        return 0
    pin = getpass.getpass("PIN: ")
    if not pin.isdigit() or len(pin) < SHORTEST_PIN:
        print(f"a PIN is digits, at least {SHORTEST_PIN} of them", file=sys.stderr)
        return 1
    print(f"pin_hash = {PasswordHasher().hash(pin)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
