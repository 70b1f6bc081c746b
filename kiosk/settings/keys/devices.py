"""The devices on serial lines."""

from __future__ import annotations

from kiosk.domain.money import EXPONENTS
from kiosk.domain.speech import Place
from kiosk.settings import values
from kiosk.settings.keys.key import Key, keys

_seconds = "seconds"


def _printer(section: str, port: str, where: str) -> tuple[Key, ...]:
    return keys(
        section,
        ("port", values.port, port, where),
        ("baud", values.number_of(values.BAUDS), "115200", "The speed that is set on the printer."),
        (
            "flow",
            values.one_of(("none", "rtscts", "dsrdtr", "xonxoff")),
            "none",
            "How the printer asks for a pause on the wire; for DTR take rtscts or dsrdtr, by the cable.",
        ),
        (
            "width_dots",
            values.number_of((360, 384, 512, 576)),
            "576",
            "Printable dots across: 576 or 512 on paper of 80 mm (203 or 180 dpi), 384 or 360 on 58 mm.",
        ),
        ("dpi", values.number_of((180, 203)), "203", "The head's dots per inch."),
        (
            "letters",
            values.one_of(("raster", "big5", "gb18030")),
            "raster",
            "raster draws every letter; big5 and gb18030 use the printer's own where it has them, ten times quicker.",
        ),
        (
            "near_end_sensor",
            values.switch,
            "on",
            "Whether it measures that paper runs low; without, paper is shown as not measured.",
        ),
        (
            "confirmation",
            values.one_of(("auto", "process_id", "paper_sensor", "none")),
            "auto",
            "How it says that all is on paper: auto asks it once; with no way a receipt counts as sent, not as printed.",
        ),
        (
            "presenter",
            values.one_of(("none", "gs_e")),
            "none",
            "Whether it holds paper in its mouth and draws in what nobody takes: gs_e for those that speak GS e.",
        ),
    )


RELAYS = ("none", "receipt_printer", "card_reader", "code_scanner", "payment_terminal")
INPUTS = ("cts", "dsr", "cd", "ri", "none")

