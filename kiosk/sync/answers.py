"""What the centre says, as values of this house. Pure; anything that is not as agreed is Offline, never a KeyError.

tests/contract holds an example of each. Only what the kiosk uses is read, so that an older kiosk understands a newer
centre.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from kiosk.domain.account import (
    CodeAnswer,
    CodeAsked,
    CodeWait,
    Customer,
    Granted,
    Locked,
    Refused,
    SignInAnswer,
)
from kiosk.domain.bill import Bill, BillStanding, PayRules, RuleBroken
from kiosk.domain.command import Command
from kiosk.domain.lookup import Can, CaseStanding
from kiosk.domain.money import EXPONENTS, Money
from kiosk.domain.posting import Posted, Posting
from kiosk.domain.scanned import Guest, ScanAnswer, ScanFound, ScanProblem, ScanRefused
from kiosk.ports import Answer, BillList, Offline, SyncReply
from kiosk.sync import pull
from kiosk.sync.parts import Part
from kiosk.sync.trust import Trust, read_trust

_LONGEST_GRANT = 4096
_STREAMS = ("money", "cases", "feedback", "telemetry")
_VERDICTS = ("stored", "duplicate", "refused")


def sign_in(answer: Part) -> SignInAnswer:
    match answer["result"].text():
        case "granted":
            return Granted(_customer(answer))
        case "refused":
            return Refused()
        case "locked":
            return Locked(answer["until"].moment_or_none())
        case _:
            raise answer["result"].unusable("a result of signing in")


def code(answer: Part) -> CodeAnswer:
    match answer["result"].text():
        case "asked":
            return CodeAsked(answer["again_at"].moment())
        case "wait":
            return CodeWait(answer["until"].moment())
        case "locked":
            return Locked(answer["until"].moment_or_none())
        case _:
            raise answer["result"].unusable("a result of asking for a code")


def _customer(answer: Part) -> Customer:
    customer = answer["customer"]
    return Customer(
        grant=answer["grant"].text(_LONGEST_GRANT),
        name=customer["name"].text(),
        account=customer["account"].text(),
        phone=customer["phone"].text_or_none(),
    )


def bills(answer: Part) -> BillList:
    """Each bill once, all in one currency: the kiosk adds them up."""
    found = tuple(_bill(part) for part in answer["bills"].items())
    if len({bill.id for bill in found}) != len(found):
        raise answer["bills"].unusable("a list of different bills")
    if len({bill.amount.currency for bill in found}) > 1:
        raise answer["bills"].unusable("a list in one currency")
    return BillList(found, answer["as_of"].moment())


def _bill(part: Part) -> Bill:
    return Bill(
        id=part["id"].text(),
        kind=part["kind"].text(),
        account=part["account"].text(),
        period_from=part["period_from"].day(),
        period_to=part["period_to"].day(),
        amount=money(part["amount"]),
        due=part["due"].day(),
        rules=_rules(part["rules"], part["amount"]["currency"].text()),
    )


def _rules(part: Part, currency: str) -> PayRules:
    """An older centre says none: then the whole of a bill is paid, or nothing."""
    if part.value is None:
        return PayRules()
    least, most = part["minimum"], part["maximum"]
    return PayRules(
        allow_partial=part["allow_partial"].flag(),
        minimum=None if least.value is None else Money(least.whole(), currency),
        maximum=None if most.value is None else Money(most.whole(), currency),
        cash_only=part["cash_only"].flag(),
    )


def scanned(answer: Part) -> ScanAnswer:
    match answer["result"].text():
        case "found":
            found = bills(answer)
            ids = frozenset(bill.id for bill in found.bills)
            guest = Guest(answer["grant"].text(_LONGEST_GRANT), ids)
            return ScanFound(guest, found.bills, found.as_of, answer["earlier"].flag())
        case "paid":
            return ScanRefused(ScanProblem.ALREADY_PAID, answer["paid_on"].day())
        case "closed":
            return ScanRefused(ScanProblem.CLOSED_ACCOUNT)
        case "unknown":
            return ScanRefused(ScanProblem.NOT_FOUND)
        case _:
            raise answer["result"].unusable("a result of scanning")


def money(part: Part) -> Money:
    """In a currency that this kiosk knows."""
    currency = part["currency"].text()
    if currency not in EXPONENTS:
        raise part["currency"].unusable("a currency that this kiosk knows")
    return Money(part["minor"].whole(), currency)


def standings(answer: Part, asked: Sequence[str]) -> tuple[BillStanding, ...]:
    """One for each bill that was asked about, in that order: nobody is charged on a half answer."""
    found = {standing.id: standing for standing in map(_standing, answer["bills"].items())}
    if set(found) != set(asked):
        raise answer["bills"].unusable("about the bills that were asked for")
    return tuple(found[bill] for bill in asked)


def _standing(part: Part) -> BillStanding:
    return BillStanding(
        part["id"].text(), part["payable"].flag(), part["paid_on"].day_or_none(), _broken(part["why"])
    )


def _broken(part: Part) -> RuleBroken | None:
    word = part.text_or_none()
    if word is not None and word not in tuple(RuleBroken):
        raise part.unusable("a rule of a bill")
    return None if word is None else RuleBroken(word)


def case(answer: Part) -> CaseStanding | None:
    """Words that this kiosk does not know are kept: a newer centre may say more."""
    if not answer["found"].flag():
        return None
    window, amount = answer["window"], answer["amount"]
    return CaseStanding(
        reference=answer["reference"].text_or_none() or "",
        kind=answer["kind"].text(),
        status=answer["status"].text(),
        topic=answer["topic"].text_or_none() or "",
        reply=answer["reply"].text_or_none() or "",
        site=answer["site"].text_or_none() or "",
        begins=None if window.value is None else window["from"].moment(),
        ends=None if window.value is None else window["to"].moment(),
        moved=answer["moved"].text_or_none() or "",
        attempts=answer["attempts"].whole(),
        last_attempt_at=answer["last_attempt_at"].moment_or_none(),
        next_attempt_at=answer["next_attempt_at"].moment_or_none(),
        result=answer["result"].text_or_none() or "",
        place=None if answer["place"].value is None else answer["place"].whole(),
        expected_at=answer["expected_at"].moment_or_none(),
        amount=None if amount.value is None else money(amount),
        can=_can(answer["can"]),
    )


def _can(part: Part) -> Can:
    word = part.text()
    return Can(word) if word in set(Can) else Can.NO


def sync(
    answer: Part, sent: Collection[str], is_ours: Callable[[Part], bool] = lambda command: True
) -> SyncReply:
    """Answers about records of `sent` only; one that is not answered stays in its queue. `is_ours`: whether a command
    is the centre's."""
    found = tuple(_answer(part) for part in answer["answers"].items())
    if not {one.id for one in found} <= set(sent):
        raise answer["answers"].unusable("about the records that were sent")
    return SyncReply(
        found,
        answer["poll_s"].seconds(),
        pull.versions(answer["content"]),
        _commands(answer["commands"], is_ours),
        _coming(answer["coming"]),
        _through(answer["through"]),
        _size(answer["batch"]),
        _size(answer["chain"]),
    )


