"""A copy without phone numbers and names: none of either is left, what is told stays, the original is untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.__main__ import main
from console.contacts.model import Contact
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.entry import Entry
from console.plan.loader import load_shipped
from console.report.redact import MAIL_WORDS, NUMBER_WORDS, Redactor, redacted, redactor_of

PLANS = (load_shipped("blackout"), load_shipped("weather"))
AT = "2026-11-23T02:10:00+08:00"
NAMES = st.text(st.sampled_from("王李张刘陈杨建国伟芳敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"), min_size=2, max_size=3)
PHONES = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.from_regex(r"0873-[2-8][0-9]{6}", fullmatch=True),
    st.from_regex(r"1[3-9][0-9] [0-9]{4} [0-9]{4}", fullmatch=True), st.from_regex(r"[2-8][0-9]{6}", fullmatch=True),
    st.from_regex(r"\+86 ?1[3-9][0-9]{9}", fullmatch=True), st.from_regex(r"400-[0-9]{3}-[0-9]{4}", fullmatch=True),
)


def entry(seq: int, kind: str, data: dict[str, object], by: str = "值班员") -> Entry:
    """An entry as a log has it."""
    return Entry(seq, AT, AT, by, kind, data, "0" * 64, f"{seq:064x}")


@settings(max_examples=150, deadline=None)
@given(caller=NAMES, decided=NAMES, phone=PHONES, other=PHONES)
def test_no_name_of_a_field_and_no_number_is_left_anywhere(caller: str, decided: str, phone: str, other: str) -> None:
    entries = [
        entry(1, "opened", {"title": f"{caller}报停电", "plan": "blackout"}, by=decided),
        entry(2, "intake", {"field": "caller", "value": caller}),
        entry(3, "intake", {"field": "callback", "value": phone}),
        entry(4, "intake", {"field": "words", "value": f"我是{caller}，电话{other}，找{decided}副州长"}),
        entry(5, "declared", {"decided_by": f"{decided} 副州长", "announced_by": caller, "level": "II"}),
        entry(6, "note", {"text": f"{decided}说 {phone} 打不通", "list": [{"deep": f"<{caller}>"}]}),
    ]
    text = redacted("20261123-01", entries, False).decode()
    for gone in (caller, decided, phone, other):
        assert gone not in text
    assert json.loads(text.splitlines()[5])["data"]["level"] == "II"
    assert len(text.splitlines()) == 7


@pytest.mark.parametrize("kept", [
    "20261123-01", "II", "1500", "110千伏", "2026-11-23 02:10", "红政办发〔2022〕40号", "98.5%", "119", "蒙自市", "12345",
    "1256000户", "1256000 户", "2256000户", "2256000 户", "停电用户数 2256000", "450450", "450450兆瓦", "1256000", "3500 MW", "直接损失37222220元",
    "库容3722222立方米", "D20261123-01", "20261128", "202611280209", "20260718204001", "0210-0225", "0210 0225", "2025-2026年", "1500 1200",
    "1500 700 4675", "13 14 15 16 17 18", "53250041600000_20260718204001_1", "5325004160000020261128164539003", "6.2.2(1)", "附录1 三.1",
    "2500000-3000000户", "2500000至3000000户", "2500000\uff5e3000000户", "2500000到3000000户", "2500000~3000000 户", "2500000-3000000千瓦", "2345678-2400000株",
    "2345678株", "2345678 头", "2345678 棵", "2345678头", "转220千伏某线", "转供5000户", "转移1200人", "一百二十五万六千户", "2026-11-28T16:19:00+08:00",
])
def test_what_is_no_number_of_a_person_stays(kept: str) -> None:
    assert Redactor().clean(f"见{kept}。") == f"见{kept}。"


@pytest.mark.parametrize("number", [
    "13887654321", "138-8765-4321", "138 8765 4321", "+86 13887654321", "0873-3722222", "(0873)3722222", "0873 3722222转801",
    "3722222", "372-2222", "400-800-1234", "13887654321", "幺三八八七六五四三二一", "12345678901234567890",
    "138/8765/4321", "138、8765、4321", "138_8765_4321", "138\u200b8765\u200b4321", "\uff11\uff13\uff18 \uff18\uff17\uff16\uff15 \uff14\uff13\uff12\uff11",
    "0086-138-8765-4321", "壹叁捌捌柒陆伍肆叁贰壹", "53250119800101123X", "1 3 8 1 2 3 4 5 6 8 5", "一三八 一二三四 五六七八", "3720 006", "372 0006",
    "转8002", "分机802", "137xxxx1234", "137****1234", "0873-372xxxx", "0873 372 2222", "13887 654321", "138.8765.4321", "短号 662001", "65123456",
    "138 XXXX 5678", "138\u20265678", "138\u2026\u20265678", "138...5678", "138-****-5678", "138 **** 5678", "3722222-3733333",
    "三 七 二 二 二 二 二",
])
def test_a_number_is_taken_out_however_it_is_written(number: str) -> None:
    assert NUMBER_WORDS in Redactor().clean(f"打 {number} 找人")
    assert not any(char.isdigit() or char == "X" for char in Redactor().clean(f"打 {number} 找人"))


def test_a_number_before_the_head_of_a_household_is_no_count_of_households() -> None:
    assert Redactor().clean("13812345678户主说3722222户主也在，13812户") == f"{NUMBER_WORDS}户主说{NUMBER_WORDS}户主也在，13812户"


@pytest.mark.parametrize(("written", "found"), [
    ("张 三", "张三"), ("张\u3000三", "张三"), ("张三", "张 三"), ("张三", "张\u200b三"), ("李四\uff08省调\uff09", "李四"), ("王五 13887654321", "王五"),
    ("张 三、李 四", "李四"), ("张三\uff1b李四", "李四"), ("Zhang San", "zhang SAN"), ("欧阳修文", "欧阳修文"),
])  # fmt: skip
def test_a_name_is_found_however_it_is_set(written: str, found: str) -> None:
    """Two characters set apart, another name beside it, a bracket behind it, other letters: it is the same person."""
    entries = [entry(1, "intake", {"field": "caller", "value": written}), entry(2, "note", {"text": f"等{found}回话"})]
    said = json.loads(redacted("20261123-01", entries, False).splitlines()[2])["data"]["text"]
    assert said.startswith("等人员")
    assert not set(found.replace(" ", "")) & set(said)


@pytest.mark.parametrize("key", ["before", "path", "type", "outcome", "paper", "condition", "note", "title", "anything"])
def test_no_field_that_somebody_typed_into_is_passed_over(key: str) -> None:
    """The old title, the name of a county of one's own, the kind of a task: typed is typed."""
    entries = [entry(1, "intake", {"field": "caller", "value": "张三"}), entry(2, "titled", {key: "a.张三 13887654321.b"})]
    text = redacted("20261123-01", entries, False).decode()
    assert "张三" not in text
    assert "13887654321" not in text


