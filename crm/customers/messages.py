"""What the centre writes to a customer's phone. Each says who sends it, and that nobody ever asks for the code.

A code that is read out to a caller is how accounts get stolen; so the warning comes in every message, before anything
else can be read into it.
"""

from __future__ import annotations

SENDER = {"zh-Hant": "晴川公用事業", "zh-Hans": "晴川公用事业", "en": "Qingchuan Utilities"}

_CODE = {
    "zh-Hant": "【{sender}】服務機登入驗證碼：{code}。5 分鐘內有效，只能使用一次。"
    "我們絕不會打電話問您這組號碼，請勿告訴任何人。",
    "zh-Hans": "【{sender}】自助机登录验证码：{code}。5 分钟内有效，只能使用一次。"
    "我们绝不会打电话向您索要验证码，请勿告诉任何人。",
    "en": "{sender}: your code for the kiosk is {code}. It works once, within 5 minutes. "
    "Nobody from us will ever ask for it by telephone. Tell it to no one.",
}

LANGUAGES = tuple(_CODE)


def code(language: str, code: str) -> str:
    """The message with a one-time code, in the customer's language or else in the first."""
    spoken = language if language in _CODE else LANGUAGES[0]
    return _CODE[spoken].format(sender=SENDER[spoken], code=code)
