"""E8, E11, X33: journal, terminal, postings, the acquirer's and billing's files: each injected difference by name."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from crm.__main__ import main
from crm.billing import outside
from crm.billing.differences import Difference, Verdict
from crm.billing.outside import PAYOUT, POSTING
from crm.billing.report import told
from crm.centre import Centre
from crm.figures import thresholds
from crm.schema import LineState, Payment, PaymentLine
from tests.crm.journal import DAY, Journal
from tests.crm.signing import SigningKiosk
from tests.crm.test_reconciliation import day_of, found, ordinary_day


@pytest.fixture
def journal(kiosk: SigningKiosk, centre: Centre) -> Journal:
    made = Journal(kiosk, centre)
    ordinary_day(made)
    return made


def written(centre: Centre, statement: Any) -> None:
    with centre.database.writing() as session:
        session.execute(statement)


def taken(count: int | None, minor: int) -> dict[str, Any]:
    return {"payments": {"count": count, "minor": minor}}


@pytest.mark.requirement("X33")
@pytest.mark.parametrize(
    ("terminal", "difference", "minor"),
    [
        (taken(4, 290500), Difference.CHARGED_UNKNOWN, 10000),
        (taken(2, 270500), Difference.NOT_AT_TERMINAL, 10000),
        (taken(3, 280501), Difference.TERMINAL_AMOUNT, 1),
        (taken(None, 280499), Difference.TERMINAL_AMOUNT, 1),
        ({"reversals": {"count": 1, "minor": 500}}, Difference.REVERSAL_UNMATCHED, 500),
        ({"reversals": {"count": 1, "minor": 0}}, Difference.REVERSAL_UNMATCHED, 0),
    ],
)
def test_what_the_terminal_says_otherwise_is_named_to_the_cent(
    journal: Journal, terminal: dict[str, Any], difference: Difference, minor: int
) -> None:
    """X33, X32: journal 280500 in 3 payments."""
    journal.tell()
    journal.close(ended=False)
    journal.end_day(terminal)
    day = day_of(journal)
    assert day.verdict is Verdict.NOT_AGREED
    assert [(each.difference, each.subject, each.minor) for each in day.found] == [
        (difference, "52500038 17", minor)
    ]


@pytest.mark.requirement("X32")
def test_the_list_of_transactions_comes_with_the_day_end_and_says_what_is_not_here(journal: Journal) -> None:
    """X32: to the cent, each by its reference, what went back with its sign."""
    journal.tell()
    journal.close(ended=False)
    here = journal.records[0]["body"]
    listed = [
        {"at": here["decided_at"], "reference": here["reference"], "minor": 100, "receipt": 7},
        {"at": here["decided_at"], "reference": "K07-2222-2301", "minor": -100, "receipt": None},
    ]
    journal.end_day(taken(3, 280501), transactions=listed, more=2)
    [leg] = day_of(journal).legs
    assert (leg.more, leg.end.more) == (1, 2)
    assert [(each.reference, each.minor, each.receipt, bool(each.payment)) for each in leg.transactions] == [
        (here["reference"], 100, 7, True),
        ("K07-2222-2301", -100, None, False),
    ]
    said = told(day_of(journal))["terminal"][0]
    assert [each["here"] for each in said["transactions"]] == [True, False]


@pytest.mark.requirement("X33")
def test_in_the_journal_and_at_the_terminal_but_not_here(journal: Journal, centre: Centre) -> None:
    """X33: although every number of the stream came."""
    journal.tell()
    journal.close()
    written(centre, update(Payment).where(Payment.amount_minor == 100).values(amount_minor=99))
    assert (Difference.NOT_HERE, "52500038 17") in found(day_of(journal))


@pytest.mark.requirement("X33")
def test_posted_without_proof(journal: Journal, centre: Centre) -> None:
    """X33."""
    journal.tell()
    journal.close()
    written(centre, update(Payment).where(Payment.amount_minor == 100).values(slip_trace=None))
    assert [each for each, _ in found(day_of(journal))] == [Difference.NO_PROOF]


@pytest.mark.requirement("X33")
def test_doubled_missing_and_doubtful_are_named_by_the_same_command(journal: Journal, centre: Centre) -> None:
    """X33."""
    journal.pay("B-1", 48600)  # the same bill once more
    doubt = journal.pay("B-9", 700, "in_doubt")
    lost = journal.pay("B-3", 100)
    journal.tell(lose=[lost])
    journal.close()
    names = {each for each, _ in found(day_of(journal))}
    assert names == {Difference.DOUBLED, Difference.IN_DOUBT, Difference.MISSING}
    assert doubt
    written(centre, update(Payment).where(Payment.amount_minor == 231800).values(posted_at=None))
    assert Difference.NOT_POSTED in {each for each, _ in found(day_of(journal))}


@pytest.mark.requirement("X32")
def test_a_terminal_that_says_nothing_confirms_nothing(journal: Journal) -> None:
    """X32: neither agreed nor not."""
    journal.tell()
    journal.close(ended=False)
    assert (day_of(journal).verdict, day_of(journal).why) == (Verdict.CANNOT_CONFIRM, "no_day_end")
    journal.end_day({"silent": True}, verdict="cannot_confirm", why="no_totals", closed=False)
    assert (day_of(journal).verdict, day_of(journal).why) == (Verdict.CANNOT_CONFIRM, "terminal_silent")
    assert day_of(journal).found == ()


def test_a_terminal_with_one_net_sum_is_compared_by_it(journal: Journal) -> None:
    journal.tell()
    journal.close(ended=False)
    back = {"payments": {"count": 3, "minor": 280500}, "reversals": {"count": 1, "minor": 100}}
    journal.end_day(taken(None, 280400), net=True, journal=back)
    assert day_of(journal).verdict is Verdict.AGREED


@pytest.mark.requirement("E8")
@pytest.mark.parametrize("seed", range(6))
def test_no_clean_day_raises_an_alarm(kiosk: SigningKiosk, centre: Centre, seed: int) -> None:
    """E8: days by chance: any amounts and outcomes, told more than once, with both files from outside."""
    dice, journal = random.Random(seed), Journal(kiosk, centre)
    for number in range(dice.randint(0, 12)):
        minor = dice.randint(1, 10**7)
        bill = journal.bill(f"B-{number}", minor)
        outcome = dice.choice(["approved", "approved", "declined", "cancelled", "in_doubt"])
        seq = journal.pay(bill, minor, outcome)
        if outcome == "in_doubt":
            journal.pay(bill, minor, again=seq)
    journal.tell()
    journal.tell()
    journal.close(ended=False)
    journal.end_day()
    rows = [payout_rows(centre), posting_rows(centre)]
    with centre.database.writing() as session:
        for source, text in zip((PAYOUT, POSTING), rows, strict=True):
            outside.take_file(session, source, text, centre.clock())
    day = day_of(journal)
    assert (day.verdict, day.found) == (Verdict.AGREED, ())


# --- files from outside -------------------------------------------------------------------------------------------------


def payout_rows(centre: Centre) -> str:
    with centre.database.reading() as session:
        paid = session.query(Payment).filter_by(outcome="approved").order_by(Payment.reference).all()
        rows = [f"{each.reference},{DAY},{each.amount_minor},TWD" for each in paid]
    return "\n".join(("reference,day,minor,currency", *rows)) + "\n"


def posting_rows(centre: Centre) -> str:
    with centre.database.reading() as session:
        lines = session.query(PaymentLine).filter_by(state=LineState.POSTED).all()
        rows = [f"{each.payment.reference},{each.bill_id},{DAY},{each.posted_minor},TWD" for each in lines]
    return "\n".join(("reference,bill,day,minor,currency", *sorted(rows))) + "\n"


def changed(rows: str, how: str) -> str:
    head, first, *rest = rows.splitlines()
    fields = first.split(",")
    match how:
        case "missing":
            first_lines = []
        case "amount":
            first_lines = [",".join([*fields[:-2], str(int(fields[-2]) + 1), fields[-1]])]
        case "twice":
            first_lines = [first, first]
        case _:
            first_lines = [first, ",".join(["K07-2222-2222", *fields[1:]])]
    return "\n".join((head, *first_lines, *rest)) + "\n"


@pytest.mark.requirement("E11")
@pytest.mark.parametrize("how", ["missing", "unknown", "amount", "twice"])
@pytest.mark.parametrize(("what", "name"), [("payouts", "payout"), ("postings", "booked")])
def test_an_injected_difference_in_a_file_is_named(
    journal: Journal, centre: Centre, tmp_path: Path, what: str, name: str, how: str
) -> None:
    """E11: by its leg and its kind; the untouched file agrees."""
    journal.tell()
    journal.close()
    rows = payout_rows(centre) if what == "payouts" else posting_rows(centre)
    file = tmp_path / "file.csv"
    url = str(centre.database.engine.url)
    file.write_text(changed(rows, how), encoding="utf-8")
    assert main(["import", what, str(file), "--db", url]) == 0
    assert [each.value for each, _ in found(day_of(journal))] == [f"{name}_{how}"]


@pytest.mark.requirement("E11")
def test_what_is_paid_after_the_cut_off_is_looked_for_in_the_next_file(
    journal: Journal, centre: Centre
) -> None:
    """E11: at 10:00 with a cut-off of 9:00 the file of the day need not have it; the next one must."""
    journal.tell()
    journal.close()

    with centre.database.writing() as session:
        assert thresholds.change(session, "payout_cutoff", 1440, 540, "lin", centre.clock())
        outside.take_file(
            session, PAYOUT, f"reference,day,minor,currency\nK99-2222-2222,{DAY},1,TWD\n", centre.clock()
        )
    assert found(day_of(journal)) == []
    with centre.database.writing() as session:
        later = "reference,day,minor,currency\nK99-2222-2223,2026-11-22,1,TWD\n"
        outside.take_file(session, PAYOUT, later, centre.clock())
    assert [each for each, _ in found(day_of(journal))] == [Difference.PAYOUT_MISSING] * 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        ("reference,minor\n", "line 1"),
        ("reference,day,minor,currency\nK07-2222-2222,yesterday,1,TWD\n", "line 2"),
        ("reference,day,minor,currency\nK07-2222-2222,2026-11-21,1.5,TWD\n", "line 2"),
        ("reference,day,minor,currency\nK07-2222-2222,2026-11-21\n", "line 2"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_its_line(centre: Centre, text: str, said: str) -> None:
    with centre.database.writing() as session, pytest.raises(ValueError, match=said):
        outside.take_file(session, PAYOUT, text, centre.clock())


# --- the command --------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("X33")
def test_one_command_says_it_by_words_by_json_and_by_its_exit(
    journal: Journal, centre: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    """X33: 0 agreed, 1 not agreed, 2 cannot be confirmed."""
    url = str(centre.database.engine.url)
    asked = ["reconcile", "--day", DAY, "--db", url]
    journal.tell()
    assert main(asked) == 2
    journal.close()
    capsys.readouterr()
    assert main([*asked, "--kiosk", "K07", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["verdict"], said["kiosks"][0]["posted"]) == ("agreed", 280500)
    assert said["kiosks"][0]["terminal"][0]["terminal"] == [3, 280500]
    written(centre, update(Payment).where(Payment.amount_minor == 100).values(posted_at=None))
    assert main(asked) == 1
    assert "not_posted: K07-" in capsys.readouterr().out
