"""The shipped blackout plan says what 红政办发〔2022〕40号 says: each clause, name and figure, nothing left out."""

from __future__ import annotations

import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from pypinyin import Style, lazy_pinyin

from console.plan.check import check
from console.plan.loader import data_root, load_plan
from console.plan.model import Plan
from console.rules.classify import Classifier

from . import blackout_document as document
from .blackout_document import numbered

FOLDER = data_root() / "plans" / "blackout"

@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(FOLDER)


def test_the_folder_has_no_problem() -> None:
    """The check finds nothing to say about the shipped folder."""
    assert [str(problem) for problem in check(FOLDER)] == []


def test_every_clause_of_the_document_is_accounted_for(plan: Plan) -> None:
    """Coverage has one row for each clause and listed item of the document, in its order, and no other."""
    found = [row.clause for row in plan.coverage]
    assert set(document.CLAUSES) - set(found) == set()
    assert found == document.CLAUSES


def test_coverage_says_where_or_why_not(plan: Plan) -> None:
    """Each clause is found somewhere, or a few words say why it is not here; the standards are all in force."""
    for row in plan.coverage:
        assert bool(row.where) == (row.state != "not_here"), row.clause
        assert bool(row.reason) == (row.state == "not_here"), row.clause
        if row.clause.startswith("附录1 ") or row.clause.startswith(("5.", "6.5", "6.2.")):
            assert row.state == "in_force", row.clause


def test_facts_are_those_of_the_interface_with_honghe_first(plan: Plan) -> None:
    """The form asks the Honghe grid first, then the counties, then the province, under the agreed names."""
    assert [fact.id for fact in plan.facts] == document.FACTS
    assert [field.id for field in plan.fact("counties").fields] == document.COUNTY_FIELDS
    assert plan.fact("counties").key == "name"
    for field in (*plan.facts, *plan.fact("counties").fields):
        assert (field.share is not None) == field.id.endswith("_pct"), field.id
        assert field.ask.endswith("？") or field.type == "list", field.id


@pytest.mark.parametrize(
    ("clause", "level", "grade", "figures"),
    [
        ("附录1 一", "I", "特别重大", {20000, 30, 5000, 40}),
        ("附录1 二(一)", "I", "重大", {20000, 13, 30, 5000, 16, 40}),
        ("附录1 二(二)", "I", "重大", {600, 60, 70}),
        ("附录1 三.1", "II", "较大", {40, 60, 50, 70}),
        ("附录1 三.2", "II", "较大", {150, 60, 70}),
        ("附录1 四.1", "III", "一般", {20, 40, 30, 50}),
        ("附录1 四.2", "III", "一般", {150, 40, 60, 50, 70}),
    ],
)
def test_standards_hold_the_figures_of_the_annex(
    plan: Plan, clause: str, level: str, grade: str, figures: set[int]
) -> None:
    """Each standard has its level, its grade and exactly the figures of its clause, in expression and words alike."""
    (criterion,) = (c for c in plan.criteria if c.clause == clause)
    assert (criterion.level, criterion.grade) == (level, grade)
    for said in ("when", "text"):
        words = " ".join(getattr(branch, said) for branch in criterion.any)
        assert {int(n) for n in re.findall(r"(?<![\w.])\d+", words)} == figures
    assert {branch.clause for branch in criterion.any} == {clause}


def test_four_grades_start_three_levels(plan: Plan) -> None:
    """特别重大 and 重大 both start level I, 较大 II, 一般 III, and there is no level IV."""
    assert [(g.id, g.level) for g in plan.grades] == [("特别重大", "I"), ("重大", "I"), ("较大", "II"), ("一般", "III")]
    assert [(lv.id, lv.clause, len(lv.tasks)) for lv in plan.levels] == [
        ("I", "6.2.1", 9), ("II", "6.2.2", 5), ("III", "6.2.3", 4),
    ]
    for level in plan.levels:
        assert [task.clause for task in level.tasks] == numbered(level.clause, len(level.tasks))


