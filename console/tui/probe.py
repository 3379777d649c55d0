"""What can be found out of the terminal: its size, colours, encoding, and how wide it draws. No screen is opened."""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from console.health import Check

from .terminal import Surroundings, remark, surroundings, unfit

PATIENCE = 0.5
"""Seconds that a terminal has to answer; one that does not know the question never does."""
SMALLEST = (80, 24)
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")
_SAMPLES = {"chinese": "中文", "ambiguous": chr(0x2192) + chr(0x25CF)}  # an arrow and a disc


@dataclass(frozen=True, slots=True)
class Widths:
    """Cells that the terminal really takes."""

    chinese: int
    """For two Chinese characters: 4, else the terminal does not read UTF-8."""
    ambiguous: int
    """For two characters of ambiguous width: 2 or 4."""


def checks(size: tuple[int, int] | None = None, widths: Widths | None = None) -> tuple[Check, ...]:
    """What there is to say of the terminal; `size` is (columns, rows) where it is known already."""
    found = surroundings()
    columns = size or tuple(shutil.get_terminal_size())
    return tuple(_checks(found, (columns[0], columns[1]), widths))


def _checks(found: Surroundings, size: tuple[int, int], widths: Widths | None) -> Iterator[Check]:
    problem = unfit(found)
    if not found.is_terminal:
        todo = "在终端窗口里再运行一次 duty doctor"
        yield Check("terminal", "终端", "note", "不是在终端窗口里运行，没有检查终端", todo)
        return
    if problem:
        yield Check("terminal", "终端", "wrong", problem, "照此改好再打开值班台")
    elif words := remark(found):
        yield Check("terminal", "终端", "note", words, "换一个终端窗口")
    else:
        kind = found.env.get("TERM", "") or "Windows"
        yield Check("terminal", "终端", "good", f"{kind}，编码 {found.encoding}，{_colours(found)}")
    yield _size(size)
    if widths is not None:
        yield _widths(widths)


def _colours(found: Surroundings) -> str:
    if found.env.get("COLORTERM", "").lower() in ("truecolor", "24bit") or found.windows:
        return "全彩"
    return "256色" if "256" in found.env.get("TERM", "") else "颜色少，配色会近似"


def _size(size: tuple[int, int]) -> Check:
    words = f"{size[0]} 列 {size[1]} 行"
    if size[0] < SMALLEST[0] or size[1] < SMALLEST[1]:
        return Check("size", "窗口大小", "wrong", f"只有 {words}", "把窗口放大到至少 80 列 24 行")
    return Check("size", "窗口大小", "good", words)


def _widths(widths: Widths) -> Check:
    if widths.chinese != 4:
        return Check("widths", "汉字宽度", "wrong", f"两个汉字占了 {widths.chinese} 格(应为 4)，终端多半不是 UTF-8",
                     "把终端的编码改为 UTF-8")
    if widths.ambiguous != 2:
        return Check("widths", "汉字宽度", "note", "这个终端把箭头一类的字画成两格，线框可能错位",
                     "在终端设置里把歧义宽度字符设为一格，或在 settings.toml 里设 ascii_borders = true")
    return Check("widths", "汉字宽度", "good", "汉字两格，箭头一类的字一格")


def measure() -> Widths | None:
    """Let the terminal draw samples and tell where its cursor then stands; None where it does not answer."""
    if sys.platform == "win32" or not surroundings().is_terminal:
        return None
    import termios  # noqa: PLC0415 # not on Windows
    import tty  # noqa: PLC0415 # the same

    number = sys.__stdin__.fileno() if sys.__stdin__ else 0
    before = termios.tcgetattr(number)
    try:
        tty.setcbreak(number)
        found = {name: _width(sample, number) for name, sample in _SAMPLES.items()}
    except (OSError, termios.error):
        return None
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
    if any(width is None for width in found.values()):
        return None
    return Widths(found["chinese"] or 0, found["ambiguous"] or 0)


def _width(sample: str, number: int) -> int | None:
    os.write(1, b"\r" + sample.encode() + b"\x1b[6n")
    column = read_column(lambda seconds: _read(number, seconds))
    os.write(1, b"\r\x1b[K")
    return None if column is None else column - 1


def read_column(read: Callable[[float], bytes]) -> int | None:
    """The column in the terminal's answer; None where none comes in time. `read` waits so many seconds at most."""
    end, heard = time.monotonic() + PATIENCE, b""
    while (left := end - time.monotonic()) > 0:
        data = read(left)
        if not data:
            break
        heard = (heard + data)[-256:]
        if answer := _ANSWER.search(heard):
            return int(answer[2])
    return None


def _read(number: int, seconds: float) -> bytes:
    return os.read(number, 256) if select.select([number], [], [], seconds)[0] else b""
