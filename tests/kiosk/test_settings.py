"""Settings: the shipped file is the table; a wrong file tells all its faults at once, and no secret."""

from dataclasses import fields
from datetime import time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import get_type_hints

import pytest

from kiosk.domain.house import Task
from kiosk.domain.language import Language
from kiosk.domain.money import Money
from kiosk.settings import Fault, Settings, SettingsError, check, load, render
from kiosk.settings.keys import KEYS, SECTIONS
from kiosk.settings.reading import as_shipped
from kiosk.settings.values import TERMINALS
from kiosk.technician import PinLock

SHIPPED = Path(__file__).resolve().parents[2] / "kiosk.ini"


def faults(tmp_path: Path, site: str) -> list[Fault]:
    (tmp_path / "site.ini").write_text(site, encoding="utf-8")
    return check(SHIPPED, tmp_path / "site.ini")


def one(tmp_path: Path, site: str) -> Fault:
    found = faults(tmp_path, site)
    assert len(found) == 1, render(found)
    return found[0]


# --- as shipped -------------------------------------------------------------------------------


def test_the_shipped_file_is_the_table_and_has_no_fault() -> None:
    assert SHIPPED.read_text(encoding="utf-8") == as_shipped()
    assert check(SHIPPED) == []
    assert render([]) == "no faults"


def test_every_setting_has_a_place_and_a_sentence() -> None:
    kinds = get_type_hints(Settings)
    assert list(kinds) == list(SECTIONS)
    for section, kind in kinds.items():
        keys = [key for key in KEYS if key.section == section]
        assert [key.name for key in keys] == [field.name for field in fields(kind)]
        assert all(key.sentence.endswith(".") for key in keys)


@pytest.mark.requirement("K1")
def test_as_shipped_it_runs_on_the_workbench_and_the_centre_beside_it() -> None:
    """K1: the devices are chosen by ports alone."""
    settings = load(SHIPPED)
    data = Path("/srv/kiosk")
    ports = [
        settings.port(device.port, data)
        for device in (
            settings.receipt_printer,
            settings.card_reader,
            settings.code_scanner,
            settings.payment_terminal,
        )
    ]
    assert ports == [
        f"/srv/kiosk/workbench/{n}"
        for n in ("receipt_printer", "card_reader", "code_scanner", "payment_terminal")
    ]
    assert settings.crm.url == "http://127.0.0.1:8800"
    assert settings.kiosk.data == SHIPPED.parent / "data"
    assert PinLock(settings.maintenance.pin_hash).fits("739164")


def test_where_a_reader_from_outside_is_wanted_the_resting_screen_stands_still(tmp_path: Path) -> None:
    """Or it would read out every slide, to nobody."""
    (tmp_path / "site.ini").write_text("[access]\noutside_reader = on\n", encoding="utf-8")
    assert load(SHIPPED).house([]).attract_loop
    assert not load(SHIPPED, tmp_path / "site.ini").house([]).attract_loop


def test_the_house_is_what_the_settings_say() -> None:
    house = load(SHIPPED).house([])
    assert house.kiosk_id == "K07"
    assert house.brand == {
        Language.ZH_HANT: "晴川公用事業",
        Language.EN: "Qingchuan Utilities",
        Language.ZH_HANS: "晴川公用事业",
    }
    assert house.tasks == tuple(Task)
    assert house.cap == Money(5_000_000)
    assert (house.offline.allowed, house.offline.cap, house.offline.count) == (False, Money(200_000), 20)
    assert house.patience.idle == timedelta(seconds=120)
    assert house.hours.windows[0] == (time(9), time(12))
    assert house.hours.weekdays == (0, 1, 2, 3, 4)
    assert house.phone_fits("0912345678")
    assert not house.phone_fits("0912345")


def test_ports_of_other_kinds_stay_what_they_are() -> None:
    settings = load(SHIPPED)
    data = Path("/srv/kiosk")
    assert settings.port("/dev/serial/by-id/usb-x", data) == "/dev/serial/by-id/usb-x"
    assert settings.port("rfc2217://127.0.0.1:4000", data) == "rfc2217://127.0.0.1:4000"
    assert settings.port("", data) == ""
    assert settings.port("auto", data) == "auto"
    assert settings.port("usb:0403:6001:A50285BI", data) == "usb:0403:6001:A50285BI"
    assert settings.port("/dev/ttyUSB*, workbench/usb-?", data) == "/dev/ttyUSB*,/srv/kiosk/workbench/usb-?"


@pytest.mark.parametrize("port", ["tcp://192.0.2.7:20007", "tcp://terminal.site", "tcp://[::1]:20007"])
def test_a_terminal_may_stand_on_the_network(tmp_path: Path, port: str) -> None:
    site = tmp_path / "site.ini"
    site.write_text(f"[payment_terminal]\nport = {port}\n")
    settings = load(SHIPPED, site)
    assert settings.port(settings.payment_terminal.port, tmp_path) == port


