"""The timeline as a picture: sound SVG and a sound metafile, in the Word file too, whatever was typed."""

from __future__ import annotations

import io
import struct
import zipfile
from itertools import pairwise
from typing import Any

import docx
from lxml import etree

from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.report.docx_file import docx_bytes, title_lines
from console.report.drawing import Box, Dot, Drawing, Stroke, Words
from console.report.evaluation import evaluation
from console.report.notices import level_notice
from console.report.situation import situation_of
from console.report.timeline import timeline
from console.report.written import written_report
from console.words import cells

from .conftest import HOSTILE, Clock

Night = tuple[Desk, Case, Clock]


def records(data: bytes) -> list[int]:
    """The kinds of the records of a metafile, each of which fills its length."""
    found, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        assert size >= 8
        assert size % 4 == 0
        found.append(kind)
        at += size
    assert at == len(data)
    return found


def test_a_drawing_is_a_sound_metafile_and_sound_svg() -> None:
    """Header first, end last, as many records and bytes as the header says; hostile words break neither form."""
    drawing = Drawing(700, 100, (Stroke(1, 2, 3, 4, dashed=True), Box(1, 1, 5, 5, "#102030"), Dot(9, 9, 3), Words(2, 50, HOSTILE + "中😀")))
    data = drawing.emf(156)
    kinds = records(data)
    assert (kinds[0], kinds[-1]) == (1, 14)
    size, count = struct.unpack_from("<II", data, 48)
    assert (size, count) == (len(data), len(kinds))
    assert data[40:44] == b" EMF"
    frame = struct.unpack_from("<4i", data, 24)
    assert frame == (0, 0, 15600, round(15600 / 7))
    root = etree.fromstring(drawing.svg.encode("utf-8", "backslashreplace"))
    assert not [e for e in root.iter() if str(e.tag).endswith("script")]


def test_the_timeline_shows_early_late_and_missing(evening: Night) -> None:
    """Each report is there with how it went; the levels with their clock time; the marks stay within the picture."""
    desk, case, clock = evening
    clock.forward(60)
    desk.do(case.id, c.GiveReport("county-written", "赵六", "传真", late_reason="核实"))
    drawing = timeline(situation_of(case, clock.now()))
    words = [shape.text for shape in drawing.shapes if isinstance(shape, Words)]
    assert any("早" in text for text in words)
    assert any("迟" in text and "分钟" in text for text in words)
    assert "未登记" in words
    assert "02:14 启动 II级" in words
    for shape in drawing.shapes:
        if isinstance(shape, Words):
            assert 0 <= shape.x <= drawing.width
            assert 0 <= shape.y <= drawing.height


def test_the_picture_stands_in_the_word_file(evening: Night) -> None:
    """The evaluation's Word file holds the timeline as a metafile with words for those who cannot see it."""
    _, case, _ = evening
    with zipfile.ZipFile(io.BytesIO(docx_bytes(evaluation(situation_of(case))))) as archive:
        names = [name for name in archive.namelist() if name.endswith(".emf")]
        assert len(names) == 1
        assert records(archive.read(names[0]))[-1] == 14
        assert "image/x-emf" in archive.read("[Content_Types].xml").decode()
        assert "时间线" in archive.read("word/document.xml").decode()


def test_a_long_title_is_set_in_even_lines_and_keeps_its_words_whole() -> None:
    """No line of a title is over twenty characters or ends in a lonely sign; numbers and names are not broken."""
    assert title_lines("关于启动大面积停电II级应急响应的通知") == ["关于启动大面积停电II级应急响应的通知"]
    assert title_lines("关于蒙自市等3个县市大面积停电事件的续报一") == ["关于蒙自市等3个县市", "大面积停电事件的续报一"]
    for title in ("[演练] 关于启动大面积停电II级应急响应的通知", "很" * 90, "220千伏" * 20):
        found = title_lines(title)
        assert "".join(found) == title
        assert all(cells(line) <= 40 for line in found)


def test_the_word_file_names_its_signer_and_says_nothing_of_the_program(evening: Night) -> None:
    """签发人 above a report, 签发 below a notice, with room where nobody signed; the file's own data are the office's."""
    _, case, clock = evening
    report: Any = docx.Document(io.BytesIO(docx_bytes(written_report(situation_of(case, clock.now())))))
    texts = [p.text for p in report.paragraphs]
    assert texts[0].startswith("签发人：")
    core = report.core_properties
    assert core.author == "州大面积停电事件应急指挥部办公室"
    assert "python" not in f"{core.author}{core.title}{core.comments}{core.last_modified_by}"
    assert core.created.year == 2026
    notice: Any = docx.Document(io.BytesIO(docx_bytes(level_notice(situation_of(case)))))
    assert [p for p in notice.paragraphs if p.text.startswith("签发：")]
    last = next(p for p in notice.paragraphs if p.text == "特此通知。")
    assert last.paragraph_format.keep_with_next
    office, date = next((a, b) for a, b in pairwise(notice.paragraphs) if b.text == "2026年11月24日")
    centres = [p.paragraph_format.right_indent.pt / 16 + cells(p.text) / 4 for p in (office, date)]
    assert abs(centres[0] - centres[1]) < 0.1
