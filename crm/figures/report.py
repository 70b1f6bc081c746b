"""One report: the figures with the parts of their formulas, the breakdown, and what must not be misread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from crm.figures import thresholds
from crm.figures.assists import assists
from crm.figures.counts import By, Counts, count
from crm.figures.durations import Channel, channels, unavailable, unavailable_by_kiosk, waits
from crm.figures.period import Period, Scope


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` None: not measured, which is never 0. `unit`: percent, seconds, number, rate (with one decimal) or money.

    `parts` are what the formula `figure.NAME.formula` names, in its order. `target` is in the figure's unit.
    """

    name: str
    unit: str
    value: float | None
    parts: tuple[tuple[str, int | None], ...]
    target: int | None = None
    lower_is_better: bool = False

    @property
    def reached(self) -> bool | None:
        """None: there is nothing to reach, or nothing was measured."""
        if self.target is None or self.value is None:
            return None
        return self.value <= self.target if self.lower_is_better else self.value >= self.target


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the breakdown. `unavailable_s` only by kiosk."""

    key: str
    counts: Counts
    unavailable_s: int | None = None

    @property
    def promise(self) -> float | None:
        return _percent(self.counts.kept, self.counts.due)

    @property
    def satisfaction(self) -> float | None:
        return _mean(self.counts.score_sum, self.counts.ratings)

    @property
    def handling(self) -> float | None:
        return _mean(self.counts.handled_s, self.counts.calls)

    @property
    def first_contact(self) -> float | None:
        return _percent(self.counts.resolved_at_once, self.counts.closed)


@dataclass(frozen=True, slots=True)
class Report:
    """`fewer_of_both`: complaints fell, but so did use; that is no good news by itself."""

    period: Period
    by: By
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]
    whole: Row
    channels: tuple[Channel, ...]
    fewer_of_both: bool


def build(session: Session, period: Period, scope: Scope, by: By) -> Report:
    limits = thresholds.read(session)
    now = Counts.total(iter(count(session, period, scope).values()))
    before = Counts.total(iter(count(session, period.before, scope).values()))
    down = unavailable_by_kiosk(session, period, scope) if by is By.KIOSK else {}
    groups = count(session, period, scope, by)
    keys = sorted(groups | down.keys() | _days(period, by))
    return Report(
        period=period,
        by=by,
        figures=_figures(session, period, scope, now, limits),
        rows=tuple(Row(key, groups.get(key, Counts()), _down(down, by, key)) for key in keys),
        whole=Row("", now),
        channels=tuple(channels(session, period)),
        fewer_of_both=_fewer(before, now, limits["fall"]),
    )


def _figures(
    session: Session, period: Period, scope: Scope, counts: Counts, limits: Mapping[str, int]
) -> tuple[Figure, ...]:
    waited, down = waits(session, period, scope), unavailable(session, period, scope)
    helped = assists(session, period, scope, limits["assist_within"])
    per_thousand = 1000 * counts.complaints / counts.tasks if counts.tasks else None
    return (
        Figure("promise", "percent", _percent(counts.kept, counts.due),
               (("kept", counts.kept), ("due", counts.due)), limits["promise"]),
        Figure("assist", "percent", _percent(helped.in_time, helped.calls),
               (("in_time", helped.in_time), ("assists", helped.calls)), limits["assist"]),
        Figure("wait_median", "seconds", waited.median, (("first_calls", waited.count),),
               60 * limits["wait_median"], lower_is_better=True),
        Figure("wait_p90", "seconds", waited.p90, (("first_calls", waited.count),)),
        Figure("handling", "seconds", _mean(counts.handled_s, counts.calls),
               (("handled_s", counts.handled_s), ("calls", counts.calls)), 60 * limits["handling"], lower_is_better=True),
        Figure("talk", "seconds", _mean(counts.talk_s, counts.calls),
               (("talk_s", counts.talk_s), ("calls", counts.calls))),
        Figure("attempts", "rate", _mean(counts.closing_calls, counts.closed),
               (("closing_calls", counts.closing_calls), ("closed", counts.closed))),
        Figure("first_contact", "percent", _percent(counts.resolved_at_once, counts.closed),
               (("resolved_at_once", counts.resolved_at_once), ("closed", counts.closed)), limits["first_contact"]),
        Figure("satisfaction", "rate", _mean(counts.score_sum, counts.ratings),
               (("score_sum", counts.score_sum), ("ratings", counts.ratings))),
        Figure("complaints", "rate", per_thousand, (("complaints", counts.complaints), ("tasks", counts.tasks))),
        Figure("containment", "percent", _percent(counts.tasks - counts.requested, counts.tasks),
               (("without_call", counts.tasks - counts.requested), ("tasks", counts.tasks))),
        Figure("unavailable", "percent", _percent(down.seconds, down.of),
               (("down_s", down.seconds), ("clock_s", down.of)), limits["unavailable"], lower_is_better=True),
        Figure("collected", "money", counts.minor if counts.payments else None,
               (("approved", counts.approved), ("payments", counts.payments))),
    )  # fmt: skip


def _percent(part: int, whole: int) -> float | None:
    return 100 * part / whole if whole else None


def _mean(total: int, many: int) -> float | None:
    return total / many if many else None


def _fewer(before: Counts, now: Counts, percent: int) -> bool:
    """Whether use and complaints both fell by this much or more."""

    def fell(was: int, is_now: int) -> bool:
        return was > 0 and 100 * (was - is_now) >= percent * was

    return fell(before.tasks, now.tasks) and fell(before.complaints, now.complaints)


def _days(period: Period, by: By) -> set[str]:
    """A day without anything is a line too."""
    return {day.isoformat() for day in period.days} if by is By.DAY else set()


def _down(down: Mapping[str, int], by: By, key: str) -> int | None:
    return down.get(key, 0) if by is By.KIOSK else None
