"""`check` lists every problem of a plan folder, each with its file, its line and what was expected."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.plan.check import check
from console.plan.loader import data_root, load_plan, plan_ids
from console.rules.classify import Classifier
from tests.plan.small_plan import FACTS, FILES, PLAN, STANDARDS, WORK, write_plan


@pytest.mark.parametrize("plan_id", plan_ids())
def test_the_shipped_plans_have_no_problem(plan_id: str) -> None:
    assert check(data_root() / "plans" / plan_id) == []


def test_the_small_plan_has_no_problem(tmp_path: Path) -> None:
    assert check(write_plan(tmp_path)) == []


EDITS: list[tuple[str, str, str, str]] = [
    # file, text, put in its place, what is said of it
    ("plan", 'own_post = "desk"', 'own_post = "nobody"', "报告单位「nobody」没有定义"),
    ("plan", 'id = "small"', 'id = "other"', "要和文件夹名「small」一致"),
    ("plan", 'name = "小预案"', "", "缺少这一项"),
    ("plan", 'revision = "1"', "revision = 1", "须是引号里的文字，现在写的是「1」"),
    ("plan", 'office = "办公室"', 'ofice = "办公室"', "不认识的键"),
    ("plan", 'lead = "副指挥长"', 'lead = ""', "不能是空文字"),
    ("plan", 'id = "II"\nclause', 'id = "V"\nclause', "只能写 I、II、III、IV 之一"),
    ("plan", 'level = "II"', 'level = "III"', "响应级别「III」没有定义"),
    ("plan", 'levels = ["I", "II"]', 'levels = ["I", "IV"]', "响应级别「IV」没有定义"),
    ("plan", 'clause = "3"\n', "", "缺少这一项"),
    ("facts", 'at_most = "load"', 'at_most = "lode"', "没有「lode」这项事实"),
    ("facts", 'part = "shed"', 'part = "severe"', "「severe」不是数字"),
    ("facts", 'whole = "load" }', 'hole = "load" }', "不认识的键"),
    ("facts", 'includes = ["worst"]', 'includes = ["wurst"]', "没有「wurst」这项事实"),
    ("facts", 'includes = ["worst"]', 'within = "lode"\nincludes = ["worst"]', "没有「lode」这项事实"),
    ("facts", 'includes = ["worst"]', 'within = "severe"\nincludes = ["worst"]', "within 只能用于数字"),
    ("facts", 'includes = ["worst"]', 'includes = ["many"]', "不能指自己"),
    ("facts", 'includes = ["worst"]', 'includes = "worst"', "须是数组"),
    ("facts", 'empty_unless = "colour"', 'empty_unless = "severe"', "须是有 none 选项的单选"),
    ("facts", 'id = "severe"', 'id = "load"', "编号「load」前面已经用过"),
    ("facts", 'id = "severe"', 'id = "se-vere"', "只能用小写字母、数字和 _"),
    ("facts", 'id = "severe"', 'id = "not"', "不能用 and、or、not、in"),
    ("facts", 'id = "severe"', 'id = "Severe"', "编号只能用小写字母"),
    ("facts", 'type = "bool"', 'type = "boolean"', "只能写 number、"),
    ("facts", 'type = "bool"', 'type = "choice"', "要写 choices"),
    ("facts", 'type = "bool"', 'type = "bool"\nordered = true', "只有单选才有轻重次序"),
    ("facts", 'type = "bool"', 'type = "bool"\nwhole_number = true', "只能用于数字"),
    ("facts", 'type = "bool"', 'type = "bool"\nkey = "x"', "只有列表型"),
    ("facts", 'key = "kind"', 'key = "sort"', "靠哪一个字段区分"),
    ("facts", 'key = "kind"', 'key = "many"', "须是单选或文字"),
    ("facts", 'only = ["rain"]', 'only = ["hail"]', "不是这个列表的种类"),
    ("facts", 'id = "worst"', 'id = "many"', "编号「many」前面已经用过"),
    ("facts", '{ id = "part", label', '{ id = "most", label', "选项「most」前面已经有了"),
    ("facts", "maximum = 13\ninc", 'maximum = "13"\ninc', "须是整数"),
    ("standards", 'level = "I"', 'level = "III"', "响应级别「III」没有定义"),
    ("standards", 'grade = "重大"', 'grade = "特大"', "事件等级「特大」没有定义"),
    ("standards", 'grade = "重大"', 'grade = "一般"', "「一般」对应 II级，这里写的是 I级"),
    ("standards", 'id = "second"', 'id = "first"', "编号「first」前面已经用过"),
    ("standards", "shed_pct >= 60", "shed_pct >> 60", "第 28 列"),
    ("standards", "shed_pct >= 60", "shed_pkt >= 60", "第 18 列:没有「shed_pkt」这项事实"),
    ("standards", "or severe", "or colour", "「colour」是单选"),
    ("standards", "load >= 600", "severe >= 600", "「severe」是是否项，不是数字"),
    ("standards", "load >= 600", "'most' in colour", "不是多选项"),
    ("standards", "load >= 600", "'mist' in ahead", "没有选项「mist」，可选 most、part"),
    ("standards", "colour == 'red'", "colour == 'rde'", "没有选项「rde」"),
    ("standards", "colour == 'red'", "colour >= 'red'", "没有轻重次序"),
    ("standards", "colour == 'red'", "load == 'red'", "不能和词语比较"),
    ("standards", "harm >= 'some'", "harm >= 'sum'", "没有选项「sum」"),
    ("standards", "40 <= shed_pct < 60", "60 <= shed_pct < 40", "下限 60 不小于上限 40"),
    ("standards", "2 <= many <= 5", "2 <= lode <= 5", "没有「lode」"),
    ("standards", 'over = "places"', 'over = "load"', "「load」不是列表型"),
    ("standards", 'over = "places"', 'over = "plazes"', "「plazes」不是列表型"),
    ("standards", "kind == 'rain'", "kind == 'hail'", "没有选项「hail」"),
    ("standards", 'over = "places"\n', "", "只有写了 over 的才能写 where"),
    ("standards", 'advise = "II"', 'advise = "IV"', "响应级别「IV」没有定义"),
    ("standards", 'kind = "gap"', 'kind = "gape"', "只能写 gap、"),
    ("standards", 'clause = "附 二"\nwhen', "when", "缺少这一项"),
    ("work", 'leads = ["energy"]', 'leads = ["energie"]', "单位「energie」没有定义"),
    ("work", 'leads = ["energy"]', "leads = []", "要有牵头单位"),
    ("work", 'members = ["police"]', 'members = ["energy", "army"]', "单位「army」没有定义"),
    ("work", 'bodies = ["energy"]', 'bodies = ["navy"]', "单位「navy」没有定义"),
    ("work", 'note = "没有对应单位"', "", "没有对应单位，要在 note 里说明"),
    ("work", 'note = "预案没有写职责"', "", "没有职责，要在 note 里说明"),
    ("work", 'name = "公安局"', 'name = "能源局"', "已经是「energy」的名称"),
    ("work", 'id = "police"', 'id = "energy"', "编号「energy」前面已经用过"),
    ("work", 'post = "desk"', 'post = "dusk"', "报告单位「dusk」没有定义"),
    ("work", "target = 20", "target = 31", "目标 31 分钟不能晚于最迟 30 分钟"),
    ("work", "target = 20", "target = 0", "不能小于 1"),
    ("work", "target = 20", "target = 20.5", "须是整数"),
    ("work", 'facts = ["load", "places"]', 'facts = ["lode"]', "事实「lode」没有定义"),
    ("work", 'by = ["power"]', 'by = ["energy"]', "部门「energy」没有定义"),
    ("work", 'hazards = ["rain"]', 'hazards = ["hail"]', "灾种「hail」没有定义"),
    ("work", 'at = ["criterion:first",', 'at = ["criterion:fist",', "引用「criterion:fist」没有定义"),
    ("work", '"task:t1"', '"task:t2"', "引用「task:t2」没有定义"),
    ("work", '"authority:1"', '"authority:2"', "引用「authority:2」没有定义"),
    ("work", 'reason = "解释权"', "", "要在 reason 里写"),
    ("work", 'state = "in_force"', 'state = "inforce"', "只能写 in_force、"),
    ("work", 'state = "not_here"', 'state = "shown"', "要在 where 里写明"),
    ("work", "[[measures]]", "[measures]", "须是数组"),
    ("work", "[[measures]]", "[[mesures]]", "不认识的键"),
    ("work", 'text = "抢修"', 'text = "抢修', "TOML 语法不对"),
    ("work", 'text = "抢修"', 'text "抢修"', "键后面缺少等号"),
    ("work", 'text = "抢修"', "text = 抢修", "文字要放在半角双引号里"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), EDITS)
def test_one_wrong_thing_is_named_with_its_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    original = FILES[f"{file}.toml"]
    assert old in original
    folder = write_plan(tmp_path, **{file: original.replace(old, new, 1)})
    found = [p for p in check(folder) if said in str(p)]
    assert found, [str(p) for p in check(folder)]
    problem = found[0]
    assert problem.file == str(folder / f"{file}.toml")
    at = original[: original.index(old)].count("\n") + 1
    # The line itself, or the head of the table or array that it stands in.
    rows = original.split("\n")
    head = max((i + 1 for i, row in enumerate(rows[:at]) if row.startswith("[")), default=1)
    assert head <= problem.line <= at + new.count("\n") + 1
    assert str(problem).startswith(f"{problem.file}:{problem.line}: ")


def test_every_problem_is_listed_not_the_first_alone(tmp_path: Path) -> None:
    folder = write_plan(
        tmp_path,
        plan=PLAN.replace('own_post = "desk"', 'own_post = "x"').replace("posture", "postur"),
        facts=FACTS.replace('at_most = "load"', 'at_most = "y"').replace('type = "bool"', 'type = "z"'),
        standards=STANDARDS.replace("load >= 600", "lode >= 600").replace("'rain'", "'w'"),
        work=WORK.replace("target = 20", "target = 99").replace('"power"]', '"v"]'),
    )
    said = "\n".join(map(str, check(folder)))
    for part in ("「x」", "缺少这一项", "「y」", "现在写的是「z」", "「lode」", "「w」", "目标 99 分钟", "「v」"):
        assert part in said


def test_a_file_that_cannot_be_read_does_not_hide_the_problems_of_the_others(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, standards="[[criteria]]\nid = \n", work=WORK.replace("target = 20", "target = 99"))
    problems = check(folder)
    assert any(p.file.endswith("standards.toml") and p.line == 2 for p in problems)
    assert any("目标 99" in p.expected for p in problems)


def test_a_fact_that_is_faulty_itself_makes_no_second_fault_where_it_is_used(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, facts=FACTS.replace('label = "负荷"\n', ""))
    assert [p.where for p in check(folder)] == ["facts[load].label"]


def test_the_same_table_in_two_files_is_named(tmp_path: Path) -> None:
    folder = write_plan(tmp_path)
    (folder / "zz.toml").write_text(PLAN.partition("\n\n")[0], encoding="utf-8")
    (problem,) = check(folder)
    assert problem.file.endswith("zz.toml")
    assert "plan.toml 里已经有了" in problem.expected


def test_a_byte_order_mark_is_taken_as_what_it_is(tmp_path: Path) -> None:
    folder = write_plan(tmp_path)
    (folder / "plan.toml").write_bytes(b"\xef\xbb\xbf" + PLAN.encode())
    assert check(folder) == []


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b'[plan]\nid = "\xb4\xf3"\n', 2, "不是 UTF-8"),
        ("[plan]\n".encode("utf-16"), 1, "不是 UTF-8"),
        (b"# " + b"x" * (2 * 1024 * 1024), 1, "超过 2 MiB"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, 1, "套得太深"),
        (b"a = " + b"[" * 40 + b"]" * 40, 1, "套得太深"),
        (b"\n\na = " + b"9" * 5000, 1, "数字"),
        (b"[[criteria]]\nlevel = 0x" + b"f" * 5000, 2, "很大的整数"),
        (b"a = 1\na = 2\n", 2, "同一个键写了两次"),
        (b'x = "a\x00b"', 1, "不能用的字符"),
        (b"", 1, "缺少 [plan] 表"),
        (b"criteria = 5", 1, "须是数组"),
        (b"criteria = [1, 'x', []]", 1, "须是一个表"),
    ],
)
def test_a_file_of_hostile_bytes_is_explained(tmp_path: Path, content: bytes, line: int, said: str) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "plan.toml").write_bytes(content)
    assert any(p.line == line and said in p.expected for p in check(folder)), [str(p) for p in check(folder)]


def test_a_folder_that_is_missing_or_empty_is_explained(tmp_path: Path) -> None:
    assert "打不开" in str(check(tmp_path / "none")[0])
    (tmp_path / "empty").mkdir()
    assert "没有 .toml 文件" in str(check(tmp_path / "empty")[0])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_makes_check_fail_and_what_it_passes_can_be_used(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "small"
    if folder.exists():
        shutil.rmtree(folder)
    write_plan(tmp_path)
    name = data.draw(st.sampled_from(sorted(FILES)))
    raw = bytearray(FILES[name].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        span = data.draw(st.integers(0, 12))
        marks = st.sampled_from([b'"', b"[[", b"]", b"{", b"'", b"=\n"])
        raw[at : at + span] = data.draw(st.binary(max_size=6) | marks)
    (folder / name).write_bytes(bytes(raw))
    problems = check(folder)
    for problem in problems:
        assert problem.line >= 1
        assert problem.expected
    if not problems:
        Classifier(load_plan(folder)).classify({})
