"""What works and what does not, in the customer's terms: services, not devices."""

from __future__ import annotations

from functools import reduce

from kiosk.domain.faults import Told
from kiosk.domain.health import Barred, Device, Health, Line
from kiosk.domain.house import Task
from kiosk.domain.visit import Visit
from kiosk.texts import Texts

#: What is not named here needs no device.
_NEEDED = {
    Task.PAY: (Device.PAYMENT_TERMINAL,),  # without the card reader one signs in by number
}
#: Whose trouble the strip explains.
_TOLD = (Device.PAYMENT_TERMINAL, Device.RECEIPT_PRINTER)
_BARRED = {
    Barred.TAMPERED: Told.PAYING_CHECKED,
    Barred.ON_BATTERY: Told.ON_BATTERY,
    Barred.RESTARTING: Told.NO_PAYING,
}
_NEEDS_LINE = (Task.PAY, Task.ACCOUNT)


def is_down(health: Health, device: Device) -> bool:
    return health.of(device).is_down


def works(visit: Visit, task: Task) -> bool:
    if task in _NEEDS_LINE and visit.health.line is Line.DOWN:
        return False
    if task is Task.PAY and visit.health.barred:
        return False
    return not any(is_down(visit.health, device) for device in _NEEDED.get(task, ()))


def banner(visit: Visit, texts: Texts) -> tuple[str, str]:
    """The strip's headline and text; two empty strings when everything works."""
    missing = [texts.get(f"task.{task.value}") for task in visit.house.home_tiles if not works(visit, task)]
    if is_down(visit.health, Device.RECEIPT_PRINTER):
        missing.append(texts.get("banner.printing"))
    if not missing:
        return "", ""
    going = [texts.get(f"task.{task.value}") for task in visit.house.home_tiles if works(visit, task)]
    title = texts.get("banner.missing", services=listing(missing, texts))
    about = (
        texts.get("banner.working", services=listing(going, texts)) if going else texts.get("banner.staff")
    )
    about = _because(visit, texts) + about
    if visit.health.line is Line.DOWN and visit.health.line_up_at is not None:
        since = texts.time(visit.health.line_up_at)
        about = texts.get("banner.line_down", about=about, time=since)
    return title, about


def _because(visit: Visit, texts: Texts) -> str:
    """Why something is missing, in a sentence a device."""
    told = [visit.health.of(device).told for device in _TOLD if is_down(visit.health, device)]
    told += [_BARRED[visit.health.barred]] if visit.health.barred else []
    return "".join(
        texts.get("banner.because", told=texts.get(f"told.{each.value}")) for each in dict.fromkeys(told)
    )


def listing(words: list[str], texts: Texts) -> str:
    """`繳費、查詢、列印`; `bills, account, printing`."""
    return reduce(lambda first, second: texts.get("list.pair", first=first, second=second), words)
