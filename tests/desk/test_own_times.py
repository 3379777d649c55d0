"""The office's own deadlines (本单位要求): told where they have no effect, marked wherever they are shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk.desk import Desk
from console.desk.handing import scene
from console.desk.view import case_view
from console.report.evaluation import milestone_table
from console.report.situation import situation_of
from console.report.timeline import timeline
from console.shift.sheet import sheet
from console.tui.report_words import report_row
from console.tui.wall_words import due_lines
from console.words import cells
from tests.desk.clock import FixedClock

OWN = "本单位要求"


def own(plan: str, item: str, **minutes: int) -> str:
    """A deadline as the office writes it."""
    times = "".join(f"{name} = {value}\n" for name, value in minutes.items())
    return f'[[times]]\nplan = "{plan}"\nitem = "{item}"\n{times}'


def desk_with(home: Path, settings: str) -> Desk:
    """A desk with these settings."""
    (home / "settings.toml").write_text(settings, encoding="utf-8")
    return Desk(home, name="张三", clock=FixedClock())


@pytest.mark.parametrize(("settings", "told"), [
    (own("wetter", "office-proposal", target=10), "没有「wetter」这个预案，可写 blackout、weather"),
    (own("weather", "office-propsal", target=10), "没有「office-propsal」这一项，可写 office-proposal"),
    (own("weather", "relay-airr", target=10), "relay-air"),
    (own("weather", "office-proposal"), "target 和 limit 都没有写"),
    (own("weather", "office-proposal", target=20, limit=10), "最迟(limit 10)早于力争(target 20)"),
    (own("blackout", "local-phone", target=1), "力争预案已经写了，以预案为准"),
])
def test_a_deadline_without_effect_is_told(tmp_path: Path, settings: str, told: str) -> None:
    """What the office wrote in vain it reads on opening, with the number of the entry."""
    desk = desk_with(tmp_path, own("weather", "county-disaster", target=30) + settings)
    assert [finding for finding in desk.findings if told in finding and "第2个 [[times]]" in finding]
    assert len(desk.findings) == 1
    desk.close()


@pytest.mark.parametrize("settings", [
    own("weather", "office-proposal", target=10, limit=10), own("weather", "relay-air", limit=5), own("blackout", "local-phone", limit=30),
    own("blackout", "act-users", target=60),
])
def test_a_deadline_that_stands_is_not_talked_about(tmp_path: Path, settings: str) -> None:
    """Reports and what a warning asks may have one, under either plan."""
    desk = desk_with(tmp_path, settings)
    assert desk.findings == []
    desk.close()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A weather event in a room with a time of its own."""
    found = desk_with(tmp_path, own("weather", "office-proposal", target=10))
    found.open_event("weather", "乙雨")
    return found


def test_the_mark_stands_in_every_row_and_paper(desk: Desk) -> None:
    """Response at every width, wall, evaluation, picture, handover, next step: nowhere is the deadline without its mark."""
    case = desk.open_cases()[0]
    office = desk.settings.for_deadlines()
    now = desk.clock.now()
    view = case_view(desk, case, now)
    due = next(d for d in view.dues if d.mine)
    for width in (40, 58, 70, 78, 100):
        row = report_row(view, due, now, width).plain
        assert OWN in row
        assert all(cells(line) <= width for line in row.split("\n"))
    assert any(OWN in line.plain for line in due_lines(view, 46, 4))
    situation = situation_of(case, now, office)
    assert any(OWN in cell for row in milestone_table(situation).rows for cell in row)
    assert OWN in str(timeline(situation))
    assert any(OWN in step.text for step in view.steps)
    assert any(OWN in str(section) for section in sheet(scene(desk)))
    desk.close()
