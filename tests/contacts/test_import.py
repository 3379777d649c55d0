"""Tables as offices have them: what is taken, what is told, and that nothing is overwritten silently."""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from console.contacts.file import BACKUP, FILE
from console.contacts.importing import Table, clean_number, read_table
from console.contacts.merging import compare, preview_lines
from console.contacts.model import Contact
from console.contacts.sheet import MOST_BYTES, Unusable, rows_of
from console.desk.contact_import import preview_of, take
from console.desk.desk import Desk
from console.incident.refused import Refused
from console.plan.loader import load_plan, plan_folders
from console.plan.organisation import Body
from tests.desk.clock import FixedClock

CSV = (
    "红河州应急通讯录(2026年),,,,,\r\n,,,,,\r\n序号,单 位,姓名,职务,办公电话,手机,备注\r\n"
    "1,州公安局,张三,值班室主任,0873-0000001,13900000001,\r\n,,李四,副主任,,１３９０００００００２,夜班\r\n\r\n"
    "2,公安局,王五,,8730000003,,\r\n3,个旧水厂,=cmd|x,,无,1.39E+10,\r\n4,红河州民政局,,值班室,\"0873-0000004\n0873-0000005\",,\r\n"
    "5,,,,,,\r\n序号,单 位,姓名,职务,办公电话,手机,备注\r\n6,州公安局,张三,,0873-0000009,,\r\n"
)


@pytest.fixture(scope="module")
def bodies() -> tuple[Body, ...]:
    """The bodies of the outage plan."""
    return load_plan(plan_folders()["blackout"]).bodies


def workbook(rows: list[list[object]], *, merge: str = "", title: str = "通讯录") -> bytes:
    """A workbook of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_as_an_office_has_it(codec: str, bodies: tuple[Body, ...]) -> None:
    """Title and blank rows above the header, a unit written once for several people, numbers in full-width digits."""
    table = read_table(CSV.encode(codec), bodies)
    found = {(one.contact.body, one.contact.name): one.contact for one in table.incoming}
    assert found["police", "李四"].mobile == "13900000002"
    assert found["police", "李四"].note == "夜班"
    assert found["civil", ""].duty_phone == "0873-0000004、0873-0000005"
    assert found["个旧水厂", "=cmd|x"].mobile == ""
    assert "开头的 0" in found["police", "王五"].doubt
    assert [one.place for one in table.incoming] == ["第4行", "第5行", "第7行", "第8行", "第9行", "第13行"]
    told = "\n".join(table.problems)
    for words in ("第7行：值班电话 8730000003", "第7行：「公安局」按预案里的「州公安局」收", "第8行：手机「1.39E+10」是科学计数"):
        assert words in told


def test_a_workbook_with_numbers_merged_cells_and_two_header_rows(bodies: tuple[Body, ...]) -> None:
    """Numbers stored as numbers come whole; one that lost its 0 is told; a header over two rows is understood."""
    raw = workbook([
        ["通讯录", None, None, None], ["单位", "姓名", "联系方式", None], [None, None, "办公电话", "手机号码"],
        ["州公安局", "张三", 8730000001, 13900000001], [None, "李四", None, 13900000002.0], ["州民政局", "王五", date(2026, 1, 1), True],
    ], merge="A4:A5")  # fmt: skip
    table = read_table(raw, bodies)
    found = {one.contact.name: one.contact for one in table.incoming}
    assert (found["张三"].duty_phone, found["张三"].mobile) == ("8730000001", "13900000001")
    assert "存成了数字" in found["张三"].doubt
    assert (found["李四"].body, found["李四"].mobile, found["李四"].doubt) == ("police", "13900000002", "")
    assert table.incoming[0].place == "第4行"


def test_sheets_are_named_and_those_without_a_header_are_told(bodies: tuple[Body, ...]) -> None:
    """With several sheets a place names its sheet."""
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = "说明"
    first.append(["随便写写"])
    book.create_sheet("县市").append(["单位", "电话"])
    book["县市"].append(["个旧水厂", "0873-0000001"])
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue(), bodies)
    assert table.incoming[0].place == "县市表第2行"
    assert any("说明表" in words for words in table.problems)


def test_what_the_library_leaves_out_is_not_printed(bodies: tuple[Body, ...]) -> None:
    """A workbook with a part that the library does not know is read without a warning on the screen."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["单位", "电话"], ["水厂", "0873-0000001"]]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                data = data.replace(b"</worksheet>", b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>')
            new.writestr(name, data)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(read_table(out.getvalue(), bodies).incoming) == 1


@pytest.mark.parametrize(("raw", "words"), [
    (b"", "空"), (b"\xd0\xcf\x11\xe0rest", ".xlsx"), (b"PK\x03\x04rest", "打不开"), (b"\xff\xfe\x00", "UTF-8"), (b"\x80\xff\xff", "UTF-8"),
    ("姓名,年龄\n张三,3\n".encode(), "表头"), (b"a" * (MOST_BYTES + 1), "超过"), ("单位,电话\n".encode() + b"x,1\n" * 5001, "超过"),
    (b'"' + b"x" * 200_000, "引号"),
])  # fmt: skip
def test_what_is_no_table_is_one_sentence(raw: bytes, words: str, bodies: tuple[Body, ...]) -> None:
    """Empty, old, damaged, foreign, too large: said once, nothing raised but that."""
    with pytest.raises(Unusable, match=words):
        read_table(raw, bodies)


