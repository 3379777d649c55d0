"""How every screen looks, at the least and at the usual size. `pytest tests/tui/test_snapshots.py --snapshot-update` takes them anew.

Nothing of the machine is in them: the clock stands still, and the terminal, the room on the disk and the hashes are given.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_textual_snapshot import SVGImageExtension
from syrupy.assertion import SnapshotAssertion

from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.widgets import frame
from tests.desk.clock import FixedClock

from ..scenarios.driving import settle

SIZES = [(80, 24), (120, 40)]
PLACES = ("board", "intake", "declare", "response", "log", "ending", "warnings", "compare")
"""The screens of a night; those that show whole papers, plans, the machine or chance have tests of their own."""


@pytest.fixture
def picture(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    """The pictures taken before, one file each."""
    return snapshot.use_extension(SVGImageExtension)


@pytest.fixture(autouse=True)
def _nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "trust_words", lambda _view: ["日志完好至第9条", "副本完整", "时钟未动"])
    monkeypatch.setattr(frame, "unfit", lambda _found: "")
    monkeypatch.setattr(frame, "remark", lambda _found: "")


def a_night(home: Path) -> DutyApp:
    """An outage at level II with a report done and a unit notified, and a rainstorm just called in."""
    clock = FixedClock()
    desk = Desk(home, name="张三", clock=clock)
    first = desk.open_event("blackout", "220千伏甲站失压")
    desk.do(first.id, c.TakeDown("caller", "李四"), c.TakeDown("unit", "红河供电局"), c.SetPlaces(("个旧市", "开远市")),
            c.SetFigure("grid_load_mw", 1500, "150万千瓦"), c.SetFigure("grid_shed_mw", 600))
    desk.do(first.id, c.SetFigure("grid_shed_mw", 700, certainty="verified"))
    desk.do(first.id, c.Declare("start", "II", "II", "王副州长", "王副州长", "指挥长", "电话", duration="24小时"))
    clock.forward(minutes=12)
    second = desk.open_event("weather", "红河县强降雨")
    desk.do(second.id, c.AddItem("hazards", "rainstorm"))
    return DutyApp(desk)


async def taken(app: DutyApp, size: tuple[int, int], place: str, *pressed: str) -> str:
    """The picture of a screen after these keys."""
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        if app.desk.cases:
            app.current = next(iter(app.desk.cases))
        await app.action_go(place)
        await settle(pilot)
        for key in pressed:
            await pilot.press(key)
        await settle(pilot)
        told = app.export_screenshot()
    app.desk.close()
    return told


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize("place", PLACES)
async def test_a_screen_looks_as_it_did(picture: SnapshotAssertion, tmp_path: Path, place: str, size: tuple[int, int]) -> None:
    """A change of its looks is meant, or it is a fault."""
    assert await taken(a_night(tmp_path), size, place) == picture


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
@pytest.mark.parametrize(("place", "pressed"), [
    ("intake", ("f10", "4", "6")), ("intake", ("f1",)), ("board", ("ctrl+p",)), ("declare", ("f10",)), ("board", ("ctrl+n",)),
], ids=["figure", "help", "palette", "decision", "new-event"])  # fmt: skip
async def test_what_lies_over_a_screen_looks_as_it_did(
    picture: SnapshotAssertion, tmp_path: Path, place: str, pressed: tuple[str, ...], size: tuple[int, int]
) -> None:
    """Help, palette, dialogs, a figure being typed."""
    assert await taken(a_night(tmp_path), size, place, *pressed) == picture


@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
async def test_a_quiet_board_looks_as_it_did(picture: SnapshotAssertion, tmp_path: Path, size: tuple[int, int]) -> None:
    """The first start."""
    assert await taken(DutyApp(Desk(tmp_path, clock=FixedClock())), size, "board") == picture
