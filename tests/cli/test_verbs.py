"""The verbs of the contract: what they print, how they end, and that nothing is said before it is true."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.__main__ import main
from console.desk.clock import SystemClock
from console.desk.desk import Desk
from console.incident.times import instant


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path))
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Run a verb: exit status, standard output, standard error."""
    status = main(argv)
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def opened(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """Open an event without a screen; its id."""
    status, out, err = said(capsys, "log", "open", "--plan", "blackout", "--title", "x [/] \x1b[2J", *more)
    assert (status, err) == (0, "")
    return out.strip()


@pytest.mark.usefixtures("home")
def test_milestones_come_in_order_of_target_with_the_documents_minutes(capsys: pytest.CaptureFixture[str]) -> None:
    """Eight lines from 10 to 50 minutes; limits 105, 120, 135, 150 for what is written, null for the phone."""
    status, out, _ = said(capsys, "milestones", "--plan", "blackout", "--t0", "2026-11-23T02:00:00+08:00")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [row["target"][11:16] for row in rows] == ["02:10", "02:15", "02:20", "02:25", "02:35", "02:40", "02:45", "02:50"]
    assert [row["limit"] and row["limit"][11:16] for row in rows] == [None] * 4 + ["03:45", "04:00", "04:15", "04:30"]
    assert [row["clause"] for row in rows] == ["5.1", "5.2", "5.3", "5.4"] * 2


def test_an_added_entry_is_printed_once_it_is_on_the_disk(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`SEQ HASH` of the entry whose line is the last of the log; verify agrees and names the same hash."""
    event = opened(capsys)
    status, out, _ = said(capsys, "log", "add", event, "记一条", "--event-at", "-30")
    seq, digest = out.split()
    last = json.loads((home / "events" / event / "log.jsonl").read_bytes().splitlines()[-1])
    assert (status, last["seq"], last["hash"]) == (0, int(seq), digest)
    assert last["event_at"] < last["at"]
    assert said(capsys, "log", "verify", event) == (0, f"{seq} entries, last hash {digest}\n", "")


@pytest.mark.parametrize("words", ["120 已到州医院", "01:20 主变跳闸", "-5 主变跳闸", " 1200  户停电 "])
def test_an_added_entry_takes_its_words_as_they_are(home: Path, capsys: pytest.CaptureFixture[str], words: str) -> None:
    """No time is read off the words of a verb; nothing is said of one."""
    event = opened(capsys)
    status, _, err = said(capsys, "log", "add", event, words)
    last = json.loads((home / "events" / event / "log.jsonl").read_bytes().splitlines()[-1])
    assert (status, err, last["data"]["text"], last["event_at"]) == (0, "", words, last["at"])


@pytest.fixture
def night(monkeypatch: pytest.MonkeyPatch) -> None:
    """The PC's clock stands at 02:12:40 on 28 November 2026."""
    monkeypatch.setattr(SystemClock, "now", lambda _clock: instant("2026-11-28T02:12:40+08:00"))


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize("typed", ["16:20:05", "27日16:20:05", "昨天16时20分5秒", "11-27 16:20:05", "2026-11-27T16:20:05+08:00", "2026-11-27T08:20:05Z"])
def test_the_time_that_was_read_is_said(home: Path, capsys: pytest.CaptureFixture[str], typed: str) -> None:
    """To the second, on standard error, in full."""
    event = opened(capsys)
    status, _, err = said(capsys, "log", "add", event, "主变跳闸", "--event-at", typed)
    last = json.loads((home / "events" / event / "log.jsonl").read_bytes().splitlines()[-1])
    assert (status, last["event_at"]) == (0, "2026-11-27T16:20:05+08:00")
    assert err == "读作 2026-11-27 16:20:05(昨天(11-27) 16:20:05，9小时52分钟前)\n"


@pytest.mark.usefixtures("night")
@pytest.mark.parametrize(("typed", "full"), [
    ("11-30 02:10", "2025-11-30 02:10"), ("30日0210", "2026-10-30 02:10"), ("02-29 02:10", "2024-02-29 02:10"), ("152340", "读不懂"),
    ("12350", "读不懂"), ("25:10", "读不懂"), ("12:61", "读不懂"), ("", "读不懂"), ("2026-11-30 02:10", "在将来"),
])  # fmt: skip
def test_a_time_that_would_be_a_guess_is_refused_with_the_full_form(home: Path, capsys: pytest.CaptureFixture[str], typed: str, full: str) -> None:
    """Nothing is written; one line says what can be."""
    event = opened(capsys)
    status, out, err = said(capsys, "log", "add", event, "主变跳闸", "--event-at", typed)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert full in err
    assert len((home / "events" / event / "log.jsonl").read_bytes().splitlines()) == 1


@pytest.mark.parametrize("at", [0, 1, 2, 3])
@pytest.mark.parametrize("joined", [False, True])
def test_the_home_is_taken_before_and_after_every_verb(home: Path, capsys: pytest.CaptureFixture[str], at: int, joined: bool) -> None:
    """`--home DIR` and `--home=DIR` name the same folder wherever they stand, but a text after `--` stays a text."""
    other = home / "elsewhere"
    option = [f"--home={other}"] if joined else ["--home", str(other)]
    words = ["log", "list", "--json"]
    event = opened(capsys, "--home", str(other))
    status, out, err = said(capsys, *words[:at], *option, *words[at:])
    assert (status, err) == (0, "")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [event]
    assert said(capsys, "log", "add", event, *option, "--", "--home")[0] == 0


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("start", ["9999-12-31T23:59:59+08:00", "0001-01-01T00:00:00+08:00", "x", "2026-11-23", "2026-11-23T02:00:00"])
def test_a_start_that_cannot_be_counted_from_is_one_line(capsys: pytest.CaptureFixture[str], start: str) -> None:
    """A time without offset, unreadable, or at either end of the calendar ends with 2 and names the argument."""
    status, out, err = said(capsys, "milestones", "--plan", "blackout", "--t0", start)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("--t0")


def test_verify_tells_the_first_bad_line_and_what_cannot_be_read(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """1 with the line where a byte was changed; 2 where there is nothing to read."""
    event = opened(capsys)
    path = home / "events" / event / "log.jsonl"
    path.write_bytes(path.read_bytes().replace(b"blackout", b"blackouu", 1))
    status, out, _ = said(capsys, "log", "verify", str(path))
    assert status == 1
    assert "第 1 行" in out
    status, _, err = said(capsys, "log", "verify", str(home / "nothing"))
    assert status == 2
    assert err.count("\n") == 1


@pytest.mark.parametrize("argv", [
    ("log", "verify", "{id}", "--head", "abc"), ("log", "seal", "{id}", "--check", "--key", "0" * 63), ("log", "seal", "nothing", "--check"),
    ("log", "verify", "{id}", "--head", ""),
])  # fmt: skip
@pytest.mark.usefixtures("home")
def test_half_a_hash_is_an_unusable_argument_and_no_verdict(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    """Status 2: an inquiry must not read that a log was cut because somebody copied too little."""
    event = opened(capsys)
    status, out, err = said(capsys, *(word.format(id=event) for word in argv))
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_bad_facts_open_no_event(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file and the fault are named; the list of events stays empty."""
    facts = home / "facts.json"
    for words in ('{"grid_load_mw": -1}', "{", '{"nope": 1}', '{"grid_load_mw": true}', "[1]"):
        facts.write_text(words, encoding="utf-8")
        status, out, err = said(capsys, "log", "open", "--plan", "blackout", "--title", "t", "--facts", str(facts))
        assert (status, out) == (2, "")
        assert "facts.json" in err
        assert err.count("\n") == 1
    assert said(capsys, "log", "list")[1] == ""


def test_the_facts_of_a_file_are_what_the_event_knows(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Figures, exact decimals and counties come in; the level of the list is still nobody's."""
    facts = home / "facts.json"
    facts.write_text('{"grid_load_mw": 1500, "grid_shed_mw": 700.5, "counties": [{"name": "蒙自市", "load_mw": 200}]}', encoding="utf-8")
    event = opened(capsys, "--facts", str(facts))
    row = json.loads(said(capsys, "log", "list", "--json")[1])
    assert {k: row[k] for k in ("id", "plan", "level", "drill")} == {"id": event, "plan": "blackout", "level": None, "drill": False}
    shown = [json.loads(line) for line in said(capsys, "log", "show", event, "--json")[1].splitlines()]
    assert {"grid_shed_mw": "700.5", "counties.蒙自市.load_mw": 200}.items() <= {
        e["data"]["path"]: e["data"]["value"] for e in shown if e["kind"] == "figure"
    }.items()  # fmt: skip


@pytest.mark.usefixtures("home")
def test_what_is_shown_to_a_terminal_holds_no_control_code(capsys: pytest.CaptureFixture[str]) -> None:
    """Hostile titles and notes are shown as they stand, harmless."""
    event = opened(capsys)
    said(capsys, "log", "add", event, "\x1b]52;c;eA==\x07 \u202e")
    for argv in (("log", "list"), ("log", "show", event)):
        out = said(capsys, *argv)[1]
        assert not set(out) & {"\x1b", "\x07", "\u202e"}


@pytest.mark.usefixtures("home")
def test_a_drill_stands_apart_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    """Its id begins with D, the list and the log say 演练."""
    event = opened(capsys, "--drill")
    assert event.startswith("D")
    assert "[演练]" in said(capsys, "log", "list")[1]
    assert said(capsys, "log", "show", event)[1].startswith("这是一次演练")


@pytest.mark.parametrize("form", ["jsonl", "csv", "md", "html", "docx", "xlsx", "toml"])
def test_every_format_is_written(home: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    """The file is there, and the last hash is told."""
    event = opened(capsys)
    target = home / f"out.{form}"
    status, out, _ = said(capsys, "log", "export", event, "--format", form, "-o", str(target))
    assert status == 0
    assert target.stat().st_size > 100
    assert "末条校验值" in out
    assert said(capsys, "log", "export", event, "--format", form, "-o", str(home / "no" / "where"))[0] == 2


@pytest.mark.parametrize("argv", [
    ("nope",), ("log",), ("log", "show", "20990101-01"), ("log", "add", "../../etc", "x"), ("milestones", "--plan", "x", "--t0", "y"),
    ("milestones", "--plan", "blackout", "--t0", "昨天"), ("classify", "--schema", "x"), ("plan", "check", "/no/such"),
    ("log", "export", "x", "--format", "pdf", "-o", "y"), ("log", "open", "--plan", "\x1b", "--title", "t"),
])  # fmt: skip
@pytest.mark.usefixtures("home")
def test_what_cannot_be_used_ends_with_two_and_one_line(capsys: pytest.CaptureFixture[str], argv: tuple[str, ...]) -> None:
    """Unusable arguments: status 2, nothing on standard output, one line on standard error, no traceback."""
    status, out, err = said(capsys, *argv)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "\x1b" not in err


def test_while_a_console_writes_a_verb_says_who(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """`add` prints nothing and ends with 1; listing and showing still work."""
    event = opened(capsys)
    monkeypatch.setattr("console.cli.desks.AT_A_CONSOLE", 0.0)
    desk = Desk(home, name="张三")
    try:
        status, out, err = said(capsys, "log", "add", event, "x")
        assert (status, out) == (1, "")
        assert "正在记录" in err
        assert said(capsys, "log", "show", event)[0] == 0
    finally:
        desk.close()


def test_many_verbs_at_once_each_record_their_own_line(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They wait for one another: each prints the place and the hash that its words have in one whole chain."""
    event, many = opened(capsys), 60 if os.environ.get("DUTY_LONG") else 6
    command = [sys.executable, "-m", "console", "log", "add", event]
    running = [subprocess.Popen([*command, f"第{n}件"], stdout=subprocess.PIPE, text=True) for n in range(many)]
    answers = [process.communicate()[0].split() for process in running]
    assert [process.returncode for process in running] == [0] * many
    lines = [json.loads(line) for line in (home / "events" / event / "log.jsonl").read_bytes().splitlines()]
    assert len(lines) == many + 1
    for n, (seq, digest) in enumerate(answers):
        found = lines[int(seq) - 1]
        assert (found["data"]["text"], found["hash"]) == (f"第{n}件", digest)
    assert said(capsys, "log", "verify", event)[0] == 0


@pytest.mark.usefixtures("home")
def test_every_clause_has_a_row_for_both_plans(capsys: pytest.CaptureFixture[str]) -> None:
    """Coverage prints a row a clause, and the shipped plans have no problem."""
    for plan in ("blackout", "weather"):
        status, out, _ = said(capsys, "plan", "coverage", plan, "--json")
        assert status == 0
        assert len(out.splitlines()) > 200
    assert said(capsys, "plan", "check")[0] == 0
