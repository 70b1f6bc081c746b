"""Cases at the desk: five steps that nobody skips, a second person, alerts, the mailbox apart, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from crm.callbacks.worklist import Day
from crm.cases import listing, unsettled
from crm.cases.kinds import COMPENSATION_LIMIT, FIVE_STEPS, WORKS, Resolution, may_do, needs_second
from crm.cases.work import CaseWork, FollowUp, NotNow, Settlement, Way
from crm.schema import Approval, AuditLine, Case, CaseKind, CaseState
from crm.staff.claims import NotClaimable, NotFound, NotHeld
from tests.crm.desk.cases_scene import FIVE, hand_over, look
from tests.crm.desk.scene import Browser, Scene
from tests.crm.signing import StepClock

WORDS = Settlement(Resolution.ACCOMMODATE)
PLAN = FollowUp(Way.CALL, 7)


@pytest.fixture
def work(scene: Scene) -> CaseWork:
    return CaseWork(scene.centre)


def up_to_compensation(work: CaseWork, scene: Scene, offer: Settlement = WORDS) -> int:
    """A complaint that chen holds, with four steps done."""
    case, chen = hand_over(scene, "complaint"), scene.agent("chen")
    work.claim(case, chen)
    for step in FIVE:
        work.step(case, chen, step)
    work.settle(case, chen, offer)
    return case


@pytest.mark.requirement("H2")
def test_a_complaint_is_closed_after_its_five_steps(work: CaseWork, scene: Scene) -> None:
    """H2: calm, urgent list, empathy, compensation, follow-up."""
    case, chen = up_to_compensation(work, scene), scene.agent("chen")
    work.plan(case, chen, PLAN)
    work.close(case, chen, "", "說明了差額")
    row = look(scene, case)
    assert (row.state, row.outcome, row.claimed_by) == (CaseState.CLOSED, "accommodate", None)
    assert [event.step for event in row.events if event.what == "step"] == list(FIVE_STEPS)


@pytest.mark.requirement("H2")
@pytest.mark.parametrize("missing", FIVE_STEPS)
def test_with_a_step_missing_it_cannot_be_closed(work: CaseWork, scene: Scene, missing: str) -> None:
    """H2: and no step can be taken before its turn."""
    case, chen = hand_over(scene, "complaint"), scene.agent("chen")
    work.claim(case, chen)
    for step in FIVE_STEPS[: FIVE_STEPS.index(missing)]:
        _take(work, scene, case, step)
    with pytest.raises(NotNow, match="missing"):
        work.close(case, chen, "accommodate", "")
    for later in FIVE_STEPS[FIVE_STEPS.index(missing) + 1 :]:
        with pytest.raises(NotNow, match="step"):
            _take(work, scene, case, later)
    assert look(scene, case).state is CaseState.CLAIMED


def _take(work: CaseWork, scene: Scene, case: int, step: str) -> None:
    chen = scene.agent("chen")
    match step:
        case "compensation":
            work.settle(case, chen, WORDS)
        case "follow_up":
            work.plan(case, chen, PLAN)
        case _:
            work.step(case, chen, step)


@pytest.mark.requirement("H2")
@pytest.mark.parametrize(
    "offer",
    [Settlement(Resolution.TERMINATE), Settlement(Resolution.COMPROMISE, COMPENSATION_LIMIT + 1)],
    ids=["terminate", "over the limit"],
)
def test_some_things_take_a_second_person(work: CaseWork, scene: Scene, offer: Settlement) -> None:
    """H2: an agent alone can neither send somebody away nor give more than the limit."""
    case, chen, lead = up_to_compensation(work, scene, offer), scene.agent("chen"), scene.agent("lead")
    work.plan(case, chen, PLAN)
    with pytest.raises(NotNow, match="approval"):
        work.close(case, chen, "", "")
    for nobody in (chen, scene.agent("chang")):
        with pytest.raises(NotNow, match="second"):
            work.approve(case, nobody, True, offer.minor)
    with pytest.raises(NotNow, match="changed"):
        work.approve(case, lead, True, offer.minor + 1)
    work.approve(case, lead, True, offer.minor)
    work.close(case, chen, "", "")
    assert look(scene, case).state is CaseState.CLOSED


@pytest.mark.requirement("H2")
def test_a_no_stands_until_another_offer(work: CaseWork, scene: Scene) -> None:
    """H2: and a changed offer needs its own yes."""
    large = Settlement(Resolution.COMPROMISE, COMPENSATION_LIMIT * 2)
    case, chen, lead = up_to_compensation(work, scene, large), scene.agent("chen"), scene.agent("lead")
    work.plan(case, chen, PLAN)
    work.approve(case, lead, False, large.minor)
    with pytest.raises(NotNow, match="approval"):
        work.close(case, chen, "", "")
    work.settle(case, chen, Settlement(Resolution.TERMINATE))
    assert look(scene, case).approval is Approval.WANTED
    work.settle(case, chen, Settlement(Resolution.COMPROMISE, COMPENSATION_LIMIT))
    work.close(case, chen, "", "")


@pytest.mark.requirement("H2")
def test_nobody_approves_their_own(work: CaseWork, scene: Scene) -> None:
    """H2: a supervisor who works on it is no second person."""
    case, lead = hand_over(scene, "complaint"), scene.agent("lead")
    work.claim(case, lead)
    for step in FIVE:
        work.step(case, lead, step)
    work.settle(case, lead, Settlement(Resolution.TERMINATE))
    with pytest.raises(NotNow, match="second"):
        work.approve(case, lead, True, 0)
    work.release(case, lead)
    with pytest.raises(NotNow, match="second"):
        work.approve(case, lead, True, 0)


@pytest.mark.requirement("H2")
def test_an_urgent_one_alerts_every_supervisor(scene: Scene, lead: Browser, chen: Browser) -> None:
    """H2: on the next look at any page, and a page that nobody touches is fetched anew within a minute."""
    lead.get("/desk/callbacks")
    assert 'id="alerts" data-count="/desk/alerts/count" hidden' in lead.page
    case = hand_over(scene, "complaint")
    lead.get("/desk/callbacks")
    assert 'id="alerts" data-count="/desk/alerts/count"><span>1</span>' in lead.page
    assert lead.get("/desk/alerts/count").json() == {"alerts": 1}
    answer = lead.get("/desk/alerts")
    assert look(scene, case).reference in answer.text
    assert int(answer.headers["Refresh"]) < 60
    script = lead.get("/desk/static/desk.js").text
    assert "setInterval(look, 30_000);" in script
    lead.post(f"/desk/cases/{case}/seen")
    assert lead.get("/desk/alerts/count").json() == {"alerts": 0}
    assert chen.get("/desk/alerts").status_code == 403
    assert "/desk/alerts" not in chen.get("/desk/callbacks").text


@pytest.mark.requirement("H2")
def test_what_is_severe_is_urgent_whatever_was_ticked(scene: Scene) -> None:
    """H2."""
    assert look(scene, hand_over(scene, "complaint", topic="supply", urgent=False)).urgent
    assert not look(scene, hand_over(scene, "complaint", topic="waiting", urgent=False)).urgent


@pytest.mark.requirement("H3")
def test_the_mailbox_is_not_there_for_agents(scene: Scene, lead: Browser, chen: Browser) -> None:
    """H3: not in the list, not by its number, not in any count."""
    case = hand_over(scene, "letter.anonymous")
    reference = look(scene, case).reference
    assert reference in lead.get("/desk/mailbox").text
    assert chen.get("/desk/mailbox").status_code == 404
    assert chen.get(f"/desk/cases/{case}").status_code == 404
    assert chen.post(f"/desk/cases/{case}/claim").status_code == 404
    assert reference not in chen.get("/desk/cases").text
    with scene.centre.database.reading() as session:
        kinds = listing.by_kind(session, scene.agent("chen"), _day(scene), tuple(CaseKind))
    assert CaseKind.LETTER not in kinds


def _day(scene: Scene) -> listing.Day:
    return listing.Day(scene.now, scene.now - timedelta(hours=12), scene.now + timedelta(hours=12))


@pytest.mark.requirement("H3")
def test_an_anonymous_letter_leads_to_nobody_at_the_centre_either(scene: Scene) -> None:
    """H3."""
    row = look(scene, hand_over(scene, "letter.anonymous"))
    assert (row.customer_id, row.phone, row.visit, row.body["trail"], row.body["context"]) == (
        None, "", "", [], {},
    )  # fmt: skip


@pytest.mark.requirement("H4")
def test_a_fault_report_is_a_work_order_with_the_devices_in_it(scene: Scene, chen: Browser) -> None:
    """H4: how each stood at that moment."""
    case = hand_over(scene, "fault_report")
    page = chen.get(f"/desk/cases/{case}").text
    assert "機器報修" in page
    assert "需要人員處理" in page
    assert "缺紙" in page


@pytest.mark.requirement("I3")
def test_closing_a_complaint_makes_a_follow_up_whose_outcome_is_asked(
    work: CaseWork, scene: Scene, clock: StepClock
) -> None:
    """I3: after the days that were agreed, by the way that was agreed."""
    case, chen = up_to_compensation(work, scene), scene.agent("chen")
    work.plan(case, chen, FollowUp(Way.VISIT, 7))
    work.close(case, chen, "", "")
    with scene.centre.database.reading() as session:
        after = session.query(Case).filter_by(kind=CaseKind.FOLLOW_UP).one()
    assert (after.topic, after.parent, after.due_at) == (
        "visit",
        look(scene, case).reference,
        scene.now + timedelta(days=7),
    )
    assert after.id not in _open(scene)
    clock.step(days=6, minutes=1)
    assert after.id in _open(scene)
    work.claim(after.id, chen)
    work.step(after.id, chen, "reach")
    with pytest.raises(NotNow, match="outcome"):
        work.close(after.id, chen, "", "")
    work.close(after.id, chen, "satisfied", "一切都好")
    assert look(scene, after.id).outcome == "satisfied"


def _open(scene: Scene) -> list[int]:
    with scene.centre.database.reading() as session:
        wanted = listing.Filter(tuple(CaseKind))
        return [row.id for row in listing.page_of(session, wanted, scene.agent("chen"), _day(scene), 1)]


@pytest.mark.requirement("Q2")
def test_an_application_is_a_task_with_a_checklist(work: CaseWork, scene: Scene) -> None:
    """Q2: in any order, and all of it."""
    case, chen = hand_over(scene, "application"), scene.agent("chen")
    work.claim(case, chen)
    for step in reversed(WORKS[CaseKind.APPLICATION].steps[1:]):
        work.step(case, chen, step)
    with pytest.raises(NotNow, match="missing"):
        work.close(case, chen, "completed", "")
    work.step(case, chen, "identity")
    work.close(case, chen, "completed", "")


@pytest.mark.requirement("L3")
def test_one_holds_it_and_the_other_sees_who(work: CaseWork, scene: Scene, clock: StepClock) -> None:
    """L3: a lease, as with callbacks; when it has run out, anybody may take it over."""
    case, chen, chang = hand_over(scene, "complaint"), scene.agent("chen"), scene.agent("chang")
    work.claim(case, chen)
    with pytest.raises(NotClaimable) as taken:
        work.claim(case, chang)
    assert taken.value.holder == chen.name
    with pytest.raises(NotHeld):
        work.note(case, chang, "x")
    clock.step(minutes=11)
    work.claim(case, chang)
    assert [event.what for event in look(scene, case).events] == ["received", "claim", "lapsed", "claim"]
    work.release_all(chang)
    assert look(scene, case).state is CaseState.OPEN


def test_it_can_be_handed_over_to_who_may_see_it(work: CaseWork, scene: Scene) -> None:
    letter, lead = hand_over(scene, "letter.anonymous"), scene.agent("lead")
    work.claim(letter, lead)
    with pytest.raises(NotNow, match="colleague"):
        work.transfer(letter, lead, "chen", "")
    case, chen, chang = hand_over(scene, "complaint"), scene.agent("chen"), scene.agent("chang")
    work.claim(case, chen)
    work.transfer(case, chen, "chang", "懂電表")
    assert look(scene, case).claimed_by == chang.id
    with pytest.raises(NotFound):
        work.claim(letter, chen)


def test_what_a_customer_hears_by_number(work: CaseWork, scene: Scene) -> None:
    case, chen = hand_over(scene, "complaint"), scene.agent("chen")
    reference = look(scene, case).reference

    def word(text: str = reference) -> str | None:
        with scene.centre.database.reading() as session:
            return unsettled.customer_word(session, text)

    assert (word(), word("K07-NONE-AAAA")) == ("received", None)
    work.claim(case, chen)
    assert word() == "in_work"
    for step in FIVE_STEPS:
        _take(work, scene, case, step)
    work.close(case, chen, "", "")
    assert word() == "closed"


@pytest.mark.requirement("H2")
def test_the_five_steps_in_a_browser(scene: Scene, chen: Browser, lead: Browser) -> None:
    """H2: from the list to the end, a second person between; without JavaScript."""
    case = hand_over(scene, "complaint")
    address = f"/desk/cases/{case}"
    assert address in chen.get("/desk/cases?group=urgent").text
    assert "0912-345-678" not in chen.get(address).text
    chen.post(f"{address}/claim")
    assert "0912-345-678" in chen.page
    assert chen.post(f"{address}/step", step="empathy").status_code == 422
    for step in FIVE:
        assert chen.post(f"{address}/step", step=step, note="聽完").status_code == 200
    assert (
        chen.post(f"{address}/step", step="compensation", resolution="compromise", amount="x").status_code
        == 422
    )
    chen.post(f"{address}/step", step="compensation", resolution="compromise", amount="1500.50")
    chen.post(f"{address}/step", step="follow_up", way="call", days="7")
    assert chen.post(f"{address}/close").status_code == 422
    assert "NT$ 1,500.50" in lead.get(address).text
    assert lead.post(f"{address}/approve", minor="150050", yes="true").status_code == 200
    assert chen.post(f"{address}/close", note="好").status_code == 200
    assert look(scene, case).state is CaseState.CLOSED
    with scene.centre.database.reading() as session:
        lines = session.query(AuditLine).filter(AuditLine.what.startswith("complaint.")).all()
    assert {"complaint.claim", "complaint.step", "complaint.approved", "complaint.close"} <= {
        line.what for line in lines
    }
    assert "聽完" not in str([line.detail for line in lines])


def test_ratings_and_suggestions_are_the_supervisors(scene: Scene, lead: Browser, chen: Browser) -> None:
    hand_over(scene, "suggestion.anonymous")
    page = lead.get("/desk/feedback")
    assert "櫃檯服務" in page.text
    assert chen.get("/desk/feedback").status_code == 403


def test_the_tables_of_what_there_is_to_do() -> None:
    assert set(WORKS) == set(CaseKind)
    assert not may_do(CaseKind.COMPLAINT, "nothing", frozenset())
    assert may_do(CaseKind.APPLICATION, "told", frozenset())
    assert needs_second(Resolution.TERMINATE, 0)
    assert not needs_second(Resolution.ACCOMMODATE, COMPENSATION_LIMIT)


@pytest.mark.parametrize("group", listing.Group)
def test_no_list_reads_what_was_over_long_ago(scene: Scene, group: listing.Group) -> None:
    """Each list is found by kind and state, by kind and moment, or by who holds it; never by the kind alone."""
    lead = scene.agent("lead")
    today = Day(scene.now, scene.now - timedelta(hours=9), scene.now + timedelta(hours=15))
    wanted = listing.Filter(tuple(CaseKind), group)
    with scene.centre.database.reading() as session:
        if session.get_bind().dialect.name != "sqlite":
            pytest.skip("the plan is read as SQLite writes it")
        asked = select(Case.id).where(listing.matching(wanted, lead, today))
        sql = str(asked.compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        [plan] = [str(line[3]) for line in session.execute(text("EXPLAIN QUERY PLAN " + sql))]
    assert plan.startswith("SEARCH cases USING")
    assert "(kind=?)" not in plan