def test_amounts_take_the_terminals_currency(tmp_path: Path) -> None:
    site = tmp_path / "site.ini"
    site.write_text("[payment_terminal]\ncurrency = JPY\n")
    settings = load(SHIPPED, site)
    assert settings.money(Decimal("50000")) == Money(50_000, "JPY")


# --- a site's file ----------------------------------------------------------------------------


@pytest.mark.requirement("A2")
def test_a_sites_file_goes_over_the_shipped_one(tmp_path: Path) -> None:
    """A2: the tile that is off is no task of the house."""
    site = tmp_path / "site.ini"
    site.write_text("\ufeff# ours\n[home]\n; no paying here\npay = off\n[kiosk]\nid=K12\n", encoding="utf-8")
    settings = load(SHIPPED, site)
    assert settings.kiosk.id == "K12"
    assert Task.PAY not in settings.house([]).tasks
    assert settings.brand.en == "Qingchuan Utilities"


def test_a_site_without_a_file_is_as_shipped(tmp_path: Path) -> None:
    assert load(SHIPPED, tmp_path / "site.ini") == load(SHIPPED)


def test_a_key_that_is_not_there_has_its_default(tmp_path: Path) -> None:
    (tmp_path / "kiosk.ini").write_text("[kiosk]\nid = K99\n")
    settings = load(tmp_path / "kiosk.ini")
    assert (settings.kiosk.id, settings.crm.batch) == ("K99", 50)


def test_the_data_folder_cannot_be_moved_from_within(tmp_path: Path) -> None:
    assert one(tmp_path, "[kiosk]\ndata = elsewhere\n").fix == "use --data"


# --- faults -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "key", "value", "wrong"),
    [
        ("kiosk", "id", "K-7", "capital letters"),
        ("kiosk", "zone", "Asia/Atlantis", "time zone"),
        ("kiosk", "zone", "../../etc/passwd", "time zone"),
        ("kiosk", "size", "1080 x 1920", "size"),
        ("kiosk", "data", "", "cannot be changed"),
        ("panel", "width_mm", "26.8", "whole number"),
        ("panel", "edge_mm", "1000", "within 380 and 950"),
        ("brand", "en", "", "empty"),
        ("site", "region", "Taiwan", "numbering plan"),
        ("site", "hotline", "call us", "telephone"),
        ("languages", "offered", "zh-Hant, fr", "not known"),
        ("languages", "offered", "en, en", "twice"),
        ("languages", "offered", "", "empty place"),
        ("home", "pay", "yes", "neither on nor off"),
        ("receipt_printer", "baud", "115201", "not known"),
        ("receipt_printer", "port", "rfc2217://printer.example:4000", "this machine"),
        ("card_reader", "protocol", "rdm630", "not known"),
        ("card_reader", "tag_versions", "any, 01", "version bytes"),
        ("card_reader", "take_seconds", "5", "20"),
        ("card_reader", "after_power_cut", "eject", "not known"),
        ("receipt_printer", "flow", "rts", "not known"),
        ("receipt_printer", "port", "tcp://192.0.2.7:9100", "this machine"),
        ("code_scanner", "port", "usb:0403", "no USB device"),
        ("payment_terminal", "port", "tcp://192.0.2.7:70000", "address of a terminal"),
        ("payment_terminal", "port", "tcp://:20007", "address of a terminal"),
        ("payment_terminal", "port", "socket://192.0.2.7:20007", "this machine"),
        ("payment_terminal", "stop_bits", "1.5", "not known"),
        ("payment_terminal", "password", "12345", "six digits"),
        ("payment_terminal", "currency", "NTD", "not known"),
        ("crm", "url", "http://crm.example", "http to another machine"),
        ("crm", "url", "https://kiosk:hunter2@crm.example", "a password"),
        ("crm", "url", "https://crm.example/?token=hunter2", "a query"),
        ("crm", "url", "crm.example", "web address"),
        ("crm", "url", "https://crm.example:99999", "web address"),
        ("crm", "batch", "many", "whole number"),
        ("crm", "batch", "0", "within 1 and 500"),
        ("store", "recovery_key", "N6VpH9mY", "not a recovery key"),
        ("store", "recovery_key", "N6VpH9mYqC181vaQvR8PqfxS/CNcRsCdQ0Qcfk+g4nh/iAaG", "not a recovery key"),
        ("payments", "cap", "50,000", "amount"),
        ("payments", "cap", "0", "amount"),
        ("payments", "cap", "NaN", "amount"),
        ("patience", "idle_seconds", "29", "within 30 and"),
        ("patience", "warning_seconds", "19", "within 20 and"),
        ("patience", "gone_seconds", "9", "within 10 and"),
        ("callback", "windows", "9-12", "window"),
        ("callback", "windows", "12:00-09:00", "end after it begins"),
        ("callback", "weekdays", "mon, friday", "not known"),
        ("email", "endings", "@gmail.com, gmail.com", "ends of addresses"),
        ("email", "endings", "@gmail", "ends of addresses"),
        ("email", "endings", "@a.tw, @b.tw, @c.tw, @d.tw, @e.tw, @f.tw, @g.tw", "ends of addresses"),
        ("notice", "version", "of November", "version"),
        ("survey", "url", "survey", "web address"),
        ("maintenance", "pin_hash", "739164", "argon2id"),
        ("assist", "staff", "2041:739164", "argon2id"),
        ("assist", "staff", "Mary:$argon2id$x", "digits"),
        ("maintenance", "pin_hash", "$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0", "too easy"),
        ("maintenance", "pin_hash", "$argon2id$v=19$m=64,t=3,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0", "too easy"),
        ("logs", "level", "chatty", "not known"),
    ],
)
def test_a_wrong_value_is_named_with_its_place_and_the_way_out(
    tmp_path: Path, section: str, key: str, value: str, wrong: str
) -> None:
    fault = one(tmp_path, f"[{section}]\n\n{key} = {value}\n")
    assert (fault.where, fault.section, fault.key) == ("site.ini:3", section, key)
    assert wrong in fault.wrong
    assert fault.fix
    secret = key in ("password", "pin_hash", "staff") or "@" in value
    assert fault.value == ("(hidden)" if secret and value else value)


