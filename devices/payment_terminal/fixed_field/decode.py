"""What a record says, as JSON-ready values, by one of the tables. For technicians; pure."""

from __future__ import annotations

from dataclasses import asdict

from devices.payment_terminal.fixed_field.codes import code_text
from devices.payment_terminal.fixed_field.framing import STX, open_record
from devices.payment_terminal.fixed_field.layout import layout
from devices.payment_terminal.fixed_field.message import Echo, read, unpack

#: Fields that anybody may see as they are.
SHOWN = ("host", "expiry_or_count", "start_type", "card_type", "rrn")


def stxlrc(key: str, data: bytes) -> dict[str, object]:
    """A record, bare or between STX and its check. Raises BadFrame."""
    table = layout(key)
    record = open_record(data, table.length) if data[:1] == bytes((STX,)) else data
    answer = unpack(table, record)
    said = asdict(answer)
    shown = {name: read(table, record, name) for name in SHOWN if name in table.fields}
    return {
        "table": table.name,
        **said,
        "code": code_text(answer.code) if answer.code else "",
        "echo": "none" if answer.echo is Echo.NONE else "a number",
        "trace": answer.trace,
        **{name: text for name, text in shown.items() if text},
    }
