"""A copy without phone numbers and names: none of either is left, what is told stays, the original is untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.__main__ import main
from console.desk.desk import Desk
from console.incident import commands as c
from console.incident.entry import Entry
from console.report.redact import NUMBER_WORDS, Redactor, redacted

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
])
def test_what_is_no_number_of_a_person_stays(kept: str) -> None:
    assert Redactor().clean(f"见{kept}。") == f"见{kept}。"


@pytest.mark.parametrize("number", [
    "13887654321", "138-8765-4321", "138 8765 4321", "+86 13887654321", "0873-3722222", "(0873)3722222", "0873 3722222转801",
    "3722222", "372-2222", "400-800-1234", "13887654321", "幺三八八七六五四三二一", "12345678901234567890",
])
def test_a_number_is_taken_out_however_it_is_written(number: str) -> None:
    assert NUMBER_WORDS in Redactor().clean(f"打 {number} 找人")
    assert not any(char.isdigit() for char in Redactor().clean(f"打 {number} 找人"))


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
