"""Whatever stands in a file that is read: an answer or faults in words, never a traceback, never an endless wait.

30 examples each; with DUTY_LONG=1 in the environment, 2,000.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.__main__ import main
from console.desk.desk import Desk
from console.desk.settings import Settings, load_settings
from console.journal.verify import verify
from console.plan.check import check
from console.plan.loader import plan_folders

EXAMPLES = 2000 if os.environ.get("DUTY_LONG") else 30
common = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8,
)
HOSTILE = st.sampled_from([
    b"", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"[" * 3000, b"a=" + b"[" * 3000, b'"' * 999, b"x = 1\n" * 3000,
    b"a.b.c.d.e = 1\na.b = 2\n", b"sound = 99999999999999999999999999\n", b"theme = '\\u0000'\n", b"[[times]]\n" * 900,
    "second_place = '值'\n".encode("gbk"), b"k = 1979-05-27T07:32:00Z\n", b"k = nan\n", b"office = '''\n",
])


def changed(data: bytes, cuts: list[tuple[int, int, bytes]]) -> bytes:
    """`data` with pieces taken out and others put in."""
    for at, length, new in cuts:
        start = at % (len(data) + 1)
        data = data[:start] + new + data[start + length :]
    return data


CUTS = st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4)


def sentences(found: Any) -> None:
    """Every one is one line of words."""
    for words in found:
        assert str(words)
        assert "Traceback" not in str(words)


@common
@given(st.one_of(HOSTILE, st.binary(max_size=300), st.dictionaries(st.sampled_from(sorted(Settings.model_fields)), VALUES)
                 .map(lambda d: "\n".join(f"{k} = {json.dumps(v)}" for k, v in d.items()).encode())))
def test_settings_are_read_or_said_to_be_faulty(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "settings.toml").write_bytes(raw)
        found, faults = load_settings(Path(name))
        assert isinstance(found, Settings)
        sentences(faults)


@common
@given(st.sampled_from(["plan.toml", "levels.toml", "facts.toml", "bodies-1-members.toml", "reports.toml"]), CUTS)
def test_a_plan_that_was_tampered_with_is_sound_or_its_problems_are_named(part: str, cuts: list[Any]) -> None:
    shipped = plan_folders()["blackout"]
    with tempfile.TemporaryDirectory() as name:
        for path in shipped.glob("*.toml"):
            data = path.read_bytes()
            (Path(name) / path.name).write_bytes(changed(data, cuts) if path.name == part else data)
        sentences(check(Path(name)))


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A small log."""
    desk = Desk(tmp_path_factory.mktemp("home"), name="张三")
    case = desk.open_event("blackout", "停电")
    desk.close()
    return case.journal.path.read_bytes()


@common
@given(st.one_of(CUTS.map(lambda cuts: ("cuts", cuts)), HOSTILE.map(lambda raw: ("raw", raw)),
                 VALUES.map(lambda value: ("line", json.dumps(value).encode() + b"\n"))))
def test_a_log_opens_or_says_why_not_and_the_desk_works_on(log: bytes, how: tuple[str, Any]) -> None:
    kind, what = how
    raw = changed(log, what) if kind == "cuts" else log + what if kind == "line" else what
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events" / "20261123-01"
        folder.mkdir(parents=True)
        (folder / "log.jsonl").write_bytes(raw)
        assert verify(folder).ok == (raw == log)
        desk = Desk(Path(name), name="张三")
        assert desk.cases or desk.findings
        sentences(desk.findings)
        assert desk.open_event("blackout").state.seq == 1
        desk.close()


FACTS = st.dictionaries(
    st.sampled_from(["grid_load_mw", "grid_shed_mw", "grid_shed_pct", "counties", "single_large_load", "hazards", "x", ""]),
    VALUES, max_size=5,
)  # fmt: skip
LINES = st.one_of(
    st.builds(lambda plan, facts: json.dumps({"id": "f", "plan": plan, "facts": facts}),
              st.sampled_from(["blackout", "weather", "", "../x"]), FACTS),
    VALUES.map(json.dumps), st.text(max_size=60).map(lambda text: text.replace("\n", "").replace("\r", "")),
    st.sampled_from(["[" * 5000, '{"plan":"blackout","facts":' + "[" * 2000, '{"facts":{"grid_load_mw":1e999}}', "NaN"]),
)


@common
@given(st.lists(LINES, min_size=1, max_size=4))
def test_each_line_of_facts_has_one_answer(lines: list[str]) -> None:
    before_in, before_out = sys.stdin, sys.stdout
    raw = "\n".join(lines).encode("utf-8", "surrogatepass") + b"\n"
    sys.stdin = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", errors="surrogateescape")
    sys.stdout = out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    try:
        status = main(["classify"])
        out.flush()
        answers = out.buffer.getvalue().decode().split("\n")[:-1]
    finally:
        sys.stdin, sys.stdout = before_in, before_out
    assert status in (0, 1)
    assert len(answers) == sum(bool(line.strip()) for line in raw.split(b"\n"))
    for answer in answers:
        row = json.loads(answer)
        assert ("error" in row) != ("level" in row)
