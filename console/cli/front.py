"""The front of `duty`: arguments to a verb, faults to one line and an exit status, never a traceback."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
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


class Parser(argparse.ArgumentParser):
    """An argument parser whose faults are one line."""

    def error(self, message: str) -> NoReturn:
        """Arguments that cannot be used."""
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
        return _run(argv)
    except VerbError as fault:
        print(visible(str(fault)), file=sys.stderr)  # noqa: T201 # a verb speaks through its streams
        return fault.status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except SystemExit as stop:
        return int(stop.code or 0)


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
    module = FAMILIES[arguments.verb][0] if arguments.verb else "console"
    status: int = import_module(f"console.cli.{module}").run(arguments)
    return status


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
    """UTF-8 whatever the terminal says; what it cannot hold is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
