"""The catalogues are whole: the same keys with the same fields, and every key that pages use."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from crm.callbacks.scripts import all_steps
from crm.callbacks.states import Act, Outcome
from crm.callbacks.worklist import Group
from crm.cases import listing
from crm.cases.kinds import WORKS, Way
from crm.desk import cases
from crm.desk.frame import ROOM
from crm.desk.kiosks import OWNERS
from crm.desk.queue import SAID
from crm.desk.texts import LANGUAGES, TextMissing, read_catalogue, read_texts
from crm.schema import Approval, CallbackState, CaseKind, LineState, Role
from crm.schema import Outcome as PaymentOutcome

CATALOGUES = {name: read_catalogue(folder) for name, folder in LANGUAGES.items()}
CONTRACT = Path(__file__).parents[2] / "contract"
TOPICS = ("billing", "payment", "supply", "meter", "moving", "other")
LITERAL = re.compile(r"""\bt\(\s*["']([a-z0-9_.-]+)["']|get\(\s*"([a-z0-9_.-]+)\"""")
#: Taiwan's words, in simplified characters: a catalogue that was only converted has them.
NOT_ON_THE_MAINLAND = (
    *("登入", "登出", "萤幕", "印表机", "简讯", "帐", "储存", "搜寻", "选单"),
    *("资讯", "预设", "透过", "纪录", "瓦斯", "个资", "匯", "档案", "伫列"),
)
WITH_FIELDS = {"articles", "at", "bill", "csrf", "error", "host", "origin", "path", "what", "sec-fetch-site"}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.requirement("X64")
@pytest.mark.requirement("O1")
@pytest.mark.parametrize("language", list(CATALOGUES))
def test_every_language_has_the_same_keys_with_the_same_fields(language: str) -> None:
    first, other = CATALOGUES["zh-Hant"], CATALOGUES[language]
    assert set(first) == set(other)
    assert len(first) > 300
    for key in first:
        assert other[key].strip()
        assert fields(first[key]) >= fields(other[key]) - {"name"}, key


def test_simplified_chinese_is_written_in_simplified_characters() -> None:
    """GB 2312 has no character that is only traditional, and none of Taiwan's words for what a screen has."""
    said = " ".join(CATALOGUES["zh-Hans"].values())
    "".join(re.findall("[一-鿿]", said)).encode("gb2312")
    assert [word for word in NOT_ON_THE_MAINLAND if word in said] == []


def test_every_key_that_a_page_names_is_there() -> None:
    sources = [*(ROOM / "templates").glob("*.html"), *(ROOM / "desk").glob("*.py")]
    named = {key for path in sources for pair in LITERAL.findall(path.read_text()) for key in pair if key}
    assert len(named) > 100
    assert {key for key in named if "." in key} - {"a.b"} - set(CATALOGUES["en"]) == {
        key for key in named if key.endswith(".")
    }


def test_every_word_of_a_state_machine_is_there() -> None:
    needed = {
        *(f"state.{state.value}" for state in CallbackState), *(f"group.{group.value}" for group in Group),
        *(f"outcome.{outcome.value}" for outcome in Outcome), *(f"event.{act.value}" for act in Act),
        *(f"payment.{outcome.value}" for outcome in PaymentOutcome), *(f"line.{state.value}" for state in LineState),
        *(f"role.{role.value}" for role in Role), *(f"said.{said}" for said in SAID),
        *(f"topic.{topic}" for topic in TOPICS),
        *(f"{family}.{step}" for topic in TOPICS for step in all_steps(topic) for family in ("script", "step")),
    }  # fmt: skip
    assert needed - set(CATALOGUES["en"]) == set()


@pytest.mark.requirement("X3")
def test_every_fault_that_a_kiosk_may_tell_has_its_words() -> None:
    """X3: the faults and owners that kiosk and centre agreed on."""
    agreed = json.loads((CONTRACT / "faults.json").read_text(encoding="utf-8"))
    needed = {f"trouble.{fault}" for fault in agreed} | {f"owner.{owner}" for owner in agreed.values()}
    assert needed - set(CATALOGUES["en"]) == set()
    assert set(agreed.values()) == set(OWNERS)


@pytest.mark.requirement("G6")
@pytest.mark.parametrize(("language", "words"), [
    ("zh-Hant", ("先唸案件編號 K07-T001-AAAA", "0800-000-123", "ATM", "驗證碼")),
    ("en", ("case number K07-T001-AAAA first", "0800-000-123", "ATM", "code")),
    ("zh-Hans", ("先念案件编号 K07-T001-AAAA", "0800-000-123", "ATM", "验证码")),
])  # fmt: skip
def test_the_script_against_fraud_says_all_of_it(language: str, words: tuple[str, ...]) -> None:
    """G6: which number calls, the case number first, never an ATM, never a code."""
    texts = read_texts(ZoneInfo("Asia/Taipei"))[language]
    given = {"reference": "K07-T001-AAAA", "calls_from": "0800-000-123"}
    script = " ".join(texts.get(f"script.{step}", **given) for step in all_steps("billing")[:3])
    for word in words:
        assert word in script


def test_a_missing_text_is_named() -> None:
    texts = read_texts(ZoneInfo("Asia/Taipei"))["en"]
    with pytest.raises(TextMissing, match=r"no\.such\.key"):
        texts.get("no.such.key")
    with pytest.raises(TextMissing, match="name"):
        texts.get("state.held_by")


@pytest.mark.parametrize(("minor", "currency", "written"), [
    (231800, "TWD", "NT$ 2,318"), (231850, "TWD", "NT$ 2,318.50"), (-5, "EUR", "-€ 0.05"),
    (1234567, "JPY", "¥ 1,234,567"), (100, "XXX", "XXX 1.00"),
])  # fmt: skip
def test_money(minor: int, currency: str, written: str) -> None:
    assert read_texts(ZoneInfo("Asia/Taipei"))["en"].money(minor, currency) == written


@pytest.mark.parametrize(("what", "said"), [
    ("task:pay", 'Chose "Pay"'), ("article:late-payment", 'Read the article "late-payment"'),
    ("problem:line_down", "Met a problem: no line"), ("pay:over_cap", "No payment: over the limit"),
    ("something:new", "something:new"), ("article:", "article:"), ("", ""),
    ("article:{0.__class__}", 'Read the article "{0.__class__}"'),
])  # fmt: skip
def test_marks_of_any_kiosk_are_readable(what: str, said: str) -> None:
    assert read_texts(ZoneInfo("Asia/Taipei"))["en"].trail(what) == said


def test_every_word_of_a_case_is_there() -> None:
    needed = {
        *(f"kind.{kind.value}" for kind in CaseKind), *(f"case_group.{group.value}" for group in listing.Group),
        *(f"way.{way.value}" for way in Way), *(f"topic.follow_up.{way.value}" for way in Way),
        *(f"case_outcome.{outcome}" for work in WORKS.values() for outcome in work.outcomes),
        *(
            f"case_step.{kind.value}.{step}{how}"
            for kind, work in WORKS.items()
            for step in work.steps
            for how in ("", ".how")
        ),
        *(f"approval.{approval.value}" for approval in Approval if approval is not Approval.NONE),
        *(f"said.case.{said}" for said in (*cases.SAID, "noted", "stepped", "approved")),
    }  # fmt: skip
    assert needed - set(CATALOGUES["en"]) == set()