@pytest.mark.parametrize(
    ("site", "key", "wrong"),
    [
        ("[payment_terminal]\nport =\n", "pay", "no payment terminal"),
        ("[payment_terminal]\nprotocol = nccc400\n", "terminal_id", "nccc400 needs it"),
        (
            "[payment_terminal]\nprotocol = nccc400\nterminal_id = 13999999\ncurrency = JPY\n",
            "currency",
            "TWD only",
        ),
        ("[panel]\nwidth_mm = 160\nheight_mm = 284\n", "width_mm", "a panel of 12.8 inch"),
        ("[panel]\nwidth_mm = 450\nheight_mm = 800\n", "width_mm", "a panel of 36.1 inch"),
        (
            "[panel]\nwidth_mm = 476\nheight_mm = 268\n",
            "width_mm",
            "another shape than [kiosk] size = 1080x1920",
        ),
        ("[card_reader]\nport =\n[home]\npay = off\n", "account", "sign in"),
        ("[home]\npay=off\naccount=off\nfaq=off\ncallback=off\n", "faq", "every other tile"),
        ("[payments]\noffline_cap = 50000.01\n", "offline_cap", "above the cap"),
        ("[payments]\ncap = 50000.50\n[payment_terminal]\ncurrency = JPY\n", "cap", "parts that JPY"),
        ("[patience]\nidle_seconds = 60\nwarning_seconds = 60\n", "warning_seconds", "not less"),
        ("[cabinet]\npresence = cts\n", "presence", "another contact"),
        ("[store]\nkeys = store/keys\n", "keys", "the store's own folder"),
        ("[store]\nkeys = .\n", "keys", "the one around it"),
        ("[callback]\nwindows = 09:00-12:00, 11:30-15:00\n", "windows", "begins before"),
        ("[card_reader]\nport = ./workbench/receipt_printer\n", "port", "[receipt_printer] too"),
        ("[code_scanner]\nport = auto\n", "port", "cannot be asked"),
        ("[card_reader]\nport = /dev/ttyUSB*\n", "port", "cannot be asked"),
        (
            "[payment_terminal]\nprotocol = nccc400\nterminal_id = 13999999\nport = auto\n",
            "port",
            "cannot be asked",
        ),
        ("[card_reader]\nprefixes =\n", "prefixes", "empty"),
        ("[card_reader]\nprefixes = 99\n", "prefixes", "single out"),
        ("[card_reader]\nprefixes = 9901, 0x12\n", "prefixes", "'0x12'"),
        ("[card_reader]\nprefixes = 9901, 4111\n", "prefixes", "bank cards begin with 4"),
    ],
)
def test_what_cannot_be_true_together(tmp_path: Path, site: str, key: str, wrong: str) -> None:
    fault = one(tmp_path, site)
    assert fault.key == key
    assert wrong in fault.wrong


@pytest.mark.parametrize("protocol", TERMINALS)
def test_a_terminal_by_a_table_needs_its_number_and_nothing_more(tmp_path: Path, protocol: str) -> None:
    site = f"[payment_terminal]\nprotocol = {protocol}\nterminal_id = 13999999\n"
    assert faults(tmp_path, site) == []


