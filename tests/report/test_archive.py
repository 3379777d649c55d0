"""The archive: everything of one event, proved by hashes, readable without the console, whole or absent."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from lxml import html

from console.__main__ import main
from console.desk.archiving import archive_event
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.journal.verify import verify
from console.report.situation import situation_of
from console.report.told import facts_told
from console.report.written import written_report

from .conftest import HOSTILE, Clock, night

Night = tuple[Desk, Case, Clock]
TOOL = Path(__file__).resolve().parents[2] / "data" / "tools" / "verify_log.py"


def left_behind(out: Path) -> list[str]:
    """Everything in a folder but whole archives."""
    return [path.name for path in out.iterdir() if path.name.startswith(".")]


def test_the_archive_holds_everything_and_the_hash_of_each(evening: Night, tmp_path: Path) -> None:
    """Log byte for byte, seal and key, papers in three forms, tables, TOML, timeline, reader; all hashed; zip the same."""
    desk, case, _ = evening
    paper = written_report(situation_of(case))
    told = facts_told(situation_of(case))
    desk.do(case.id, c.SendPaper("首报", 0, paper.text + "\n改过的一句。", paper.text, ("州政府",), "传真", "收", "签", told))
    made = archive_event(desk, case, tmp_path / "out")
    names = {path.name for path in made.folder.iterdir()}
    assert {"log.jsonl", "seal.json", "seal.pub", "event.toml", "timeline.svg", "日志.csv", "日志.xlsx", "verify_log.py",
            "index.html", "manifest.json"} <= names  # fmt: skip
    for word in ("电话稿", "首报_送出", "首报_原稿", "启动响应通知", "电话记录单", "任务通知", "大事记", "处置评估报告"):
        assert {name.rpartition(".")[2] for name in names if word in name} == {"docx", "html", "md"}, word
    assert (made.folder / "log.jsonl").read_bytes() == case.journal.path.read_bytes()
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {f["name"] for f in manifest["files"]} == names - {"manifest.json"}
    for row in manifest["files"]:
        data = (made.folder / row["name"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (row["bytes"], row["sha256"])
    with zipfile.ZipFile(made.zip) as packed:
        assert packed.testzip() is None
        assert {name: packed.read(f"{made.folder.name}/{name}") for name in names} == {
            name: (made.folder / name).read_bytes() for name in names
        }
    assert left_behind(tmp_path / "out") == []


def test_the_archived_log_and_seal_hold_for_a_stranger(evening: Night, tmp_path: Path) -> None:
    """verify_log.py in the archive accepts log, seal and key; a changed byte it finds."""
    desk, case, _ = evening
    made = archive_event(desk, case, tmp_path / "out")
    log, key = made.folder / "log.jsonl", (made.folder / "seal.pub").read_text().strip()
    command = [sys.executable, str(made.folder / "verify_log.py"), str(log), "--seal", str(made.folder / "seal.json"), "--key", key]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    assert key in made.seal
    log.write_bytes(log.read_bytes().replace(b"2026", b"2025", 1))
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_the_reader_asks_for_no_network_and_runs_one_script_only(evening: Night, tmp_path: Path) -> None:
    """No address outside the folder; every link leads to a file; the policy names the one script by its hash."""
    desk, case, _ = evening
    made = archive_event(desk, case, tmp_path / "out")
    text = (made.folder / "index.html").read_text(encoding="utf-8")
    page: Any = html.fromstring(text.encode())
    assert "://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert not page.xpath("//iframe | //img | //link | //object | //*[starts-with(name(@*), 'on')]")
    scripts = page.xpath("//script")
    assert len(scripts) == 1
    policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    digest = base64.b64encode(hashlib.sha256(scripts[0].text.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    for link in page.xpath("//a/@href"):
        assert (made.folder / unquote(link)).is_file()
    assert len(page.xpath("//table[@id='log']/tbody/tr")) == len(case.entries)


def test_a_drill_says_so_in_every_name_and_on_the_reader(drill: Night, tmp_path: Path) -> None:
    """Folder, zip and every file of a drill but the tool are named 演练; the reader says it at its head and end."""
    desk, case, _ = drill
    made = archive_event(desk, case, tmp_path / "out")
    assert made.folder.name.startswith("演练_")
    assert made.zip.name.startswith("演练_")
    assert all(path.name.startswith("演练_") for path in made.folder.iterdir() if path.name != "verify_log.py")
    page: Any = html.fromstring((made.folder / "演练_index.html").read_bytes())
    assert len(page.xpath("//p[@class='drill']")) == 2
    document: Any = docx.Document(str(next(made.folder.glob("*_电话稿.docx"))))
    assert "演练" in document.sections[0].header.paragraphs[0].text


@pytest.mark.parametrize("broken", ["rename", "fsync", "open"])
def test_an_archive_that_fails_leaves_the_old_one_and_no_half(
    broken: str, evening: Night, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever call of the disk fails, the archive before it stands and nothing of the new one is left."""
    desk, case, clock = evening
    out = tmp_path / "out"
    old = archive_event(desk, case, out)
    before = {path: path.read_bytes() for path in [*old.folder.iterdir(), old.zip]}
    clock.forward(1)
    count = 0

    def fails(*_: Any) -> Any:
        nonlocal count
        count += 1
        if broken == "rename" or count > 20:
            raise OSError(28, "full")
        return real(*_)

    real = getattr(desk.home.fs, broken)
    monkeypatch.setattr(desk.home.fs, broken, fails)
    with pytest.raises(OSError, match="full"):
        archive_event(desk, case, out)
    monkeypatch.undo()
    assert sorted(out.iterdir()) == sorted([old.folder, old.zip])
    assert {path: path.read_bytes() for path in before} == before


