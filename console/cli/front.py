"""The front of `duty`: arguments to a verb, faults to one line and an exit status, never a traceback."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from console.words import visible

from .faults import VerbError

FAMILIES: dict[str, tuple[str, str]] = {
    "classify": ("rules", "事实进，级别出：每行一个 JSON"),
    "milestones": ("rules", "从起点算出各项报告的时限"),
    "plan": ("plans", "检查预案、条款覆盖表"),
    "log": ("log", "事件和日志：开、列、看、记、验、导出"),
    "warning": ("warning", "预警：导入、列出"),
    "contacts": ("contacts", "通讯录：导入、列出、检查、模板"),
    "drill": ("drill", "演练：列、检查、开始、接着练、导演、成绩"),
    "shift": ("shift", "值班：谁什么时候值班，一班里记了什么"),
    "demo": ("demo", "演示：自己走完的一夜，约三分钟"),
    "doctor": ("doctor", "体检：日志、磁盘、时钟、终端"),
    "practice": ("practice", "研判练习：一题一题练定级，错的多练"),
    "wall": ("wall", "大屏：只读，跟着日志走"),
}
"""Verb to the module that has it (`add`, `run`) and a line for the help."""


_SAID = (
    (r"the following arguments are required: (.*)", r"少了 \1"),
    (r"unrecognized arguments: (.*)", r"多了 \1"),
    (r"argument (.+?): invalid choice: (.*) \(choose from (.*)\)", r"\1 没有 \2，可用的有 \3"),
    (r"argument (.+?): expected (?:one argument|at least one argument)", r"\1 后面要写一个值"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 不能和 \2 一起用"),
    (r"argument (.+?): invalid int value: (.*)", r"\1 要写整数，写的是 \2"),
    (r"argument (.+?): ignored explicit argument (.*)", r"\1 后面不能写值，写了 \2"),
    (r"ambiguous option: (.+?) could match (.*)", r"\1 不够明确，可以是 \2"),
)
"""What argparse says, and the same in Chinese; anything else is shown as it is."""


class Parser(argparse.ArgumentParser):
    """An argument parser whose faults are one line."""

    def error(self, message: str) -> NoReturn:
        """Arguments that cannot be used."""
        for english, chinese in _SAID:
            if found := re.fullmatch(english, message, re.DOTALL):
                message = found.expand(chinese)
                break
        raise VerbError(f"参数不对：{message}；可用 {self.prog} --help 查看用法")


def available() -> dict[str, tuple[str, str]]:
    """The verbs whose module is there."""
    from importlib.util import find_spec  # noqa: PLC0415 # only to list them

    return {verb: family for verb, family in FAMILIES.items() if find_spec(f"console.cli.{family[0]}")}


def parser_for(verb: str | None) -> Parser:
    """The parser with one verb's arguments, or with all verbs by name only."""
    parser = Parser(prog="duty", description="红河州应急值班台。不带动词时打开全屏值班台。", add_help=True)
    parser.add_argument("--home", metavar="文件夹", help="数据文件夹；不写用 DUTY_HOME，再不然用系统的用户数据文件夹")
    parser.add_argument("--version", action="store_true", help="版本")
    verbs = parser.add_subparsers(dest="verb", metavar="动词", parser_class=Parser)
    for name, (module, words) in available().items():
        child = verbs.add_parser(name, help=words, description=words)
        if name == verb:
            import_module(f"console.cli.{module}").add(child, name)
    return parser


def run(argv: Sequence[str]) -> int:
    """Run what the arguments ask for; the exit status."""
    _plain_streams()
    try:
        status = _run(argv)
        sys.stdout.flush()
    except VerbError as fault:
        print(visible(str(fault)), file=sys.stderr)  # noqa: T201 # a verb speaks through its streams
        status = fault.status
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        _hush()
        status = 0
    except SystemExit as stop:
        status = int(stop.code or 0)
    except OSError as fault:
        status = _unsaid(fault)
    except Exception:  # noqa: BLE001 # a fault of the program: the contract promises a sentence and no traceback
        status = _crashed(traceback.format_exc())
    return status


def _unsaid(fault: OSError) -> int:
    """Something that no verb expected could not be read or written, mostly its own output."""
    from console.journal.errors import reason  # noqa: PLC0415 # only after a fault

    if fault.filename is None:
        _hush()
    where = str(fault.filename or "标准输出")
    print(visible(f"{where}：写不出或读不了({reason(fault)})；做了的已记在日志里，请核对后再用"), file=sys.stderr)  # noqa: T201 # as above
    return 2


def _crashed(trace: str) -> int:
    """A fault of the program: its traceback goes into a private file, a sentence to who sits there."""
    from console.desk.home import default_home  # noqa: PLC0415 # only after a fault
    from console.incident.times import CHINA  # noqa: PLC0415 # the same
    from console.tui.terminal import crash_words, keep_crash  # noqa: PLC0415 # the same

    home = default_home()
    kept = keep_crash(home, trace, datetime.now(CHINA))
    print(visible(crash_words(home, kept)), file=sys.stderr)  # noqa: T201 # as above
    return 1


def _hush() -> None:
    """Nobody reads the output any more: what is still to be flushed goes nowhere."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _run(argv: Sequence[str]) -> int:
    home, words = _home_apart(argv)
    verb = next((word for word in words if not word.startswith("-")), None)
    arguments = parser_for(verb).parse_args([*home, *words])
    if arguments.version:
        from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 # only for this

        try:
            print("duty-console", version("duty-console"))  # noqa: T201 # as above
        except PackageNotFoundError:
            print("duty-console (源码)")  # noqa: T201 # as above
        return 0
    if arguments.home is not None:
        os.environ["DUTY_HOME"] = arguments.home
        if not arguments.home.strip():
            raise VerbError("--home 后面没有写文件夹")
    _look_at(os.environ.get("DUTY_HOME", ""))
    module = FAMILIES[arguments.verb][0] if arguments.verb else "console"
    status: int = import_module(f"console.cli.{module}").run(arguments)
    return status


def _look_at(home: str) -> None:
    """A home that is there has to be a folder; one that is not is made when something is written. Raises VerbError."""
    path = Path(home)
    try:
        wrong = path.exists() and not path.is_dir()
    except (OSError, ValueError):
        wrong = True
    if wrong:
        raise VerbError(f"{home:.200}: 不是能用的文件夹，请核对数据文件夹的路径和权限")


def _home_apart(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """`--home DIR`, wherever it stands before a `--`, and the rest: every verb takes it, and every verb of a verb."""
    words = list(argv)
    last = words.index("--") if "--" in words else len(words)
    at = next((n for n, word in enumerate(words[:last]) if word == "--home" or word.startswith("--home=")), None)
    if at is None:
        return [], words
    taken = 1 if words[at] != "--home" else 2
    return words[at : at + taken], words[:at] + words[at + taken :]


def _plain_streams() -> None:
    """UTF-8 whatever the terminal says; what it cannot hold is shown escaped. A stream that was closed goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 # for as long as the process lives
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
