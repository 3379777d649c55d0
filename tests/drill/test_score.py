"""The score: exactly the points that a mistake costs, with clause and entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from console.drill.score import Mark, Sheet
from console.exercise.exercise import Exercise
from console.exercise.opening import Begin, begin
from console.exercise.scoring import sheet_of
from console.incident import commands as c
from console.incident.times import instant
from tests.desk.clock import FixedClock

HEAD = """
[scenario]
id = "t"
title = "试题"
difficulty = 1
minutes = 300
start = "02:00"
objectives = ["练"]
opening = "开始"

[[events]]
id = "grid"
plan = "PLAN"
title = "一件事"

[[voices]]
id = "li"
name = "老李"
unit = "供电局"

[[injects]]
id = "call"
at = "00:00"
voice = "li"
event = "grid"
words = ["短"]
tells = TELLS
"""
OUTAGE = '[{path="grid_load_mw", value=1500, certainty="verified"}, {path="grid_shed_mw", value=700, certainty="estimated"}, {path="occurred", value="-06:00"}]'
STORM = (
    '[{path="hazards.rainstorm.warning", value="red", certainty="verified"}, '
    '{path="hazards.rainstorm.forecast_24h", value=["most_red"], certainty="verified"}]'
)

Doing = Callable[["Night"], None]


class Night:
    """A drill with one call answered at the first second and its event open."""

    def __init__(self, root: Path, goal: str, plan: str = "blackout", tells: str = OUTAGE) -> None:
        self.root = root
        self.clock = FixedClock("2026-11-24T01:00:00+08:00")
        text = HEAD.replace("PLAN", plan).replace("TELLS", tells) + "\n[[goals]]\n" + goal
        self.exercise: Exercise = begin(root, Begin(text, "张三"), real=self.clock)
        self.exercise.step()
        self.exercise.answer()
        self.case = self.exercise.desk.open_event(plan, "一件事")
        self.pass_time(minutes=1)

    def pass_time(self, minutes: float) -> None:
        """Let the drill go on."""
        self.clock.forward(minutes=minutes)
        self.exercise.step()

    def do(self, *commands: c.Command) -> None:
        """The trainee does something."""
        self.exercise.desk.do(self.case.id, *commands)

    def mark(self) -> Mark:
        """The mark of the one goal there is."""
        self.exercise.step()
        sheet: Sheet = sheet_of(self.root, self.exercise.run.id)
        assert sheet.got == sheet.full - sheet.marks[0].lost
        return sheet.marks[0]


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Callable[..., Night]]:
    """Makes nights, and clears them away."""
    made: list[Night] = []

    def make(goal: str, **more: str) -> Night:
        made.append(Night(tmp_path / str(len(made)), goal, **more))
        return made[-1]

    yield make
    for one in made:
        one.exercise.close()


def start(level: str = "II", **more: object) -> c.Declare:
    """A declaration that the plan bears."""
    told: dict[str, object] = {
        "decided_by": "指挥部", "announced_by": "王指挥长", "authority": "指挥长", "clauses": ("附录1 三.1",),
        "reason": "与建议不同", **more,
    }
    return c.Declare("start", level, "II", **told)  # type: ignore[arg-type]  # fields of the command by name


DECLARE = 'kind="declare"\nevent="grid"\nlevel="II"\nwithin="10:00"\npoints=20'


@pytest.mark.parametrize(
    ("do", "after", "lost"),
    [
        ([start()], 0, 0),
        ([start()], 9, 0),
        ([start()], 10, 5),
        ([start("III")], 0, 20),
        ([start(clauses=("附录1 四.1",))], 0, 5),
        ([start(clauses=())], 10, 10),
        ([], 0, 20),
    ],
)
def test_a_level_costs_its_points_part_by_part(
    night: Callable[..., Night], do: list[c.Command], after: int, lost: int
) -> None:
    """Wrong or missing level: all; wrong clause, lateness after the facts were enough: a quarter each, at the edge."""
    one = night(DECLARE)
    one.pass_time(minutes=after)
    one.do(*do)
    mark = one.mark()
    assert mark.lost == lost
    assert mark.clause.startswith("附录1 三")
    assert ("第" in mark.entry) == bool(lost and do)


@pytest.mark.parametrize(
    ("announced", "lost"),
    [("李指挥长", 0), ("王副指挥长", 5), ("指挥长授权的人 王副指挥长", 0), ("值班员", 5)],
)
def test_the_announcer_is_the_one_of_the_plan(night: Callable[..., Night], announced: str, lost: int) -> None:
    """Level I of the weather plan is announced by the commander or one he authorised (4.2), not by a deputy."""
    goal = 'kind="declare"\nevent="grid"\nlevel="I"\npoints=20'
    one = night(goal, plan="weather", tells=STORM)
    clauses = tuple({standard.clause for standard in one.case.plan.criteria if standard.level == "I"})
    one.do(start("I", announced_by=announced, authority="授权", clauses=clauses))
    assert one.mark().lost == lost


@pytest.mark.parametrize(
    ("commands", "lost", "why"),
    [
        ([c.SetFigure("grid_shed_mw", 700, certainty="estimated")], 0, ""),
        ([c.SetFigure("grid_shed_mw", "700.0", certainty="estimated")], 0, ""),
        ([c.SetFigure("grid_shed_mw", 700, certainty="verified")], 5, "标成已核实"),
        ([c.SetFigure("grid_shed_mw", 70, certainty="estimated")], 9, "登记成70"),
        ([], 9, "没有登记"),
    ],
)
def test_a_figure_wants_its_value_and_how_sure_it_is(
    night: Callable[..., Night], commands: list[c.Command], lost: int, why: str
) -> None:
    """A wrong or missing value costs all, a wrong mark of certainty half, rounded up."""
    one = night('kind="figure"\nevent="grid"\npath="grid_shed_mw"\npoints=9')
    one.do(*commands)
    mark = one.mark()
    assert (mark.lost, mark.clause) == (lost, "5.1")
    assert why in mark.why


@pytest.mark.parametrize(("minute", "lost"), [("01:54", 0), ("01:55", 0), ("01:56", 7), ("", 7)])
def test_the_time_of_occurrence_is_that_of_the_caller(night: Callable[..., Night], minute: str, lost: int) -> None:
    """A minute off is still right; two are not; nothing recorded costs all."""
    one = night('kind="occurred"\nevent="grid"\npoints=7')
    if minute:
        one.do(c.SetInstant("occurred", instant(f"2026-11-24T{minute}:00+08:00")))
    assert one.mark().lost == lost


PHONE, WRITTEN = "county-phone", "county-written"


@pytest.mark.parametrize(
    ("minutes", "milestone", "lost"),
    [(18, PHONE, 0), (19, PHONE, 0), (20, PHONE, 9), (44, WRITTEN, 0), (45, WRITTEN, 5), (134, WRITTEN, 5), (135, WRITTEN, 9)],
)
def test_a_report_is_held_against_target_and_limit(
    night: Callable[..., Night], minutes: int, milestone: str, lost: int
) -> None:
    """In time nothing; between target and limit half, rounded up; past the last time the plan sets, all (5.3)."""
    one = night(f'kind="report"\nevent="grid"\nmilestone="{milestone}"\npoints=9')
    one.do(c.SetInstant("occurred", instant("2026-11-24T02:00:00+08:00")))
    one.pass_time(minutes=minutes)
    one.do(c.GiveReport(milestone, "赵六", late_reason="等数字"))
    mark = one.mark()
    assert (mark.lost, mark.clause) == (lost, "5.3")
    assert bool(mark.entry) == bool(lost)


def test_a_report_not_given_costs_all(night: Callable[..., Night]) -> None:
    """Nothing in the log, nothing in the sheet."""
    mark = night('kind="report"\nevent="grid"\nmilestone="county-phone"\npoints=9').mark()
    assert (mark.lost, mark.entry) == (9, "日志里没有这一条")


@pytest.mark.parametrize(("told", "lost"), [((), 10), (("police",), 5), (("police", "health"), 0)])
def test_who_was_not_told_costs_a_share(night: Callable[..., Night], told: tuple[str, ...], lost: int) -> None:
    """Each body that was not told costs its share."""
    one = night('kind="tell"\nevent="grid"\nbodies=["police", "health"]\npoints=10')
    one.do(*(c.MoveAgency(body, "notified") for body in told))
    assert one.mark().lost == lost


def test_a_report_in_time_by_what_was_known_stays_in_time(night: Callable[..., Night]) -> None:
    """A correction that moves the target back before a report that was given already costs nothing; one given after it does."""
    one = night('kind="report"\nevent="grid"\nmilestone="county-phone"\npoints=9')
    one.pass_time(minutes=17)
    one.do(c.SetInstant("occurred", instant("2026-11-24T02:00:00+08:00")), c.GiveReport("county-phone", "接报人"))
    assert one.mark().lost == 0
    one.do(c.SetInstant("occurred", instant("2026-11-24T01:50:00+08:00"), "录波更正"))
    assert one.mark().lost == 0
    late = night('kind="report"\nevent="grid"\nmilestone="county-phone"\npoints=9')
    late.pass_time(minutes=17)
    late.do(c.SetInstant("occurred", instant("2026-11-24T01:50:00+08:00")))
    late.do(c.GiveReport("county-phone", "接报人", late_reason="核实"))
    assert late.mark().lost == 9


def test_a_raise_that_the_start_went_to_at_once_is_made(night: Callable[..., Night]) -> None:
    """The level stands, by its clause: only the start that was skipped costs, and that is another goal."""
    one = night('kind="raise"\nevent="grid"\nlevel="II"\npoints=20')
    one.do(start())
    assert one.mark().lost == 0
    wrong = night('kind="raise"\nevent="grid"\nlevel="II"\npoints=20')
    wrong.do(start("III"))
    assert wrong.mark().lost == 20


def test_a_confirmation_that_never_came_is_made_up(night: Callable[..., Night]) -> None:
    """Who is marked as confirmed, and never answers, costs all of it and names the entry."""
    one = night('kind="chase"\nevent="grid"\nbodies=["police"]\npoints=4')
    one.do(c.MoveAgency("police", "notified"), c.MoveAgency("police", "confirmed", "张"))
    mark = one.mark()
    assert (mark.lost, "却登记成已确认" in mark.why, "日志里没有" in mark.entry) == (4, True, False)


def test_a_silent_body_is_asked_again(night: Callable[..., Night]) -> None:
    """One call that did not get through is not enough, a second is."""
    one = night('kind="chase"\nevent="grid"\nbodies=["police"]\npoints=4')
    one.do(c.TryCall("police", "无人接听"))
    assert one.mark().lost == 4
    one.do(c.TryCall("police", "占线"))
    assert one.mark().lost == 0


@pytest.mark.parametrize(("declared", "lost"), [([], 4), ([c.Declare("refuse", None, None, "王", "", "州政府", reason="不够")], 0), ([start()], 8)])
def test_what_is_below_the_standard_is_not_started(
    night: Callable[..., Night], declared: list[c.Command], lost: int
) -> None:
    """Starting costs all; not writing down the refusal half."""
    one = night('kind="refuse"\nevent="grid"\npoints=8', tells='[{path="grid_shed_mw", value=1}]')
    one.do(*declared)
    assert one.mark().lost == lost


def test_an_event_that_was_never_opened_costs_all(tmp_path: Path) -> None:
    """Without an event there is nothing to judge."""
    text = HEAD.replace("PLAN", "blackout").replace("TELLS", OUTAGE) + "\n[[goals]]\n" + DECLARE
    exercise = begin(tmp_path, Begin(text), real=FixedClock())
    exercise.end("完")
    exercise.close()
    sheet = sheet_of(tmp_path, exercise.run.id)
    assert (sheet.got, sheet.full, sheet.marks[0].why) == (0, 20, "没有开这件事件")


def test_what_was_done_after_the_end_does_not_count(night: Callable[..., Night]) -> None:
    """The drill is over when it is over."""
    one = night(DECLARE)
    one.exercise.end("完")
    one.clock.forward(minutes=1)
    one.exercise.clock.go(1, paused=False)
    one.clock.forward(minutes=1)
    one.do(start())
    assert one.mark().lost == 20
