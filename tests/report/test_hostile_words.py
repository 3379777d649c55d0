"""Hostile words through every field of every command, to every format that leaves the room, and to its file names."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import os
import re
import tomllib
import typing
import zipfile
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from console.desk.archiving import archive_event
from console.desk.case import Case
from console.desk.desk import Desk
from console.desk.people import people_of
from console.incident import commands as c
from console.incident.refused import Refused
from console.plan.loader import load_shipped
from console.report.formats import FORMATS, export
from console.report.redact import redacted, redactor_of
from tests.desk.clock import FixedClock

PLAN = load_shipped("blackout")
WORDS = (
    "\x1b]52;c;aGk=\x07\x85\x9b31m", "=cmd|' /C calc'!A0", "<script>alert(1)</script><img src=x onerror=alert(1)>", "a\u2028b\u2029\u202e反转\ufeff",
    "../../etc/\0passwd", "\t=1+1", "@SUM(1)", "'''\n[x]\ny=1", "{{ 7 * 7 }}{% raw %}", "]]>&lt;", "\ud83d\ufffe\uffff\x0b", "x|y\n# 标题\n```",
    "[/][@click=app.quit]x[/]", "＝1+1", "CON", "字" * 3000,
)
SAMPLE = WORDS if os.environ.get("DUTY_LONG") else WORDS[:4]
STEER = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
FIXED: dict[str, object] = {
    "agency": PLAN.bodies[0].id, "milestone": "county-phone", "condition": PLAN.end_conditions[0].id, "step": "notified", "seq": 2,
    "task": "task:i-1", "fact": "counties", "basis": "received", "which": "judged", "certainty": "verified", "type": "task",
    "path": "grid_load_mw", "level": "II", "action": "start",
}  # fmt: skip
CALL = ("caller", "words", "callback", "place", "site_lead")
FIRST = (c.SetFigure, c.AddItem, c.ReadBack, c.FinishIntake, c.Declare)
COMMANDS = (*FIRST, *(kind for kind in vars(c).values() if isinstance(kind, type) and issubclass(kind, c.Command)
                      and kind not in (c.Command, c.TakeDown, c.Close, *FIRST)))  # fmt: skip


def filled(kind: Any, words: str) -> c.Command:
    """The command with the words in every field that takes words."""
    hints, values = typing.get_type_hints(kind), dict[str, object]()
    for field in dataclasses.fields(kind):
        hint = str(hints[field.name])
        if field.name in FIXED:
            values[field.name] = FIXED[field.name]
        elif field.name == "value":
            values["value"] = 1500
        elif field.name == "key" and kind in (c.AddItem, c.DropItem):
            values["key"] = "蒙自市"
        elif "datetime" in hint:
            if field.default is dataclasses.MISSING:
                values[field.name] = FixedClock().now()
        elif "tuple[str" in hint:
            values[field.name] = (words, words)
        elif hints[field.name] is str:
            values[field.name] = words
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            values[field.name] = True if "bool" in hint else words
    made: c.Command = kind(**values)
    return made


@pytest.fixture(params=range(len(SAMPLE)))
def night(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Desk, Case, str]:
    """An event in which every field holds the words."""
    words, clock = SAMPLE[request.param], FixedClock()
    desk = Desk(tmp_path / "home", name=words, clock=clock)
    case = desk.open_event("blackout", words)
    desk.do_room("on_duty", {"name": words[:90], "leader": words[:90]})
    done = set()
    for command in (*(c.TakeDown(name, words) for name in CALL), *(filled(kind, words) for kind in COMMANDS)):
        clock.forward(seconds=3)
        try:
            desk.do(case.id, command)
        except Refused:
            continue
        done.add(type(command))
    assert len(done) > 15
    return desk, case, words


def texts_of(raw: bytes, form: str) -> list[str]:
    """The texts in an exported file, the parts of a packed one."""
    if form not in ("docx", "xlsx"):
        return [raw.decode()]
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        parts = [packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels"))]
    for part in parts:
        ElementTree.fromstring(part)
        assert "<f>" not in part, "a formula"
    return parts


def test_no_format_lets_them_do_anything(night: tuple[Desk, Case, str], tmp_path: Path) -> None:
    """No control character, no formula, no element, no table of their own; the log itself goes out as it is."""
    desk, case, words = night
    for form in FORMATS:
        raw = export(case, form, tmp_path / f"out.{form}").read_bytes()
        if form == "jsonl":
            assert raw == case.journal.path.read_bytes()
            continue
        for text in texts_of(raw, form):
            found = STEER.search(text.removeprefix("\ufeff").replace("\r\n", "\n"))
            assert not found, (form, words, text[max(0, found.start() - 40) : found.end() + 10])
        text = texts_of(raw, form)[0]
        if form == "html":
            assert "<script>" not in text
            assert "<img src=x" not in text
        elif form == "csv":
            cells = [cell for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) for cell in row]
            assert not [cell for cell in cells if re.match(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell)]
        elif form == "toml":
            assert "x" not in tomllib.loads(text)
    for line in redacted(case.id, case.entries, False, redactor_of(case.entries, people_of(desk))).splitlines():
        json.loads(line)
    desk.close()


def test_no_file_of_an_archive_bears_a_name_that_hurts(night: tuple[Desk, Case, str], tmp_path: Path) -> None:
    """Inside its folder, short enough, without signs that a system takes for something; pages and texts hold no control character."""
    desk, case, _ = night
    (tmp_path / "out").mkdir()
    made = archive_event(desk, case, tmp_path / "out")
    desk.close()
    assert made.folder.parent == tmp_path / "out"
    assert {path.name for path in tmp_path.iterdir()} == {"home", "out"}
    for path in made.folder.rglob("*"):
        assert not re.search(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]', path.name)
        assert len(path.name.encode()) <= 200
        assert path.stem.upper() not in ("CON", "NUL", "AUX", "PRN")
        if path.suffix in (".txt", ".html", ".md"):
            found = STEER.search(path.read_text(encoding="utf-8").removeprefix("\ufeff").replace("\r\n", "\n"))
            assert not found, (path.name, found)
