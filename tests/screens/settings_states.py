"""Settings at the panel, by picture name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kiosk.domain import states
from kiosk.domain.setting import Change, Means, Objection, Reason, Rule, Setting, Sheet, with_change
from kiosk.settings.at_panel import AT_PANEL
from kiosk.settings.reading import TABLE
from kiosk.settings.values import BAUDS

LONG = "/dev/serial/by-id/usb-Prolific_USB-Serial_Controller_D-if00-port0"
PORTS = (LONG, "workbench/receipt_printer", "")


def _setting(name: tuple[str, str]) -> Setting:
    means, choices = AT_PANEL[name]
    return Setting(*name, TABLE[name].default, means, choices or (PORTS if means is Means.CHOICE else ()))


SETTINGS = {name: _setting(name) for name in AT_PANEL}
IDLE = Change("patience", "idle_seconds", "120", "25")
CHANGES = with_change((IDLE,), Change("receipt_printer", "port", "workbench/receipt_printer", LONG))
SHEET = Sheet(tuple(SETTINGS.values()), (Change("home", "pay", "off", "on"),))
AGAINST = Objection(
    "patience",
    "warning_seconds",
    Reason(Rule.WARNING_TOO_LONG, (("idle", "25"),)),
)


def settings_states() -> Mapping[str, states.State]:
    shown = states.SettingsShown(states.Maintenance(), SHEET)
    touched = replace(shown, changes=CHANGES)
    baud = states.SettingWanted(shown, SETTINGS["receipt_printer", "baud"], "960")
    bauds = Reason(Rule.CHOICE, (("choices", ", ".join(map(str, BAUDS))),))
    refused = Objection("receipt_printer", "baud", bauds)
    compared = states.ChangesShown(touched)
    mine = replace(AGAINST, key="idle_seconds", reason=Reason(Rule.RANGE, (("least", "30"), ("most", "900"))))
    return {
        "settings": shown,
        "settings.reading": replace(shown, sheet=None),
        "settings.changed": touched,
        "settings.home": replace(shown, section="home"),
        "settings.payments": replace(touched, section="payments"),
        "settings.printer": replace(touched, section="receipt_printer"),
        "setting.digits": baud,
        "setting.refused": replace(baud, objection=refused),
        "setting.letters": states.SettingWanted(
            shown, SETTINGS["callback", "windows"], "09:00-12:00, 13:00-15:00"
        ),
        "setting.choice": states.SettingWanted(shown, SETTINGS["receipt_printer", "port"]),
        "changes": replace(compared, objections=()),
        "changes.trying": compared,
        "changes.clash": replace(compared, objections=(mine, AGAINST)),
        "changes.saving": replace(compared, objections=(), saving=True),
        "changes.failed": replace(compared, objections=(), failed=True),
    }