@pytest.mark.parametrize(("field", "shown"), [
    ("副指挥长 尤大勇", "副指挥长 人员1"), ("副指挥长尤大勇", "副指挥长人员1"), ("红河供电局调度张伟", "红河供电局调度人员1"), ("司马光副州长", "人员1副州长"),
    ("供电局老秦", "供电局人员1"), ("副州长卫子夫", "副州长人员1"), ("副州长郗鉴", "副州长人员1"), ("移动公司笪重光", "移动公司人员1"), ("卫少儿", "人员1"),
    ("县供电局鄢懋卿", "县供电局人员1"), ("州供电局逄先知", "州供电局人员1"), ("濮存昕", "人员1"), ("州长郗鉴", "州长人员1"), ("郗鉴副州长", "人员1副州长"),
    ("蒙自市鄢懋卿", "蒙自市人员1"), ("县供电局鄢懋卿局长", "县供电局人员1局长"),
    ("供电局报", ""), ("省调", ""), ("县供电局", ""), ("气象台", ""), ("州供电局估计", ""), ("供电所核实", ""), ("红河地调", ""), ("群众反映", ""),
    ("州消防", ""),
    ("气象、水利、自然资源专家", ""), ("州指挥部指挥长", ""), ("现场", ""), ("群众", ""), ("应急局", ""), ("县市能源主管部门", ""),
    ("红河", ""), ("云南电网", ""), ("李", ""), ("1", ""),
])  # fmt: skip
def test_a_body_a_place_a_title_or_one_character_is_no_name(field: str, shown: str) -> None:
    """In a field for people or bodies only people are found: what is none stays there and everywhere."""
    entries = [entry(1, "figure", {"path": "grid_load_mw", "source": field}), entry(2, "note", {"text": f"{field}；李局长、红河、1号线"})]
    rows = [json.loads(line)["data"] for line in redacted("e", entries, False, redactor_of(entries, (), PLANS)).splitlines()[1:]]
    assert rows[0]["source"] == (shown or field)
    assert rows[1]["text"] == f"{shown or field}；某局长、红河、1号线"


