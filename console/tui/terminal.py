"""From a shell into the console and back: the terminal is looked at first, and every end leaves it as it was.

Nothing here imports Textual before its environment is set; see `open_console`.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from console.journal.files import atomic_write, make_folders

if TYPE_CHECKING:
    from console.desk.desk import Desk

LEAVE_SECONDS = 6.0
"""So long may leaving take once it was demanded; then the process ends: what was acknowledged is on the disk."""
_CHINESE_CODES = re.compile(r"gb(?:k|2312|18030)|euc-?cn|big5|cp936", re.IGNORECASE)
_QUIET = {"TEXTUAL_DISABLE_KITTY_KEY": "1", "TEXTUAL_ANIMATIONS": "none"}
"""The first lets input methods commit in more terminals; the second makes a page-down a hundred times cheaper."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the terminal before anything is shown on it."""

    env: Mapping[str, str]
    is_terminal: bool
    encoding: str
    """Of the standard output, as Python sees it."""
    windows: bool = False
    draws: bool = True
    """On Windows: the console carries out escape codes."""


def surroundings() -> Surroundings:
    """The terminal that this process was started in."""
    windows = sys.platform == "win32"
    both = all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stdout__))
    encoding = getattr(sys.__stdout__, "encoding", "") or ""
    return Surroundings(os.environ, both, encoding, windows, _windows_draws() if windows else True)


def unfit(found: Surroundings) -> str:
    """Why the console cannot be shown here and what to change, one sentence; empty where it can."""
    if not found.is_terminal:
        return "值班台要在终端窗口里打开，不能接管道或文件；不开界面的命令见 duty --help"
    if not found.windows:
        return _unfit_by_name(found)
    if not found.draws and not found.env.get("WT_SESSION"):
        return "这个旧式 Windows 控制台画不出界面，请安装 Windows Terminal(应用商店免费)，在它里面打开值班台"
    return ""


def _unfit_by_name(found: Surroundings) -> str:
    env = found.env
    if env.get("TERM", "") in ("", "dumb", "unknown"):
        return "终端类型(TERM)没有设好，画不出界面；请设 TERM=xterm-256color，或换一个终端窗口"
    kind = env.get("LC_CTYPE", "")
    # Python itself puts C.UTF-8 there where the system does not have the locale that LANG names.
    named = env.get("LC_ALL") or (kind if kind not in ("C.UTF-8", "C.utf8", "UTF-8") else "") or env.get("LANG") or ""
    if _CHINESE_CODES.search(named):
        return f"终端编码是 {named[:40]}，汉字会成乱码；请把终端编码改为 UTF-8 并设 LANG=zh_CN.UTF-8 后再打开"
    if found.encoding.lower().replace("-", "") not in ("utf8", ""):
        return f"终端编码是 {found.encoding[:40]}，不是 UTF-8；请设 LANG=zh_CN.UTF-8(或 C.UTF-8)后再打开"
    return ""


def remark(found: Surroundings) -> str:
    """What will look wrong here though it works, one sentence; empty where nothing will."""
    if found.env.get("TERM") == "linux":
        return "这是 Linux 的文字控制台，多半显示不了汉字；请在图形桌面的终端里打开，或用 ssh 连进来"
    return ""


def _windows_draws() -> bool:
    """Whether the console carries out escape codes, after asking it to."""
    if sys.platform != "win32":
        return True
    import ctypes  # noqa: PLC0415 # on Windows only

    kernel = ctypes.windll.kernel32
    handle, mode = kernel.GetStdHandle(-11), ctypes.c_ulong()
    if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
        return False
    return bool(kernel.SetConsoleMode(handle, mode.value | 0x0004))


def set_environment() -> None:
    """What Textual reads once, when it is imported; what the officer set is left."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


def fit_terminal(err: TextIO | None = None) -> Surroundings | None:
    """The terminal, made ready for a screen; None, with a sentence on `err`, where none can be shown on it."""
    found = surroundings()
    problem = unfit(found)
    if problem:
        print(problem, file=err or sys.stderr)
        return None
    set_environment()
    return found


def must_end(status: int, seconds: float = LEAVE_SECONDS) -> None:
    """See to it that the process is gone after so many seconds, whatever hangs: no console is left spinning."""
    timer = threading.Timer(seconds, os._exit, (status,))
    timer.daemon = True
    timer.start()


def keep_crash(home: Path, trace: str, now: datetime) -> Path | None:
    """Put a traceback into a private file under the home; where that cannot be, nowhere."""
    path = home / f"crash-{now:%Y%m%d-%H%M%S}.txt"
    head = "值班台出错的记录，供技术人员查看。里面可能有姓名和电话，转交前请看一遍。\n\n"
    try:
        make_folders(home)
        atomic_write(path, (head + trace).encode("utf-8", "backslashreplace"))
    except OSError:
        return None
    return path


def crash_words(home: Path | None, kept: Path | None) -> str:
    """What the officer is told after a crash: one sentence."""
    where = f"都在 {home}，" if home else ""
    trace = f"，出错详情在 {kept}" if kept else ""
    return f"值班台出错退出；已记录的{where}没有丢{trace}；请重新打开 duty 接着办"


Run = Callable[[Callable[[], "Desk"], Path], int]


def open_console(opener: Callable[[], Desk], home: Path, err: TextIO | None = None, *, wall: bool = False) -> int:
    """Show the console, or the wall, on the desk that `opener` opens until it is left; the exit status.

    0 after leaving, 1 after a fault of the program, 2 where the terminal is unfit, 128 + n after signal n (129 for a
    terminal that was closed).
    """
    found = fit_terminal(err)
    if found is None:
        return 2

    def opened() -> Desk:
        desk = opener()
        if words := remark(found):
            desk.findings.append(words)
        return desk

    return _screen(wall)(opened, home)


def _screen(wall: bool) -> Run:
    """What shows the desk; imported after the environment is set, which Textual reads at its import."""
    if wall:
        from .wall import run_wall  # noqa: PLC0415 # see above

        return run_wall
    from .app import run  # noqa: PLC0415 # see above

    return run
