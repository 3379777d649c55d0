"""A log that is known to have been longer than it is here, or other: one sentence for board, trust line, 体检 and verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from console.incident.entry import Entry
from console.incident.refused import Refused
from console.incident.times import dated, instant

from .home import Home

DESK_LOGS = {"desk": "值班日志", "drill-desk": "演练值班日志"}
"""The logs that belong to no event, named by their folders."""
EVENT = re.compile(r"D?\d{8}-\d{2,4}", re.ASCII)
"""The id of an event, real or drill."""
RUN = re.compile(r"(R\d{8}-\d{2,4})(/desk)?", re.ASCII)
"""The record of a drill, or its own desk log."""


class LogShort(Refused):
    """A log takes nothing because the second place has more of it; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A log that is known to have been longer than it is here, or other."""

    name: str
    """The event, or the name of the desk log."""
    standing: Literal["there", "away", "apart", "gone"]
    """`there`: the second place has it. `away`: it may, but does not answer. `apart`: the two went different ways. `gone`: no copy is known."""
    missing: int
    """Entries that are lacking (`there`), the entry at which they part (`apart`), bytes that are lacking (`away`, `gone`)."""
    count: int = 0
    """Entries there will be when it is taken back."""
    last: Entry | None = None
    """The last of them."""
    why: str = ""
    """Where `away` or `gone`: what is known of a copy."""
    known: int = 0
    """Where `away` or `gone`: the length it once had, bytes."""
    found: int = 0
    """And the length it was found with; 0 where nothing is left to go on with."""
    logged: bool = False
    """Whether the log tells of it; it stands until a person has taken note."""

    @property
    def waits(self) -> bool:
        """Whether the log takes nothing: what is missing may come back, and an entry now would part the two."""
        return self.standing in ("there", "away")

    @property
    def label(self) -> str:
        """What the log is called."""
        if self.name in DESK_LOGS:
            return DESK_LOGS[self.name]
        return f"演练 {self.name}" if self.drill else self.name

    @property
    def drill(self) -> bool:
        """Whether it is a drill's."""
        return self.name.startswith(("D", "R", "drill"))

    @property
    def words(self) -> str:
        """What is missing, the one sentence of board, trust line, 体检 and verbs."""
        if self.standing == "there":
            return f"{self.label} 本机少{self.missing}条，第二处有"
        if self.standing == "apart":
            return f"{self.label} 本机与第二处从第{self.missing}条起各不相同，两份都没有动"
        return f"{self.label} 本机少约{self.missing}字节，{self.why}"

    @property
    def key(self) -> str:
        """The key that helps; empty where none does."""
        gone = "按 Ctrl+R 记下知道了" if self.logged else ""
        return {"there": "按 Ctrl+R 取回", "away": "按 Ctrl+R 决定", "apart": "按 Ctrl+R 决定", "gone": gone}[self.standing]

    @property
    def todo(self) -> str:
        """What to do about it, at the console or without."""
        if self.standing == "there":
            return f"在值班台按 Ctrl+R 取回，或 duty log restore {self.name}"
        if self.standing == "away":
            return "接上第二处就能取回；不等就在值班台按 Ctrl+R，从本机现有的接着记"
        if self.standing == "apart":
            return "两份各抄一份交技术人员核对；哪一份算数由人决定，在值班台按 Ctrl+R，可以本机的为准"
        if self.logged:
            return "知道了就在值班台按 Ctrl+R 记一笔，以后不再提示"
        return f"别动那个文件夹；在别处找到副本就用 duty log restore {self.name} --from 文件夹"

    @property
    def told(self) -> str:
        """What will come back, for who is asked."""
        if self.standing != "there" or self.last is None:
            return self.words
        return f"{self.words}；取回后共{self.count}条，末条 {dated(instant(self.last.at))} {self.last.by}"


def folder_of(home: Home, name: str) -> Path | None:
    """Where a log belongs in a home, whether it is there or not; None for a name that none has."""
    if name in DESK_LOGS:
        return home.root / name
    if EVENT.fullmatch(name):
        return home.folder(name.startswith("D")) / name
    run = RUN.fullmatch(name)
    return home.runs / name if run else None
