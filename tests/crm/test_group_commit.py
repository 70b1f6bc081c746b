"""One flush for several: they stand together, fail by themselves, and nobody hears "done" before the commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import Event, RLock

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from crm import audit, chain
from crm.centre import Centre
from crm.group_commit import GroupCommit, Turn
from crm.schema import AuditLine
from tests.crm.places import on_sqlite

pytestmark = on_sqlite


def write(centre: Centre, subject: str, session: Session) -> str:
    audit.note(session, centre.clock(), "lin", "test.line", subject)
    return subject


def stumble(centre: Centre, session: Session) -> str:
    write(centre, "half", session)
    session.flush()
    raise ZeroDivisionError


def written(centre: Centre) -> list[str]:
    with centre.database.reading() as session:
        assert list(chain.breaks(session)) == []
        return sorted(session.scalars(select(AuditLine.subject).where(AuditLine.what == "test.line")))


class Counted:
    """A database's transactions, counted; the first of them waits for `go`."""

    def __init__(self, centre: Centre) -> None:
        self.commits = 0
        self.begun, self.go = Event(), Event()
        self._centre = centre

    @contextmanager
    def writing(self) -> Iterator[Session]:
        self.begun.set()
        assert self.go.wait(30)
        with self._centre.database.writing() as session:
            yield session
        self.commits += 1


def all_at_once(centre: Centre, counted: Counted, works: list[Callable[[Session], str]]) -> list[Future[str]]:
    """The first has the turn and is held up until all others have come."""
    group = GroupCommit(counted.writing, RLock())
    with ThreadPoolExecutor(len(works)) as pool:
        first = pool.submit(group.do, works[0])
        assert counted.begun.wait(30)
        others = [pool.submit(group.do, work) for work in works[1:]]
        while group.waiting < len(others):
            Event().wait(0.001)
        counted.go.set()
    return [first, *others]


def test_who_comes_while_another_commits_shares_the_next_commit(centre: Centre) -> None:
    counted = Counted(centre)
    works = [partial(write, centre, name) for name in "abcdef"]
    done = all_at_once(centre, counted, list(works))
    assert [each.result() for each in done] == list("abcdef")
    assert (written(centre), counted.commits) == (list("abcdef"), 2)


def test_one_that_fails_takes_nobody_with_it(centre: Centre) -> None:
    counted = Counted(centre)
    works = [partial(write, centre, "a"), partial(stumble, centre), partial(write, centre, "c")]
    first, second, third = all_at_once(centre, counted, list(works))
    assert (first.result(), third.result()) == ("a", "c")
    with pytest.raises(ZeroDivisionError):
        second.result()
    assert written(centre) == ["a", "c"]


def test_who_waits_too_long_is_told_and_not_served_afterwards(centre: Centre) -> None:
    counted, turn = Counted(centre), Turn(patience_s=0.05)
    group = GroupCommit(counted.writing, turn)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(group.do, partial(write, centre, "a"))
        assert counted.begun.wait(30)
        late = pool.submit(group.do, partial(write, centre, "late"))
        with pytest.raises(OperationalError, match="locked"):
            late.result()
        assert group.waiting == 0
        counted.go.set()
    assert (first.result(), written(centre)) == ("a", ["a"])


def test_a_commit_that_fails_is_told_to_all(centre: Centre) -> None:
    @contextmanager
    def failing() -> Iterator[Session]:
        with centre.database.reading() as session:
            yield session
        raise OSError("the disk is gone")

    group = GroupCommit(failing, RLock())
    with pytest.raises(OSError, match="gone"):
        group.do(partial(lambda _session: "never"))
