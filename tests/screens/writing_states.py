"""Typing by sound: sounds that wait, and words as the engines offer them."""

from __future__ import annotations

from kiosk.domain.writing import Layout, Word, Writing

LAYOUTS = (Layout.ZHUYIN, Layout.PINYIN)
#: What libchewing makes of ㄓㄤˋㄉㄢˉ, as far as a page and a bit.
WORDS = (
    Word("帳單", 6, ("結帳", "選單")),
    Word("賬單", 6, ("賬號", "選單")),
    Word("丈", 3, ("丈夫",)),
    Word("仗", 3, ("打仗",)),
    Word("帳", 3, ("結帳",)),
    Word("障", 3, ("保障",)),
    Word("賬", 3, ("賬號",)),
    Word("脹", 3, ("膨脹",)),
    Word("搿", 3),
)
WAITING = Writing(Layout.ZHUYIN, "ㄓㄤˋㄉㄢˉ", WORDS)
LAST = Writing(Layout.ZHUYIN, "ㄓㄤˋㄉㄢˉ", WORDS, page=1)
PINYIN = Writing(
    Layout.PINYIN,
    "wodezhangdanyouwenti",
    (Word("我的账单有问题", 20), Word("我的", 4, ("我们", "的人")), Word("我", 2, ("我们",))),
)
