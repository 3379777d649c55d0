"""CAP 1.2 with the marks of the Chinese profile: what is read, and which faults are told."""

from __future__ import annotations

import pytest

from console.warning.cap import CapFile, read_cap
from console.warning.codes import colours_in, hazard_word

from .sample import ISSUER, NOW, SENDER, cap, identifier, info, refer


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


CHANGED = {
    "restriction without its scope": ("<scope>Public</scope>", "<scope>Public</scope><restriction>内部</restriction>", "scope却不是Restricted"),
    "addresses without their scope": ("<scope>Public</scope>", "<scope>Public</scope><addresses>甲</addresses>", "scope却不是Private"),
    "restricted without restriction": ("Public", "Restricted", "应有restriction"),
    "private without addresses": ("Public", "Private", "应有addresses"),
    "an exercise without a note": ("Actual", "Exercise", "应有note"),
    "an alert with references": ("<info>", f"<references>{refer(9)}</references><info>", "首次发布却引用了"),
    "a strange response": ("<urgency>", "<responseType>Run</responseType><urgency>", "「Run」不是CAP的取值"),
    "a code without its value": ("<value>11B03</value>", "", "缺少value"),
    "an attachment": ("<area>", "<resource><resourceDesc>图</resourceDesc><mimeType>png</mimeType><size>big</size></resource><area>", "本台不取附件"),
    "an attachment of no kind": ("<area>", "<resource><resourceDesc>图</resourceDesc><mimeType>png</mimeType></resource><area>", "类型「png」不合格式"),
    "an attachment without a description": ("<area>", "<resource><mimeType>image/png</mimeType></resource><area>", "附件缺少resourceDesc"),
    "a size in words": ("<area>", "<resource><size>big</size></resource><area>", "大小「big」不是整数"),
    "a polygon beyond the globe": ("</areaDesc>", "</areaDesc><polygon>95,1 96,1 96,2 95,1</polygon>", "多边形的坐标不合格式"),
    "a polygon that is open": ("</areaDesc>", "</areaDesc><polygon>23,103 24,103 24,104 23,104</polygon>", "首尾不相接"),
    "a polygon of three points": ("</areaDesc>", "</areaDesc><polygon>23,103 24,103 23,103</polygon>", "多边形"),
    "a circle without a radius": ("</areaDesc>", "</areaDesc><circle>23.5,103.1 -5</circle>", "圆的坐标和半径"),
    "a ceiling without an altitude": ("</area>", "<ceiling>100</ceiling></area>", "不高于它的altitude"),
    "a ceiling below its altitude": ("</area>", "<altitude>200</altitude><ceiling>100</ceiling></area>", "不高于它的altitude"),
    "an altitude in words": ("</area>", "<altitude>high</altitude></area>", "高度不是数"),
    "an address in part": ("<area>", "<web>www</web><area>", "不是完整的网址"),
    "another order": ("<scope>Public</scope>", "<scope>Public</scope><source>x</source>", "source的位置不合CAP的顺序"),
    "an end far away": ("2026-07-02T18:00", "2027-07-02T18:00", "太远"),
    "an end before its start": ("2026-07-02T18:00", "2026-07-01T19:00", "失效时间不晚于开始时间"),
    "a body of another province": ("53250041600000</sender>", "44010041600000</sender>", "不是红河州或云南省的"),
    "a number of another body": ("53250041600000</sender>", "53250341600000</sender>", "与sender的53250341600000不同"),
    "a body without a name": (f"<senderName>{ISSUER}</senderName>", "", "只有sender"),
    "a signature": ("</alert>", '<s:Signature xmlns:s="http://www.w3.org/2000/09/xmldsig#"/></alert>', "不核验签名"),
    "an element of another namespace": ("<info>", '<x:note xmlns:x="urn:x">y</x:note><info>', "不在CAP的命名空间里"),
    "an earlier version": ("cap:1.2", "cap:1.1", "已按1.2读取"),
    "no namespace": (' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', "", "命名空间没有"),
}
"""What is changed in a good file, to what, and what the minor fault then says."""


@pytest.mark.parametrize("name", CHANGED)
def test_each_rule_of_the_standard_is_told_and_the_warning_still_read(name: str) -> None:
    """A minor fault is named in words, and the warning stands."""
    old, new, told = CHANGED[name]
    text = cap().decode()
    assert old in text
    file = read(text.replace(old, new, 1).encode())
    assert file.message is not None
    assert told in words(file).replace(" ", "")


