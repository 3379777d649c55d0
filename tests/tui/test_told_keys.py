"""Keys that a text names: each is there on that screen, reaches its command by a real press, and does what the text says."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.binding import Binding

import console.tui
from console.desk.desk import Desk
from console.incident import commands as c
from console.tui.app import DutyApp
from console.tui.commands import APP_COMMANDS, DRILL_COMMANDS, Command, on_a_keyboard
from console.tui.dialog import Dialog
from console.tui.drill.director import COMMANDS as DIRECTOR
from console.tui.log_dialogs import WITHDRAWABLE
from console.tui.routes import SCREENS, open_screen
from console.tui.screens.help import HelpScreen
from console.tui.screens.log import LogScreen
from console.tui.widgets.log_view import LogView
from tests.desk.clock import FixedClock
from tests.scenarios.driving import case_of, fill, keys, says, settle

ROOT = Path(console.tui.__file__).parents[1]
EVERYWHERE = (*APP_COMMANDS, *DRILL_COMMANDS)
NAMED = re.compile(r"(?<![A-Za-z])((?:Ctrl|Shift)\+(?:F\d{1,2}|[A-Z])|F\d{1,2})(?![A-Za-z0-9+])")
"""A key as a text names it."""
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SAID = {
    "新开": "新事件", "接着开": "新事件", "自行选预案": "新事件", "选一件": "值班台", "看全": "情况", "有误": "情况", "原话": "文书",
    "稿子": "文书", "办第一件": "下一步", "去办": "下一步", "去做": "下一步", "来接班": "下一步", "接手": "再试", "排除": "再试",
    "修好": "再试", "记下知道了": "再试",
    "现在的来电人说的": "核实", "Ctrl+E 填": "情况", "按 Ctrl+R 决定": "再试", "Ctrl+E 再填": "情况",
    "磁盘好了": "再试", "记下": "确认", "说明": "帮助", "屏幕上改": "通讯录", "Ctrl+U 填": "通讯录", "试音": "命令",
    "打通按": "接通", "补进": "添加", "现成的": "导入", "去填": "补数字", "键行": "查找", "F10 答": "确定", "收起": "成绩",
    "  按 Ctrl+V ": "接听", "整夜": "处置", "找「": "命令",
}
"""Other words for what a command is called."""


def owned() -> dict[str, list[tuple[str, Command]]]:
    """Every key to the commands that it stands for, each with its place; '' for everywhere."""
    found: dict[str, list[tuple[str, Command]]] = {}
    fields = Command("accept", "确认", "f10", "确认，不确认就再按"), Command("feed", "换行", "ctrl+j", "在长话里换行")
    places = [("", EVERYWHERE), ("director", DIRECTOR), ("dialog", fields), *((p, open_screen(p).ACTIONS) for p in SCREENS)]
    for place, commands in places:
        for command in commands:
            for key in command.keys.split(","):
                found.setdefault(on_a_keyboard(key), []).append((place, command))
    return found


def classes() -> Iterator[type]:
    """Every class of the console's screens and widgets."""
    for module in pkgutil.walk_packages(console.tui.__path__, "console.tui."):
        for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if found.__module__ == module.name:
                yield found


def test_no_key_of_a_screen_is_taken_by_the_app() -> None:
    """The app's keys come first wherever the cursor is: one that a screen, a dialog or a field has too is dead there."""
    everywhere = {key for command in EVERYWHERE for key in command.keys.split(",")}
    for found in classes():
        if found.__name__.endswith("App"):  # an app of its own, or the app itself
            continue
        own = {key for binding in found.__dict__.get("BINDINGS", ()) for key in (
            binding.key if isinstance(binding, Binding) else str(binding[0])).split(",")}  # fmt: skip
        # The help closes by the key that opened it: the app does that, and at the director's the help itself.
        assert not own & everywhere - ({"f1"} if found is HelpScreen else set()), found


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every Chinese string of a file, and where it stands; those of an f-string come in parts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
            yield node.lineno, node.value


def named_keys() -> Iterator[tuple[Path, int, str, str]]:
    """Every key that a text of the console names: file, line, key, the words around it."""
    for path in sorted(ROOT.rglob("*.py")):
        for line, text in strings(path):
            for found in NAMED.finditer(text):
                start = max(text.rfind(mark, 0, found.start()) for mark in "。；\n") + 1
                yield path.relative_to(ROOT), line, found[1], text[max(start, found.start() - 16) : found.end() + 16]


