"""Papers drawn from a night: whole, marked, harmless, and in the form of official documents."""

from __future__ import annotations

import csv
import io
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Pt
from lxml import etree, html
from openpyxl import load_workbook

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.report.docx_file import docx_bytes
from console.report.evaluation import evaluation
from console.report.formats import FORMATS, export, templates
from console.report.notices import chronicle, level_notice, task_notice
from console.report.page import html_page, markdown_page
from console.report.paper import Paper, from_text
from console.report.phone_record import phone_record
from console.report.situation import Situation, known_figures, situation_of
from console.report.spoken import PER_MINUTE, seconds_to_read, spoken_script
from console.report.told import facts_told
from console.report.wording import figure_words
from console.report.written import next_kind, written_report

from .conftest import Clock

Night = tuple[Desk, Case, Clock]
DRAFTS: dict[str, Callable[[Situation], Paper]] = {
    "record": phone_record, "notice": level_notice, "tasks": task_notice, "one": lambda s: task_notice(s, "police"),
    "chronicle": chronicle, "evaluation": evaluation, "report": written_report,
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_a_script_takes_at_most_a_minute_and_says_what_is_not_known(evening: Night) -> None:
    """The spoken script has at most 60 seconds, tells figures with their state and unknowns as 正在核实."""
    desk, case, clock = evening
    many = [c.SetFigure(path, 70000, "", "来源" * 9) for path in ("grid_customers", "grid_customers_out")]
    desk.do(case.id, *many, c.TakeDown("cause", ""))
    script = spoken_script(situation_of(case, clock.now()), case.plan.milestone("county-phone"))
    assert seconds_to_read(script) <= 60 * 1.05
    assert "正在核实" in script
    assert "未核实" in script or "其余见书面报告" in script
    assert PER_MINUTE == 240


def test_a_first_report_holds_all_eight_items_of_the_plan(evening: Night) -> None:
    """首报 has every item of 5.1, and flags what is missing (with its clause) or not verified."""
    _, case, _ = evening
    paper = written_report(situation_of(case))
    assert paper.kind == "首报"
    assert len(case.plan.report_items) == 8
    for item in case.plan.report_items:
        assert f"{item.label}：" in paper.text
    assert {flag.kind for flag in paper.flags} >= {"missing", "unverified"}


def test_the_next_report_says_only_what_changed_and_corrects_by_name(evening: Night) -> None:
    """续报一 names the old and the new figure, and does not tell the rest again; 续报二 follows."""
    desk, case, clock = evening
    first = written_report(situation_of(case))
    desk.do(case.id, c.SendPaper("首报", 1, first.text, received_by="周强", signed_by="王建国", figures=facts_told(situation_of(case))))
    clock.forward(10)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 900, "900", "调度", "verified"))
    second = written_report(situation_of(case, clock.now()))
    assert second.kind == "续报一"
    assert "首报「红河电网减供负荷700兆瓦」更正为「红河电网减供负荷900兆瓦」" in second.text
    assert "1500" not in second.text.partition("二、")[0]
    desk.do(case.id, c.SendPaper("续报一", 1, second.text, received_by="周强", signed_by="王建国", figures=facts_told(situation_of(case))))
    assert next_kind(case.state) == ("续报二", 2)


@pytest.mark.parametrize("name", DRAFTS)
def test_every_paper_is_a_sound_word_file_and_a_sound_page(name: str, evening: Night) -> None:
    """Every draft becomes XML that parses and a page without a script, whatever was typed."""
    _, case, _ = evening
    paper = DRAFTS[name](situation_of(case))
    with zipfile.ZipFile(io.BytesIO(docx_bytes(paper))) as archive:
        for member in archive.namelist():
            if member.endswith(".xml"):
                etree.fromstring(archive.read(member))
    page: Any = html.fromstring(html_page(paper, templates()))
    assert not page.xpath("//script | //iframe | //img | //link | //*[@onclick]")
    assert not [link for _, _, link, _ in page.iterlinks() if "://" in link]
    assert "\x1b" not in markdown_page(paper)
    assert "<script" not in markdown_page(paper)


def test_the_word_file_has_the_form_of_an_official_document(evening: Night) -> None:
    """A4 and its margins; 22 exact lines of 28; title 22 pt, body 16 pt; fonts with stand-ins; numbers outside."""
    _, case, _ = evening
    data = docx_bytes(written_report(situation_of(case)))
    document: Any = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    assert [round(margin.mm, 1) for margin in margins] == [37, 26, 35, 28]
    body, title = document.styles["公文正文"], document.styles["公文标题"]
    assert (body.font.size, title.font.size) == (Pt(16), Pt(22))
    assert body.paragraph_format.line_spacing == Pt(28.95)
    assert int((section.page_height - section.top_margin - section.bottom_margin) / Pt(28.95)) == 22
    narrow = int(body.element.rPr.find(f"{W}spacing").get(f"{W}val")) / 20
    assert int((section.page_width - section.left_margin - section.right_margin) / Pt(16 + narrow)) == 28
    styles = ("公文正文", "公文标题", "公文一级", "公文二级")
    faces = [document.styles[s].element.rPr.rFonts.get(f"{W}eastAsia") for s in styles]
    assert faces == ["仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        table: Any = etree.fromstring(archive.read("word/fontTable.xml"))
        stand_ins = {f.get(f"{W}name"): f.find(f"{W}altName").get(f"{W}val") for f in table}
        feet = [archive.read(n).decode() for n in archive.namelist() if "footer" in n and n.endswith(".xml")]
    assert stand_ins["仿宋_GB2312"] == "仿宋"
    assert stand_ins["方正小标宋简体"] == "宋体"
    assert len(feet) == 2
    assert all("PAGE" in foot and "- " in foot for foot in feet)
    assert {"right" in foot for foot in feet} == {True, False}


def test_no_cell_of_a_table_runs_as_a_formula(evening: Night) -> None:
    """In CSV no cell begins with a formula sign; in XLSX every cell is text."""
    _, case, _ = evening
    situation = situation_of(case)
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](situation).decode("utf-8-sig"))))
    assert len(rows) == len(case.entries) + 1
    signs = set("=+-@\t\r＝＋－＠")
    assert not [cell for row in rows for cell in row if cell[:1] in signs]  # these signs are meant
    book = load_workbook(io.BytesIO(FORMATS["xlsx"](situation)))
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "inlineStr"}
    assert book["日志"].max_row == len(case.entries) + 1


