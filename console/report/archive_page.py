"""The reader of an archive: one page that opens in any browser, searches the log, and asks for no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from console.incident.state import STAGES
from console.incident.times import dated_seconds
from console.words import visible

from .formats import templates
from .page import rendered
from .paper import DRILL_SENTENCE, DRILL_WORDS
from .sheets import log_rows
from .situation import Situation
from .timeline import timeline

TEMPLATE = "archive.html.j2"
SCRIPT = "archive.js"


def archive_page(
    situation: Situation, seal: str, papers: Sequence[tuple[str, Sequence[str]]], others: Sequence[tuple[str, str]],
    prefix: str, own: Path | None = None,
) -> str:  # fmt: skip
    """The page. Its one script is named by its hash, so that the browser runs that and nothing else.

    Raises:
        ValueError: an office's own template cannot be used; the message is a sentence.
    """
    state = situation.state
    script = _script(own)
    mark = f"[{DRILL_WORDS}] " if state.drill else ""
    return rendered(
        TEMPLATE, templates(own), heading=f"{mark}{state.title} 事件档案", about=_about(situation, seal),
        drill=state.drill, drill_sentence=DRILL_SENTENCE, timeline=timeline(situation).svg, papers=papers, others=others,
        rows=list(log_rows(situation)), script=script, show=lambda words: visible(words, lines=True),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        command=f"python3 verify_log.py {prefix}log.jsonl --seal {prefix}seal.json --key 公钥",
    )


def _script(own: Path | None) -> str:
    for folder in templates(own):
        path = folder / SCRIPT
        if path.is_file():
            try:
                words = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                raise ValueError(f"模板 {SCRIPT} 读不了，请改好或删掉自己的模板") from None
            if "</script" in words.lower() or "<!--" in words:
                raise ValueError(f"模板 {SCRIPT} 里不能有 </script> 或 <!--，请改好或删掉自己的模板")
            return words
    raise ValueError(f"没有模板 {SCRIPT}，请重新安装")


def _about(situation: Situation, seal: str) -> list[tuple[str, str]]:
    state, plan = situation.state, situation.plan
    levels = [d for d in state.declarations if d.action != "refuse"]
    return [
        ("编号", state.id),
        ("预案", f"{plan.plan.name} {plan.plan.document}(数据版本 {state.revision})"),
        ("状态", STAGES[state.stage]),
        ("响应", "、".join(f"{d.level or '终止'}{'级' if d.level else ''} {dated_seconds(d.at)}" for d in levels) or "没有启动"),
        ("接报", dated_seconds(state.received_at)),
        ("地点", situation.where),
        ("单位", situation.office),
        ("档案写成", dated_seconds(situation.now)),
        ("日志", f"{len(situation.entries)}条，末条校验值 {situation.head}"),
        ("封存", seal),
    ]
