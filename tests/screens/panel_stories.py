"""Stories of the panel itself, by ear: answers, a person, time, language, loudness; and when nobody is served."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from kiosk.domain import events, states
from kiosk.domain.announcement import Announcements
from kiosk.domain.command import Command, CommandKind
from kiosk.domain.house import Task
from kiosk.domain.keypad import NavKey
from kiosk.domain.language import Language
from kiosk.domain.preferences import Contrast
from kiosk.texts import Texts
from tests.kiosk.domain.examples import NEWS
from tests.screens.blind import PLACE, Blind
from tests.screens.callback_stories import asks_for_a_call
from tests.screens.story import by_ear


@by_ear(
    states.FaqList,
    states.FaqArticle,
    events.CategoryChosen,
    events.ArticleChosen,
    events.VoteCast,
    events.CallbackAsked,
    Task.FAQ,
)
def reads_an_answer(blind: Blind, say: Texts) -> None:
    """It helped; and a person is to call about it all the same."""
    article = PLACE.articles[0]
    assert say.get("faq.title") in blind.chooses(say.get("task.faq"))
    blind.chooses(say.get("pager.next"))
    blind.chooses(say.get("pager.back"))
    blind.chooses(say.get(f"category.{article.category}"))
    assert article.answer[say.language] in blind.chooses(article.title[say.language])
    assert say.get("faq.vote.useful") in blind.chooses(say.get("faq.vote.yes"), say.get("speech.role.button"))
    assert say.get("window.title") in blind.chooses(say.get("faq.call"))


@by_ear(states.FaqSearch, events.SearchAsked)
def searches_for_an_answer(blind: Blind, say: Texts) -> None:
    """By the letters' names; what is found is said as it comes."""
    smell = next(article for article in PLACE.articles if article.id == "gas-smell")
    blind.chooses(say.get("task.faq"))
    assert say.get("faq.search.title") in blind.chooses(say.get("faq.search"))
    blind.types("gas")
    assert smell.answer[say.language] in blind.chooses(smell.title[say.language])


@by_ear(states.SiteShown, Task.SITE)
def reads_the_hours(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("task.services"))
    assert say.get("site.title") in blind.chooses(say.get("task.site"))


@by_ear(states.RatingWanted, states.Regret, events.Rated)
def rates(blind: Blind, say: Texts) -> None:
    """Low; and is told that we are sorry."""
    asks_for_a_call(blind, say)
    assert say.get("rating.title") in blind.chooses(say.get("callback_done.finish"))
    assert say.get("regret.title") in blind.chooses(say.get("rating.1"))
    assert say.get("case_review.complaint.title") not in blind.chooses(say.get("regret.complaint"))
    assert [body["score"] for body in blind.kiosk.crm.bodies("rating")] == [1]


@by_ear(states.Help, states.Calling, events.HelpAsked, events.StaffCalled, events.OverlayClosed)
def calls_staff(blind: Blind, say: Texts) -> None:
    """And needs nobody any more."""
    assert say.get("help.title") in blind.chooses(say.get("action.help"))
    assert say.get("calling.told") in blind.chooses(say.get("way.staff"))
    assert say.get("home.title") in blind.chooses(say.get("calling.take_back"))
    assert len(blind.kiosk.crm.bodies("staff_call")) == len(blind.kiosk.crm.bodies("staff_call_end")) == 1


@by_ear(states.HelpOffered, events.CardUnreadable)
def is_offered_another_way(blind: Blind, say: Texts) -> None:
    """A card cannot be read, three times."""
    blind.chooses(say.get("task.account"))
    said = ""
    for _ in range(3):
        said = blind.meets(events.CardUnreadable())
    assert say.get("offer.title") in said
    assert say.get("account_number.title") in blind.chooses(say.get("offer.number"))


@by_ear(states.IdleWarning)
def takes_more_time(blind: Blind, say: Texts) -> None:
    """Whoever listens has twice as long, and hears when it runs out."""
    blind.chooses(say.get("task.callback"))
    assert say.get("idle.title") in blind.meets_later(2 * PLACE.patience.idle.total_seconds())
    assert say.get("topic.title") in blind.press(NavKey.NEXT)


@by_ear(states.Accessibility, events.AccessibilityAsked, events.PreferencesChosen)
def sets_the_screen(blind: Blind, say: Texts) -> None:
    blind.chooses(say.get("action.accessibility"))
    blind.chooses(say.get("accessibility.contrast.yellow_on_black"))
    assert blind.kiosk.visit.preferences.contrast is Contrast.YELLOW_ON_BLACK


@by_ear(states.Languages, events.LanguagesAsked, events.LanguageChosen, Language.EN, Language.ZH_HANS)
def is_spoken_to_in_another_language(blind: Blind, _say: Texts) -> None:
    for language in (Language.EN, Language.ZH_HANS):
        say = blind.speaks(language)
        assert say.get("home.title") in blind.transcript[-1]


@by_ear(
    events.WentBack,
    NavKey.PREVIOUS,
    NavKey.BACK,
    NavKey.REPEAT,
    NavKey.VOLUME_UP,
    NavKey.VOLUME_DOWN,
)
def hears_it_again_louder(blind: Blind, say: Texts) -> None:
    """Every key by what it does."""
    blind.chooses(say.get("task.services"))
    first, second = blind.press(NavKey.NEXT), blind.press(NavKey.NEXT)
    assert blind.press(NavKey.PREVIOUS) == first
    assert blind.press(NavKey.NEXT) == second
    assert say.get("speech.volume", step=4, steps=5) in blind.press(NavKey.VOLUME_UP)
    assert say.get("speech.volume", step=3, steps=5) in blind.press(NavKey.VOLUME_DOWN)
    blind.press(NavKey.NEXT)
    again = blind.press(NavKey.PREVIOUS)
    assert blind.press(NavKey.REPEAT) == again
    assert say.get("services.title") in blind.press(NavKey.REPEAT)
    assert say.get("home.title") in blind.press(NavKey.BACK)


@by_ear(events.AnnouncementDismissed, house=replace(PLACE, announcements=Announcements((NEWS,))))
def puts_an_announcement_away(blind: Blind, say: Texts) -> None:
    assert NEWS.text(say.language) in blind.transcript[0]
    blind.chooses(say.get("announcement.seen"))
    assert NEWS.text(say.language) not in blind.whole()


@by_ear(states.Closed, states.OutOfOrder)
def hears_that_nobody_is_served(blind: Blind, say: Texts) -> None:
    """Not now, for a fault that mends itself; and then because it is closed."""
    assert say.get("out_of_order.title") in blind.meets(events.Broke("screens"))
    close = Command("c1", CommandKind.CLOSE.value, blind.kiosk.clock.now() + timedelta(hours=1))
    blind.meets_later(9)
    assert say.get("closed.title") in blind.meets(events.CommandArrived(close))


PANEL = (
    reads_an_answer,
    searches_for_an_answer,
    reads_the_hours,
    rates,
    calls_staff,
    is_offered_another_way,
    takes_more_time,
    sets_the_screen,
    is_spoken_to_in_another_language,
    hears_it_again_louder,
    puts_an_announcement_away,
    hears_that_nobody_is_served,
)