def test_devices_that_answer_may_be_sought_among_the_same_ports(tmp_path: Path) -> None:
    sought = ("receipt_printer", "receipt_printer_2", "payment_terminal")
    site = "".join(f"[{device}]\nport = auto\n" for device in sought)
    assert faults(tmp_path, f"{site}[card_reader]\nport = auto\nprotocol = crt571\n") == []


def test_a_reader_of_tags_needs_no_stripe_prefix(tmp_path: Path) -> None:
    assert faults(tmp_path, "[card_reader]\nprotocol = rdm6300\nprefixes =\ntag_versions = 01, 4A\n") == []


@pytest.mark.parametrize(
    ("site", "fix"),
    [
        ("[patience]\nidel_seconds = 90\n", "did you mean idle_seconds?"),
        ("[kiosk]\nurl = https://crm.example\n", "did you mean [crm] url?"),
        ("[kiosk]\ncolour = red\n", "known are id, zone, size, data"),
        ("[pateince]\nidle_seconds = 90\n", "did you mean [patience]?"),
        ("[weather]\nrain = on\n", "remove it"),
        ("id = K12\n", "write [section] above it"),
        ("[kiosk]\nid K12\n", "write key = value, or # before it"),
        ("[kiosk]\nid = K12\nid = K13\n", "keep one of the two lines"),
    ],
)
def test_what_is_unknown_or_out_of_form_gets_a_hint(tmp_path: Path, site: str, fix: str) -> None:
    assert one(tmp_path, site).fix == fix


def test_all_faults_come_at_once_and_none_follows_from_another(tmp_path: Path) -> None:
    site = """
    [home]
    pay = perhaps
    [payment_terminal]
    port =
    [patience]
    idle_seconds = never
    warning_seconds = 300
    [crm]
    url = http://crm.example
    bach = 5
    nonsense
    [callback]
    windows = 09:00-12:00, 10:00-13:00
    """
    (tmp_path / "site.ini").write_text(site)
    with pytest.raises(SettingsError) as caught:
        load(SHIPPED, tmp_path / "site.ini")
    found = {(fault.section, fault.key) for fault in caught.value.faults}
    assert found == {
        ("home", "pay"),
        ("patience", "idle_seconds"),
        ("crm", "url"),
        ("crm", "bach"),
        ("crm", ""),
        ("callback", "windows"),
    }
    said = str(caught.value)
    assert "site.ini:7: [patience] idle_seconds = never" in said
    assert said.endswith("6 faults")


@pytest.mark.parametrize(
    "line", ["pasword = hunter2", "password hunter2", "x = https://me:hunter2@crm.example"]
)
def test_a_secret_under_a_misspelt_key_is_not_shown(tmp_path: Path, line: str) -> None:
    assert "hunter2" not in render(faults(tmp_path, f"[payment_terminal]\n{line}\n"))


def test_secrets_do_not_show_in_the_settings_either() -> None:
    shown = repr(load(SHIPPED))
    assert "argon2id" not in shown
    assert "000000" not in shown


@pytest.mark.parametrize(
    ("content", "wrong"), [(None, "cannot be read"), (b"[brand]\nen = \xe9\xe9\n", "is not UTF-8")]
)
def test_a_file_that_cannot_be_read_is_a_fault_not_a_traceback(
    tmp_path: Path, content: bytes | None, wrong: str
) -> None:
    path = tmp_path / "kiosk.ini"
    if content is not None:
        path.write_bytes(content)
    (fault,) = check(path)
    assert wrong in fault.wrong
    assert str(path) in str(fault)


# --- the keypad ---------------------------------------------------------------------------------


def test_each_key_of_the_keypad_has_the_kernels_code(tmp_path: Path) -> None:
    (tmp_path / "site.ini").write_text(
        "[keypad]\nport = usb:1234:00ab\nnext = F24\nrepeat =\nback = F17, ESC\n", encoding="utf-8"
    )
    keypad = load(SHIPPED, tmp_path / "site.ini").keypad
    assert (keypad.next, keypad.repeat, keypad.back) == ((194,), (), (187, 1))
    assert (keypad.select, keypad.headphones_in) == ((28,), (185,))


@pytest.mark.requirement("P2")
@pytest.mark.parametrize("port", ["auto", "socket://127.0.0.1:7", "usb:1234"])
def test_no_keyboard_is_taken_for_the_keypad_by_chance(tmp_path: Path, port: str) -> None:
    """P2: it is named, or it is none."""
    assert one(tmp_path, f"[keypad]\nport = {port}\n").key == "port"


@pytest.mark.parametrize(
    ("line", "key"),
    [("next = RIGHT, NOKEY", "next"), ("back = ENTER", "back"), ("again_ms = 5000", "again_ms")],
)
def test_a_key_means_one_thing_and_has_a_name(tmp_path: Path, line: str, key: str) -> None:
    assert one(tmp_path, f"[keypad]\n{line}\n").key == key
