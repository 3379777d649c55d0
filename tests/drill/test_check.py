"""The checker of scenarios: every problem, each with its line, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.cli.front import run
from console.drill.check import load_scenario, parse_scenario
from console.plan.loader import load_plans
from tests.exercise.small import SMALL

PLANS = load_plans()


def problems(text: str) -> list[str]:
    """What the checker finds, as 「line where: expected」."""
    return [f"{p.line} {p.where}: {p.expected}" for p in parse_scenario(text, PLANS)[1]]


def test_the_sample_has_none() -> None:
    """What the tests build on is sound."""
    assert problems(SMALL) == []


FIRST = 'voice = "li"\nevent = "grid"\npath = "grid_load_mw"\nvalue = 1500'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('at = "00:30"', 'at = "0030"', "时间写作「07:30」"),
        ('at = "00:30"', 'at = "61:00"', "须在演练的0到60分钟之内"),
        ('at = "00:30"', 'at = "00:30"\nwhen = { answered = "again" }', "只能写一个"),
        ('when = { answered = "call" }', 'when = { answered = "again" }', "没有别的来情"),
        ('when = { answered = "call" }', 'when = { answered = "call", opened = "grid" }', "只能写一个"),
        ('when = { answered = "call" }', 'when = { opened = "nix" }', "没有编号「nix」的事件"),
        ('when = { answered = "call" }', "when = { }", "条件要写一个"),
        ('id = "again"', 'id = "call"', "编号「call」重复"),
        ('plan = "blackout"', 'plan = "fire"', "没有「fire」预案"),
        ('path = "grid_load_mw"\nvalue = 1500', 'path = "grid_lod_mw"\nvalue = 1500', "没有这个事实"),
        ("value = 1500", "value = -1500", "不能是负数"),
        ("value = 1500", 'value = "很多"', "须是数字"),
        ("value = 1500", "value = 1.5", "不是整数的数也写在引号里"),
        (FIRST, FIRST.replace("li", "wu"), "没有编号「wu」的人"),
        ("difficulty = 1", "difficulty = 9", "不能大于 5"),
        ('start = "02:10"', 'start = "25:10"', "时间写作"),
        ('level = "II"', 'level = "IV"', "响应级别只有"),
        ('level = "II"', 'level = "I"', "什么时候都够不到I级"),
        ('kind = "declare"', 'kind = "item"', "缺少 item"),
        ('kind = "declare"', 'kind = "declare"\nitem = "scope"', "用不着这一项"),
        ('kind = "declare"', 'kind = "report"\nmilestone = "nix"', "没有这份报告"),
        ("points = 20", "points = 20\nbodies = [\"nix\"]", "没有这些单位"),
        ("points = 20", "points = 0", "不能小于 1"),
        ('channel = "fax"', 'channel = "pigeon"', "只能写"),
        ('channel = "fax"', 'channel = "warning"', "要一起写"),
        ('words = ["还是我。"]', "words = []", "缺少 words"),
        ('[[goals]]', "[[gaols]]", "不认识的键"),
        ('when = { answered = "call" }', 'when = { missed = ["grid", "nix"] }', "预案没有这份报告"),
        ('when = { answered = "call" }', 'when = { reported = ["grid", "nix"] }', "预案没有这份报告"),
        ('when = { answered = "call" }', 'when = { notified = ["grid", "nix"] }', "没有这个单位"),
        ('when = { answered = "call" }', 'when = { declared = ["grid", "IV"] }', "响应级别只有"),
        ('when = { answered = "call" }', 'when = { asked = ["grid", "grid_lod_mw"] }', "没有这一问"),
        ('when = { answered = "call" }', 'when = { asked = ["grid", "call.nix"] }', "没有这一问"),
        ('when = { answered = "call" }', 'when = { chased = ["grid", "nix"] }', "没有这个单位"),
        ('when = { answered = "call" }', 'when = { noted = ["grid", "places"] }', "没有这一项事实"),
        ('when = { answered = "call" }', 'when = { noted = ["grid", "grid_lod_mw"] }', "没有这一项事实"),
        ('when = { answered = "call" }', 'when = { answered = "call" }\ndone = { opened = "grid" }', "就要写 expect"),
        ('when = { answered = "call" }', 'when = { answered = "call" }\nexpect = "开"\ndone = { opened = "nix" }', "没有编号「nix」的事件"),
        ('when = { answered = "call" }', 'when = { answered = "call" }\nexpect = "开"\ndone = { declared = ["grid", "IV"] }', "响应级别只有"),
        ('after = "05:00"', 'after = "-05:00"', "不能在条件成立以前"),
        ('after = "05:00"', 'window = "00:00"', "须大于零"),
        ('path = "grid_shed_mw", value = 700', 'path = "occurred", value = "02:00"', "还没有发生"),
        ('since = "15:00"', 'since = "61:00"', "演练结束以后才知道"),
        ("points = 20", 'points = 20\nwithin = "00:00"', "须大于零"),
        ('level = "II"\npoints = 20', 'level = "II"\npoints = 20\n[[goals]]\nkind = "refuse"\nevent = "grid"\npoints = 5', "不该不启动"),
        ('kind = "declare"', 'kind = "lower"', "都不会从高的一级落到II级"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "lower"\nevent = "grid"\nlevel = "I"', "是最高一级"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "raise"\nevent = "grid"\nlevel = "III"', "是最低一级"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "lower"\nevent = "grid"\nlevel = "V"', "只能写 I、II、III、IV 之一"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "gap"\nevent = "grid"', "没有空档"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "link"', "没有可关联的"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "item"\nevent = "grid"\nitem = "trend"', "没有人说得出"),
        ('kind = "declare"\nevent = "grid"\nlevel = "II"', 'kind = "close"\nevent = "grid"\nwithin = "05:00"', "用不着这一项"),
        ("points = 20", "points = 20\n[[goals]]\nkind = \"declare\"\nevent = \"grid\"\nlevel = \"II\"\npoints = 20", "与前面的评分点重复"),
    ],
)  # fmt: skip
def test_each_fault_is_told(old: str, new: str, said: str) -> None:
    """A fault is told in words, at the line where it stands or at its table."""
    assert old in SMALL
    text = SMALL.replace(old, new, 1)
    found = problems(text)
    assert any(said in one for one in found), found
    line = int(next(one for one in found if said in one).split()[0])
    changed = text[: text.index(new)].count("\n") + 1
    assert abs(line - changed) <= 12


def test_the_time_of_the_event_is_the_one_that_is_told_last() -> None:
    """An event that began at another time than the voices say in the end has a fault, and only that one."""
    text = SMALL.replace('path = "grid_shed_mw", value = 700', 'path = "occurred", value = "-15:00"')
    for occurred, count in (("-15:00", 0), ("-15:40", 0), ("-20:00", 1)):
        found = [p for p in problems(text.replace('title = "停电"', f'title = "停电"\noccurred = "{occurred}"')) if "occurred" in p]
        assert len(found) == count


def test_a_list_is_not_called_empty_for_a_fault_in_it() -> None:
    """One fault of the only goal is one problem."""
    assert len(problems(SMALL.replace('level = "II"', 'level = "V"'))) == 1


CIRCLE = SMALL + """
[[injects]]
id = "one"
when = { answered = "two" }
voice = "li"
event = "grid"
words = ["一。"]

