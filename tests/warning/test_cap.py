"""CAP 1.2 with the marks of the Chinese profile: what is read, and which faults are told."""

from __future__ import annotations

import pytest

from console.warning.cap import CapFile, read_cap
from console.warning.codes import colours_in, hazard_word

from .sample import ISSUER, NOW, cap, identifier, info, refer


def read(raw: bytes) -> CapFile:
    """The file as read at the tests' time."""
    return read_cap(raw, NOW)


def words(file: CapFile) -> str:
    """Every fault, a line each."""
    return "\n".join(str(f) for f in file.faults)


def test_a_whole_file_is_read_without_a_fault() -> None:
    """Hazard, colour, issuer, area, times and words of a good file are all there."""
    file = read(cap())
    assert file.faults == ()
    assert file.message is not None
    found = file.message.info
    assert (found.hazard, found.colour, found.issuer) == ("暴雨", "red", ISSUER)
    assert found.area == "红河州个旧市、蒙自市"
    assert found.geocodes == ("532501", "532503")
    assert found.start is not None and found.start.isoformat() == "2026-07-01T19:50:00+08:00"
    assert found.until is not None and found.until.isoformat() == "2026-07-02T18:00:00+08:00"
    assert "100毫米" in found.text


@pytest.mark.parametrize(("colour", "severity", "expected"), [
    ("红色", "Extreme", "red"), ("橙色", "Severe", "orange"), ("黄色", "Moderate", "yellow"), ("蓝色", "Minor", "blue"),
])
def test_the_colour_comes_from_the_headline(colour: str, severity: str, expected: str) -> None:
    """Each colour word is read as its colour."""
    message = read(cap(body=info(colour=colour, severity=severity))).message
    assert message is not None and message.info.colour == expected


def test_the_colour_comes_from_a_parameter() -> None:
    """A parameter that names a colour is enough."""
    more = "<parameter><valueName>预警级别</valueName><value>Orange</value></parameter>"
    message = read(cap(body=info(headline="暴雨预警", severity="Severe", more=more))).message
    assert message is not None and message.info.colour == "orange"


def test_the_colour_comes_from_the_event_code() -> None:
    """A code that carries a colour is enough."""
    message = read(cap(body=info(headline="暴雨预警", code="11B03_YELLOW", severity="Moderate"))).message
    assert message is not None and message.info.colour == "yellow"


def test_severity_alone_gives_no_colour() -> None:
    """A file with a severity and no colour is refused, and says that the severity is no source."""
    file = read(cap(body=info(headline="暴雨预警")))
    assert file.message is None
    assert "只作旁证，不能据以定颜色" in words(file)


def test_a_severity_that_does_not_fit_is_a_minor_fault() -> None:
    """The colour stays as written, and the disagreement is told."""
    file = read(cap(body=info(severity="Minor")))
    assert file.message is not None and file.message.info.colour == "red"
    assert [f.essential for f in file.faults] == [False]
    assert "以红色为准" in words(file)


def test_two_colours_are_an_essential_fault() -> None:
    """A parameter and a headline that disagree are not decided by the console."""
    more = "<parameter><valueName>颜色</valueName><value>橙色</value></parameter>"
    file = read(cap(body=info(more=more)))
    assert file.message is None and "颜色前后不一" in words(file)


def test_a_raised_warning_has_the_colour_it_was_raised_to() -> None:
    """After 「升级为」 only the later colour counts."""
    assert colours_in("红河州气象台将暴雨橙色预警升级为红色") == ("red",)
    assert colours_in("暴雨红色预警信号降级为橙色预警信号") == ("orange",)


def test_the_name_of_the_prefecture_is_no_colour() -> None:
    """The 红 of 红河州 and the 黄 of a place do not make a colour."""
    assert colours_in("红河州气象台发布暴雨预警") == ()


def test_the_code_and_the_word_must_agree() -> None:
    """11B05 is 寒潮; a file that calls it 暴雨 is refused."""
    file = read(cap(body=info(code="11B05")))
    assert file.message is None and "11B05 是寒潮" in words(file)


def test_the_code_alone_names_the_hazard() -> None:
    """An event that is only a code is read by the national table."""
    message = read(cap(body=info(event="11B16", code="", headline="霜冻橙色预警", severity="Severe"))).message
    assert message is not None and message.info.hazard == "霜冻"


