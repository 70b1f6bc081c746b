"""Parts that bodies of several records have in common: a window, and what rides along."""

from __future__ import annotations

from kiosk.domain.callback import Context, Window
from kiosk.storage.canon import utc_text


def window_body(window: Window) -> dict[str, object]:
    return {"from": utc_text(window.begins), "to": utc_text(window.ends), "soonest": window.soonest}


def context_body(context: Context) -> dict[str, object]:
    return {
        "path": list(context.path),
        "bill": context.bill,
        "articles": list(context.articles),
        "error": context.error,
    }
