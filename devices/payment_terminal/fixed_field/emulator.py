"""A pretend terminal of the Taiwan family: one of the tables, a customer, a bank, and a memory of its own.

It must not know the driver. `emulator_of` makes the class for a table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from devices.emulator import FLAG_ON, Switch
from devices.payment_terminal.cards import CARD, MERCHANT
from devices.payment_terminal.emulator import PaymentTerminalEmulator
from devices.payment_terminal.fixed_field.far_end import FarEnd
from devices.payment_terminal.fixed_field.layout import Layout, layout
from devices.payment_terminal.memory import Entry

LOOK_UP = 0.2  # seconds that an inquiry takes
PAUSE = 3.9  # seconds after a session in which the terminal hears no request
#: An inquiry's miss is told as a decline is: no source has a code of its own for it, and nobody may take it for one.
_MISSED = "0001"
_CURRENCY = "TWD"


class FixedFieldEmulator(PaymentTerminalEmulator):
    """See the switches of its base. `echo`: whether the till's own number is kept and told."""

    TABLE: ClassVar[Layout]
    SWITCHES: ClassVar[Mapping[str, Switch]] = {**PaymentTerminalEmulator.SWITCHES, "echo": FLAG_ON}

    def __init__(
        self, send: Callable[[bytes], None], folder: Path, clock: Callable[[], datetime] = datetime.now
    ) -> None:
        super().__init__(send, folder, clock)
        self._end = FarEnd(self.put, self.TABLE.length, lambda: not self.busy)
        self._then: Callable[[], None] | None = None
        self._due_at = 0.0
        self._rested_at = 0.0

    # --- driven by the loop -----------------------------------------------------------------------

    def heard(self, data: bytes) -> None:
        if self.now < self._rested_at and b"\x02" in data:
            self.counts["too_soon"] = self.counts.get("too_soon", 0) + 1
        for record in self._end.hear(data):
            self._obey(record)

    def ticked(self, now: float) -> None:
        self.now = now
        self._end.ticked(now)
        if self._then and now >= self._due_at:
            then, self._then = self._then, None
            self._rested_at = now + PAUSE
            then()

    def switched(self, key: str) -> None:
        super().switched(key)
        match key:
            case "power" if not self.powered:  # what it was doing is gone; what it booked is not
                self._end.forget()
                self._then = None
            case "naks" | "lost_acks" | "wrong_checks":
                setattr(self._end, key, self.switches[key])

    def counters(self) -> dict[str, int]:
        return {**self.counts, "damaged": self._end.damaged}

    @property
    def busy(self) -> bool:
        return self._then is not None

    # --- what the till asks -----------------------------------------------------------------------

    def _obey(self, record: bytes) -> None:
        asked = self._read(record)
        kind = next((kind for kind, code in self.TABLE.types.items() if code == asked["type"]), "unknown")
        self.counts[kind] = self.counts.get(kind, 0) + 1
        match kind:
            case "sale":
                self._sale(asked)
            case "void":
                self._void(asked)
            case "inquiry":
                self._later(LOOK_UP, lambda: self._look_up(asked))
            case "settlement":
                self._later(self.seconds("delay_s"), lambda: self._settle(asked))
            case _:
                self._later(LOOK_UP, lambda: self._tell(asked, "0010"))

    def _sale(self, asked: dict[str, str]) -> None:
        plan = self.plan("next")
        seconds = self.seconds("hang_s" if plan == "hang" else "delay_s")
        if "finished" in self.TABLE.fields and plan in ("approve", "decline"):
            self._tell(asked, "0000", finished="N", timer="0060")
        self._later(seconds, lambda: self._decided(plan, asked))

    def _decided(self, plan: str, asked: dict[str, str]) -> None:
        match plan:
            case "approve":
                self._approved(asked, self._book(asked, "approved"))
            case "decline":
                self._book(asked, "declined")
                self._tell(asked, "0001")
            case "cancel":
                self._book(asked, "cancelled")
                self._tell(asked, "0006")
            case "timeout":
                self._book(asked, "timed_out")
                self._tell(asked, "0003")
            case "drop_after":
                self._book(asked, "approved")
                self.drop()
            case "drop_before":
                self._book(asked, "broken_off")
                self.drop()
            case _:  # it hung, and came to itself
                self._book(asked, "broken_off")

    def _void(self, asked: dict[str, str]) -> None:
        plan = self.plan("next_reversal")
        seconds = self.seconds("hang_s" if plan == "hang" else "delay_s")
        self._later(seconds, lambda: self._given_back(plan, asked))

    def _given_back(self, plan: str, asked: dict[str, str]) -> None:
        entry = self.memory.payment(int(asked["receipt"] or 0))
        if plan in ("refuse", "hang", "drop_before") or entry is None or entry.result != "approved":
            if plan in ("drop_before", "hang"):
                self.drop()
            self._tell(asked, "0001")
            return
        self.memory.give_back(entry, self.moment())
        if plan == "drop_after":
            self.drop()
        self._approved(asked, entry)

    def _look_up(self, asked: dict[str, str]) -> None:
        entry = self.memory.sale(asked["date"][-6:] + asked["time"], self._minor(asked))
        if entry is None:
            self._tell(asked, _MISSED)
        else:
            self._approved(asked, entry)

    def _settle(self, asked: dict[str, str]) -> None:
        sums, batch = self.memory.sums(), self.memory.batch
        self.memory.close_day()
        minor, count = sums.paid_minor - sums.reversed_minor, sums.payments - sums.reversals
        values = {"amount": self._written(minor), "batch": f"{batch:06}", **self._now()}
        self._tell(asked, "0000", **values, **({self.TABLE.count: f"{count:04}"} if self.TABLE.count else {}))

    # --- what it says -----------------------------------------------------------------------------

    def _approved(self, asked: dict[str, str], entry: Entry) -> None:
        moment = datetime.fromisoformat(entry.at)
        number = (
            CARD.number if self.switches["unmasked_pan"] else f"{CARD.number[:6]}******{CARD.number[-4:]}"
        )
        self._tell(
            asked,
            "0000",
            receipt=f"{entry.receipt:06}",
            card=number,
            amount=self._written(entry.amount_minor),
            approval=f"{entry.trace:06}",
            batch=f"{self.memory.batch:06}",
            own=entry.request[13:],
            **_moment(moment, self.TABLE),
        )

    def _tell(self, asked: dict[str, str], code: str, own: str = "", **said: str) -> None:
        values = {
            "type": asked["type"],
            "amount": asked["amount"],
            "response": code,
            "merchant_id": MERCHANT,
            "terminal_id": self.memory.terminal_id,
            "finished": "Y",
            **self._now(),
            **self._echo(own),
            **said,
        }
        if self.switches["unmasked_pan"]:
            for name in self.TABLE.fields:
                if name not in values and self.TABLE.size(name) >= len(CARD.number):
                    values[name] = CARD.number
        fields = ((name, values.get(name, "")) for name in self.TABLE.fields)
        text = "".join(value[: self.TABLE.size(name)].ljust(self.TABLE.size(name)) for name, value in fields)
        self._end.say(text.encode("ascii"))

    def _echo(self, own: str) -> dict[str, str]:
        """`own`: what the till called the payment; it fills the fields one after the other."""
        values = {}
        for name in self.TABLE.reference if own and self.switches["echo"] else ():
            size = self.TABLE.size(name)
            values[name], own = own[:size], own[size:]
        return values

    def _book(self, asked: dict[str, str], result: str) -> Entry:
        own = "".join(asked[name] for name in self.TABLE.reference)
        request = f"{asked['date'][-6:]}{asked['time']} {own}"
        return self.book(self._minor(asked), _CURRENCY, result, request)

    # --- the form ---------------------------------------------------------------------------------

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        self._then, self._due_at = do, self.now + seconds

    def _read(self, record: bytes) -> dict[str, str]:
        text = record.decode("ascii")
        return {name: text[start:end].strip() for name, (start, end) in self.TABLE.fields.items()}

    def _minor(self, asked: dict[str, str]) -> int:
        return int(asked["amount"] or 0) * self._hundredths

    def _written(self, minor: int) -> str:
        return f"{minor // self._hundredths:0{self.TABLE.size('amount')}}"

    @property
    def _hundredths(self) -> int:
        """Of one unit that the table writes."""
        return 1 if self.TABLE.decimals else 100

    def _now(self) -> dict[str, str]:
        return _moment(datetime.fromisoformat(self.moment()), self.TABLE)


def _moment(at: datetime, table: Layout) -> dict[str, str]:
    return {"date": f"{at:%Y%m%d}"[-table.size("date") :], "time": f"{at:%H%M%S}"}


def emulator_of(key: str) -> type[FixedFieldEmulator]:
    """Raises KeyError for a name that no table has."""
    return type(f"Emulator_{key}", (FixedFieldEmulator,), {"TABLE": layout(key)})
