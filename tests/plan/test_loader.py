"""Plans are read from their folders, the shipped ones or an office's own in their place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from console.plan.loader import (
    PlanProblems,
    data_root,
    load_plan,
    load_plans,
    load_shipped,
    plan_digest,
    plan_folders,
    plan_ids,
)
from console.rules.classify import Classifier
from tests.plan.small_plan import FACTS, FILES, write_plan


def test_the_shipped_plans_are_found_by_their_folders() -> None:
    assert {"blackout", "weather"} <= set(plan_ids())
    assert load_shipped("blackout").id == "blackout"
    assert load_shipped("blackout") is load_shipped("blackout")
    with pytest.raises(KeyError):
        load_shipped("no-such-plan")


def test_a_folder_split_over_files_or_in_one_file_is_the_same_plan(tmp_path: Path) -> None:
    split = load_plan(write_plan(tmp_path / "a"))
    one = tmp_path / "b" / "small"
    one.mkdir(parents=True)
    (one / "all.toml").write_text("\n".join(FILES.values()), encoding="utf-8")
    assert load_plan(one) == split
    assert [fact.id for fact in split.facts][:2] == ["load", "shed"]


def test_arrays_of_the_same_name_follow_one_another_by_file_name(tmp_path: Path) -> None:
    folder = write_plan(tmp_path)
    (folder / "zz.toml").write_text(
        '[[passages]]\nid = "p"\nclause = "1"\ntitle = "t"\ntext = "x"\n'
        '[[facts]]\nid = "late"\nlabel = "l"\nask = "a"\ntype = "bool"\n',
        encoding="utf-8",
    )
    plan = load_plan(folder)
    assert plan.facts[-1].id == "late"
    assert plan.passages[0].id == "p"


def test_an_offices_own_folder_stands_in_place_of_the_shipped_plan(tmp_path: Path) -> None:
    own = tmp_path / "blackout"
    shutil.copytree(data_root() / "plans" / "blackout", own)
    text = (own / "plan.toml").read_text(encoding="utf-8")
    (own / "plan.toml").write_text(text.replace('name = "大面积停电"', 'name = "本州停电"'), encoding="utf-8")
    plans = load_plans(tmp_path)
    assert plans["blackout"].plan.name == "本州停电"
    assert plans["weather"].plan.name == load_shipped("weather").plan.name
    assert load_plans(None)["blackout"].plan.name == "大面积停电"
    assert plan_folders(tmp_path)["blackout"] == own
    assert plan_folders(tmp_path / "not-there") == plan_folders(None)


def test_all_problems_of_all_plans_are_carried_by_one_exception(tmp_path: Path) -> None:
    write_plan(tmp_path, facts=FACTS.replace('type = "bool"', 'type = "boole"').replace('unit = "MW"', "unit = 3"))
    with pytest.raises(PlanProblems) as error:
        load_plans(tmp_path)
    assert len(error.value.problems) >= 3
    assert "另有" in str(error.value)


def test_a_revised_threshold_is_an_edit_of_toml_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "blackout"
    shutil.copytree(data_root() / "plans" / "blackout", folder)
    facts = {"grid_load_mw": 590, "grid_shed_pct": 60}
    assert Classifier(load_plan(folder)).classify(facts).level is None
    file = folder / "standards.toml"
    edited = file.read_text(encoding="utf-8").replace("grid_load_mw >= 600", "grid_load_mw >= 500")
    file.write_text(edited, encoding="utf-8")
    verdict = Classifier(load_plan(folder)).classify(facts)
    assert verdict.level == "I"
    assert "500 MW" in verdict.met[0].why


def test_a_new_agency_is_an_edit_of_toml_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "blackout"
    shutil.copytree(data_root() / "plans" / "blackout", folder)
    (folder / "zz-new.toml").write_text(
        '[[bodies]]\nid = "drones"\nclause = "本单位"\nname = "无人机队"\ninitials = "wrjd"\n'
        'duties = [{ clause = "本单位", text = "巡线" }]\n'
        '[[sectors]]\nid = "drone-dept"\nname = "无人机"\nbodies = ["drones"]\n'
        '[[measures]]\nid = "fly"\nclause = "本单位"\nsystem = "电力"\ntext = "巡线"\nby = ["drone-dept"]\n',
        encoding="utf-8",
    )
    plan = load_plan(folder)
    assert plan.body("drones").duties[0].text == "巡线"
    assert [measure.id for measure in plan.measures_of("drones")] == ["fly"]


def test_the_digest_changes_with_any_byte_and_any_file_name(tmp_path: Path) -> None:
    folder = write_plan(tmp_path)
    first = plan_digest(folder)
    assert first == plan_digest(folder)
    assert len(first) == 64
    with (folder / "plan.toml").open("a") as stream:
        stream.write("\n")
    second = plan_digest(folder)
    (folder / "plan.toml").rename(folder / "plan2.toml")
    third = plan_digest(folder)
    (folder / "notes.txt").write_text("no part of the plan")
    assert len({first, second, third}) == 3
    assert plan_digest(folder) == third
