"""Sample papers: a proof of payment as the house prints it, in three languages, and things that go wrong in print."""

from __future__ import annotations

from kiosk.domain.receipt import Centred, Line, Pair, Paper, Paragraph, QrCode, Rule, Size

REFERENCE = "K07-0138-X4"
SURVEY = "https://survey.example/k07?ref=K07-0138-X4"


def proof_zh() -> Paper:
    lines: tuple[Line, ...] = (
        Centred("晴川公用事業", Size.LARGE, bold=True),
        Centred("三重門市 · K07 · 客服 0800-000-123", Size.SMALL),
        Rule(),
        Centred("繳費證明", Size.LARGE, bold=True),
        Pair("2026-11-22 14:05", REFERENCE),
        Rule(),
        Pair("電費 9–10 月", "NT$2,318", bold=True),
        Paragraph("電號 ••••••4821　到期 11-17", Size.SMALL),
        Pair("水費 9–10 月", "NT$486", bold=True),
        Paragraph("用戶 ••••••0377　到期 11-30", Size.SMALL),
        Rule(),
        Pair("合計", "NT$2,804", Size.LARGE, bold=True),
        Pair("VISA ••••1234", "授權碼 008231"),
        Rule(),
        Centred("已入帳", bold=True),
        Centred("謝謝您。本證明非統一發票，不可作為稅務憑證，請妥善保存。"),
        Centred(f"有問題？在任何一台機器輸入 {REFERENCE} 查詢，或撥打 0800-000-123。"),
        Rule(),
        Centred("掃描給我們打分數"),
        QrCode(SURVEY),
    )
    return Paper(REFERENCE, "zh-Hant", lines)


def proof_en() -> Paper:
    lines: tuple[Line, ...] = (
        Centred("Clear River Utilities", Size.LARGE, bold=True),
        Centred("Sanchong branch · K07 · Help line 0800-000-123", Size.SMALL),
        Rule(),
        Centred("Proof of payment", Size.LARGE, bold=True),
        Pair("22 Nov 2026, 14:05", REFERENCE),
        Rule(),
        Pair("Electricity, September–October 2026", "NT$2,318", bold=True),
        Paragraph("Account ••••••4821, due 17 Nov 2026", Size.SMALL),
        Pair("Water, September–October 2026", "NT$486", bold=True),
        Paragraph("Account ••••••0377, due 30 Nov 2026", Size.SMALL),
        Rule(),
        Pair("Total", "NT$2,804", Size.LARGE, bold=True),
        Pair("VISA ••••1234", "Approval code 008231"),
        Rule(),
        Centred("Posted to your account", bold=True),
        Centred("Thank you. This is not a uniform invoice and cannot be used for tax; please keep it."),
        Centred(f"Questions? Enter {REFERENCE} at any of our kiosks, or call 0800-000-123."),
        Rule(),
        Centred("Scan to tell us how we did"),
        QrCode(SURVEY),
    )
    return Paper(REFERENCE, "en", lines)


def proof_hans() -> Paper:
    lines: tuple[Line, ...] = (
        Centred("晴川公用事业", Size.LARGE, bold=True),
        Rule(),
        Centred("缴费凭证", Size.LARGE, bold=True),
        Pair("2026-11-22 14:05", REFERENCE),
        Rule(),
        Pair("电费 9–10 月", "NT$2,318", bold=True),
        Paragraph("户号 ••••••4821　到期 11-17", Size.SMALL),
        Rule(),
        Pair("合计", "NT$2,318", Size.LARGE, bold=True),
        Centred("已入账", bold=True),
        Centred("谢谢您。请妥善保存。"),
        Rule(),
        QrCode(SURVEY),
    )
    return Paper(REFERENCE, "zh-Hans", lines)


def claim_zh() -> Paper:
    lines: tuple[Line, ...] = (
        Centred("晴川公用事業", Size.LARGE, bold=True),
        Rule(),
        Centred("查詢碼"),
        Centred(REFERENCE, Size.HUGE, bold=True),
        Rule(),
        Pair("金額", "NT$12,345,678", Size.LARGE, bold=True),
        Paragraph(
            "很抱歉，我們還不知道這筆付款是否成功。我們會在兩個工作天內查明，請勿再付一次。", bold=True
        ),
    )
    return Paper(REFERENCE, "zh-Hant", lines)


def short() -> Paper:
    return Paper("T", "en", (Centred("Test", Size.NORMAL),))
