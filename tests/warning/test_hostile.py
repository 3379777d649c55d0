"""Hostile CAP files: a clear list of faults, nothing harmed, little memory."""

from __future__ import annotations

import socket
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.desk.bulletin_files import import_file, read_file
from console.desk.bulletins import bulletins
from console.incident.refused import Refused
from console.warning.cap import read_cap

from .sample import NOW, Clock, cap, desk_at, info, saved

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
""" + b"".join(
    b'<!ENTITY lol%d "%s">\n' % (n, b"&lol%s;" % (str(n - 1).encode() if n > 1 else b"") * 10) for n in range(1, 10)
) + b"]><alert>&lol9;</alert>"

OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><alert><identifier>&x;</identifier></alert>"""
FAR = b"""<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><alert/>"""

CASES = {
    "billion laughs": (LAUGHS, "DTD"), "external entity": (OUTSIDE, "DTD"), "far dtd": (FAR, "DTD"),
    "empty": (b"", "空的"), "not xml": (b"hello", "XML"), "cut off": (cap()[:400], "XML"),
    "deep": (b"<a>" * 50_000, "嵌套超过"), "many": (b"<a>" + b"<b/>" * 30_000 + b"</a>", "元素超过"),
    "wrong encoding": (cap().decode().encode("gbk"), "UTF-8"), "unknown encoding": (
        b'<?xml version="1.0" encoding="utf-7"?><alert/>', "utf-7"),
    "null byte": (cap().replace(b"Public", b"Pub\x00lic"), "XML"), "other root": (b"<rss/>", "不是 CAP"),
    "binary": (bytes(range(256)) * 20, "UTF-8"), "undefined entity": (cap().replace(b"Public", b"&nbsp;"), "XML"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_refused_in_words(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is told in a sentence, nothing is recorded, nothing is kept, and no network is touched."""
    raw, word = CASES[name]
    monkeypatch.setattr(socket, "socket", None)
    desk = desk_at(tmp_path / "home", Clock())
    done = import_file(desk, saved(tmp_path, raw))
    assert done.bulletin is None
    assert done.faults and all(f.text and "\n" not in f.text for f in done.faults)
    assert word in "".join(f.text for f in done.faults)
    assert "root:" not in "".join(str(f) for f in done.faults)
    assert not bulletins(desk) and not (tmp_path / "home" / "warnings").exists()
    desk.close()


def test_laughs_take_little_memory() -> None:
    """A billion laughs are refused before anything is expanded."""
    tracemalloc.start()
    read_cap(LAUGHS, NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000


def test_fifty_megabytes_are_refused_unread(tmp_path: Path) -> None:
    """A file above the bound is refused by its size; its bytes are never in memory."""
    path = tmp_path / "big.xml"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    tracemalloc.start()
    raw, found = read_file(path, NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert raw == b"" and found.message is None
    assert "50.0MB" in found.faults[0].text and "5MB" in found.faults[0].text
    assert peak < 1_000_000


@pytest.mark.parametrize("name", ["missing.xml", ".", "a\x00b"])
def test_a_path_that_is_no_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    """No such file, a folder, an impossible name: one sentence."""
    with pytest.raises(Refused) as told:
        read_file(tmp_path / name, NOW)
    assert "\n" not in str(told.value)


def test_thousands_of_faults_are_counted_not_listed() -> None:
    """A file with 10,000 strange elements gives a bounded list that says how many more there are."""
    found = read_cap(cap(body=info(more="<odd/>" * 10_000)), NOW)
    assert len(found.faults) <= 201 and "另有" in found.faults[-1].text


HOSTILE = "[/] [@click=app.quit]x[/] =1+1 ../../x \u202e\u2028 " + "长" * 10_000


def test_hostile_words_are_kept_as_sent(tmp_path: Path) -> None:
    """Markup, formulas and path parts in a message are only words, stored as they stand."""
    body = info().replace("停止户外作业", HOSTILE.replace("<", ""))
    desk = desk_at(tmp_path / "home", Clock())
    done = import_file(desk, saved(tmp_path, cap(body=body)))
    assert done.bulletin is not None
    assert done.bulletin.instruction == HOSTILE.strip()
    desk.close()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 1200))
def test_no_bytes_raise(noise: bytes, at: int) -> None:
    """Whatever is put into a file anywhere, reading it ends with a message or with faults."""
    good = cap()
    found = read_cap(good[:at] + noise + good[at:], NOW)
    assert found.message is not None or found.essential
