"""The seven days before a demonstration, lived through the desk's own doors with a clock that stands in that week.

Nothing is put into a table of work by hand: kiosks tell, agents claim, tick, call and report, supervisors agree, the
centre makes its rounds; what would come after now has not happened yet. So queue, history, audit and figures agree.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from zoneinfo import ZoneInfo

from sqlalchemy import select

from crm.callbacks.expiry import expire
from crm.callbacks.scripts import ANTI_FRAUD
from crm.callbacks.states import OVER, Outcome
from crm.callbacks.work import Claims, Report
from crm.cases.kinds import Resolution, Way
from crm.cases.work import CaseWork, FollowUp, Settlement
from crm.centre import Centre
from crm.demo import crowd
from crm.demo.days import SITE_ZONE
from crm.demo.telling import NOTICE, Telling
from crm.demo.week_money import Money
from crm.kiosks import staff_calls
from crm.moments import local_day, to_text
from crm.schema import Callback, Case, Staff
from crm.staff.logins import Agent

DAYS = 7
TOPICS = ("billing", "payment", "billing", "supply", "meter", "billing", "moving", "payment", "other")
#: How the requests of a day end, one after the other; the empty one is forgotten, as happens.
ENDS: tuple[tuple[Outcome, ...], ...] = (
    (Outcome.RESOLVED,), (Outcome.RESOLVED,), (Outcome.NO_ANSWER, Outcome.RESOLVED), (Outcome.RESOLVED,),
    (Outcome.BUSY, Outcome.RESOLVED), (Outcome.CALLED_OFF,), (Outcome.RESOLVED,), (Outcome.VOICEMAIL, Outcome.RESOLVED),
    (Outcome.WRONG_NUMBER,), (Outcome.RESOLVED,), (Outcome.ESCALATED, Outcome.RESOLVED), (),
)  # fmt: skip
NOTES = ("說明了差額，客戶接受。", "已改繳費期限。", "安排人員到場。", "重寄帳單。", "說明自動扣繳的辦法。")
SEARCHES = ("停車在哪裡", "可以開統編嗎", "發票怎麼拿", "發票怎麼拿", "can I pay by cheque")
#: Calls for staff of a day: the local time, the step, what it waits for, how it ended, after so many milliseconds.
STAFF_CALLS = (
    (time(9, 12, 5), "CardWanted", "card", "desk", 7_300), (time(10, 41, 30), "PinWanted", "secret", "desk", 14_800),
    (time(11, 20, 11), "ScanWanted", "bill", "panel", 18_100), (time(13, 5, 48), "Review", "check", "desk", 26_400),
    (time(14, 33, 2), "AccountNumberWanted", "number", "withdrawn", 8_900),
    (time(15, 58, 40), "Home", "choice", "desk", 11_200),
    (time(16, 27, 19), "PinWanted", "secret", "unanswered", 142_000),
)  # fmt: skip
SCORES = (5, 4, 5, 3, 5, 4, 2, 5, 4, 5, 1, 4)

Act = Callable[[datetime], None]


@dataclass
class Week:
    centre: Centre
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    _plan: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.told = Telling(self.centre, self.dice)
        self.money = Money(self.centre, self.told)

    def live(self) -> None:
        """Once: a second time nothing is added."""
        if self.told.was_lived():
            return
        self.told.add_kiosks()
        with self.centre.database.reading() as session:
            self.staff = {row.login: Agent.of(row) for row in session.scalars(select(Staff))}
        now = self.centre.clock()
        for nth, day in enumerate(self._working_days(now)):
            self._plan_day(nth, day)
        while self._plan and self._plan[0][0] <= now:
            at, _, act = heappop(self._plan)
            act(at)

    def _at(self, at: datetime, act: Act) -> None:
        heappush(self._plan, (at, next(self._numbers), act))

    def _working_days(self, now: datetime) -> list[date]:
        today = local_day(now, SITE_ZONE)
        days = (today - timedelta(days=back) for back in range(DAYS, -1, -1))
        return [day for day in days if day.weekday() < 5]

    def _plan_day(self, nth: int, day: date) -> None:
        def moment(minute: int) -> datetime:
            return datetime.combine(day, time(minute // 60, minute % 60), ZoneInfo(SITE_ZONE))

        minutes = sorted(self.dice.sample(range(8 * 60 + 30, 15 * 60), len(ENDS)))
        for place, minute in enumerate(minutes):
            ends = ENDS[(place + nth) % len(ENDS)]
            self._at(moment(minute), partial(self._asks_for_a_call, nth * len(ENDS) + place, ends))
        for place, minute in enumerate(sorted(self.dice.sample(range(9 * 60, 18 * 60), 5))):
            self._at(moment(minute), partial(self.money.pays, nth * 5 + place))
        for minute, score in zip(
            sorted(self.dice.sample(range(9 * 60, 18 * 60), len(SCORES))), SCORES, strict=True
        ):
            self._at(moment(minute), partial(self._rates, score))
        for act in self._cases_of(nth):
            self._at(moment(self.dice.randrange(9 * 60, 14 * 60)), act)
        self._at(moment(11 * 60), partial(self._searches, SEARCHES[nth % len(SEARCHES)]))
        self._at(moment(18 * 60), self._makes_its_round)
        for place, each in enumerate(STAFF_CALLS):
            if (place + nth) % 4:  # no day is like another
                at = datetime.combine(day, each[0], ZoneInfo(SITE_ZONE))
                self._at(at, partial(self._calls_for_staff, ("K03", "K11")[(place + nth) % 2], *each[1:]))

    def _cases_of(self, nth: int) -> Sequence[Act]:
        """Each day brings something else."""
        given: tuple[tuple[Act, ...], ...] = (
            (partial(self._complains, "bill", False, 30_000), partial(self._applies, "e_bill")),
            (self._suggests, partial(self._printer, "paper_out")),
            (partial(self._complains, "waiting", False, 0), self._writes),
            (partial(self._printer, ""), partial(self._applies, "auto_pay"), self._suggests),
            (partial(self._complains, "supply", True, 250_000), partial(self._printer, "paper_low")),
            (
                partial(self._complains, "conduct", True, -1),
                partial(self._applies, "plan_change"),
                self._suggests,
            ),
        )
        return given[nth % len(given)]

    def _makes_its_round(self, at: datetime) -> None:
        expire(self._then(at))

    # --- call-backs -----------------------------------------------------------------------------

    def _asks_for_a_call(self, number: int, ends: Sequence[Outcome], at: datetime) -> None:
        kiosk, member = self.told.kiosk(), crowd.MEMBERS[number % len(crowd.MEMBERS)]
        begins = (at + timedelta(hours=1)).replace(minute=0)
        signed_in, reference = number % 3 != 0, self.told.reference(kiosk)
        body = {
            "reference": reference, "visit": self.told.visit(kiosk, member.id, at) if signed_in else "",
            "topic": TOPICS[number % len(TOPICS)], "language": member.language,
            "window": {"from": to_text(begins), "to": to_text(begins + timedelta(hours=2)), "soonest": False},
            "phone": f"0900{900_000 + number:06}", "notice": NOTICE, "promotional_consent": False,
            "context": {"path": ["task:callback"], "bill": "", "articles": ["late-payment"], "error": ""},
            "trail": [{"at": to_text(at - timedelta(minutes=2)), "what": "task:callback"}],
        }  # fmt: skip
        self.told.tell(kiosk, "cases", "callback", body, at)
        if ends:
            window = self._find(reference).window_from.astimezone(ZoneInfo(SITE_ZONE))
            late = timedelta(minutes=self.dice.choice((4, 9, 17, 26, 41, 63, 95, 140)))
            self._at(max(at, window) + late, partial(self._is_called, reference, ends))

    def _is_called(self, reference: str, ends: Sequence[Outcome], at: datetime) -> None:
        if self._find(reference).state in OVER:  # merged with an earlier one of the same customer
            return
        outcome, *later = ends
        agent = self.staff["lead" if self._find(reference).escalated else self.dice.choice(("chen", "chang"))]
        self._desk(at).claim(reference, agent)
        self._desk(at + timedelta(seconds=20)).tick(reference, agent, ANTI_FRAUD)
        self._desk(at + timedelta(seconds=50)).dial(reference, agent)
        self._at(
            at + timedelta(minutes=self.dice.randrange(3, 12)),
            partial(self._hangs_up, reference, agent, outcome, later),
        )

    def _hangs_up(
        self, reference: str, agent: Agent, outcome: Outcome, later: Sequence[Outcome], at: datetime
    ) -> None:
        note = self.dice.choice(NOTES) if outcome in (Outcome.RESOLVED, Outcome.ESCALATED) else ""
        self._desk(at).finish(reference, agent, Report(outcome, note))
        if later:
            again = self._find(reference).retry_at or at + timedelta(minutes=40)
            self._at(again + timedelta(minutes=4), partial(self._is_called, reference, later))

    # --- cases, ratings, condition --------------------------------------------------------------

    def _says(self, kind: str, at: datetime, **said: object) -> str:
        """A case that a guest left; its reference."""
        kiosk = self.told.kiosk()
        reference = self.told.reference(kiosk)
        stream = "feedback" if kind == "suggestion" else "cases"
        self.told.tell(kiosk, stream, kind, {"reference": reference, "language": "zh-Hant", **said}, at)
        return reference

    def _complains(self, topic: str, urgent: bool, minor: int, at: datetime) -> None:
        """`minor`: what is offered; below nothing: nobody has taken it up yet."""
        phone = f"0900{800_000 + self.dice.randrange(1000):06}"
        reference = self._says(
            "complaint", at, topic=topic, wish="explanation", urgent=urgent, message=["again"],
            contact="phone", phone=phone, notice=NOTICE,
        )  # fmt: skip
        if minor >= 0:
            self._at(at + timedelta(minutes=50), partial(self._settles, reference, minor))

    def _settles(self, reference: str, minor: int, at: datetime) -> None:
        """Five steps by an agent; more than an agent may give waits for a supervisor."""
        work, case, agent = CaseWork(self._then(at)), self._case(reference), self.staff["chang"]
        work.claim(case, agent)
        for step in ("calm", "urgent_list", "empathy"):
            work.step(case, agent, step, "")
        work.settle(case, agent, Settlement(Resolution.COMPROMISE, minor, ""))
        work.plan(case, agent, FollowUp(Way.CALL, 3))
        if minor <= 100_000:
            work.close(case, agent, "", "已說明，客戶接受。")
        else:
            work.release(case, agent)

    def _applies(self, service: str, at: datetime) -> None:
        member = crowd.MEMBERS[self.dice.randrange(len(crowd.MEMBERS))]
        reference = self._says(
            "application", at, service=service, account=member.accounts[0], contact="phone",
            phone=member.phone, notice=NOTICE,
        )  # fmt: skip
        steps = ("identity", "account", "terms", "entered", "told")
        if service != "plan_change":
            self._at(at + timedelta(hours=1), partial(self._does, reference, "chen", steps, "completed"))

    def _suggests(self, at: datetime) -> None:
        area, idea = self.dice.choice((("bills", "clearer"), ("kiosk", "faster"), ("counter", "praise")))
        self._says("suggestion", at, area=area, idea=idea, anonymous=True)

    def _writes(self, at: datetime) -> None:
        reference = self._says("letter", at, matter="praise", message=["told"], anonymous=True)
        steps = ("read", "inquire", "answer")
        self._at(at + timedelta(hours=3), partial(self._does, reference, "lead", steps, "no_answer_wanted"))

    def _does(self, reference: str, login: str, steps: Sequence[str], outcome: str, at: datetime) -> None:
        work, case, agent = CaseWork(self._then(at)), self._case(reference), self.staff[login]
        work.claim(case, agent)
        for step in steps:
            work.step(case, agent, step)
        work.close(case, agent, outcome, "已辦好並通知。")

    def _calls_for_staff(
        self, kiosk: str, step: str, need: str, ended: str, after_ms: int, at: datetime
    ) -> None:
        call = self.told.uuid(at)
        self.told.tell(kiosk, "cases", "staff_call", {"step": step, "need": need}, at, call)
        if ended == "desk":
            self._at(at + timedelta(milliseconds=after_ms - 500), partial(self._goes, call))
        told = {"call": call, "step": step, "need": need, "called_at": to_text(at), "ended": ended}
        end = partial(self.told.tell, kiosk, "cases", "staff_call_end", {**told, "after_ms": after_ms})
        self._at(at + timedelta(milliseconds=after_ms), end)

    def _goes(self, call: str, at: datetime) -> None:
        agent = self.staff[self.dice.choice(("chen", "chang"))]
        with self.centre.database.writing() as session:
            staff_calls.go(session, call, agent, at)

    def _rates(self, score: int, at: datetime) -> None:
        task = self.dice.choice(("payment", "payment", "callback", "application"))
        self.told.tell(
            self.told.kiosk(), "feedback", "rating", {"score": score, "task": task, "language": "zh-Hant"}, at
        )

    def _searches(self, text: str, at: datetime) -> None:
        language = "en" if text.isascii() else "zh-Hant"
        self.told.tell(
            self.told.kiosk(), "feedback", "unmet_search", {"text": text, "language": language}, at
        )

    def _printer(self, fault: str, at: datetime) -> None:
        """A kiosk on itself; its alert opens, and closes when the fault is gone."""
        faults = [{"fault": fault, "owner": "site_staff"}] if fault else []
        state = "person_needed" if fault == "paper_out" else "online"
        body = {
            "service": "open", "queue": {"waiting": 0, "parked": 0}, "software": "0.1.0", "content": "",
            "devices": [{"device": "receipt_printer", "state": state, "faults": faults}],
        }  # fmt: skip
        self.told.tell("K03", "telemetry", "health", body, at)

    # --- whom and when --------------------------------------------------------------------------

    def _then(self, at: datetime) -> Centre:
        """The centre, with a clock that stands at that moment."""
        return replace(self.centre, clock=lambda: at)

    def _desk(self, at: datetime) -> Claims:
        return Claims(self._then(at))

    def _find(self, reference: str) -> Callback:
        with self.centre.database.reading() as session:
            return session.scalars(select(Callback).where(Callback.reference == reference)).one()

    def _case(self, reference: str) -> int:
        with self.centre.database.reading() as session:
            return session.scalars(select(Case.id).where(Case.reference == reference)).one()
