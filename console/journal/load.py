"""Reading a log from the disk and saying in what state it is."""

from __future__ import annotations

import errno
import gc
from dataclasses import dataclass
from pathlib import Path

from console.journal.chain import MAX_LOG, Scan, scan
from console.journal.files import Fs, read_file
from console.journal.recover import is_torn, zeroed_words


@dataclass(slots=True)
class Loaded:
    """A log as it was read."""

    scan: Scan
    data: bytes
    damaged: bool
    """Something other than an unfinished last write is wrong."""
    finding: str
    """What is wrong, one Chinese sentence; empty where all is well."""

    @property
    def tail(self) -> bytes:
        """What follows the good part."""
        return self.data[self.scan.size :]


def load(path: Path, fs: Fs) -> Loaded:
    """Reads and checks the whole log. Raises `OSError` where it cannot be read."""
    data = read_file(path, MAX_LOG + 1, fs)
    if len(data) > MAX_LOG:
        raise OSError(errno.EFBIG, "log too large", str(path))
    found = scan_fast(data)
    if found.bad is None:
        return Loaded(found, data, False, "" if data else f"{path} 里一条记录也没有：事件没有建成，或日志被清空")
    good = len(found.entries)
    if is_torn(found, data):
        left = len(data) - found.size
        if lost := zeroed_words(found.entries, data[found.size :]):
            return Loaded(found, data, False, f"{path} {lost}；前 {good} 条完好")
        return Loaded(
            found, data, False, f"{path} 第 {found.bad.line} 行 ({left} 字节) 没有写完；前 {good} 条完好；可能正在写入"
        )
    text = f"{path} 第 {found.bad.line} 行坏了：{found.bad.why}；前 {good} 条完好可读，之后的没有读入，也不能续写；可用 duty log mend 另存坏的部分"
    return Loaded(found, data, True, text)


def scan_fast(data: bytes) -> Scan:
    """As `scan`, without the collector walking over the growing list again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return scan(data)
    finally:
        if collecting:
            gc.enable()
