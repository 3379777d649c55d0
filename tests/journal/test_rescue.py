"""When a log's own place is gone, the event goes on elsewhere with nothing lost."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from console.journal.errors import NotOpened, NotRecorded
from console.journal.files import REAL
from console.journal.rescue import rescue
from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.disks import Failing
from tests.journal.helpers import FOLDER, disk_with, draft, lines_of, make_log
from tests.journal.test_hostile import FIRST, forged


def test_an_event_whose_folder_is_gone_goes_on_elsewhere_byte_for_byte(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 3)
    with Journal.open(tmp_path / "e1", True) as journal:
        shutil.rmtree(tmp_path / "e1")
        with pytest.raises(NotRecorded, match="记到另一处"):
            journal.append([draft(4)])
        with rescue(journal, tmp_path / "other" / "e1") as moved:
            moved.append([draft(4)])
    assert (tmp_path / "other" / "e1" / "log.jsonl").read_bytes() == lines_of(4)
    assert verify(tmp_path / "other" / "e1").ok


def test_no_log_is_overwritten(tmp_path: Path) -> None:
    make_log(tmp_path / "e1", 3)
    make_log(tmp_path / "e2", 2)
    with pytest.raises(NotOpened, match="已经存在"):
        rescue(Journal.open(tmp_path / "e1", False), tmp_path / "e2")
    assert (tmp_path / "e2" / "log.jsonl").read_bytes() == lines_of(2)


def test_what_cannot_be_written_the_same_is_not_written() -> None:
    disk = disk_with(forged({**FIRST, "zone": "new"}))
    with pytest.raises(NotOpened, match="新版本"):
        rescue(Journal.open(FOLDER, False, disk), FOLDER / "other", disk)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
def test_a_place_that_fails_too_is_explained(tmp_path: Path, code: int) -> None:
    make_log(tmp_path / "e1", 3)
    journal = Journal.open(tmp_path / "e1", False)
    for number in range(1, 40):
        folder = tmp_path / f"r{number}"
        try:
            moved = rescue(journal, folder, Failing(REAL, number, number, code))
        except NotOpened as error:
            assert str(folder) in str(error)
        else:
            moved.close()
            assert (folder / "log.jsonl").read_bytes() == lines_of(3)