[[injects]]
id = "two"
when = { answered = "one" }
voice = "li"
event = "grid"
words = ["二。"]

[[injects]]
id = "dark"
at = "30:00"
channel = "power_cut"

[[injects]]
id = "after-dark"
when = { answered = "dark" }
voice = "li"
event = "grid"
words = ["三。"]
"""


def test_what_can_never_come_is_told() -> None:
    """Injects that wait for each other, or for a power cut to be answered, never come: each is told at its line."""
    found = problems(CIRCLE)
    assert [one.split(" ", 1)[1] for one in found] == [
        f"injects[{number}].when: 这个条件永远等不到，这条来情不会来" for number in (4, 5, 7)
    ]


def test_an_event_of_which_nobody_tells_is_told() -> None:
    """An event without an inject cannot be known; somebody who never calls cannot be asked."""
    text = SMALL.replace("[[voices]]", '[[events]]\nid = "rain"\nplan = "weather"\ntitle = "雨"\n\n[[voices]]', 1)
    text = text.replace(FIRST, FIRST.replace('"li"', '"wu"'))
    text = text.replace("[[injects]]", '[[voices]]\nid = "wu"\nname = "老吴"\nunit = "局"\n\n[[injects]]', 1)
    found = problems(text)
    assert len(found) == 2
    assert "没有一条来情说到这件事" in found[0]
    assert "没法问" in found[1]


WARNED = SMALL + """
[[injects]]
id = "red"
at = "10:00"
channel = "warning"
words = ["暴雨红色预警。"]
[injects.warning]
hazard = "暴雨"
colour = "red"
issuer = "红河州气象台"
area = "金平"