KEYS: tuple[Key, ...] = (
    *_printer(
        "receipt_printer",
        "workbench/receipt_printer",
        "A device file, best its /dev/serial/by-id name, or where to find it (docs/technician.md); empty: none.",
    ),
    *_printer("receipt_printer_2", "", "As for the first printer; empty: there is no second one."),
    *keys(
        "card_reader",
        (
            "port",
            values.reader_port,
            "workbench/card_reader",
            "As for the printer; for pcsc pcsc:// and its name.",
        ),
        ("baud", values.number_of(values.BAUDS), "9600", "The speed that is set on the reader."),
        (
            "protocol",
            values.one_of(values.READERS),
            "stripe",
            "stripe, rdm6300 (125 kHz tags), pn532 (13.56 MHz), crt571 (motorised), pcsc, or auto: asked at the port.",
        ),
        (
            "prefixes",
            values.texts,
            "9901",
            "How the company's own card numbers begin (stripe, auto); every other card is dropped unread.",
        ),
        (
            "tag_versions",
            values.tag_versions,
            "any",
            "The first two hex digits of the company's own tags (not for stripe), or any.",
        ),
        (
            "take_seconds",
            values.whole(20, 180, _seconds),
            "50",
            "How long a card that was given back may wait before the reader draws it in, for staff (crt571).",
        ),
        (
            "after_power_cut",
            values.one_of(("give_back", "keep")),
            "give_back",
            "What becomes of a card found inside at a start: offered at the gate, or kept for staff (crt571).",
        ),
    ),
    *keys(
        "code_scanner",
        ("port", values.port, "workbench/code_scanner", "As for the printer."),
        ("baud", values.number_of(values.BAUDS), "9600", "The speed that is set on the scanner."),
        (
            "suffix",
            values.one_of(("cr", "lf", "crlf", "tab", "etx")),
            "cr",
            "What the scanner is set to send behind each code.",
        ),
        (
            "prefix",
            values.one_of(("none", "stx")),
            "none",
            "What it is set to send before each code; AIM identifiers are understood by themselves.",
        ),
        (
            "trigger",
            values.one_of(("none", "honeywell")),
            "none",
            "How it is told to look: none where it looks all the time, honeywell for SYN T CR.",
        ),
    ),
    *keys(
        "payment_terminal",
        (
            "port",
            values.terminal_port,
            "workbench/payment_terminal",
            "As for the printer, or tcp://HOST:PORT of a terminal on the network (zvt).",
        ),
        (
            "protocol",
            values.one_of(values.TERMINALS),
            "zvt",
            "zvt, or the table of an acquirer's terminal, by docs/technician.md; a table sets the line as well.",
        ),
        ("baud", values.number_of(values.BAUDS), "9600", "The speed that is set on the terminal (zvt)."),
        ("stop_bits", values.number_of((1, 2)), "2", "Stop bits of the terminal: 2 by the standard (zvt)."),
        (
            "terminal_id",
            values.matching(r"[0-9A-Za-z]{1,8}", "one to eight letters and digits", "13999999", empty=True),
            "",
            "The number that the acquirer gave this terminal, printed on its slips; for zvt empty: whichever answers.",
        ),
        (
            "own_number",
            values.switch,
            "on",
            "Whether requests bear a number of ours, by which a lost answer is known for certain (not for zvt).",
        ),
        (
            "password",
            values.matching(r"\d{6}", "six digits", "000000"),
            "000000",
            "The terminal's password for cash registers (zvt).",
        ),
        (
            "currency",
            values.one_of(EXPONENTS),
            "TWD",
            "The ISO 4217 code of what is charged; all amounts here are in it.",
        ),
        (
            "answer_seconds",
            values.whole(5, 180, _seconds),
            "90",
            "The longest silence in mid-payment before the terminal is told to stop.",
        ),
        (
            "day_end",
            values.matching(r"(?:[01]\d|2[0-3]):[0-5]\d", "a time of day", "23:30", empty=True),
            "23:30",
            "When the terminal's day is ended, once nobody is here, and compared with the journal; empty: never.",
        ),
    ),
    *keys(
        "cabinet",
        (
            "port",
            values.port,
            "",
            "A device file with modem lines, or rfc2217://HOST:PORT of a device server; empty: none.",
        ),
        ("door", values.one_of(INPUTS), "dsr", "The line that a closed door holds on, or none."),
        ("tamper", values.one_of(INPUTS), "cts", "The line that an unharmed cabinet holds on, or none."),
        ("lamp", values.one_of(("rts", "none")), "rts", "The line that lights the lamp, or none."),
        (
            "presence",
            values.one_of(INPUTS),
            "none",
            "The line that a sensor holds on while somebody stands before the panel, or none.",
        ),
        (
            "break_cuts",
            values.one_of(RELAYS),
            "none",
            "The device whose power a normally closed relay on TXD takes when TXD is held in a break, or none.",
        ),
        ("rts_cuts", values.one_of(RELAYS), "none", "The same for a relay on RTS, where the lamp is none."),
        (
            "restart_seconds",
            values.whole(3, 300, _seconds),
            "20",
            "How long a device that is down is waited for before it is restarted, once more, and by its power.",
        ),
    ),
    *keys(
        "keypad",
        (
            "port",
            values.keypad_port,
            "",
            "Its /dev/input/by-id name, or usb:VVVV:PPPP:SERIAL, by which it is told from a keyboard; empty: none.",
        ),
        ("next", values.key_names, "RIGHT, DOWN", "The keys for what comes next, as the kernel names them."),
        ("previous", values.key_names, "LEFT, UP", "The keys for what came before."),
        ("select", values.key_names, "ENTER", "The keys that choose."),
        ("back", values.key_names, "ESC", "The keys that lead back."),
        ("repeat", values.key_names, "F1", "The keys that have it said again."),
        ("volume_up", values.key_names, "VOLUMEUP", "The keys for louder."),
        ("volume_down", values.key_names, "VOLUMEDOWN", "The keys for softer."),
        ("headphones_in", values.key_names, "F15", "What the socket types when headphones are plugged in."),
        ("headphones_out", values.key_names, "F16", "What the socket types when they are pulled out."),
        ("switch_move", values.key_names, "F13", "The switch that leads on, row by row, then along a row."),
        (
            "switch_choose",
            values.key_names,
            "F14",
            "The switch that chooses; the only one, where there is one only.",
        ),
        (
            "scanning",
            values.one_of(("step", "auto")),
            "step",
            "How the first press of a switch begins: step, or auto, where it moves on by itself.",
        ),
        (
            "scan_seconds",
            values.whole(1, 3, _seconds),
            "2",
            "How long each row or control has where it moves on by itself, at the beginning.",
        ),
        (
            "again_ms",
            values.whole(0, 1000, "milliseconds"),
            "0",
            "For unsteady hands: the same key pressed anew within this time counts once.",
        ),
    ),
    *keys(
        "sound",
        ("volume", values.whole(0, 100, "of a hundred"), "60", "How loud it is, up to 100; 0: none sounds."),
    ),
    *keys(
        "voice",
        ("offered", values.switch, "on", "Whether the screen is read out to whoever asks for it."),
        ("headphones", values.text, "default", "Where headphones hear it, as aplay -L names it."),
        (
            "loud",
            values.text,
            "default",
            "Where the room hears it, the same way; nothing personal is read out there.",
        ),
        (
            "rate",
            values.whole(80, 300, "words a minute"),
            "170",
            "How fast; customers choose between 0.75 and 2 times that.",
        ),
        (
            "softened",
            values.whole(0, 40, "decibels"),
            "0",
            "How much softer its loudest step is than the sound card's.",
        ),
        (
            "beacon_seconds",
            values.whole(0, 600, _seconds),
            "0",
            "How often, while nobody is here, a sentence tells the room where the machine is; 0: never.",
        ),
        (
            "clips",
            values.file_or_none,
            "",
            "The folder of recorded sentences; a relative one lies in the data folder; empty: all of them are rendered.",
        ),
        *(
            (
                name,
                values.word_of(Place),
                place,
                f"Where {what} is, seen from the screen; told to whoever cannot see it.",
            )
            for name, place, what in (
                ("keypad", "below", "the keypad"),
                ("jack", "below", "the socket for headphones"),
                ("card_reader", "below_right", "the card reader"),
                ("code_scanner", "below_left", "the code scanner"),
                ("payment_terminal", "right", "the payment terminal"),
                ("receipt_printer", "below", "the mouth of the receipt printer"),
            )
        ),
    ),
    *keys(
        "power",
        (
            "ups",
            values.ups,
            "",
            "NAME@HOST, or NAME@HOST:PORT, of the battery at NUT's upsd; empty: none is watched.",
        ),
    ),
)