def _through(part: Part) -> Mapping[str, int]:
    """Nothing from a centre that does not say. Of the streams that this kiosk knows."""
    if part.value is None:
        return {}
    return {stream: part[stream].whole() for stream in _STREAMS if part[stream].value is not None}


def _size(part: Part) -> int:
    """0 from a centre that does not say."""
    return part.whole() if part.value is not None else 0


def _coming(part: Part) -> tuple[str, ...]:
    """None from a centre that hears no calls for staff."""
    return tuple(one.text(64) for one in part.items()) if part.value is not None else ()


def _commands(part: Part, is_ours: Callable[[Part], bool]) -> tuple[Command, ...]:
    """None from a centre that knows no commands. Of those that are not the centre's one is told, to be refused."""
    if part.value is None:
        return ()
    judged = [(one, is_ours(one)) for one in part.items()]
    ours = [_command(one) for one, mine in judged if mine]
    others = [replace(_command(one), trusted=False) for one, mine in judged if not mine]
    return (*ours, *others[:1])


def _command(part: Part) -> Command:
    words = part["words"].members() if part["words"].value is not None else {}
    return Command(
        id=part["id"].text(64),
        kind=part["kind"].text(32),
        expires_at=part["expires_at"].moment(),
        words=tuple((language, said.text()) for language, said in sorted(words.items())),
    )


def _answer(part: Part) -> Answer:
    verdict = part["verdict"].text()
    if verdict not in _VERDICTS:
        raise part["verdict"].unusable("a verdict")
    return Answer(part["id"].text(), verdict, part["reason"].text_or_none() or "", _posting(part["posting"]))


def _posting(part: Part) -> Posting | None:
    """None from a centre that does not say, or says something that this kiosk does not know."""
    if part.value is None or (word := part["state"].text()) not in set(Posted):
        return None
    until = part["reversible_until"].moment_or_none() if word == Posted.REFUND_DUE else None
    return Posting(Posted(word), until)


def enrolled(answer: Part, kiosk_id: str) -> Trust:
    """What the centre is to be trusted by; an older one tells nothing. Raises Offline unless this kiosk was enrolled."""
    if answer["kiosk"].text() != kiosk_id:
        raise Offline("unusable answer: another kiosk was enrolled")
    return read_trust(answer["trust"]) if answer["trust"].value is not None else Trust()
