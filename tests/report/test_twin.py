"""The emergency pages: two A4 pages whatever was typed, everything by the clock, and never in anybody's way."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from console.contacts.model import Contact
from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.twins import Twins, twin_of, write_twin
from console.incident import commands as c
from console.report.formats import templates
from console.report.twin import LINES, Twin
from console.report.twin_form import twin_docx, twin_html

from .conftest import HOSTILE, Clock, night

Night = tuple[Desk, Case, Clock]
PAGE = 271
"""Millimetres between the margins of a page."""
AROUND = 5 + 8 + 5 + 5
"""The drill's sentence, title, what sheet it is, the foot."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def fullest(home: Path) -> tuple[Desk, Twin]:
    """A drill with endless hostile words and as many rows as there can be."""
    desk, case, _ = night(home, drill=True, words=(HOSTILE * 40)[:3000])
    desk.do(case.id, *(c.AddExtra("promise", HOSTILE * 9, HOSTILE, HOSTILE) for _ in range(12)))
    return desk, twin_of(desk, case)


def test_the_sheet_tells_what_the_work_goes_on_with(evening: Night) -> None:
    """Level and grounds, own deadlines by the clock, every agency that has not confirmed, steps, 20 numbered lines."""
    desk, case, _ = evening
    sheet = twin_of(desk, case)
    words = "\n".join(" ".join(row) for part in (sheet.status, *sheet.parts) for row in part.rows)
    assert "II级响应" in words
    assert "附录1 三.1" in words
    assert re.search(r"\* .*书面报告 州人民政府 02:50 04:20", words)
    assert len(re.findall(r"□ \S+ 未通知", words)) == sum(body.member for body in case.plan.bodies) - 1
    assert "还有36分钟" not in words
    assert [row[0] for row in sheet.blank.rows] == [f"{n:02d}" for n in range(1, LINES + 1)]
    assert f"页号 {len(case.entries)}" in sheet.about


def test_the_numbers_to_call_stand_on_paper_and_are_never_cut(tmp_path: Path) -> None:
    """The first sound number of each body that has one, before its name, so that the cell cuts the words behind it."""
    desk, case, _ = night(tmp_path, drill=False, words="")
    desk.contacts.add(Contact(body="resources", name="李四", duty_phone="0873-0000001转8001、0873-0000002"))
    desk.contacts.add(Contact(body="finance", name="王五", mobile="13900000003", doubt="错号"))
    desk.contacts.add(Contact(body="finance", name="赵六", mobile="13900000004"))
    cells = [cell for part in twin_of(desk, case).parts for row in part.fitted for cell in row if "\u25a1" in cell]
    names = {body.id: body.name for body in case.plan.bodies}
    assert f"\u25a1 13900000004 {names['finance']} 未通知" in cells
    assert any(cell.startswith(f"\u25a1 0873-0000001转8001 {names['resources'][:4]}") for cell in cells)
    desk.close()


def test_no_words_make_the_sheet_longer_than_two_pages(tmp_path: Path) -> None:
    """With all rows there can be and endless words the rows still fit between the margins, and each cell its room."""
    desk, sheet = fullest(tmp_path)
    assert AROUND + sheet.status.height + sum(part.height for part in sheet.parts) <= PAGE
    assert AROUND + 5 + sheet.blank.height <= PAGE
    for grid in (sheet.status, *sheet.parts, sheet.blank):
        assert sum(grid.widths) == 180
        assert len(grid.heights) == len(grid.rows)
    root: Any = etree.fromstring(zipfile.ZipFile(io.BytesIO(twin_docx(sheet))).read("word/document.xml"))
    heights = root.findall(f".//{W}trHeight")
    assert len(heights) == len(root.findall(f".//{W}tr"))
    assert {height.get(f"{W}hRule") for height in heights} == {"exact"}
    assert len(root.findall(f".//{W}pageBreakBefore")) == 1
    page: Any = html.fromstring(twin_html(sheet, templates()))
    assert len(page.xpath("//section")) == 2
    assert not page.xpath("//script | //iframe | //img | //link | //*[@onclick]")
    desk.close()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_libreoffice_makes_two_pages_of_the_fullest_sheet(tmp_path: Path) -> None:
    """The Word file of the fullest hostile drill has two pages in a real office program."""
    desk, sheet = fullest(tmp_path / "home")
    desk.close()
    (tmp_path / "twin.docx").write_bytes(twin_docx(sheet))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "pdf",
               "--outdir", str(tmp_path), str(tmp_path / "twin.docx")]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "twin.pdf").read_bytes())) == 2


def test_a_drill_says_so_on_both_pages_and_in_the_name(drill: Night) -> None:
    """演练 stands in file names, on both pages of the page form, in header and text of the Word file."""
    desk, case, _ = drill
    for path in write_twin(desk, case):
        assert path.name.startswith("演练_纸面备份")
    sheet = twin_of(desk, case)
    pages: Any = html.fromstring(twin_html(sheet, templates())).xpath("//section")
    assert all("这是一次演练" in page.text_content() for page in pages)
    with zipfile.ZipFile(io.BytesIO(twin_docx(sheet))) as archive:
        assert archive.read("word/document.xml").decode().count("这是一次演练") == 2
        assert any("演练" in archive.read(n).decode() for n in archive.namelist() if "header" in n)


def test_the_sheets_are_due_at_intervals_and_when_a_level_is_new(tmp_path: Path) -> None:
    """Due at once, then every fifteen minutes, and at once when a level was declared; never without an open event."""
    clock = Clock()
    desk = Desk(tmp_path, name="张三", clock=clock)
    twins = Twins(desk)
    assert not twins.due
    case = desk.open_event("blackout", "停电")
    assert twins.due
    twins.write_all()
    assert not twins.due
    clock.forward(14)
    assert not twins.due
    clock.forward(1)
    assert twins.due
    twins.write_all()
    desk.do(case.id, c.Declare("start", "II", "II", "王", "王", "指挥长"))
    assert twins.due
    assert sorted(p.name for p in desk.home.exports.iterdir()) == [f"纸面备份_{case.id}.{e}" for e in ("docx", "html")]
    desk.close()


def test_a_sheet_that_cannot_be_written_is_said_once_and_stops_nothing(tmp_path: Path) -> None:
    """Where the exports folder is a file the sheet is a finding, and the event goes on."""
    desk = Desk(tmp_path, name="张三", clock=Clock())
    case = desk.open_event("blackout", "停电")
    desk.home.exports.write_bytes(b"in the way")
    twins = Twins(desk)
    twins.write_all()
    twins.write_all()
    assert len([f for f in desk.findings if "纸面备份没有写成" in f]) == 1
    assert desk.do(case.id, c.Note("照常"))
    desk.close()


def test_a_broken_template_is_a_sentence_and_the_word_file_is_there(tmp_path: Path) -> None:
    """An office's own template that cannot be used is named with its line; the Word form is written all the same."""
    desk, case, _ = night(tmp_path, drill=False, words="")
    own = tmp_path / "templates"
    own.mkdir()
    (own / "twin.html.j2").write_text("{{ twin.nothing }}\n{% if %}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"模板 twin\.html\.j2:2 不能用"):
        write_twin(desk, case)
    assert (desk.home.exports / f"纸面备份_{case.id}.docx").stat().st_size > 1000
    desk.close()
