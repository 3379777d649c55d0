"""Papers of two whole nights: what an office would not send is not in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from console.desk.archiving import papers_of
from console.desk.bulletins import of_event
from console.desk.case import Case
from console.desk.desk import Desk
from console.report.saving import paper_bytes
from console.report.situation import situation_of

from .conftest import Clock
from .nights import outage, rainstorm


@pytest.mark.parametrize("run", [outage, rainstorm])
@pytest.mark.parametrize("drill", [False, True])
def test_every_paper_of_a_whole_night_can_leave(run: Callable[..., tuple[Desk, Case, Clock]], drill: bool, tmp_path: Path) -> None:
    """Every paper of a real run of each plan becomes Word and web page, without doubled full stops or vague verbs."""
    desk, case, clock = run(tmp_path, drill=drill)
    papers = list(papers_of(situation_of(case, clock.now()), of_event(desk, case.id)))
    assert len(papers) >= 12
    for label, paper in papers:
        assert "。。" not in paper.text, label
        assert "启动或调整为" not in paper.text, label
        assert not drill or paper.heading.startswith("[演练]"), label
    for _, paper in papers[:4]:
        assert paper_bytes(paper, "docx")
        assert paper_bytes(paper, "html")
    desk.close()
