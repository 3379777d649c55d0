"""A verb on a PC whose clock cannot be right: it writes, and says so in one sentence on standard error."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from console.__main__ import main
from console.desk.clock import SystemClock
from console.desk.desk import Desk
from console.incident.times import CHINA

RIGHT = datetime(2026, 11, 28, 16, 34, 31, tzinfo=CHINA)


@pytest.fixture
def pc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """A home of its own, and a PC whose clock shows what `now` says."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path))
    shown = {"now": RIGHT}
    monkeypatch.setattr(SystemClock, "now", lambda _self: shown["now"])
    return shown


def verb(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Exit status, standard output, standard error."""
    status = main(argv)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


@pytest.mark.parametrize(("off", "word"), [(timedelta(hours=-8), "早 8小时"), (timedelta(days=-6540), "早 6540天"), (timedelta(days=400), "晚 400天")])
def test_it_writes_and_says_it_in_one_sentence_with_the_years(
    pc: dict[str, datetime], tmp_path: Path, capsys: pytest.CaptureFixture[str], off: timedelta, word: str
) -> None:
    """Exit 0, the entry is the last of the log; what was written so vouches for nothing: the next verb says it again."""
    status, event, err = verb(capsys, "log", "open", "--plan", "blackout", "--title", "x")
    assert (status, err) == (0, "")
    pc["now"] = RIGHT + off
    for _ in range(2):
        status, out, err = verb(capsys, "log", "add", event.strip(), "电话来报")
        log = (tmp_path / "events" / event.strip() / "log.jsonl").read_text(encoding="utf-8").splitlines()
        assert status == 0
        assert out.split()[1] == json.loads(log[-1])["hash"]
        assert err.count("\n") == 1
        assert f"{RIGHT + off:%Y-%m-%d %H:%M}" in err and "2026-11-28 16:34" in err and word in err
    assert sum('"kind":"clock_doubt"' in line for line in log) == 1
    status, _, err = verb(capsys, "log", "open", "--plan", "weather", "--title", "y")
    assert status == 0 and word in err
    assert verb(capsys, "log", "verify", event.strip())[0] == 0


def test_after_the_answer_a_verb_writes_the_walls_time_and_the_doctor_says_it(
    pc: dict[str, datetime], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before: wrong, with what to do. After: a remark, until the PC is right."""
    _, event, _ = verb(capsys, "log", "open", "--plan", "blackout", "--title", "x")
    pc["now"] = RIGHT - timedelta(hours=8)
    status, out, _ = verb(capsys, "doctor")
    assert status == 1 and "电脑时钟 2026-11-28 08:34 比上次记下的 2026-11-28 16:34 早 8小时" in out
    desk = Desk(tmp_path)
    desk.answer_clock(RIGHT + timedelta(minutes=5))
    desk.close()
    pc["now"] += timedelta(seconds=1)
    _, out, err = verb(capsys, "log", "add", event.strip(), "电话来报")
    assert "电脑慢8小时05分" in err
    last = json.loads((tmp_path / "events" / event.strip() / "log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert last["at"] == "2026-11-28T16:39:32+08:00"
    assert "电脑慢8小时05分" in verb(capsys, "doctor")[1]
    pc["now"] = RIGHT + timedelta(minutes=6)
    assert "可能已经拨准" in verb(capsys, "doctor")[1]
