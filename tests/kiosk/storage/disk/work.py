"""What a kiosk does while its disk is watched: `python -m tests.kiosk.storage.disk.work NAME FOLDER`.

The store lies in FOLDER/store, its key in FOLDER/keys. What the kiosk was told is kept goes, a line each, to
FOLDER/told: the kind and what it is known by. `settling` comes before the centre's answers are written, `erased` after.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.domain.language import Language
from kiosk.domain.payment import Declined
from kiosk.domain.receipt import PrintOutcome
from kiosk.ports import Answer, StoreError
from tests.kiosk.storage.case_samples import DRAFTS
from tests.kiosk.storage.disk.recorder import TOLD
from tests.kiosk.storage.samples import ASKED, DECIDED, Kiosk, approved, draft

Tell = Callable[[str, str], None]


def requests(kiosk: Kiosk, tell: Tell) -> None:
    """Callbacks, payments and cases, one after another."""
    for turn in range(8):
        tell("callback", kiosk.call_back())
        _pay(kiosk, tell, turn)
        case = list(DRAFTS.values())[turn % len(DRAFTS)]
        tell("case", kiosk.cases.save(case, Language.ZH_HANT, [(ASKED, "signed_in")], DECIDED))
        kiosk.keeper.count_try(DECIDED)


def settling(kiosk: Kiosk, tell: Tell) -> None:
    """Some arrive, some are refused, all in the end; new ones come in between."""
    dice = random.Random(7)
    for turn in range(6):
        for _ in range(dice.randint(1, 4)):
            tell("callback", kiosk.call_back())
        _pay(kiosk, tell, turn)
        _settle(kiosk, tell, dice.randint(1, 12), dice)
    kiosk.outbox.retry_all()
    while kiosk.due():
        _settle(kiosk, tell, 10, None)


def checkpoints(kiosk: Kiosk, tell: Tell) -> None:
    """More than the write-ahead log holds: the engine puts it into the file by itself, and we on top of it."""
    dice = random.Random(8)
    for _ in range(60):
        marks = [(DECIDED, "article:late-payment")] * dice.choice([0, 40, 400])
        tell("callback", kiosk.callbacks.save(draft(), Language.EN, marks, DECIDED))
        if dice.random() < 0.1:
            kiosk.store.scrub()


def starting(kiosk: Kiosk, tell: Tell) -> None:
    """A start with all that comes before the first request: key, migrations, sealing, setting aside."""
    tell("epoch", kiosk.keeper.epoch())
    for turn in range(3):
        tell("callback", kiosk.call_back())
        _pay(kiosk, tell, turn + 500)
    kiosk.store.close()
    tell("callback", kiosk.call_back())


def filling(kiosk: Kiosk, tell: Tell) -> None:
    """Requests until the disk is full; then what was begun is ended, and the centre takes over what it can."""
    with _refusals(tell):
        payment = kiosk.ask()
        tell("asked", payment.id)
        for turn in range(60):
            marks = [(DECIDED, "article:late-payment")] * (400 * (turn % 3))
            tell("callback", kiosk.callbacks.save(draft(), Language.EN, marks, DECIDED))
    for _ in range(3):
        with _refusals(tell):
            tell("callback", kiosk.call_back())
    with _refusals(tell, "stuck"):
        for payment in kiosk.payments.open():
            kiosk.payments.decide(payment, Declined(), False, DECIDED)
            tell("decided", payment.id)
        while due := kiosk.outbox.due(20, DECIDED):
            _answer(kiosk, tell, [Answer(record.id, "stored") for record in due])
        tell("drained", str(len(kiosk.due())))


@contextlib.contextmanager
def _refusals(tell: Tell, word: str = "refused") -> Iterator[None]:
    try:
        yield
    except StoreError as error:
        tell(word, str(error).replace(" ", "_"))


def _pay(kiosk: Kiosk, tell: Tell, turn: int) -> None:
    payment = kiosk.ask()
    tell("asked", payment.id)
    outcome = approved(1000 + turn) if turn % 2 else Declined()
    kiosk.payments.decide(payment, outcome, False, DECIDED)
    tell("decided", payment.id)
    kiosk.payments.paper(payment, PrintOutcome.UNKNOWN, DECIDED)


def _settle(kiosk: Kiosk, tell: Tell, count: int, dice: random.Random | None) -> None:
    due = kiosk.outbox.due(count, DECIDED)
    words = [dice.choice(["stored", "stored", "refused"]) if dice else "stored" for _ in due]
    _answer(kiosk, tell, [Answer(record.id, word) for record, word in zip(due, words, strict=True)])


def _answer(kiosk: Kiosk, tell: Tell, answers: list[Answer]) -> None:
    gone = [answer.id for answer in answers if answer.verdict == "stored"]
    for record in gone:
        tell("settling", record)
    kiosk.outbox.settle(answers, DECIDED)
    for record in gone:
        tell("erased", record)


WORK = {each.__name__: each for each in (requests, settling, checkpoints, starting, filling)}


def main(name: str, folder: Path) -> None:
    told = os.open(folder / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(kind: str, what: str) -> None:
        os.write(told, f"{kind} {what}\n".encode())

    WORK[name](Kiosk.at(folder / "store" / "kiosk.db"), tell)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
