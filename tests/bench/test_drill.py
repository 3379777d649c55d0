"""A drill at 60 times speed keeps up: nothing is late, and a key is answered as soon as at normal speed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from console.desk.home import Home
from console.exercise.record import Record, run_ids
from console.incident.times import instant

from .test_keys import Typist, median_echo

pytestmark = [pytest.mark.bench, pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")]

HEAD = """
[scenario]
id = "fast"
title = "快"
difficulty = 1
minutes = 600
start = "02:00"
objectives = ["快"]
opening = "开始"

[[events]]
id = "grid"
plan = "blackout"
title = "停电"

[[voices]]
id = "li"
name = "李"
unit = "局"

[[goals]]
kind = "readback"
event = "grid"
points = 1
"""
INJECT = """
[[injects]]
id = "m{0}"
at = "{0:02d}:00"
channel = "fax"
voice = "li"
event = "grid"
words = ["第{0}件"]
"""
INJECTS = 15


def begun(folder: Path, speed: int) -> Typist:
    """A drill with an inject every minute, on its intake screen with the cursor in the first figure."""
    path = folder / "fast.toml"
    path.write_text(HEAD + "".join(INJECT.format(n) for n in range(1, INJECTS + 1)), encoding="utf-8")
    typist = Typist("-m", "console", "--home", str(folder / "home"), "drill", "start", str(path), "--speed", str(speed))
    typist.press("", 2.0)
    typist.press("\x1b[21~", 0.5)
    typist.press("\x0e", 0.8)
    typist.press("\r\r", 1.0)
    typist.press("\x1b[21~", 0.5)
    return typist


def test_keys_and_injects_keep_up_at_sixty_times(tmp_path: Path) -> None:
    """A key at 60 times takes at most twice as long as at normal speed; no inject is a second of drill time a minute late."""
    medians = {}
    for speed in (1, 60):
        folder = tmp_path / str(speed)
        folder.mkdir()
        typist = begun(folder, speed)
        medians[speed] = median_echo(typist)
        if speed == 60:
            typist.press("", 8.0)
        typist.close()
    home = Home(tmp_path / "60" / "home")
    record = Record(home.runs / run_ids(home)[-1], write=False)
    sent = [e for e in record.entries if e.kind == "inject" and e.data["what"] == "sent"]
    late = [(instant(e.at) - instant(e.event_at)).total_seconds() for e in sent]
    record.close()
    assert len(late) >= 10
    assert max(late) <= 1
    assert medians[60] <= 2 * medians[1]