[[injects]]
id = "lift"
at = "40:00"
channel = "warning"
words = ["解除。"]
[injects.warning]
hazard = "暴雨"
issuer = "红河州气象台"
area = "金平"
lifts = "red"
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('at = "40:00"', 'at = "09:00"', "才发布"),
        ('at = "40:00"\nchannel = "warning"\nwords = ["解除。"]\n[injects.warning]\nhazard = "暴雨"\nissuer = "红河州气象台"',
         'at = "40:00"\nchannel = "warning"\nwords = ["解除。"]\n[injects.warning]\nhazard = "暴雨"\nissuer = "弥勒市气象台"', "谁发布谁解除"),
        ('lifts = "red"', 'lifts = "blue"', "没有发过预警的来情"),
        ('lifts = "red"', "", "只能是解除"),
    ],
)  # fmt: skip
def test_a_lifting_belongs_to_a_warning(old: str, new: str, said: str) -> None:
    """A lifting comes after the warning it lifts, from who issued it."""
    assert problems(WARNED) == []
    found = problems(WARNED.replace(old, new, 1))
    assert any(said in one for one in found), found


def test_all_are_told_at_once() -> None:
    """Three faults, three sentences, in the order of lines."""
    text = SMALL.replace('plan = "blackout"', 'plan = "fire"').replace('when = { answered = "call" }', "").replace("points = 20", "points = 20\nitem = \"x\"")
    found = problems(text)
    assert len(found) == 2
    assert [int(one.split()[0]) for one in found] == sorted(int(one.split()[0]) for one in found)


@given(at=st.integers(0, len(SMALL)), cut=st.integers(0, 40), junk=st.text(max_size=20))
def test_a_broken_file_is_told_and_nothing_more(at: int, cut: int, junk: str) -> None:
    """Whatever is cut out or put in: a scenario, or problems; never an exception."""
    scenario, found = parse_scenario(SMALL[:at] + junk + SMALL[at + cut :], PLANS)
    assert (scenario is None) == bool(found)


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a = " + b"[" * 5000, b"x" * (3 << 20), b"\x00"])
def test_bytes_that_are_no_scenario(tmp_path: Path, raw: bytes) -> None:
    """No UTF-8, too deep, too large: one problem."""
    path = tmp_path / "x.toml"
    path.write_bytes(raw)
    scenario, found = load_scenario(path, PLANS)
    assert scenario is None
    assert len(found) == 1


def test_the_verb_names_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`duty drill check`: 0 without problems, 1 with each of them, 2 where there is nothing to read."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    home = ["--home", str(tmp_path / "home"), "drill", "check"]
    assert run([*home, str(path)]) == 0
    path.write_text(SMALL.replace("value = 1500", "value = -1"), encoding="utf-8")
    assert run([*home, str(tmp_path)]) == 1
    assert "small.toml:" in capsys.readouterr().out
    assert run([*home, str(tmp_path / "nix")]) == 2
    assert run(home) == 0
