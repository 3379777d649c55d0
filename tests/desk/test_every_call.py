"""Every call that a whole night makes to the disk fails once, or from then on; every writing process of it starts anew.

Held here, at the desk, above what journal/test_faults.py holds of the log alone: what was called recorded is in the log
when the home is opened again; what was not is kept and recorded once, in order, when the disk is sound again; nothing but
a sentence comes of any fault.

The calls are tried at a stride; with DUTY_LONG=1 in the environment, every one.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.entry import Entry
from console.incident.fold import fold
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.journal.files import REAL
from console.journal.verify import verify
from console.plan.loader import load_shipped
from tests.journal.disks import Failing

from .clock import FixedClock

STRIDE = 1 if os.environ.get("DUTY_LONG") else 17
FOREVER = 10**9
MODES = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "short": Failing.SHORT}
PLAN = load_shipped("blackout")
NIGHT: tuple[c.Command, ...] = (
    c.Note("电话响"), c.TakeDown("caller", "李建国"), c.SetFigure("grid_load_mw", 1500, "1500"), c.Note("核实中"), c.FinishIntake(),
    c.Declare("start", "II", None, "王副州长", "王副州长", "指挥长", reason="按指挥长意见"), c.Note("已宣布"), c.GiveReport("county-phone", "赵六"),
    c.MoveAgency("police", "notified", "钱七", "电话"), c.Note("已通知"), c.Correct(2, "更正一处"),
    *(c.Tick(condition.id, True, {figure.id: "100" for figure in condition.figures}, name="调度张伟") for condition in PLAN.end_conditions),
    c.Declare("end", None, None, "王副州长", "王副州长", "指挥长", reason="恢复供电"), c.Note("终止"), c.Close(True, "归档"), c.Note("补一句"),
)  # fmt: skip


def whole_night(home: Path, fs: Failing) -> tuple[Desk, Case | None, list[Entry], int]:
    """A night with a restart in its middle; the desk, its event, what was acknowledged, and how many were refused."""
    desk = Desk(home, name="张三", clock=FixedClock(), fs=fs)
    try:
        case = desk.open_event("blackout", "停电")
    except (NotRecorded, Refused):
        return desk, None, [], 0
    said, refusals = list(case.entries), 0
    for turn, command in enumerate(NIGHT):
        if turn == len(NIGHT) // 2 and not desk.kept:
            desk.close()
            desk = Desk(home, name="李四", clock=FixedClock(), fs=fs)
            if desk.read_only or case.id not in desk.cases:
                return desk, case, said, refusals
            said = list(desk.cases[case.id].entries) if desk.cases[case.id].journal.writable else said
        try:
            said += desk.do(case.id, command)
        except NotRecorded as error:
            assert str(error).startswith("没有记上")
        except Refused:
            refusals += 1
        desk.tick()
    return desk, desk.cases.get(case.id, case), said, refusals


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many calls the night makes where none fails."""
    counting = Failing(REAL)
    desk, case, said, refusals = whole_night(tmp_path_factory.mktemp("sound"), counting)
    assert case is not None
    assert (refusals, desk.kept, case.state.stage) == (0, [], "closed")
    assert len(said) > len(NIGHT)
    desk.close()
    return len(counting.calls)


def every(calls: int) -> Iterator[int]:
    return iter(range(1, calls + 1, STRIDE))


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("length", [1, 2, FOREVER], ids=["once", "twice", "forever"])
def test_whatever_fails_nothing_acknowledged_is_lost_and_nothing_typed(
    tmp_path: Path, calls: int, mode: str, length: int
) -> None:
    tried = 0
    for number in every(calls):
        home = tmp_path / str(number)
        fs = Failing(REAL, number, number + length - 1, MODES[mode])
        desk, case, said, _ = whole_night(home, fs)
        fs.last = 0  # the disk is sound again
        if case is not None and not desk.read_only and case.id in desk.cases:
            assert desk.retry() == 0, "all that was kept is taken"
            notes = [entry.data["text"] for entry in desk.cases[case.id].entries if entry.kind == "note"]
            assert notes == [command.text for command in NIGHT if isinstance(command, c.Note)][: len(notes)]
            assert len(set(notes)) == len(notes)
            if length == 1:
                assert notes[-1] == "补一句", (number, fs.calls[number - 1])
        desk.close()
        tried += 1
        if case is None:
            assert Desk(home, write=False).summaries() == () or any("没有建成" in said for said in desk.findings)
            continue
        again = Desk(home, name="王五", clock=FixedClock())
        found = again.case(case.id)
        assert {entry.hash for entry in said} <= {entry.hash for entry in found.entries}
        assert verify(found.journal.folder).ok
        assert found.state == fold(case.id, found.entries)
        again.close()
        shutil.rmtree(home)
    assert tried == len(list(every(calls)))