@pytest.mark.parametrize("name", ["李", "1", "王九州", "陈", "x"])
def test_in_a_field_for_people_alone_whatever_is_there_is_taken(name: str) -> None:
    """One character is a person there, and is not looked for elsewhere: it stands in too many words."""
    entries = [entry(1, "read_back", {"words": "念过", "name": name}), entry(2, "note", {"text": "桃李1株，x射线"})]
    rows = [json.loads(line)["data"] for line in redacted("e", entries, False).splitlines()[1:]]
    assert rows[0]["name"].startswith("人员")
    assert rows[1]["text"] == "桃李1株，x射线"


def test_a_number_of_a_field_for_numbers_goes_wherever_it_comes_again() -> None:
    """Six digits are a figure; those that were taken down to ring back are a number, but no figure with its measure."""
    entries = [entry(1, "intake", {"field": "callback", "value": "662001"}), entry(2, "note", {"text": "打662 001没人接，负荷662001千瓦，450450"})]
    assert json.loads(redacted("e", entries, False).splitlines()[2])["data"]["text"] == f"打{NUMBER_WORDS}没人接，负荷662001千瓦，450450"


def test_the_head_says_what_was_taken_and_what_may_be_left() -> None:
    entries = [entry(1, "note", {"text": "张三 13887654321，a@b.cn"}, by="张三")]
    head = json.loads(redacted("e", entries, False).splitlines()[0])
    assert head["taken"] == {"names": 2, "numbers": 1, "mails": 1, "whole": 0}
    assert "已去除：姓名2处、号码1处、邮箱1处。" in head["text"]
    assert "没在各栏填过的姓名、地址、车牌、微信号可能还在" in head["text"]


def test_an_address_is_taken_out_whole() -> None:
    assert Redactor().clean("发到 zhangsan.2@honghe.gov.cn 了") == f"发到 {MAIL_WORDS} 了"


def test_whoever_is_in_the_contact_list_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person told of in a text alone, whom the office has in its list."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path / "home"))
    desk = Desk(tmp_path / "home")
    desk.contacts.replace(desk.contacts.contacts, [Contact(body="州公安局", name="司马 光")])
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.Note("司马光到场"))
    desk.close()
    assert main(["log", "redact-copy", case.id, "-o", str(tmp_path / "copy.jsonl")]) == 0
    assert "司马光" not in (tmp_path / "copy.jsonl").read_text(encoding="utf-8")


def test_the_same_person_keeps_the_same_number_and_titles_stay() -> None:
    entries = [
        entry(1, "opened", {"title": "停电"}, by="张三"),
        entry(2, "declared", {"decided_by": "王五 副州长"}, by="张三"),
        entry(3, "note", {"text": "王五副州长到场，李主任在路上"}, by="张三"),
    ]
    rows = [json.loads(line) for line in redacted("e", entries, True).decode().splitlines()]
    assert rows[0]["drill"] is True
    assert rows[0]["text"].startswith("演练")
    assert rows[1]["by"] == rows[2]["by"] == rows[3]["by"] == "人员1"
    assert rows[2]["data"]["decided_by"] == "人员2 副州长"
    assert rows[3]["data"]["text"] == "人员2副州长到场，某主任在路上"


def test_the_copy_makes_no_claim_of_a_chain_and_says_what_it_is() -> None:
    head, row = (json.loads(line) for line in redacted("e", [entry(1, "opened", {})], False).decode().splitlines())
    assert head["redacted"] is True
    assert "请人看一遍" in head["text"]
    assert head["original_head"] == f"{1:064x}"
    assert not {"hash", "prev"} & row.keys()


def test_the_verb_writes_a_private_copy_and_leaves_the_log_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(tmp_path / "home", name="张三")
    case = desk.open_event("blackout", "停电")
    desk.do(case.id, c.TakeDown("caller", "李建国"), c.Note("李建国 13887654321 \x1b[2J[/] =1+1 \u202e"))
    desk.close()
    before = case.journal.path.read_bytes()
    out = tmp_path / "copy.jsonl"
    assert main(["--home", str(tmp_path / "home"), "log", "redact-copy", case.id, "-o", str(out)]) == 0
    text = out.read_text(encoding="utf-8")
    assert "李建国" not in text
    assert "张三" not in text
    assert "13887654321" not in text
    assert case.journal.path.read_bytes() == before
    assert out.stat().st_mode & 0o077 == 0
    log = str(case.journal.path)
    assert main(["--home", str(tmp_path / "home"), "log", "redact-copy", case.id, "-o", log]) == 2
    assert main(["--home", str(tmp_path / "home"), "log", "redact-copy", "20990101-01", "-o", str(out)]) == 2
    assert case.journal.path.read_bytes() == before
    assert "Traceback" not in capsys.readouterr().err