def test_the_milestones_are_those_of_chapter_five(plan: Plan) -> None:
    """Eight reports by four posts, with targets, hard limits and receivers as 5.1 to 5.4 give them."""
    grid_to = ("受影响区域电力主管部门", "应急管理部门", "上级电网公司")
    local_to = ("上级电力运行主管部门", "应急管理部门", "同级政府")
    assert {m.id: (m.clause, m.post, m.action, m.to, m.target, m.limit) for m in plan.milestones} == {
        "grid-phone": ("5.1", "grid", "phone", grid_to, 10, None),
        "grid-written": ("5.1", "grid", "written", grid_to, 35, 105),
        "local-phone": ("5.2", "local", "phone", local_to, 15, None),
        "local-written": ("5.2", "local", "written", local_to, 40, 120),
        "county-phone": ("5.3", "county", "phone", ("州人民政府总值班室", "省能源局"), 20, None),
        "county-written": ("5.3", "county", "written", ("州人民政府",), 45, 135),
        "prefecture-phone": ("5.4", "prefecture", "phone", ("省人民政府总值班室",), 25, None),
        "prefecture-written": ("5.4", "prefecture", "written", ("省人民政府",), 50, 150),
    }
    assert "州能源局" in plan.post(str(plan.plan.own_post)).name


def test_written_reports_have_eight_items(plan: Plan) -> None:
    """5.1 lists eight items; load and customers are answered by the figures taken at intake."""
    assert [item.label for item in plan.report_items] == document.REPORT_ITEMS
    answered = {fact for item in plan.report_items for fact in item.facts}
    assert set(document.FACTS) - answered == {"single_large_load"}


def test_the_command_is_the_31_bodies_in_order(plan: Plan) -> None:
    """附录2 一 lists 31 members; the one other body with duties is 电力企业."""
    assert len(document.MEMBERS) == 31
    assert [b.name for b in plan.bodies if b.member] == document.MEMBERS
    assert [b.name for b in plan.bodies if not b.member] == ["电力企业"]


def test_three_members_have_no_duty_and_the_plan_says_so(plan: Plan) -> None:
    """Where 附录2 三 is silent no duty is invented, and a note tells the officer."""
    silent = [b for b in plan.bodies if not b.duties]
    assert [b.name for b in silent] == document.WITHOUT_DUTY
    assert all("附录2 三没有" in b.note for b in silent)


def test_the_four_groups_have_their_leads_and_members(plan: Plan) -> None:
    """附录2 二: each group with its leads and members in the document's order."""
    name = {b.id: b.name for b in plan.bodies}
    found = {g.name: (g.clause, [name[i] for i in g.leads], [name[i] for i in g.members]) for g in plan.groups}
    assert found == document.GROUPS
    grouped = {body for g in plan.groups for body in (*g.leads, *g.members)}
    assert [b.name for b in plan.bodies if b.member and b.id not in grouped] == document.WITHOUT_GROUP


def test_every_item_of_the_measures_is_there(plan: Plan) -> None:
    """6.3.1 to 6.3.4: each listed item has a measure under its own heading, in order, carried by a sector."""
    found = {m.clause for m in plan.measures}
    for clause, count in (("6.3.1", 4), ("6.3.2", 7), ("6.3.3", 10), ("6.3.4", 6)):
        assert set(numbered(clause, count)) <= found
    for clause, systems in document.SYSTEMS.items():
        assert list(dict.fromkeys(m.system for m in plan.measures if m.clause.startswith(clause))) == systems
    assert all(m.by for m in plan.measures)
    order = {clause: n for n, clause in enumerate(document.CLAUSES)}
    places = [order[m.clause] for m in plan.measures]
    assert places == sorted(places)


def test_measures_reach_the_bodies_that_carry_them(plan: Plan) -> None:
    """「公安部门」 is 州公安局 and so on; nobody is made responsible for what the plan gives to the public."""
    def clauses(body: str) -> set[str]:
        return {m.clause for m in plan.measures_of(body)}

    assert clauses("telecom") == {"6.3.2(1)"}
    assert clauses("commerce") == {"6.3.2(3)", "6.3.3(2)", "6.3.3(3)", "6.3.3(8)"}
    assert clauses("health") == {"6.3.2(5)", "6.3.2(6)", "6.3.2(7)", "6.3.3(2)"}
    assert clauses("energy") == {"6.3.2(5)", "6.3.2(6)", "6.3.2(7)", "6.3.3(2)"}
    assert clauses("gov-office") == clauses("grain") == set()
    for sector in ("public", "waterworks", "key-users", "airport"):
        assert not plan.sector(sector).bodies
        assert plan.sector(sector).note


def test_nineteen_social_risks_are_questions(plan: Plan) -> None:
    """3.2.1 to 3.2.19, each as a question to ask while the outage lasts."""
    assert [(r.clause, r.system) for r in plan.risks] == [(f"3.2.{n}", s) for n, s in enumerate(document.RISKS, 1)]
    assert all(r.ask.endswith("？") for r in plan.risks)