def test_every_format_carries_the_last_hash(evening: Night) -> None:
    """A cut at the end of the log is found later: each export of text names the head."""
    _, case, _ = evening
    for name in ("jsonl", "csv", "md", "html", "toml"):
        assert case.head in FORMATS[name](situation_of(case)).decode("utf-8-sig"), name


def test_the_jsonl_export_is_the_log_byte_for_byte(evening: Night) -> None:
    """What verify accepts in the folder it accepts in the export."""
    _, case, _ = evening
    assert FORMATS["jsonl"](situation_of(case)) == case.journal.path.read_bytes()


def test_the_toml_export_can_be_read_back(evening: Night) -> None:
    """The whole event parses as TOML and counts the same entries."""
    _, case, _ = evening
    read = tomllib.loads(FORMATS["toml"](situation_of(case)).decode())
    assert read["event"]["entries"] == len(read["log"]) == len(case.entries)


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_that_fails_leaves_the_old_file(
    name: str, evening: Night, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where the new file cannot be put in place the old one stands, and no half of the new one."""
    _, case, _ = evening
    target = tmp_path / "out" / f"event.{name}"
    target.parent.mkdir()
    target.write_bytes(b"old")

    def broken(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("os.replace", broken)
    monkeypatch.setattr("os.rename", broken)
    with pytest.raises(OSError, match="full"):
        export(case, name, target)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("name", DRAFTS)
def test_every_paper_of_a_drill_says_so(name: str, drill: Night) -> None:
    """演练 stands in file name, title, header, watermark, page and text of every paper of a drill."""
    _, case, _ = drill
    paper = DRAFTS[name](situation_of(case))
    assert paper.file_stem.startswith("演练")
    assert paper.text.startswith("这是一次演练")
    assert html_page(paper, templates()).count("演练") >= 3
    with zipfile.ZipFile(io.BytesIO(docx_bytes(paper))) as archive:
        heads = [archive.read(n).decode() for n in archive.namelist() if "header" in n and n.endswith(".xml")]
    assert len(heads) == 2
    assert all("演练" in head and "textpath" in head for head in heads)


def test_every_export_of_a_drill_says_so(drill: Night, tmp_path: Path) -> None:
    """Every export of a drill says 演练 in its name and its content; the spoken script begins and ends with it."""
    _, case, _ = drill
    for name in FORMATS:
        path = export(case, name, tmp_path)
        assert path.name.startswith("演练")
        if name not in ("docx", "xlsx", "jsonl"):
            assert "演练" in path.read_text(encoding="utf-8-sig")
    script = spoken_script(situation_of(case))
    assert script.startswith("这是一次演练")
    assert script.endswith("这是一次演练。")


def test_an_edited_text_keeps_title_paragraphs_and_the_mark_of_a_drill(drill: Night) -> None:
    """What the officer edits becomes the paper; the drill's mark cannot be edited away."""
    _, case, _ = drill
    paper = written_report(situation_of(case))
    edited = from_text(paper, "新标题\n第一段。\n一、小标题")
    assert edited.title == "新标题"
    assert [(p.text, p.style) for p in edited.blocks] == [("第一段。", "body"), ("一、小标题", "head1")]  # type: ignore[union-attr]  # only paragraphs are left
    assert edited.text.startswith("这是一次演练")


def test_no_figure_is_told_twice_and_words_that_changed_are_told(evening: Night) -> None:
    """The first report has each figure once; the next one says what became of the words too."""
    desk, case, clock = evening
    first = situation_of(case, clock.now())
    paper = written_report(first)
    for path, figure in known_figures(first):
        assert paper.text.count(figure_words(first, path, figure)) == 1
    desk.do(case.id, c.SendPaper(paper.kind, 1, paper.text, received_by="周强", signed_by="王建国", figures=facts_told(first)))
    desk.do(case.id, c.TakeDown("trend", "雨停了，正在恢复"), c.TakeDown("losses", "约20万元"))
    follow = written_report(situation_of(case, clock.now()))
    assert follow.kind == "续报一"
    assert "发展趋势更新为：雨停了，正在恢复" in follow.text
    assert "经济损失：约20万元" in follow.text
    assert "先期处置更新为" not in follow.text
