"""Commands of the console: one record each, from which keys, footer, help and palette all come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

KEY_WORDS = {
    "escape": "Esc", "tab": "Tab", "shift": "Shift", "enter": "回车", "space": "空格", "ctrl": "Ctrl", "up": "上", "down": "下",
    "left": "左", "right": "右", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn",
    "delete": "Del",
}


@dataclass(frozen=True, slots=True)
class Command:
    """Something the officer can do, with the keys that do it."""

    action: str
    """The action's name; the screen or the app has `action_<name>`."""
    label: str
    """Two to four characters for the key line."""
    keys: str
    """Keys as Textual writes them, separated by commas; the first is the one that is shown."""
    help: str
    """A sentence for the help screen and the palette."""
    footer: bool = True

    @property
    def shown_key(self) -> str:
        """The first key as it stands on a keyboard: 「F2」 「Ctrl+N」."""
        return on_a_keyboard(self.keys.split(",")[0])

    @property
    def help_words(self) -> str:
        """The sentence, and the other keys that do the same: a terminal may keep the first for itself."""
        others = [on_a_keyboard(key) for key in self.keys.split(",")[1:]]
        return f"{self.help}(也可按 {'、'.join(others)})" if others else self.help

    def binding(self) -> Binding:
        """The key binding of this command."""
        return Binding(as_terminals_send(self.keys), self.action, self.label, show=self.footer, key_display=self.shown_key, priority=True)


def on_a_keyboard(key: str) -> str:
    """A key as it stands on a keyboard: 「Ctrl+N」."""
    return "+".join(KEY_WORDS.get(part, part.upper()) for part in key.split("+"))


def as_terminals_send(keys: str) -> str:
    """The keys, and beside Shift+F1 to Shift+F12 what most terminals send for them: F13 to F24."""
    found = keys.split(",")
    found += [f"f{int(key.removeprefix('shift+f')) + 12}" for key in found if key.startswith("shift+f")]
    return ",".join(found)


def bindings(commands: Iterable[Command]) -> list[Binding]:
    """The key bindings of several commands."""
    return [command.binding() for command in commands]


DRILL_COMMANDS: tuple[Command, ...] = (
    Command("answer", "接听/问", "ctrl+v,shift+f10", "演练：电话响就接听；通话中问光标所在的一栏，不在栏上就问本台该问的下一句"),
    Command("real_event", "真实事件", "ctrl+z", "演练立刻冻结，转到真实值班台接真的电话"),
    Command("drill_pace", "演练快慢", "shift+f5", "演练：暂停、继续、几倍速、跳到下一件事", footer=False),
    Command("drill_over", "结束演练", "shift+f6", "演练：到此为止，看成绩", footer=False),
)
"""What there is beside the rest while a drill is played."""

APP_COMMANDS: tuple[Command, ...] = (
    Command("errand('show_help')", "帮助", "f1", "本屏的说明和全部按键"),
    Command("go('board')", "值班台", "f2", "全部在办事件、预警、下一步"),
    Command("go('intake')", "接报", "f3", "接电话记要素；没有事件时就新开一件"),
    Command("go('declare')", "定级", "f4", "看建议级别和依据，登记启动、提级、降级"),
    Command("errand('next_step')", "下一步", "f5", "去做「下一步」这一行写的事"),
    Command("go('response')", "处置", "f6", "报告时限、单位、任务、记录"),
    Command("go('log')", "日志", "f7", "全部记录，查找、补录、更正、标记"),
    Command("go('ending')", "终止", "f8", "终止条件、终止响应、归档"),
    Command("go('plan')", "预案", "f9", "翻查预案，条款、职责、口径"),
    Command("go('warnings')", "预警", "ctrl+x", "在有效期的预警：导入、登记、解除、据此开事件", footer=False),
    Command("go('papers')", "文书", "f11,shift+f12", "电话稿、首报续报终报、通知、记录单、评估"),
    Command("errand('paper_twin')", "纸面备份", "shift+f11", "把级别、时限、单位和空白记录行写成两页，马上打印，断电时照着干", footer=False),
    Command("go('paperlines')", "纸面补录", "shift+f7", "停机时手写在纸面备份上的各行，一行一行录进日志", footer=False),
    Command("new_event", "新事件", "ctrl+n", "电话响了：立刻开一件新事件，此刻就是接报时间"),
    Command("go('compare')", "对照", "shift+f8", "几件在办事件并排看：级别、时限、单位、下一步", footer=False),
    Command("errand('switch_event')", "换事件", "ctrl+t", "在几件在办事件之间切换", footer=False),
    Command("go('contacts')", "通讯录", "ctrl+u", "谁的电话：该打给谁、号码、接通没有；查、改、导入", footer=False),
    Command("errand('on_duty')", "上班", "ctrl+o", "登记谁在值班", footer=False),
    Command("go('handover')", "交接班", "ctrl+a", "交接班：交接单、五问、双方签名", footer=False),
    Command("errand('silence')", "静音", "ctrl+s", "停掉正在响的提醒；到时限的事仍在", footer=False),
    Command("errand('test_sound')", "试音", "shift+f1", "响一声，看听不听得见，记进值班日志", footer=False),
    Command("errand('retry')", "再试", "ctrl+r", "把没有记上的再记一次；本机少了的从第二处取回；只读时接手记录", footer=False),
    Command("errand('findings')", "情况", "ctrl+e", "看开机检查和故障的全文；电脑时钟不对时照墙上的钟填", footer=False),
    Command("errand('replay')", "回看", "ctrl+g", "当时知道什么：看事件在某一条记录写下时的样子", footer=False),
    Command("go('health')", "体检", "ctrl+b", "日志、副本、磁盘、时钟、声音、预案、终端是否都好", footer=False),
    Command("go('drills')", "演练", "shift+f2", "挑一个演练脚本开练；真实事件在办时不开", footer=False),
    Command("go('score')", "成绩", "shift+f4", "演练成绩：失分、依据、历次", footer=False),
    Command("go('practice')", "练习", "shift+f9,shift+f3", "研判练习(演练): 一题一题练定级，错的多练；不写日志", footer=False),
    Command("command_palette", "命令", "ctrl+p", "按名字找一个命令", footer=False),
    Command("errand('leave')", "退出", "ctrl+q", "离开值班台；日志都在磁盘上", footer=False),
)
