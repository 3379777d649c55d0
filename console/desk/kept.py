"""What could not be recorded: kept, offered again, and written down elsewhere as text."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from console.incident import commands as c
from console.incident.state import ACTIONS, AGENCY_STEPS, BASES, CALL_FIELDS, CERTAINTIES
from console.incident.times import stamp
from console.journal.errors import NotOpened, NotRecorded, reason
from console.journal.files import REAL, Fs, atomic_write, make_folders
from console.journal.rescue import rescue
from console.journal.writer import Journal
from console.words import visible


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done in one go and could not be recorded; it is offered again and never called recorded."""

    event: str
    commands: tuple[c.Command, ...]
    why: str
    """The sentence that says why not."""
    at: datetime
    """When it was done; recorded later, it is still told to have happened then."""
    by: str
    """Who did it."""

    @property
    def command(self) -> c.Command:
        """The first of the commands."""
        return self.commands[0]

    @property
    def words(self) -> str:
        """What was done, on one line, safe to show."""
        return "；".join(command_words(command) for command in self.commands)

    def same(self, other: Kept) -> bool:
        """Whether the other one is this again: the form it was typed into was sent once more."""
        return (self.event, self.commands, self.by) == (other.event, other.commands, other.by)


_NAMES: dict[type[c.Command], str] = {
    c.TakeDown: "接报要素", c.Retitle: "标题", c.SetPlaces: "地点", c.SetFigure: "数字", c.AddItem: "列表增加",
    c.DropItem: "列表去掉", c.SetInstant: "时间", c.ChooseBasis: "计时起点", c.ReadBack: "复述", c.FinishIntake: "接报完成",
    c.Declare: "响应", c.GiveReport: "报告", c.MoveAgency: "单位", c.TryCall: "呼叫未通", c.DoTask: "任务",
    c.AddExtra: "交办", c.DoExtra: "交办办结", c.Tick: "终止条件", c.Close: "归档", c.Reopen: "重开", c.Withdraw: "撤回",
    c.Note: "记录", c.Correct: "更正", c.Mark: "标记", c.Link: "关联", c.Assess: "评估", c.SendPaper: "文书",
    c.Observe: "系统记录",
}
_FIELDS: dict[str, str] = {
    "name": "姓名", "value": "内容", "title": "标题", "places": "县市", "path": "项目", "typed": "原文", "source": "来源",
    "certainty": "核实", "as_of": "数字时间", "fact": "项目", "key": "条目", "which": "哪个时间", "at": "时间", "reason": "原因",
    "basis": "起点", "words": "原文", "action": "动作", "level": "级别", "proposed": "建议级别", "decided_by": "决定人",
    "announced_by": "宣布人", "authority": "依据", "channel": "方式", "duration": "预计期限", "measures": "措施",
    "clauses": "条款", "facts": "依据的事实", "milestone": "报告编号", "late_reason": "迟报原因", "note": "备注", "agency": "单位",
    "step": "进度", "renew_at": "回访时间", "outcome": "结果", "number": "号码", "task": "任务", "type": "类别", "text": "内容",
    "who": "承办", "origin": "交办人", "due": "时限", "id": "编号", "condition": "条件", "met": "满足", "figures": "数字",
    "confirmed": "已确认", "seq": "第几条", "event_at": "发生时间", "head": "读作时间的字", "on": "标上", "event": "事件", "experts": "参加人",
    "finding": "意见", "advised": "建议级别", "paper": "文书", "draft": "草稿", "to": "送", "received_by": "接收人",
    "signed_by": "签发人",
    "despite": "仍要报出的原因", "ordered_by": "下令人", "body": "接令单位", "desk_seq": "值班日志第几条",
    "receiver": "接报人", "reporter": "报告人", "kind": "类别", "data": "数据",
}
_VALUES: dict[str, Mapping[Any, str]] = {
    "certainty": CERTAINTIES, "which": BASES, "basis": BASES, "action": ACTIONS, "step": AGENCY_STEPS,
}


def command_words(command: c.Command) -> str:
    """A command in the officer's words, on one line, safe to show."""
    parts = []
    for field in fields(command):  # type: ignore[arg-type]  # every command is a dataclass
        value = getattr(command, field.name)
        if value not in (None, "", (), {}) and value != field.default:
            label = "要事" if isinstance(command, c.Note) and field.name == "key" else _FIELDS.get(field.name, field.name)
            parts.append(f"{label}：{_value_words(command, field.name, value)}")
    name = _NAMES.get(type(command), type(command).__name__)
    return visible(f"{name}  {'；'.join(parts)}".rstrip())


def _value_words(command: c.Command, name: str, value: Any) -> str:
    if isinstance(command, c.TakeDown) and name == "name":
        return CALL_FIELDS.get(value, str(value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}={item}" for key, item in value.items())
    if isinstance(value, (tuple, list)):
        return "、".join(str(item) for item in value)
    known = _VALUES.get(name, {})
    return known.get(value, value) if isinstance(value, str) else str(value)


def kept_text(kept: Sequence[Kept], drill: bool) -> str:
    """The kept commands as a page to read, and to enter by hand where all else fails."""
    lines = [f"{'【演练】' if drill else ''}值班台 未记录的内容", "以下各条没有记入日志；日志能写以后请补录。", ""]
    for number, item in enumerate(kept, 1):
        lines.append(f"{number}. {stamp(item.at)}  事件 {visible(item.event)}  {visible(item.by)}")
        lines += [f"   {command_words(command)}" for command in item.commands]
        lines += [f"   ({visible(item.why)})", ""]
    return "\n".join(lines)


def leave_behind(kept: Sequence[Kept], home: Path, now: datetime, drill: bool, fs: Fs = REAL) -> Path | None:
    """Put what is still kept when the console ends where it can be: the home's exports, the user's folder, the last resort.

    The file, or None where no place takes it. A home that is gone is not made anew: it may be a stick that was pulled out.
    """
    places = [home / "exports"] if home.is_dir() else []
    for place in (*places, Path.home(), Path(tempfile.gettempdir())):
        with contextlib.suppress(NotRecorded):
            return save_kept(kept, place, now, drill, fs)
    return None


def copy_logs(journals: Iterable[Journal], folder: Path, fs: Fs = REAL) -> None:
    """Put the logs into `folder` as they were acknowledged, each in a folder of its name, as far as the disk lets them be."""
    for journal in journals:
        with contextlib.suppress(NotOpened):  # there already, or no room: the text beside them is what counts
            rescue(journal, folder / journal.folder.name, fs).close()


def save_kept(kept: Sequence[Kept], folder: Path, now: datetime, drill: bool, fs: Fs = REAL) -> Path:
    """Write the kept commands as text into `folder`, under a name that is free; the file.

    Raises:
        NotRecorded: it cannot be written there either.
    """
    stem = f"{'演练-' if drill else ''}未记录-{now:%Y%m%d-%H%M%S}"
    try:
        make_folders(folder, fs)
        taken = set(fs.names(folder))
        names = (f"{stem}{f'-{turn}' if turn else ''}.txt" for turn in range(len(taken) + 1))
        path = folder / next(name for name in names if name not in taken)
        atomic_write(path, b"\xef\xbb\xbf" + kept_text(kept, drill).encode(), fs)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else "路径不合规"
        raise NotRecorded(f"没有另存：{visible(str(folder))} 写不进：{why}；请换一处") from error
    return path
