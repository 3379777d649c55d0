"""What is typed and not recorded: kept whole, in one private file, bound to its event; a damaged file keeps nobody out."""

from __future__ import annotations

import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest

from console.desk.draft import FILE, Draft, Drafts, fixed
from console.incident.times import CHINA

NOW = datetime(2026, 11, 28, 16, 20, tzinfo=CHINA)
HOSTILE = ("县供电公司", "\n", "[/] \x1b]52;c;x\x07", "=1+1", "../../etc/passwd", "\udce9", "长" * 10_000)


def draft(event: str, place: str, at: datetime = NOW, **fields: str) -> Draft:
    return Draft(event, place, "处置", "记录行", fields, at)


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_typed_comes_back_as_it_was(tmp_path: Path, words: str) -> None:
    """Whatever it is, with when and where it was typed."""
    drafts = Drafts(tmp_path)
    drafts.put(draft("20261128-01", "record line", text=words))
    drafts.save()
    assert Drafts(tmp_path).get("20261128-01", "record line") == draft("20261128-01", "record line", text=words)


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_the_file_is_private(tmp_path: Path) -> None:
    """0600: names and numbers stand in it."""
    drafts = Drafts(tmp_path)
    drafts.put(draft("", "a", text="x"))
    drafts.save()
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600


def test_the_words_of_one_event_are_not_those_of_another(tmp_path: Path) -> None:
    """One place, two events; dropping one leaves the other."""
    drafts = Drafts(tmp_path)
    drafts.put(draft("20261128-01", "record line", text="甲"))
    drafts.put(draft("20261128-02", "record line", text="乙"))
    drafts.drop("20261128-01", "record line")
    drafts.save()
    again = Drafts(tmp_path)
    assert again.get("20261128-01", "record line") is None
    assert [one.words for one in again.all] == ["乙"]


def test_nothing_left_leaves_no_file(tmp_path: Path) -> None:
    """What is recorded, or emptied, is gone from the disk too."""
    drafts = Drafts(tmp_path)
    drafts.put(draft("", "a", text="x"))
    drafts.save()
    drafts.put(draft("", "a", text=""))
    drafts.save()
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"drafts": 3}', b'{"drafts": [3, {"event": 1}]}', b"\xff\xfe", b"[" * 5000])
def test_a_damaged_file_keeps_nobody_out(tmp_path: Path, raw: bytes) -> None:
    """It reads as nothing, and is written anew by the next word."""
    (tmp_path / FILE).write_bytes(raw)
    drafts = Drafts(tmp_path)
    assert drafts.all == ()
    drafts.put(draft("", "a", text="x"))
    drafts.save()
    assert Drafts(tmp_path).get("", "a") is not None


def test_a_console_that_only_looks_on_does_not_touch_the_file(tmp_path: Path) -> None:
    """The words of the one that writes stay, and are taken in when this one takes over."""
    writer, reader = Drafts(tmp_path), Drafts(tmp_path, write=False)
    writer.put(draft("", "a", text="of the writer"))
    writer.save()
    reader.put(draft("", "b", text="of the reader"))
    reader.save()
    assert [one.words for one in Drafts(tmp_path).all] == ["of the writer"]
    reader.turn(write=True)
    reader.save()
    assert {one.words for one in Drafts(tmp_path).all} == {"of the writer", "of the reader"}


def test_a_disk_that_refuses_is_tried_again(tmp_path: Path) -> None:
    """The words stay in memory, and the file is still known to be behind."""
    drafts = Drafts(tmp_path / "not there")
    drafts.put(draft("", "a", text="x"))
    with pytest.raises(OSError):
        drafts.save()
    assert drafts.changed
    (tmp_path / "not there").mkdir()
    drafts.save()
    assert Drafts(tmp_path / "not there").get("", "a") is not None


def test_the_file_of_version_0_1_is_taken_in_once(tmp_path: Path) -> None:
    """What stood beside the log goes into the one store, and does not come back after it was recorded."""
    old = tmp_path / "draft.json"
    old.write_text('{"call:words": "全站失压", "n": 3}', encoding="utf-8")
    drafts = Drafts(tmp_path)
    drafts.adopt(old, draft("20261128-01", "intake"))
    found = drafts.get("20261128-01", "intake")
    assert found is not None
    assert dict(found.fields) == {"call:words": "全站失压"}
    assert not old.exists()
    assert Drafts(tmp_path).get("20261128-01", "intake") is not None


@pytest.mark.parametrize(("text", "words"), [
    ("-5", "16:15"), ("-5分", "16:15"), ("半小时前", "15:50"), ("1620", "16:20"), ("现在", "16:20"), ("15:20:30", "15:20:30"),
])  # fmt: skip
def test_a_time_stays_the_minute_that_was_meant(text: str, words: str) -> None:
    """「-5」 typed at 16:20 is 16:15 of that day, whenever it is brought back."""
    assert fixed(text, NOW) == f"{NOW:%Y-%m-%d} {words}"


@pytest.mark.parametrize("text", ["-5度", "", "30", "152340"])
def test_what_is_no_time_comes_back_as_typed(text: str) -> None:
    """The field says then what is wrong with it."""
    assert fixed(text, NOW) == text
