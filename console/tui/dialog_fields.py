"""What a dialog asks for, and the fields in which it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from console.initials import initials

from .text import safe
from .time_field import Reading
from .widgets.entry import Field

HELP = (
    "回车记住这一项并到下一项，最后一项回车就是确认；F10 随时确认，Esc 取消。写长话的地方也一样，要换行按 Ctrl+J。\n"
    "有常用词的地方按上下键换着填；要选的地方按编号就选上并到下一项(最后一项只选上)，或上下键选好再回车，也可打拼音首字母。\n"
    "填错了或少填了会留在这里并说明，光标到要改的一项，填好的不会丢；填了字按 Esc 要按第二次才放弃。\n"
    "没记下的随打随存：电话来了照按 Ctrl+N，断电、死机也一样，再开这一框都在。都可以用鼠标点，点一下全选，再点一下放光标。"
)
"""What one does in any dialog."""
NUMBERED = 9
"""So many choices have a number each, and one key picks one."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to ask for."""

    id: str
    label: str
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    """(id, words): picked from a list instead of typed."""
    hints: tuple[str, ...] = ()
    """Words that one key (up, down) puts into the field."""
    long: bool = False
    """Several lines."""
    note: str = ""
    """What the officer must know about it, told while the cursor is there."""
    last: bool = False
    """Enter confirms here although fields follow that can wait; Tab goes on to those."""
    reading: Reading | None = None
    """How it is read, where it is only for a time."""


class Pick(OptionList):
    """A short list to pick one from."""

    class Numbered(Message):
        """A choice was picked by its number or by a click, which means no more than that."""

    def __init__(self, ask: Ask) -> None:
        few = len(ask.choices) <= NUMBERED
        shown = [f"{at} {words}" if few else words for at, (_, words) in enumerate(ask.choices, 1)]
        super().__init__(*(Option(safe(words)) for words in shown), id=f"ask-{ask.id}", markup=False)
        self._ids = [choice for choice, _ in ask.choices]
        self._letters = [initials(words) for _, words in ask.choices]
        self._start = self._ids.index(ask.value) if ask.value in self._ids else None
        self.styles.height = min(6, len(self._ids))

    def on_mount(self) -> None:
        """Start on the answer given, if any."""
        self.highlighted = self._start

    def on_click(self, event: events.Click) -> None:
        """A click picks, as a number does."""
        event.prevent_default()
        at = event.style.meta.get("option")
        if at is not None:
            self.highlighted = at
            self.post_message(self.Numbered())

    def on_key(self, event: events.Key) -> None:
        """A number picks; a letter goes to the next choice that begins with it."""
        typed = event.character or ""
        if len(self._ids) <= NUMBERED and typed in "123456789" and typed and int(typed) <= len(self._ids):
            self.highlighted = int(typed) - 1
            self.post_message(self.Numbered())
        elif typed.isalpha() and typed.isascii():
            here = -1 if self.highlighted is None else self.highlighted
            order = [*range(here + 1, len(self._ids)), *range(here + 1)]
            self.highlighted = next((at for at in order if self._letters[at].startswith(typed.lower())), self.highlighted)
        else:
            return
        event.prevent_default()
        event.stop()

    @property
    def answer(self) -> str:
        """The id of what is picked; empty where nothing is."""
        return self._ids[self.highlighted] if self.highlighted is not None else ""


class HintInput(Field):
    """An input whose up and down keys go through the hints; where there are none, to the field above or below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "hint(-1)", show=False), Binding("down", "hint(1)", show=False),
    ]

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask.value, placeholder=" / ".join(ask.hints[:4]) or ask.note, id=f"ask-{ask.id}", compact=True)
        self._hints = ask.hints
        self._at = -1

    def action_hint(self, step: int) -> None:
        """Put the next hint into the field."""
        if self._hints:
            self._at = (self._at + step) % len(self._hints) if self._at >= 0 else (0 if step > 0 else -1)
            self.value = self._hints[self._at]
            self.cursor_position = len(self.value)
        elif step > 0:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()
