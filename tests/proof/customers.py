"""Two customers who owe the same amount, one behind the other, and what they do at the panel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.domain import events, states
from kiosk.domain.house import Task
from kiosk.domain.visit import is_at_rest
from tests.proof.kiosk import Life

MINOR = 124_000
#: How often somebody whom the kiosk sends away comes again.
TRIES = 6


@dataclass(frozen=True, slots=True)
class Customer:
    """`words`: what of them nobody else may ever see."""

    name: str
    card: str
    pin: str
    account: str
    bill: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset((self.bill, self.card, f"••••••{self.account[-4:]}"))


FIRST = Customer("first", "990120260007730", "482913", "1203347730", "FIRST")
NEXT = Customer("next", "990120260004821", "159753", "1203344821", "NEXT")


def due(today: date) -> date:
    return today + timedelta(days=10)


def ready(life: Life) -> bool:
    """Whether the panel takes payments again."""
    return life.until(lambda: not life.visit.health.recovering, 900)


def pays(life: Life, who: Customer) -> str:
    """One visit: sign in, pay the one bill, take the proof. How far it came, in one word."""
    leave(life)
    life.touch(events.Started(), events.TaskChosen(Task.PAY), events.CardPresented(who.card))
    life.enter(who.pin).touch(events.Confirmed())
    if not life.until(_bills_are_there(life), 30):
        return "no bills"
    shown = life.at(states.BillsShown)
    if who.bill not in {bill.id for bill in shown.bills}:
        return "not owed"
    life.touch(events.BillToggled(who.bill), events.Confirmed())
    if not isinstance(life.state, states.Review):
        return "not now"
    return confirms(life)


def confirms(life: Life) -> str:
    """From the last look to the end of the payment."""
    life.touch(events.Confirmed())
    life.until(lambda: not isinstance(life.state, (states.Review, states.Paying)), 900)
    life.until(lambda: getattr(life.state, "back", None) is not states.Back.REVERSING, 900)
    if isinstance(life.state, (states.Paid, states.Unsettled)):
        life.touch(events.PaperChosen(True))
        life.until(lambda: getattr(life.state, "paper", None) is not states.PaperState.PRINTING, 60)
    return type(life.state).__name__


def comes_until_paid(life: Life, who: Customer) -> str:
    """Comes again until the bill is paid, or gives up."""
    word = ""
    for _ in range(TRIES):
        word = pays(life, who)
        leave(life)
        if word in ("Paid", "not owed", "Unsettled"):
            return word
        life.until(lambda: False, 30, pace=5)
    return word


def leave(life: Life) -> None:
    if not is_at_rest(life.visit):
        life.touch(events.Ended())
    life.until(lambda: is_at_rest(life.visit) or isinstance(life.state, states.Home), 600, pace=5)


def _bills_are_there(life: Life) -> Callable[[], bool]:
    def there() -> bool:
        return isinstance(life.state, states.BillsShown) and not life.state.waiting

    return there
