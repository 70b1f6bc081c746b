"""Puts the demonstration into a centre; a second time brings it up to date and pays nothing back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.centre import Centre
from crm.demo import crowd, named, past
from crm.demo.days import SITE_ZONE
from crm.demo.team import OWNERS, STAFF
from crm.imports import import_bills, import_customers
from crm.knowledge.imports import ARTICLES, FACTORY, import_articles
from crm.moments import local_day
from crm.schema import Bill, Customer, Staff
from crm.staff.logins import Logins
from crm.tokens import Secrets

EARLIER = 11  # with the newest one: twelve periods


def seed(centre: Centre, secrets: Secrets, *, with_crowd: bool = False) -> None:
    """The six named customers and the staff; `with_crowd`: the other thirty-four and their years too."""
    now = centre.clock()
    today = local_day(now, SITE_ZONE)
    with centre.database.writing() as session:
        import_customers(session, named.customers(), secrets, now)
        import_bills(session, named.bills(today), now)
        _add_bills(session, _named_past(today))
        import_articles(session, ARTICLES.validate_json(FACTORY.read_bytes()), now, SITE_ZONE, OWNERS)
        present = set(session.scalars(select(Staff.login)))
    if with_crowd:
        _seed_crowd(centre, secrets, today, now)
    logins = Logins(centre, secrets)
    for each in STAFF:
        if each.login not in present:
            logins.add(each.login, each.name, each.role, each.password)


def _named_past(today: date) -> list[Bill]:
    owed = [(bill.account, bill.kind) for bill in named.BILLS]
    return [bill for account, kind in owed for bill in past.periods(account, kind, today, EARLIER)]


def _seed_crowd(centre: Centre, secrets: Secrets, today: date, now: datetime) -> None:
    with centre.database.writing() as session:
        if session.get(Customer, crowd.FIRST_ID) is not None:
            return
        session.add_all(crowd.people(secrets.hash(crowd.CROWD_PIN)))
        session.flush()
        newest = crowd.newest(today)
        _add_bills(session, newest)
        accounts = {(bill.account_number, bill.kind) for bill in newest}
        _add_bills(session, (b for pair in sorted(accounts) for b in past.periods(*pair, today, EARLIER)))
        session.add_all(crowd.outages(now))


def _add_bills(session: Session, bills: Iterable[Bill]) -> None:
    """Those that are not there yet: what happened to the others since stays."""
    wanted = {bill.id: bill for bill in bills}
    there = set(session.scalars(select(Bill.id).where(Bill.id.in_(list(wanted)))))
    session.add_all(bill for id, bill in wanted.items() if id not in there)
