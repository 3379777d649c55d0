"""`duty contacts`: nothing is taken before --yes, everything doubtful is told, exit statuses tell scripts."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from console.__main__ import main

TABLE = "通讯录,,\n单位,姓名,手机\n州公安局,张三,13900000001\n水厂,=1+1 \x1b[2J,12\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and a table beside it."""
    monkeypatch.setenv("DUTY_HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir(mode=0o700)
    (tmp_path / "表.csv").write_text(TABLE, encoding="gb18030")
    return tmp_path / "home"


def said(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    """Run a verb: exit status, standard output, standard error."""
    status = main(("contacts", *argv))
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_an_import_is_looked_at_then_taken_then_found_the_same(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --yes and with --check nothing is written; with it the file is there; once more changes nothing."""
    table = str(home.parent / "表.csv")
    for more in ((), ("--check",)):
        status, out, _ = said(capsys, "import", table, *more)
        assert (status, (home / "contacts.toml").exists()) == (1, False)
        assert "第4行：手机「12」" in out
        assert "\x1b" not in out
    status, out, _ = said(capsys, "import", table, "--yes")
    assert status == 0
    assert "已收2条" in out
    assert len(tomllib.loads((home / "contacts.toml").read_text(encoding="utf-8"))["contacts"]) == 2
    status, out, _ = said(capsys, "import", table, "--yes")
    assert (status, "没有要收" in out) == (0, True)


@pytest.mark.usefixtures("home")
def test_the_list_in_lines_and_as_json(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each contact with its body's name and standing; words are shown harmless."""
    said(capsys, "import", str(home.parent / "表.csv"), "--yes")
    status, out, _ = said(capsys, "list")
    assert (status, "\x1b" in out, "州公安局" in out, "待核对" in out) == (0, False, True, True)
    rows = [json.loads(line) for line in said(capsys, "list", "--json")[1].splitlines()]
    assert [(row["body"], row["body_name"], row["standing"]) for row in rows] == [("police", "州公安局", "久未核对"), ("水厂", "水厂", "待核对")]


def test_a_faulty_list_is_told_by_line_and_not_written_over(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """check and list end with 1 and name the line; an import is refused with 2 and the bytes stay."""
    text = "[[contacts]]\nbody = 1\n"
    (home / "contacts.toml").write_text(text, encoding="utf-8")
    status, out, _ = said(capsys, "check")
    assert (status, "contacts.toml:2" in out) == (1, True)
    status, _, err = said(capsys, "list")
    assert (status, "contacts.toml:2" in err) == (1, True)
    status, _, err = said(capsys, "import", str(home.parent / "表.csv"), "--yes")
    assert (status, len(err.splitlines())) == (2, 1)
    assert (home / "contacts.toml").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("home")
def test_what_cannot_be_read_is_one_line_and_the_template_holds_no_contact(capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is not there ends with 2; the template is an empty list; check counts the plans' bodies."""
    status, out, err = said(capsys, "import", "/nirgends.xlsx")
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    status, out, _ = said(capsys, "template")
    assert (status, tomllib.loads(out)) == (0, {})
    status, out, _ = said(capsys, "check")
    assert (status, "联系人0条" in out) == (0, True)
