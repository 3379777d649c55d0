"""The optional second place: a USB stick or a share that gets a copy of every acknowledged entry.

It never stops anything: what goes wrong there is a state to be shown. A second place that was away catches up when it
is back. It may be slow (a share that hangs), so it is called off the path that acknowledges, and owns its own handles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from console.journal.compare import held_against
from console.journal.errors import reason
from console.journal.files import APPEND, CREATE, READ, REAL, Fs, atomic_write, make_folders, read_file, write_all
from console.journal.recover import LOG

_RUN = re.compile(r"R\d{8}-\d{2,4}", re.ASCII)  # the folder of one drill
_PIECE = 1 << 20  # bytes compared or copied at a time


@dataclass(frozen=True, slots=True)
class MirrorState:
    """How the copy stands."""

    ok: bool
    """The copy is whole, up to the last acknowledged entry."""
    size: int
    """Bytes of the log that are surely in the copy."""
    text: str
    """What is wrong or remarkable, one Chinese sentence; empty where nothing is."""
    waits: bool = False
    """The copy holds what the log here does not: nothing is done to either until a person has decided."""


def copy_name(folder: Path) -> str:
    """The folder of a log's copy in the second place. A drill's own desk log must not take the name of the real one."""
    return f"{folder.parent.name}/desk" if folder.name == "desk" and _RUN.fullmatch(folder.parent.name) else folder.name


def one_disk_words(second: Path) -> str:
    """The remark that a second place is on the same disk as the logs."""
    return f"第二处 {second} 与本机日志在同一块盘上：盘坏了两份都没有"


class Mirror:
    """Copies the logs of one data home to `second`, one folder an event."""

    def __init__(self, second: Path, fs: Fs = REAL) -> None:
        self.second = second
        self._fs = fs
        self._known: dict[str, int] = {}  # event folder -> bytes compared and found equal
        self._apart = False
        """It was seen on another disk than the logs."""
        self._waits: dict[str, int] = {}  # copies that hold more than the log here, with their length
        self._suspect: set[str] = set()  # copies whose fsync failed: what reads back may not be on the medium

    def copy(self, folder: Path, size: int, *, aside: bool = False) -> MirrorState:
        """Brings the copy of the log in `folder` up to its first `size` bytes (`Journal.size`). Never raises.

        A copy that holds what the log here does not is left alone, see `MirrorState.waits`; with `aside`, a person's
        decision, it is put aside under another name like one that holds nothing more.
        """
        try:
            if self._away(folder):
                return MirrorState(False, 0, f"第二处 {self.second} 不在：没有插上或没有连上；接上后会自动补齐")
            differs = self._differs(folder, size)
            if differs and not aside and self._has_more(folder):
                return MirrorState(False, 0, f"第二处的 {copy_name(folder)}/{LOG} 里有本机没有的，两份都原样留着", waits=True)
            renamed = self._prepare(folder, size, differs=differs)
            done = self._add(folder, size)
        except OSError as error:
            self._known.pop(copy_name(folder), None)
            return MirrorState(False, 0, f"第二处 {self.second} 写不进：{reason(error)}；本机日志不受影响")
        if done < size:
            self._known.pop(copy_name(folder), None)
            return MirrorState(False, done, f"本机的 {copy_name(folder)}/{LOG} 变短了，第二处只有 {done} 字节；请核对")
        self._known[copy_name(folder)] = size
        note = "" if self._apart else one_disk_words(self.second)
        if renamed:
            note = f"第二处原有的 {copy_name(folder)}/{LOG} 与本机日志不同，已改名为 {renamed}，另存了完整的一份"
        return MirrorState(True, done, note)

    def _away(self, folder: Path) -> bool:
        """Whether the second place is not there: no folder, or the mount point of a disk that was there before.

        Neither is made nor written to: an unplugged stick's mount point must stay empty.
        """
        if not self.second.is_dir():
            return True
        apart = self.second.stat().st_dev != folder.stat().st_dev
        if self._apart and not apart:
            return True
        self._apart = apart
        return False

    def _target(self, folder: Path) -> Path:
        return self.second / copy_name(folder) / LOG

    def _differs(self, folder: Path, size: int) -> bool:
        """Whether there is a copy that is no beginning of the log here."""
        target = self._target(folder)
        return target.exists() and not self._is_beginning(folder, target, size)

    def _has_more(self, folder: Path) -> bool:
        """Whether the copy, which differs, holds an entry that the log here does not."""
        name, target = copy_name(folder), self._target(folder)
        size = target.stat().st_size
        if self._waits.get(name) != size:  # else it was read before, and it is not the copy that has grown
            found = held_against(folder, target, self._fs)
            if found is None or (found.apart is None and found.count == found.good):
                self._waits.pop(name, None)
                return False
            self._waits[name] = size
        return True

    def _prepare(self, folder: Path, size: int, *, differs: bool) -> str:
        """Sees to a copy that is a beginning of the log; returns the name under which a different one was put aside."""
        fs = self._fs
        target = self._target(folder)
        make_folders(target.parent, fs)
        aside = self._put_aside(target) if differs else ""
        if copy_name(folder) in self._suspect:
            atomic_write(target, read_file(folder / LOG, size, fs), fs)
            self._suspect.discard(copy_name(folder))
        elif LOG not in fs.names(target.parent):
            fs.close(fs.open(target, CREATE))
            fs.sync_folder(target.parent)
        return aside

    def _is_beginning(self, folder: Path, target: Path, size: int) -> bool:
        """What was compared before in this process is not compared again."""
        fs = self._fs
        copy = fs.open(target, READ)
        try:
            have = fs.size(copy)
            if have > size or have == self._known.get(copy_name(folder)):
                return have <= size
            source = fs.open(folder / LOG, READ)
            try:
                pieces = range(0, have, _PIECE)
                return all(fs.read(source, at, min(_PIECE, have - at)) == fs.read(copy, at, _PIECE) for at in pieces)
            finally:
                fs.close(source)
        finally:
            fs.close(copy)

    def _put_aside(self, target: Path) -> str:
        taken = set(self._fs.names(target.parent))
        turn = 1
        while (name := f"{LOG}.other-{turn}") in taken:
            turn += 1
        self._fs.rename(target, target.with_name(name))
        return name

    def _add(self, folder: Path, size: int) -> int:
        """Copies what the copy lacks; returns the bytes it then has."""
        fs = self._fs
        source = fs.open(folder / LOG, READ)
        try:
            copy = fs.open(self._target(folder), APPEND)
            try:
                start = done = fs.size(copy)
                while done < size and (piece := fs.read(source, done, min(_PIECE, size - done))):
                    write_all(fs, copy, piece)
                    done += len(piece)
                if done > start:
                    self._suspect.add(copy_name(folder))
                    fs.fsync(copy)
                    self._suspect.discard(copy_name(folder))
                return done
            finally:
                fs.close(copy)
        finally:
            fs.close(source)
