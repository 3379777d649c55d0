"""Lines off the emergency pages: each names its sheet and line, none is brought in twice."""

from __future__ import annotations

import pytest

from console.incident.entry import Entry
from console.incident.paper_lines import PaperLine, next_number, note_of, out_of_order, sheet_name, taken
from console.incident.times import Unreadable, instant

NOW = instant("2026-11-24T06:00:00+08:00")


def entry(seq: int, text: str, at: str = "2026-11-24T02:10:00+08:00", kind: str = "note") -> Entry:
    """A note as a log has it."""
    return Entry(seq, "2026-11-24T06:00:00+08:00", at, "张三", kind, {"text": text}, "", "")


def test_a_line_becomes_a_late_note_that_names_its_place() -> None:
    """The words name sheet, line and who wrote it; the time is the paper's."""
    note = note_of(PaperLine("57", "3", "0210", "=电网来电[/]", "李四"), {}, NOW)
    assert note.text == "纸面57页03行：=电网来电[/](纸上记录人：李四)"
    assert note.event_at == instant("2026-11-24T02:10:00+08:00")
    assert note_of(PaperLine("", "03行", "02:10", "事"), {}, NOW).text == "纸面03行：事"


def test_what_was_brought_in_is_read_back_from_the_log() -> None:
    """Every line that note_of writes is found again, under sheet and number, and nothing else is."""
    lines = [PaperLine(sheet, number, "0210", "事：纸面9页9行：") for sheet in ("", "57", "第58页") for number in ("1", "20")]
    log = [entry(n, note_of(line, {}, NOW).text) for n, line in enumerate(lines, 1)]
    log += [entry(90, "说到纸面57页03行：的事"), entry(91, "纸面57页04行：x", kind="correction")]
    assert set(taken(log)) == {(s, n) for s in ("", "57", "58") for n in (1, 20)}
    assert next_number("第57页", taken(log)) == "21"
    assert next_number("99", taken(log)) == "01"
    assert sheet_name(" 第５７页 ") == "57"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (PaperLine("57", "x", "0210", "事"), "编号"), (PaperLine("57", "", "0210", "事"), "编号"),
        (PaperLine("57", "1", "", "事"), "照纸上写时间"), (PaperLine("57", "1", "25点", "事"), "读不懂"),
        (PaperLine("57", "1", "0210", "  "), "什么事"), (PaperLine("57", "2", "0210", "事"), "已补录为第7条"),
        (PaperLine("57", "1", "2026-11-25 02:10", "事"), "在将来"),
    ],
)
def test_a_line_that_cannot_be_taken_in_is_one_sentence(line: PaperLine, said: str) -> None:
    """Missing, unreadable, in the future or there already: refused in words, before anything is written."""
    with pytest.raises(Unreadable, match=said):
        note_of(line, taken([entry(7, "纸面57页02行：先前的")]), NOW)


def test_a_line_earlier_than_the_one_above_is_doubted() -> None:
    """Only the line right above counts, on the same sheet."""
    known = taken([entry(7, "纸面57页02行：先前的"), entry(8, "纸面58页03行：别页", "2026-11-24T05:00:00+08:00")])
    assert "02行" in out_of_order("57", 4, instant("2026-11-24T02:05:00+08:00"), known)
    assert not out_of_order("57", 4, instant("2026-11-24T02:15:00+08:00"), known)
    assert not out_of_order("57", 1, instant("2026-11-24T01:00:00+08:00"), known)
