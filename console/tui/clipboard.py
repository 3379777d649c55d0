"""Words to the clipboard of the terminal (OSC 52): short ones only, because a long one is dropped without a word."""

from __future__ import annotations

from typing import Any

from textual.app import App

MOST = 50_000
"""Bytes of UTF-8; terminals take about 75,000 of base64."""


def copy(app: App[Any], text: str, instead: str = "按 F12 存成文件") -> str:
    """Put the words on the clipboard; gives back the sentence that says how that went, and what to do `instead`."""
    size = len(text.encode("utf-8", "backslashreplace"))
    if size > MOST:
        return f"没有复制：全文{len(text)}字，终端的剪贴板放不下，请{instead}"
    app.copy_to_clipboard(text)
    return f"已复制{len(text)}字；若贴不出来，是终端不许程序写剪贴板，请{instead}"
