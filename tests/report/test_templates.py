"""An office's own templates: used where they are whole, named in one sentence with the place where they are not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.shared import Mm, Pt

from console.__main__ import main
from console.desk.case import Case
from console.desk.desk import Desk
from console.report.docx_file import docx_bytes
from console.report.formats import OWN_WORD
from console.report.saving import paper_bytes
from console.report.situation import situation_of
from console.report.written import written_report

from .conftest import Clock

Night = tuple[Desk, Case, Clock]


def red_head(path: Path) -> Path:
    """A template with a red head, a place for the text, a foot and margins of its own."""
    document = docx.Document()
    document.sections[0].left_margin = Mm(31)
    head = document.add_paragraph("红河州应急值班")
    head.runs[0].font.size = Pt(40)
    broken = document.add_paragraph("签发人：")
    for piece in ("{{签", "发人", "}}"):
        broken.add_run(piece)
    document.add_paragraph("{{正文}}")
    document.add_paragraph("印发：{{单位}} {{日期}}")
    document.save(str(path))
    return path


def test_what_stands_around_the_text_of_a_template_stays(evening: Night, tmp_path: Path) -> None:
    """Head, foot and margins are the office's, the names are filled in, the paper stands in its place."""
    _, case, _ = evening
    paper = written_report(situation_of(case))
    made: Any = docx.Document(io.BytesIO(docx_bytes(paper, red_head(tmp_path / OWN_WORD))))
    texts = [line.text for line in made.paragraphs]
    assert texts[0] == "红河州应急值班"
    assert texts[1] == "签发人："
    assert texts[-1] == f"印发：{paper.office} 2026年11月24日"
    assert "一、基本情况" in texts
    assert not any("{{" in text for text in texts)
    assert sum(text.startswith("签发人") for text in texts) == 1
    assert round(made.sections[0].left_margin.mm) == 31


def test_of_a_template_without_that_place_the_styles_are_taken(evening: Night, tmp_path: Path) -> None:
    """Its text is dropped, the page is that of the form, a style of the form's name is used as it is."""
    _, case, _ = evening
    document = docx.Document()
    document.add_paragraph("旧文")
    document.styles.add_style("公文正文", 1).font.size = Pt(15)
    document.save(str(tmp_path / OWN_WORD))
    made: Any = docx.Document(io.BytesIO(paper_bytes(written_report(situation_of(case)), "docx", tmp_path)))
    assert all(line.text != "旧文" for line in made.paragraphs)
    assert made.styles["公文正文"].font.size == Pt(15)
    assert round(made.sections[0].top_margin.mm) == 37


def test_a_drill_says_so_in_an_offices_own_template_too(drill: Night, tmp_path: Path) -> None:
    """Watermark and sentences do not depend on the template."""
    _, case, _ = drill
    data = docx_bytes(written_report(situation_of(case)), red_head(tmp_path / OWN_WORD))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        heads = [archive.read(n).decode() for n in archive.namelist() if "header" in n and n.endswith(".xml")]
        assert all("演练" in head and "textpath" in head for head in heads)
        assert heads
        assert "这是一次演练" in archive.read("word/document.xml").decode()


def broken(path: Path, how: str) -> None:
    """A Word template that is broken in one of the ways that happen."""
    if how == "words":
        path.write_text("不是 Word", encoding="utf-8")
    elif how == "folder":
        path.mkdir()
    else:
        whole = red_head(path).read_bytes()
        if how == "cut":
            path.write_bytes(whole[: len(whole) // 2])
            return
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(path, "w") as new:
            for name in old.namelist():
                if how != "empty" or name != "word/document.xml":
                    new.writestr(name, old.read(name)[: 300 if name == "word/document.xml" and how == "xml" else None])


@pytest.mark.parametrize("how", ["words", "folder", "cut", "xml", "empty"])
def test_a_broken_word_template_is_told_in_one_sentence_with_its_name(
    how: str, evening: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a screen nor a verb ends in a traceback; the file is named, and what to do."""
    desk, case, _ = evening
    own = desk.home.templates
    own.mkdir()
    broken(own / OWN_WORD, how)
    with pytest.raises(ValueError, match=r"模板 .*report\.docx.*自己的模板"):
        paper_bytes(written_report(situation_of(case)), "docx", own)
    arguments = ["--home", str(desk.home.root), "log", "export", case.id, "--format", "docx", "-o", str(tmp_path / "x.docx")]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "report.docx" in said
    assert not (tmp_path / "x.docx").exists()


FAULTS = {
    "unfinished": "<p>好</p>\n{% for x in %}\n",
    "unknown name": "<p>好</p>\n{{ papr.title }}",
    "wrong sum": "<p>好</p>\n{{ paper.title + 3 }}",
    "out of the sandbox": "<p>好</p>\n{{ paper.__class__.__mro__ }}",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_page_template_is_told_with_its_line(
    fault: str, evening: Night, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line of the fault stands in the one sentence; a whole one is used by verbs as well."""
    desk, case, _ = evening
    own = desk.home.templates
    own.mkdir()
    arguments = ["--home", str(desk.home.root), "log", "export", case.id, "--format", "html", "-o", str(tmp_path / "x.html")]
    (own / "paper.html.j2").write_text(FAULTS[fault], encoding="utf-8")
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "paper.html.j2:2" in said
    assert len(said.splitlines()) == 1
    (own / "paper.html.j2").write_text("<p>本单位：{{ paper.title }}</p>", encoding="utf-8")
    assert main(arguments) == 0
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<p>本单位：")