GRAVE = {
    "a foreign namespace": ("urn:oasis:names:tc:emergency:cap:1.2", "http://example.org/x", "这不是CAP文件"),
    "two statuses": ("<status>Actual</status>", "<status>Actual</status><status>Test</status>", "不知道以哪个为准"),
    "two kinds": ("<msgType>Alert</msgType>", "<msgType>Alert</msgType><msgType>Cancel</msgType>", "不知道以哪个为准"),
    "a strange status": (">Actual<", ">Real<", "「Real」不是CAP的取值"), "a strange kind": (">Alert<", ">alarm<", "「alarm」不是"),
    "a day that is none": (">2026-07-01T19:50:00+08:00</sent>", ">2026-02-30T19:50:00+08:00</sent>", "读不懂"),
    "a time beyond the calendar": (">2026-07-01T19:50:00+08:00</sent>", ">9999-12-31T23:59:59-08:00</sent>", "读不懂"),
    "an offset that is none": (">2026-07-01T19:50:00+08:00</sent>", ">2026-07-01T19:50:00+99:99</sent>", "读不懂"),
    "no area": ("<areaDesc>红河州个旧市、蒙自市</areaDesc>", "", "应有areaDesc"),
    "no event": ("<event>暴雨</event>", "", "应有event"),
}


@pytest.mark.parametrize("name", GRAVE)
def test_what_makes_a_message_unreliable_is_essential(name: str) -> None:
    """The file is not taken in, and the fault says why."""
    old, new, told = GRAVE[name]
    text = cap().decode()
    assert old in text
    file = read(text.replace(old, new, 1).encode())
    assert file.message is None
    assert told in "".join(str(f) for f in file.essential).replace(" ", "")


def test_a_wrapped_message_is_told_how_to_be_unwrapped() -> None:
    """An envelope or a feed is no CAP file, and says that there is one inside."""
    body = cap().decode().partition("?>")[2]
    file = read(f"<EDXLDistribution><contentObject>{body}</contentObject></EDXLDistribution>".encode())
    assert file.message is None and "里面套着 CAP 消息" in words(file)


def test_a_translation_is_no_further_warning_and_another_warning_is_told() -> None:
    """The Chinese block counts wherever it stands; a second Chinese one of another event must not be overlooked."""
    english = info(event="Rainstorm", headline="Rainstorm RED", code="").replace("zh-CN", "en-US")
    for body in (english + info(), info() + english):
        message = read(cap(body=body)).message
        assert message is not None and [i.hazard for i in message.infos] == ["暴雨"]
    both = read(cap(body=info() + info(event="寒潮", code="11B05", colour="橙色", severity="Severe")))
    assert both.message is not None and [i.hazard for i in both.message.infos] == ["暴雨", "寒潮"]


def test_references_have_three_parts_and_a_time() -> None:
    """A part that is none of them is told as it stands."""
    assert "「abc」应写成" in words(read(cap(kind="Update", number=2, references="abc")))
    file = read(cap(kind="Update", number=2, references=f"{SENDER},{identifier(1)},gestern"))
    assert file.message is not None and "「gestern」读不懂" in words(file)


def test_codes_outside_the_prefecture_are_told() -> None:
    """The whole province has this prefecture in it; another place has not, and an area wholly elsewhere is told as such."""
    assert read(cap(body=info(geocodes=("530000",)))).faults == ()
    told = words(read(cap(body=info(geocodes=("110000", "53250", "532599")))))
    assert "110000 不在红河州" in told and "「53250」不是行政区划码" in told and "532599 不是红河州的县市" in told
    assert "范围都在红河州以外" in words(read(cap(body=info(geocodes=("110000",)))))


@pytest.mark.parametrize(("codec", "declared", "told"), [
    ("gb18030", "UTF-8", "实际像是 GBK"), ("utf-8", "GBK", "实际像是 UTF-8"), ("utf-16-le", "UTF-8", "实际像是 UTF-16"),
])
def test_a_wrong_encoding_says_what_it_looks_like(codec: str, declared: str, told: str) -> None:
    """The fault names the byte and the encoding that would fit."""
    file = read(cap(head=f'<?xml version="1.0" encoding="{declared}"?>').decode().encode(codec))
    assert file.message is None and told in words(file)


def test_utf16_and_a_byte_order_mark_are_read() -> None:
    """Both are whole CAP files."""
    assert read(cap(head='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16")).message is not None
    assert read(b"\xef\xbb\xbf" + cap()).faults == ()
