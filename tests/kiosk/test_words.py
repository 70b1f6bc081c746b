"""The style sheet of docs/words.md, as far as a machine can hold it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk.domain.language import Language
from kiosk.texts import load_texts

ROOT = Path(__file__).parents[2]
CATALOGUES = {language: each.catalogue for language, each in load_texts(ROOT / "assets/locale").items()}

#: Families that only technicians and floor staff read.
STAFF = frozenset(
    """
    assist assist_pin changes check checklist checks chore cleaning closing count counts day_end device device_state
    fault format hint hints keyboard log_level log_topic logs maintenance owner paper_change part parts queue
    readiness record room section setting settings staff stream supply support technician_pin test_paper touch_test
    unfit verdict
    """.split()  # noqa: SIM905 (as one list it would be as many lines)
)

MACHINES = {
    Language.ZH_HANT: "無效|非法|錯誤|代碼|失敗|禁止|異常|例外|中止|系統|使用者|用戶|！",
    Language.ZH_HANS: "无效|非法|错误|代码|失败|禁止|异常|例外|中止|系统|使用者|用户|！",
    Language.EN: r"\b(invalid|illegal|error|failed|failure|forbidden|denied|fatal|aborted|exception|null|user|click"
    r"|must|oops)\b|!",
}
#: How the same thing is called across the strait.
ELSEWHERE = {
    Language.ZH_HANT: "信息|登錄|默認|視頻|屏幕|打印|網絡|短信|賬|二維碼|軟件|硬件|服務器|點擊|聯繫|菜單|激活|熱線",
    Language.ZH_HANS: "讯息|登入|预设|萤幕|列印|网路|简讯|帐|软体|硬体|伺服器|联络|选单|印表机|行动电话|资讯|请点选|专线",
}
#: Pages about one's own payment say one of these.
MONEY = {
    Language.ZH_HANT: "扣款|扣除|收款|付款|款項|退回|入帳",
    Language.EN: r"\b(charged|paid|pay|payments?|money|card)\b",
    Language.ZH_HANS: "扣款|扣除|收款|付款|款项|退回|入账",
}


def customers(language: Language) -> dict[str, str]:
    return {key: text for key, text in CATALOGUES[language].items() if key.split(".")[0] not in STAFF}


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[。？！.?!;；])\s*|\n", text) if part]


def length(sentence: str, language: Language) -> int:
    """In words, or in characters, where a name or a number counts as one."""
    if language is Language.EN:
        return len(sentence.split())
    return len(re.sub(r"\{\w+\}|[A-Za-z0-9]+", "x", sentence))


@pytest.mark.accessibility("ERR-01")
@pytest.mark.requirement("X45")
@pytest.mark.parametrize("language", Language)
def test_every_sentence_is_short(language: Language) -> None:
    """X45: 22 English words, 38 Chinese characters."""
    most = 22 if language is Language.EN else 38
    long = [
        f"{key}: {sentence}"
        for key, text in customers(language).items()
        for sentence in sentences(text)
        if length(sentence, language) > most
    ]
    assert long == []


@pytest.mark.accessibility("ERR-01")
@pytest.mark.requirement("X45")
@pytest.mark.parametrize("language", Language)
def test_nobody_is_told_a_machines_words(language: Language) -> None:
    """X45: nor shouted at."""
    found = [
        f"{key}: {text}"
        for key, text in customers(language).items()
        if re.search(MACHINES[language], text, re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("language", ELSEWHERE)
def test_chinese_is_said_as_it_is_said_here(language: Language) -> None:
    texts = CATALOGUES[language]
    assert [f"{key}: {text}" for key, text in texts.items() if re.search(ELSEWHERE[language], text)] == []


@pytest.mark.accessibility("ERR-01", "FLW-04")
@pytest.mark.requirement("X45")
@pytest.mark.parametrize("language", Language)
def test_a_payment_that_went_otherwise_says_what_became_of_the_money(language: Language) -> None:
    """X45: each of these pages says it in its title, its explanation, or the line that stands above both."""
    texts = customers(language)
    assert re.search(MONEY[language], texts["not_paid.money.about"])  # stands on every page of `not_paid`
    pages = [key for key in texts if re.fullmatch(r"back\.\w+\.about|unsettled\.about", key)]
    assert len(pages) >= 4
    told = {key: texts[key] + texts.get(key.removesuffix("about") + "title", "") for key in pages}
    assert [key for key, text in told.items() if not re.search(MONEY[language], text, re.IGNORECASE)] == []


@pytest.mark.parametrize("language", Language)
def test_sorry_is_said_once_and_first(language: Language) -> None:
    """For what the house could not do: it opens a text, and is said once in it."""
    sorry = {"en": r"\bsorry\b", "zh-Hant": "抱歉", "zh-Hans": "抱歉"}[language.value]
    for key, text in customers(language).items():
        assert len(re.findall(sorry, text, re.I)) <= 1, f"{key}: {text}"


def test_the_lint_finds_what_is_there() -> None:
    assert sentences("One. Two?\nThree") == ["One.", "Two?", "Three"]
    assert length("請在 {time} 前繳 NT$ 20。", Language.ZH_HANT) == 13