def test_warnings_have_four_colours_and_three_stages(plan: Plan) -> None:
    """4.2: red to blue stand for the four grades; issue, act and lift each have their clause."""
    assert [(c.colour, c.means) for c in plan.warning_colours] == [
        (colour, f"可能发生{grade.id}大面积停电事件")
        for colour, grade in zip(("red", "orange", "yellow", "blue"), plan.grades, strict=True)
    ]
    stages = {(s.stage, s.clause) for s in plan.warning_steps}
    assert stages == {("issue", c) for c in numbered("4.2.1", 3)} | {("act", "4.2.2"), ("lift", "4.2.3")}
    assert len(plan.warning_contents) == 5


def test_the_end_needs_four_conditions_with_two_figures(plan: Plan) -> None:
    """6.5: four conditions; shed load restored at least 80 %, key areas at least 90 %."""
    assert [c.clause for c in plan.end_conditions] == numbered("6.5", 4)
    assert [(c.clause, f.minimum, f.unit) for c in plan.end_conditions for f in c.figures] == [
        ("6.5(2)", 80, "%"), ("6.5(2)", 90, "%"),
    ]


def test_what_follows_keeps_apart_who_assesses(plan: Plan) -> None:
    """7.1: from 重大 up the province assesses, so at level I alone."""
    assert {f.clause for f in plan.follows} == {"7.1", "7.2", "7.3", "7.4"}
    assert {f.id: f.levels for f in plan.follows if f.levels} == {"assess-province": ("I",), "rebuild-national": ("I",)}


def test_authority_is_left_open_where_the_plan_is_silent(plan: Plan) -> None:
    """6.1 and 6.2 name nobody who decides, 6.5 names who started; nobody is invented."""
    for level in ("I", "II", "III"):
        for action in ("start", "change"):
            authority = plan.authority(level, action)
            assert authority is not None
            assert not (authority.proposes or authority.decides or authority.announces)
            assert authority.note
        end = plan.authority(level, "end")
        assert end is not None
        assert end.decides


def test_initials_are_the_pinyin_of_the_names(plan: Plan) -> None:
    """Bodies are found by the initials of their names, places by those without 县 or 市."""
    def initials(name: str) -> str:
        return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))

    assert [word for place in plan.places for word in (place.name, place.initials)] == document.PLACES
    for place in plan.places:
        assert place.initials == initials(place.name[:-1])
    for body in plan.bodies:
        assert body.initials == initials(body.name)


def test_name_variants_of_the_source_are_aliases(plan: Plan) -> None:
    """A body is found by each name that the document gives it."""
    names = {alias: body.name for body in plan.bodies for alias in body.aliases}
    assert names["州应急管理局"] == "州应急局"
    assert names["红河供电局"] == names["云南电网红河供电局"] == document.SUPPLY
    assert names["州网信办"] == "州委网信办"
    assert names["州交通运输局（民航局）"] == "州交通运输局"


def test_no_character_of_doubtful_width() -> None:
    """The text shown on fixed screens has no East-Asian-ambiguous character and no typed roman numeral sign."""
    for path in sorted(FOLDER.glob("*.toml")):
        doubtful = {c for c in path.read_text("utf-8") if unicodedata.east_asian_width(c) == "A"}
        assert doubtful == set(), path.name


def edited(tmp_path: Path, file: str, old: str, new: str) -> Path:
    """A copy of the plan folder with one edit in one file."""
    folder = tmp_path / "blackout"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text("utf-8")
    assert text.count(old) >= 1
    (folder / file).write_text(text.replace(old, new), "utf-8")
    return folder


def test_a_revised_threshold_is_an_edit_of_toml(tmp_path: Path, plan: Plan) -> None:
    """600 MW changed to 500 in a copy brings a grid of 550 MW from no standard to level I."""
    facts = {"grid_load_mw": 550, "grid_shed_mw": 400}
    revised = load_plan(edited(tmp_path, "standards.toml", "grid_load_mw >= 600", "grid_load_mw >= 500"))
    assert Classifier(plan).classify(facts).level is None
    assert Classifier(revised).classify(facts).level == "I"


def test_a_new_agency_is_an_edit_of_toml(tmp_path: Path) -> None:
    """A body added to a copy, tied to the fire sector, carries the measures of that sector."""
    fire = 'name = "消防部门"\nbodies = ["{}"]'.format
    folder = edited(tmp_path, "sectors.toml", fire("police"), fire("fire"))
    row = '\n[[bodies]]\nid = "fire"\nclause = "附录2 一"\nname = "州消防支队"\ninitials = "zxfzd"\nnote = "新增"\n'
    with (folder / "bodies-2-others.toml").open("a", encoding="utf-8") as file:
        file.write(row)
    assert check(folder) == []
    assert [m.id for m in load_plan(folder).measures_of("fire")] == ["factory-2"]