@pytest.mark.parametrize(("text", "hazard"), [
    ("暴雨红色预警信号", "暴雨"), ("暴雨事件", "暴雨"), ("大面积停电事件", "大面积停电"), ("干旱灾害", "干旱"), ("地质灾害", "地质灾害"),
    ("低温冷害蓝色预警", "低温冷害"),
])
def test_the_hazard_is_bare_of_colour_and_warning(text: str, hazard: str) -> None:
    """The name of the hazard is what remains."""
    assert hazard_word(text) == hazard


@pytest.mark.parametrize("name", ["identifier", "sender", "sent", "status", "msgType"])
def test_a_missing_field_of_the_head_is_essential(name: str) -> None:
    """Without it the message cannot be relied on, and the fault names it."""
    text = cap().decode()
    start, end = text.index(f"<{name}>"), text.index(f"</{name}>") + len(name) + 3
    file = read((text[:start] + text[end:]).encode())
    assert file.message is None
    assert any(f.essential and f.where == name for f in file.faults)


def test_every_fault_is_told_not_the_first_alone() -> None:
    """A file with six faults lists six, essential ones first."""
    raw = cap(body=info(code="11B99", severity="Huge", geocodes=("110000", "x"), headline="暴雨预警", expires="明天"))
    file = read(raw)
    told = words(file)
    for part in ("没有写预警颜色", "11B99 不认识", "Huge", "110000 不在红河州", "「x」不是行政区划码", "「明天」读不懂"):
        assert part in told
    marks = [f.essential for f in file.faults]
    assert marks == sorted(marks, reverse=True)


def test_faults_name_their_line() -> None:
    """The line of the faulty element stands with the fault."""
    file = read(cap(status="actual"))
    assert [(f.line, f.where, f.essential) for f in file.faults] == [(6, "status", False)]


@pytest.mark.parametrize("kind", ["Update", "Cancel"])
def test_update_and_cancel_need_references(kind: str) -> None:
    """Without references nobody knows what is changed."""
    assert read(cap(kind=kind)).message is None
    assert read(cap(kind=kind, number=2, references=refer(1))).message is not None


def test_a_message_cannot_refer_to_itself() -> None:
    """A reference to its own number is essential."""
    assert "引用了自己" in words(read(cap(kind="Update", references=refer(1))))


def test_a_cancellation_needs_neither_colour_nor_area() -> None:
    """A message that cancels is whole without an info block."""
    file = read(cap(kind="Cancel", number=2, references=refer(1), body=""))
    assert file.message is not None and file.faults == ()


@pytest.mark.parametrize("kind", ["Ack", "Error"])
def test_a_receipt_is_no_warning(kind: str) -> None:
    """Ack and Error are refused as what they are."""
    assert "不是预警" in words(read(cap(kind=kind)))


@pytest.mark.parametrize("status", ["Exercise", "System", "Test", "Draft"])
def test_every_status_of_the_standard_is_read(status: str) -> None:
    """A message that is not actual is read as what it is."""
    message = read(cap(status=status)).message
    assert message is not None and message.status == status


def test_a_time_without_zone_is_read_as_beijing_time_and_told() -> None:
    """The fault is minor."""
    file = read(cap(sent="2026-07-01T19:50:00"))
    assert file.message is not None and file.message.sent is not None
    assert file.message.sent.isoformat() == "2026-07-01T19:50:00+08:00"
    assert "没有时区" in words(file)


def test_a_message_from_the_future_is_told() -> None:
    """More than five minutes ahead of the clock is a fault."""
    assert "晚于本机时钟" in words(read(cap(sent="2026-07-01T20:30:00+08:00")))


def test_null_urgency_is_tolerated() -> None:
    """Chinese feeds often carry null there."""
    raw = cap().decode().replace("Expected", "null").replace("Likely", "null").encode()
    assert read(raw).faults == ()


def test_another_number_form_is_a_minor_fault() -> None:
    """A number that is not of the national form is told and used."""
    raw = cap().decode().replace(identifier(1), "W-1").encode()
    file = read(raw)
    assert file.message is not None and "31位编号" in words(file)


def test_gbk_is_read_as_declared_and_told() -> None:
    """A file that says GBK and is GBK is read, with a minor fault."""
    raw = cap(head='<?xml version="1.0" encoding="GBK"?>').decode().encode("gbk")
    file = read(raw)
    assert file.message is not None and file.message.info.hazard == "暴雨"
    assert "应为 UTF-8" in words(file)
