"""Lines are broken as Chinese lines are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from console.tui.widgets.line import folded
from console.words import cells
from console.wrap import spans, wrap

LINE = "II级 附录1 三.1: 红河电网减供负荷比例 46.7%(700/1500 MW),达到40%以上、不足60%;云南电网「严重波及」红河州(6.2)。"


@pytest.mark.parametrize("width", range(12, 100))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(width: int) -> None:
    """At any width, with marks of full and of half width."""
    lines = wrap(LINE, width)
    assert all(cells(line) <= width for line in lines)
    assert not [line for line in lines[1:] if line[0] in "，。、；：）」%,.;:)"]
    assert not [line for line in lines[:-1] if line[-1] in "（「(["]


@pytest.mark.parametrize("width", range(16, 100))
def test_a_number_stays_whole_and_with_its_unit(width: int) -> None:
    """「46.7%」, 「1500 MW」 and 「II级」 are never torn."""
    told = "\n".join(wrap(LINE, width))
    assert all(whole in told for whole in ("46.7%", "1500 MW", "II级", "40%", "60%"))


def test_what_fits_is_left_alone_and_line_feeds_are_kept() -> None:
    """A paragraph that fits is one line; an empty one stays."""
    assert wrap("甲乙\n\n丙", 4) == ["甲乙", "", "丙"]
    assert wrap("甲乙丙丁", 8, 2) == ["甲乙丙丁"]


def test_later_lines_of_a_paragraph_are_set_in_and_have_less_room() -> None:
    """The indent counts towards the width."""
    assert wrap("甲乙丙丁戊己", 8, 2) == ["甲乙丙丁", "  戊己"]
    assert wrap("甲乙丙丁戊\n己庚辛壬癸", 8, 2) == ["甲乙丙丁", "  戊", "己庚辛壬", "  癸"]


def test_a_word_without_any_break_is_broken_where_the_line_is_full() -> None:
    """A hash or a run of full stops does not leave the window."""
    assert wrap("0123456789abcdef", 6) == ["012345", "6789ab", "cdef"]
    assert wrap("。" * 5, 4) == ["。。", "。。", "。"]


@given(st.text(alphabet=st.sampled_from("甲，。「」()1.5% aMW级\n：;、"), max_size=80), st.integers(4, 30), st.integers(0, 2))
def test_nothing_is_lost_but_blanks_and_line_feeds(text: str, width: int, indent: int) -> None:
    """The lines in a row are the text; each fits."""
    lines = wrap(text, width, indent)
    assert all(cells(line) <= width for line in lines)
    strip = str.maketrans("", "", " \n")
    assert "".join(lines).translate(strip) == text.translate(strip)
    assert len(spans(text, width, indent)) == len(lines)


def test_styled_words_keep_their_styles_over_a_break() -> None:
    """The same rules for what is painted in several styles."""
    styled = Content.styled("红河电网减供", "bold") + Content("，达到百分之四十。")
    lines = folded(styled, 12)
    assert lines.plain == "红河电网减\n供，达到百分\n之四十。"
    assert any(str(span.style) == "bold" and span.end > 5 for span in lines.spans)
