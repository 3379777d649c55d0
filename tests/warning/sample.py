"""CAP files for the tests, a clock that stands still, and a desk on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict

from console.desk.desk import Desk
from console.incident.times import CHINA


class Order(TypedDict):
    """What is told of an order beside who took it."""

    at: datetime
    ordered_by: str
    body: str


NOW = datetime(2026, 7, 1, 20, 0, tzinfo=CHINA)
SENDER = "53250041600000"
ISSUER = "红河州气象台"
SAID = ("州气象台王工", NOW)
"""Who told what is not in the file, and when."""
ORDER = Order(at=NOW, ordered_by="王主任", body="州电视台")
"""Who at the office ordered a warning to go on air, whose person took it, and when it ran."""


@dataclass
class Clock:
    """A clock that only a test moves."""

    at: datetime = NOW
    seconds: float = 0.0

    def now(self) -> datetime:
        """The instant set."""
        return self.at

    def elapsed(self) -> float:
        """Seconds moved so far."""
        return self.seconds

    def forward(self, **span: float) -> None:
        """Let time pass."""
        step = timedelta(**span)
        self.at += step
        self.seconds += step.total_seconds()


def desk_at(home: Path, clock: Clock, *, drill: bool = False) -> Desk:
    """A desk with the shipped plans on that clock."""
    return Desk(home, name="张三", clock=clock, drill=drill)


def identifier(number: int) -> str:
    """A number of the national form."""
    return f"{SENDER}_202607011{number:05d}_1"


def info(
    *, event: str = "暴雨", colour: str = "红色", severity: str = "Extreme", code: str = "11B03",
    area: str = "红河州个旧市、蒙自市", geocodes: tuple[str, ...] = ("532501", "532503"), more: str = "",
    expires: str = "2026-07-02T18:00:00+08:00", headline: str | None = None,
) -> str:
    """An info block; `more` goes in before the area."""
    codes = "".join(f"<geocode><valueName>行政区划</valueName><value>{g}</value></geocode>" for g in geocodes)
    coded = f"<eventCode><valueName>eventType</valueName><value>{code}</value></eventCode>" if code else ""
    line = f"{ISSUER}发布{event}{colour}预警" if headline is None else headline
    until = f"<expires>{expires}</expires>" if expires else ""
    return f"""<info>
<language>zh-CN</language><category>Met</category><event>{event}</event>
<urgency>Expected</urgency><severity>{severity}</severity><certainty>Likely</certainty>{coded}
<effective>2026-07-01T19:50:00+08:00</effective>{until}
<senderName>{ISSUER}</senderName><headline>{line}</headline>
<description>预计未来3小时降雨量将达100毫米以上</description>
<instruction>停止户外作业</instruction>{more}
<area><areaDesc>{area}</areaDesc>{codes}</area></info>"""


def cap(
    *, number: int = 1, status: str = "Actual", kind: str = "Alert", references: str = "", body: str | None = None,
    sender: str = SENDER, sent: str = "2026-07-01T19:50:00+08:00", head: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> bytes:
    """A whole message."""
    refers = f"<references>{references}</references>" if references else ""
    return f"""{head}
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>{identifier(number)}</identifier>
<sender>{sender}</sender>
<sent>{sent}</sent>
<status>{status}</status><msgType>{kind}</msgType><scope>Public</scope>{refers}
{info() if body is None else body}
</alert>""".encode()


def refer(number: int, sender: str = SENDER) -> str:
    """A reference to an earlier message."""
    return f"{sender},{identifier(number)},2026-07-01T19:50:00+08:00"


def saved(folder: Path, raw: bytes, name: str = "in.xml") -> Path:
    """The bytes as a file."""
    path = folder / name
    path.write_bytes(raw)
    return path