def test_a_key_that_a_text_names_is_there_and_is_for_what_it_says() -> None:
    """On the screen whose text it is (or everywhere, or in its dialogs); the words beside it are those of the command."""
    known = owned()
    count = 0
    for path, line, key, around in named_keys():
        count += 1
        owners = known.get(key, [])
        place = path.stem if path.parts[:2] == ("tui", "screens") else None
        director = path.parts[:2] == ("tui", "drill")
        if place in SCREENS:
            owners = [(p, command) for p, command in owners if p in ("", "dialog", place) or (p in SCREENS and open_screen(p).PLACE in around)]
        elif not director:
            owners = [(p, command) for p, command in owners if p != "director"]
        assert owners, f"{path}:{line} {key}: {around}"
        assert any(fits(around, command) for _, command in owners), f"{path}:{line} {key}: {around}"
    assert count > 150


def fits(around: str, command: Command) -> bool:
    """Whether two signs in a row of the words are those of the command, or stand for it."""
    told = command.label + command.help
    here = around + "".join(label for word, label in SAID.items() if word in around)
    return any(here[n : n + 2] in told for n in range(len(here) - 1) if CHINESE.match(here[n]) and CHINESE.match(here[n + 1]))


async def test_every_key_of_every_screen_reaches_its_command(tmp_path: Path) -> None:
    """By a real press, wherever the cursor stands when the screen comes up."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    desk.open_event("blackout", "甲站失压")
    app = DutyApp(desk)
    pressed: list[str] = []
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for place in SCREENS:
            await app.action_go(place)
            await settle(pilot)
            screen = app.screen
            for command in screen.ACTIONS:  # type: ignore[attr-defined]  # a DutyScreen
                if "." in command.action.partition("(")[0]:
                    continue  # the app's, under a key of its own here
                name = command.action.partition("(")[0]
                setattr(screen, f"action_{name}", lambda *given, name=name: pressed.append(name))
            for command in screen.ACTIONS:  # type: ignore[attr-defined]  # a DutyScreen
                name = command.action.partition("(")[0]
                for key in command.keys.split(",") if "." not in name else ():
                    pressed.clear()
                    await pilot.press(key)
                    assert pressed == [name], (place, command.label, key)
    desk.close()


async def test_the_help_is_opened_and_closed_by_f1(tmp_path: Path) -> None:
    """The app takes the key also while the help is up."""
    desk = Desk(tmp_path, clock=FixedClock())
    app = DutyApp(desk)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await keys(pilot, "f1")
        assert isinstance(app.screen, HelpScreen)
        assert says(app, "也可按 Shift+F12")
        await keys(pilot, "f1")
        assert not isinstance(app.screen, HelpScreen)
    desk.close()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_report_is_taken_back_by_the_keys_that_the_report_names(tmp_path: Path, size: tuple[int, int]) -> None:
    """登记错了：F7, the row, Ctrl+W, a reason: the report is owed again, and its line says that it was taken back."""
    desk = Desk(tmp_path, name="张三", clock=FixedClock())
    case = desk.open_event("blackout", "甲站失压")
    desk.do(case.id, c.FinishIntake(), c.GiveReport("county-phone", "李四"))
    desk.do(case.id, c.Note("别的"))
    app = DutyApp(desk)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        await keys(pilot, "f7", "down")
        picked = app.screen.query_one(LogView).picked
        assert picked is not None
        assert picked.kind in WITHDRAWABLE
        await keys(pilot, "ctrl+w")
        await settle(pilot)
        assert isinstance(app.screen, Dialog)
        await fill(pilot, "误按了")
        assert isinstance(app.screen, LogScreen)
        assert not case_of(app).state.milestones
        assert case.entries[-1].data["reason"] == "误按了"
        assert says(app, f"[已撤回(第{case.entries[-1].seq}条)]")
    desk.close()


def test_a_key_that_the_quick_start_names_is_there_and_is_for_what_it_says() -> None:
    """README's Chinese pages, which are read before anything else."""
    known, count = owned(), 0
    for line in (ROOT.parent / "README.md").read_text(encoding="utf-8").splitlines():
        for found in re.finditer(rf"`{NAMED.pattern}`", line):
            if not CHINESE.search(line):
                continue
            count += 1
            around = line[max(0, found.start() - 24) : found.end() + 24]
            assert any(fits(around, command) for place, command in known.get(found[1], ()) if place != "director"), around
    assert count > 20
