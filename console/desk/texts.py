"""The full official texts that an office puts beside its data, as UTF-8 text: `<home>/texts/<plan>.txt`."""

from __future__ import annotations

from pathlib import Path

from console.plan.original import FullText

FOLDER = "texts"
LIMIT = 4 << 20


def full_text(root: Path, plan_id: str) -> tuple[FullText | None, str]:
    """The text of a plan's document and where it is, or None and what to do, in a sentence."""
    path = root / FOLDER / f"{plan_id}.txt"
    try:
        if path.exists() and not path.is_file():
            return None, f"{path} 不是普通文件"
        if path.stat().st_size > LIMIT:
            return None, f"{path} 超过{LIMIT >> 20}兆，不像是预案全文"
        return FullText(path.read_text(encoding="utf-8-sig")), f"原文：{FOLDER}/{path.name}"
    except FileNotFoundError:
        return None, f"没有放预案全文；可存成数据文件夹里的 {FOLDER}/{path.name}"
    except UnicodeDecodeError:
        return None, f"{path} 不是 UTF-8 编码，请另存为 UTF-8"
    except OSError as error:
        return None, f"{path} 读不了({error.strerror})"
