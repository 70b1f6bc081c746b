"""What an agent says and does in a call, step by step and by topic. The words stand in the desk's catalogue (`script.*`).

The first steps are against fraud: a caller who recites the case number first can be told from one who only claims to call
for the company. They come before the number and the customer's data unfold.
"""

from __future__ import annotations

#: Stored with every tick; changes when a step is added, removed or means something else.
VERSION = "2026-11"

ANTI_FRAUD = ("fraud.calls_from", "fraud.reference_first", "fraud.never_ask")

_GENERAL = ("other.listen", "other.answer")
_BY_TOPIC: dict[str, tuple[str, ...]] = {
    "billing": ("billing.listen", "billing.compare", "billing.reading"),
    "payment": ("payment.listen", "payment.find", "payment.promise"),
    "supply": ("supply.safety", "supply.place", "supply.news"),
    "meter": ("meter.listen", "meter.visit", "meter.waive"),
    "moving": ("moving.date", "moving.reading", "moving.papers"),
}
#: What customers can choose to be called about.
TOPICS = (*_BY_TOPIC, "other")
CLOSING = ("close.repeat", "close.thanks")


def steps_for(topic: str) -> tuple[str, ...]:
    """The steps of the call itself; a topic without a script of its own has the general one."""
    return (*_BY_TOPIC.get(topic, _GENERAL), *CLOSING)


def all_steps(topic: str) -> tuple[str, ...]:
    return ANTI_FRAUD + steps_for(topic)