def test_a_workbook_that_unpacks_to_much_is_not_read() -> None:
    """A bomb of 70 MB is refused by its directory before anything is unpacked."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b" " * (70 << 20))
    with pytest.raises(Unusable, match="展开"):
        rows_of(out.getvalue())


def test_a_cell_too_long_or_a_row_without_a_unit_is_told_and_not_taken(bodies: tuple[Body, ...]) -> None:
    """Its line is named, the rows around it are taken."""
    text = f"单位,姓名,电话\n,无主,0873-0000001\n水厂,{'长' * 2000},0873-0000002\n水厂,{'长' * 200},0873-0000003\n水厂,好,0873-0000004\n"
    table = read_table(text.encode(), bodies)
    assert [one.contact.name for one in table.incoming] == ["好"]
    assert [words.split("：")[0] for words in table.problems] == ["第2行", "第3行", "第4行"]


def test_a_number_in_its_plain_form() -> None:
    """Full-width digits and long dashes become plain; line feeds part numbers."""
    assert clean_number("（０８７３）３７\u2014１\n 139") == "(0873)37-1、 139"


def table_of(bodies: tuple[Body, ...], text: str) -> Table:
    """A table of a CSV text."""
    return read_table(text.encode(), bodies)


def test_an_import_says_what_is_new_changed_and_cannot_be_told_apart(bodies: tuple[Body, ...]) -> None:
    """An empty cell takes nothing away; another number is not verified any more; doubles are told."""
    old = Contact(body="police", name="张三", mobile="13900000001", fax="0873-0000009", verified=date(2026, 11, 1))
    twins = [Contact(body="水厂", name="双"), Contact(body="水厂", name="双", post="b")]
    table = table_of(bodies, "单位,姓名,手机,职务\n州公安局,张三,13900000002,\n州公安局,新人,13900000003,\n水厂,双,13900000004,\n"
                             "州公安局,新人,13900000005,\n")
    preview = compare([old, *twins], table)
    assert [contact.name for _, contact in preview.new] == ["新人"]
    assert preview.changed[0].words == ("手机 13900000001 -> 13900000002",)
    merged = preview.result()[0]
    assert (merged.fax, merged.verified, merged.mobile) == ("0873-0000009", None, "13900000002")
    assert preview.result(only_new=True)[0] == old
    assert [words.split("：")[0] for words in preview.problems] == ["第4行", "第5行"]
    lines = "\n".join(preview_lines(preview, {"police": "州公安局"}))
    assert "新增1条，改动1条，相同0条，要看的2处" in lines
    assert compare(preview.result(), table).changed == ()


def test_taking_an_import_keeps_the_old_file_and_needs_an_unchanged_list(tmp_path: Path) -> None:
    """The old file stands as .bak; a list that changed since the preview is not overwritten; nothing to take is said."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    desk.contacts.add(Contact(body="police", name="张三", mobile="13900000001"))
    before = (tmp_path / FILE).read_bytes()
    path = tmp_path / "表.csv"
    path.write_text("单位,姓名,手机\n州公安局,李四,13900000002\n", encoding="gb18030")
    stale = preview_of(desk, path)
    assert "现有2条" in take(desk, stale)
    assert (tmp_path / BACKUP).read_bytes() == before
    with pytest.raises(Refused, match="重新导入"):
        take(desk, stale)
    with pytest.raises(Refused, match="没有要收"):
        take(desk, preview_of(desk, path))
    for wrong in (tmp_path, tmp_path / "没有", Path("x\x00y")):
        with pytest.raises(Refused):
            preview_of(desk, wrong)
    desk.close()


def test_two_tables_side_by_side_and_two_people_of_a_unit_are_not_mixed_up(bodies: tuple[Body, ...]) -> None:
    """A number belongs to the unit and the person in front of it, however many stand on a line."""
    beside = "单位,姓名,电话,单位,姓名,电话\n州公安局,张三,0873-0000001,州民政局,李四,0873-0000002\n州财政局,王五,0873-0000003,,,\n"
    found = [(c.body, c.name, c.duty_phone) for c in (one.contact for one in read_table(beside.encode("gb18030"), bodies).incoming)]
    assert found == [("police", "张三", "0873-0000001"), ("civil", "李四", "0873-0000002"), ("finance", "王五", "0873-0000003")]
    name_first = "姓名,单位,手机,姓名,单位,手机\n张三,州公安局,13900000001,李四,州民政局,13900000002\n"
    people = [one.contact for one in read_table(name_first.encode(), bodies).incoming]
    assert [(c.body, c.name, c.mobile) for c in people] == [("police", "张三", "13900000001"), ("civil", "李四", "13900000002")]
    raw = workbook([
        ["单位", "值班室电话（24小时）", "分管领导", None, "联络员", None], [None, None, None, "手机", None, "手机"],
        ["州公安局", "0873-0000001", "王局", 13900000001, "张三", "１３９０００００００２"], [None, None, None, None, "李四", "13900000003"],
    ], merge="A3:A4")  # fmt: skip
    people = [one.contact for one in read_table(raw, bodies).incoming]
    assert [(c.name, c.post, c.duty_phone, c.mobile) for c in people] == [
        ("王局", "分管领导", "0873-0000001", "13900000001"), ("张三", "联络员", "", "13900000002"), ("李四", "联络员", "", "13900000003"),
    ]  # fmt: skip
    assert {c.body for c in people} == {"police"}


def test_a_county_table_is_known_by_its_heading(bodies: tuple[Body, ...]) -> None:
    """「县（市）」 is a heading for the unit."""
    table = read_table("县（市）,值班电话,传真\n蒙自市,0873-0000001,0873-0000002\n".encode("gb18030"), bodies)
    assert [(one.contact.body, one.contact.fax) for one in table.incoming] == [("蒙自市", "0873-0000002")]
