"""Several warnings in one file: each is one, a translation is none, and nothing is dropped without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.desk import bulletins as b
from console.desk.bulletin_files import Import, import_file
from console.desk.desk import Desk
from console.warning.cap import MOST_WARNINGS, read_cap
from console.warning.model import in_force

from .sample import NOW, Clock, cap, desk_at, identifier, info, refer, saved

RED = info(code="11B03_RED", headline="红河州气象台发布暴雨预警", area="个旧市", geocodes=("532501",))
ORANGE = info(code="11B03_ORANGE", severity="Severe", headline="红河州气象台发布暴雨预警", area="蒙自市", geocodes=("532503",))
COLD = info(event="寒潮", code="11B05", colour="橙色", severity="Severe")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty desk."""
    return desk_at(tmp_path / "home", Clock())


def take(desk: Desk, raw: bytes) -> Import:
    """Import the bytes as a file."""
    return import_file(desk, saved(desk.home.root.parent, raw))


def listed(desk: Desk) -> list[tuple[str, str, str | None, str]]:
    """Every warning: number, hazard, colour, area."""
    return [(x.id, x.hazard, x.colour, x.area) for x in b.bulletins(desk).values()]


def english(body: str) -> str:
    """The block in English."""
    body = body.replace("zh-CN", "en-US").replace("<event>暴雨</event>", "<event>11B03</event>")
    return body.replace("红河州气象台发布暴雨预警", "Rainstorm warning").replace("个旧市", "Gejiu").replace("蒙自市", "Mengzi")


def test_one_headline_two_areas_are_two_warnings(desk: Desk) -> None:
    """Both are in force, with one original and one entry, and both open again with the log."""
    done = take(desk, cap(body=RED + ORANGE))
    assert [x.id for x in done.bulletins] == ["w1", "w2"]
    assert listed(desk) == [("w1", "暴雨", "red", "个旧市"), ("w2", "暴雨", "orange", "蒙自市")]
    assert len(desk.room.entries) == 1 and len(list((desk.home.root / "warnings").iterdir())) == 1
    desk.close()
    again = desk_at(desk.home.root, Clock())
    assert [x.id for x in in_force(b.bulletins(again), NOW)] == ["w1", "w2"]
    again.close()


@pytest.mark.parametrize("other", [COLD, RED.replace("11B03_RED", "11B03_ORANGE").replace("Extreme", "Severe"), RED.replace("2026-07-02T18", "2026-07-02T20")])
def test_another_hazard_colour_or_time_is_another_warning(desk: Desk, other: str) -> None:
    """Whatever differs in the same language."""
    assert len(take(desk, cap(body=RED + other)).bulletins) == 2


def test_what_says_the_same_in_another_language_or_to_the_letter_is_none(desk: Desk) -> None:
    """Each Chinese block has its translation, before or behind it; a block twice is one."""
    assert len(take(desk, cap(body=english(ORANGE) + RED + english(RED) + ORANGE)).bulletins) == 2
    assert len(take(desk, cap(number=2, body=RED + RED)).bulletins) == 1
    assert len(take(desk, cap(number=3, body=english(RED) + english(RED).replace("en-US", "fr-FR"))).bulletins) == 1


def test_a_block_in_another_language_that_says_something_else_is_not_dropped(desk: Desk) -> None:
    """A code tells its hazard and colour: it is taken in; without either the file is refused, with every fault."""
    assert len(take(desk, cap(body=RED + english(ORANGE))).bulletins) == 2
    bare = english(ORANGE).replace("11B03_ORANGE", "11B03")
    done = take(desk, cap(number=2, body=RED + bare))
    assert done.bulletins == () and any(f.essential and "没有写预警颜色" in f.text for f in done.faults)


def test_a_part_that_cannot_be_relied_on_refuses_the_file(desk: Desk) -> None:
    """Not one of the two is taken in alone: 关键, and nothing is recorded."""
    done = take(desk, cap(body=RED + ORANGE.replace("11B03_ORANGE", "11B03")))
    assert done.bulletins == () and done.file is not None and done.file.essential
    assert b.bulletins(desk) == {} and list(desk.room.entries) == []


def test_the_same_file_again_is_known_by_all_its_parts(desk: Desk) -> None:
    """In other bytes too; with one part changed it is another content under the same number."""
    take(desk, cap(body=RED + ORANGE))
    again = take(desk, b"\xef\xbb\xbf" + cap(body=RED + ORANGE))
    assert again.known and "w1、w2" in again.said[0]
    assert take(desk, cap(body=RED + COLD)).bulletins == ()
    assert len(b.bulletins(desk)) == 2


def test_what_version_01_dropped_comes_in_with_the_same_file(desk: Desk) -> None:
    """There only the first part was recorded: the file brought again adds the other, and only that."""
    raw = cap(body=RED + ORANGE)
    take(desk, raw)
    data = {key: value for key, value in desk.room.entries[0].data.items() if key not in ("more", "part")}
    old = desk_at(desk.home.root.parent / "old", Clock())
    old.do_room("warning_received", data)
    assert [(x.id, x.area) for x in take(old, raw).bulletins] == [("w2", "蒙自市")]
    assert take(old, raw).known
    old.close()


def test_an_update_goes_on_with_each_part_of_its_own(desk: Desk) -> None:
    """Red for one area and orange for the other: what follows each is what tells of the same area; events go over so."""
    take(desk, cap(body=RED + ORANGE))
    first, second = b.open_event(desk, "w1", {}), b.open_event(desk, "w2", {})
    yellow = ORANGE.replace("ORANGE", "YELLOW").replace("Severe", "Moderate")
    take(desk, cap(number=2, kind="Update", references=refer(1), body=yellow + RED))
    assert [(x.id, x.changes[-1].other) for x in b.bulletins(desk).values() if x.changes] == [("w1", "w4"), ("w2", "w3")]
    assert first.id in b.bulletin(desk, "w4").events
    assert b.bulletin(desk, "w3").events == (second.id,)


def test_a_cancel_of_the_file_lifts_every_part(desk: Desk) -> None:
    """One notice, two liftings."""
    take(desk, cap(body=RED + ORANGE))
    take(desk, cap(number=2, kind="Cancel", references=refer(1), body=""))
    assert in_force(b.bulletins(desk), NOW) == () and b.bulletin(desk, "w3").lifts == ("w1", "w2")


def test_more_blocks_than_a_message_has_are_refused_quickly() -> None:
    """A file of hundreds of blocks is no warning; it is told as such."""
    file = read_cap(cap(body=RED * (MOST_WARNINGS + 1)), NOW)
    assert file.message is None and any("段 info，超过" in f.text for f in file.faults)
    assert identifier(1) in cap().decode()
