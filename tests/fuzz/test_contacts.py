"""Whatever stands in a contact list or a table to be imported: contacts or faults in words, never a traceback."""

from __future__ import annotations

import io
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.contacts.book import found_by
from console.contacts.file import FILE, load, save
from console.contacts.importing import read_table
from console.contacts.merging import compare, preview_lines
from console.contacts.model import FIELDS, Contact, lines_of
from console.contacts.sheet import Unusable
from console.plan.loader import load_plan, plan_folders
from console.tui.contact_words import grouped

EXAMPLES = 2000 if os.environ.get("DUTY_LONG") else 30
common = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
BODIES = load_plan(plan_folders()["blackout"]).bodies

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8,
)
ROWS = st.lists(st.dictionaries(st.sampled_from(sorted(Contact.model_fields)), VALUES), max_size=4)
CELLS = st.one_of(
    st.text(max_size=30), st.sampled_from(["单位", "电话", "手机", "姓名", "州公安局", "=cmd|' /C calc'!A0", "1.39E+10", "0873-1\n2", "无"])
)


def _toml(rows: list[dict[str, Any]]) -> bytes:
    parts = ["[[contacts]]\n" + "\n".join(f"{key} = {json.dumps(value)}" for key, value in row.items()) for row in rows]
    return "\n".join(parts).encode("utf-8", "surrogatepass")


@common
@given(st.one_of(st.binary(max_size=300), ROWS.map(_toml)))
def test_a_contact_list_is_read_or_its_faults_are_told_and_what_was_read_is_written_again(raw: bytes) -> None:
    """Every fault is one line with the file's name; the good contacts survive being written and read."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / FILE
        path.write_bytes(raw)
        found = load(path)
        assert all(fault.startswith(f"{FILE}:") and "\n" not in fault for fault in found.faults)
        save(path, found.contacts)
        assert load(path).contacts == found.contacts
        assert load(path).faults == ()


@common
@given(st.one_of(st.binary(max_size=300), st.lists(st.lists(CELLS, max_size=6), max_size=8).map(
    lambda rows: "\n".join(",".join(cells) for cells in [["单位", "姓名", "电话", "手机"], *rows]).encode("utf-8", "surrogatepass"))))
def test_any_table_gives_contacts_or_one_sentence(raw: bytes) -> None:
    """What is taken can be stored, searched, called and shown; what is not is told."""
    try:
        table = read_table(raw, BODIES)
    except Unusable as error:
        assert "\n" not in str(error)
        return
    preview = compare([], table)
    assert len(preview_lines(preview, {})) >= 2
    for contact in preview.result():
        found_by(contact, "a")
        assert all(set(grouped(line.number)) <= set("0123456789 ") for line in lines_of(contact))
    with tempfile.TemporaryDirectory() as name:
        save(Path(name) / FILE, preview.result())
        assert load(Path(name) / FILE).contacts == preview.result()


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (list(FIELDS.values()), ["州公安局", "张三", "科长", 8730000001, 13900000001.0, "", "x"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WORKBOOK = _workbook()


@common
@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 40), st.binary(max_size=12)), min_size=1, max_size=4))
def test_a_workbook_that_was_damaged_gives_contacts_or_one_sentence(cuts: list[tuple[int, int, bytes]]) -> None:
    """Bytes taken out and put in anywhere: nothing but `Unusable` is raised."""
    raw = WORKBOOK
    for at, length, new in cuts:
        start = at % (len(raw) + 1)
        raw = raw[:start] + new + raw[start + length:]
    try:
        table = read_table(raw, BODIES)
    except Unusable:
        return
    assert all(one.contact.body for one in table.incoming)