def test_what_a_killed_build_left_is_swept_by_the_next(tmp_path: Path) -> None:
    """A build that was killed leaves a hidden folder; the next one of that minute takes it away and is whole."""
    desk, case, clock = night(tmp_path / "home", drill=False, words="")
    out = tmp_path / "out"
    stem = f"事件档案_{case.id}_{clock.now():%Y%m%d-%H%M}"
    (out / f".{stem}.tmp").mkdir(parents=True)
    (out / f".{stem}.tmp" / "log.jsonl").write_bytes(b"half")
    made = archive_event(desk, case, out)
    assert made.folder == out / stem
    assert verify(made.folder / "log.jsonl").ok
    again = archive_event(desk, case, out)
    assert again.folder == out / f"{stem}_2"
    assert left_behind(out) == []
    desk.close()


def test_a_damaged_log_is_archived_as_it_is_and_said_to_be_unsealed(tmp_path: Path) -> None:
    """A log that does not verify is not signed: the archive says so and carries no seal."""
    desk, case, _ = night(tmp_path / "home", drill=False, words="")
    desk.close()
    path = case.journal.path
    path.write_bytes(path.read_bytes().replace("记一条".encode(), "改一条".encode()))
    reader = Desk(tmp_path / "home", write=False, attend=False)
    found = reader.case(case.id)
    made = archive_event(reader, found, tmp_path / "out")
    assert made.seal.startswith("没有封存")
    assert not (made.folder / "seal.json").exists()
    reader.close()


def test_the_verb_makes_it_and_says_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`duty log archive ID -o DIR` prints folder and zip; a place that refuses is one sentence and status 2."""
    desk, case, _ = night(tmp_path / "home", drill=False, words=HOSTILE)
    desk.close()
    home = ["--home", str(tmp_path / "home"), "log", "archive"]
    assert main([*home, case.id, "-o", str(tmp_path / "out")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert Path(re.sub(r" \d+个文件$", "", lines[0])).is_dir()
    assert zipfile.is_zipfile(lines[1])
    (tmp_path / "file").write_bytes(b"")
    for bad in ([case.id, "-o", str(tmp_path / "file")], ["20990101-01", "-o", str(tmp_path)], ["../..", "-o", str(tmp_path)]):
        assert main([*home, *bad]) == 2
        said = capsys.readouterr()
        assert len(said.err.splitlines()) == 1
        assert "Traceback" not in said.err
