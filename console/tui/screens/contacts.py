"""通讯录: the number to call next in large, one key for what came of it; the list to search, mend, verify, import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from console.contacts.book import Call, all_bodies, belongs, body_name, call_of, calls, contacts_of
from console.contacts.model import Contact
from console.incident import commands as c
from console.incident.refused import Wrong
from console.incident.state import AGENCY_STEPS, AgencyStep
from console.incident.unfinished import not_told
from console.plan.organisation import Body

from ..commands import Command, bindings
from ..contact_dialogs import ask_import, attempt, delete_contact, doubt_number, edit_contact
from ..contact_words import BODY, CONTACT, body_calls, call_lines, contact_detail, contact_rows
from ..dialog import Ask, Dialog
from ..sizes import WIDTHS
from ..text import joined, safe
from ..widgets.keys import Keys
from ..widgets.line import Folded, Line
from ..widgets.rows import Rows
from .base import DutyScreen

if TYPE_CHECKING:
    from console.desk.view import View

LONGEST_SOUGHT = 20


class ContactsScreen(DutyScreen):
    """Whom to call, and whose number it is."""

    PLACE = "通讯录"
    CSS_PATH = "contacts.tcss"
    AUTO_FOCUS = "#contact-rows"
    HORIZONTAL_BREAKPOINTS = WIDTHS
    HELP = (
        "上面大字是现在该打的号码：启动响应后，按预案次序一家一家打给还没通知的成员单位；一家的号码都试过才轮到下一家。\n"
        "F10 接通了：只问接电话的人，记「已通知」，接着显示下一家。F12 无人接听、Ctrl+K 占线、Ctrl+L 号码错误：一键记下，换下一个号码。\n"
        "号码错误的联系人标「待核对」。要先打给别家，在名单里选中按空格，再按一次空格回到原来的次序。\n"
        "名单：直接打汉字、拼音首字母或号码就找到，Esc 清掉。回车修改(没有号码的就是添加),Ctrl+D 添加，Delete 删去(先问)。\n"
        "打通核对过就按 Ctrl+F 记「今天已核对」；180天没核对的标「久未核对」。Ctrl+Y 从单位现成的 CSV、XLSX 表导入，先看再收。\n"
        "名单存在数据文件夹的 contacts.toml，也可直接改那个文件；演练中只看不改。"
    )
    ACTIONS: ClassVar = (
        Command("through", "接通", "f10", "接通了：问接电话的人，记「已通知」", footer=False),
        Command("tried('无人接听')", "没人接", "f12", "无人接听，换下一个号码", footer=False),
        Command("tried('占线')", "占线", "ctrl+k", "占线，换下一个号码", footer=False),
        Command("tried('号码错误')", "错号", "ctrl+l", "号码错误，标「待核对」，换下一个号码", footer=False),
        Command("add", "添加", "ctrl+d", "添加一个联系人", footer=False),
        Command("verified", "已核对", "ctrl+f", "选中的联系人今天已核对", footer=False),
        Command("load", "导入", "ctrl+y", "从 CSV 或 XLSX 导入，先看再收", footer=False),
        Command("drop", "删去", "delete", "删去选中的联系人，先问", footer=False),
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(ACTIONS), Binding("escape", "clear", show=False)]

    def __init__(self) -> None:
        super().__init__()
        self._sought = ""
        self._chosen = ""
        """Id of the body that is to be called out of turn."""
        self._followed = ""
        """Id of the body that the list was last brought to."""
        self._busy = False

    def compose_body(self) -> ComposeResult:
        """The call, the list, one in full."""
        yield Line(id="call-panel")
        with Container(id="contacts"):
            yield Rows(id="contact-rows")
            with VerticalScroll(id="contact", can_focus=False):
                yield Folded(id="contact-words")
        yield Keys(self.ACTIONS)

    def on_mount(self) -> None:
        """Show what is known at once."""
        self.watch_view(self.duty.view)

    # --- what is known --------------------------------------------------------------------------------------------

    @property
    def _contacts(self) -> Sequence[Contact]:
        return self.duty.desk.contacts.contacts

    @property
    def _bodies(self) -> tuple[Body, ...]:
        """The bodies of the event's plan; without an event those of all plans."""
        return self.case.plan.bodies if self.case else all_bodies(self.duty.desk.plans.values())

    @property
    def _today(self) -> date:
        return self.duty.desk.clock.now().date()

    def _call(self) -> Call | None:
        """Whom to call now: the one that was chosen, else the next in the plan's order."""
        case = self.case
        if case is None or case.state.stage == "closed":
            return None
        body = next((b for b in case.plan.bodies if b.id == self._chosen), None)
        if body is not None:
            return call_of(body, case.state.agencies, contacts_of(self._contacts, body))[0]
        waiting = calls(case.plan, case.state, self._contacts) if case.state.level else ()
        return waiting[0] if waiting else None

    def _picked(self) -> tuple[Body | None, Contact | None]:
        """The body and the contact that are picked in the list."""
        picked = self.query_one("#contact-rows", Rows).picked or ""
        if picked.startswith(BODY):
            return next((b for b in self._bodies if b.id == picked.removeprefix(BODY)), None), None
        at = int(picked.removeprefix(CONTACT)) if picked.startswith(CONTACT) else -1
        contact = self._contacts[at] if 0 <= at < len(self._contacts) else None
        return next((b for b in self._bodies if contact and belongs(contact, b)), None), contact

    # --- showing --------------------------------------------------------------------------------------------------

    def watch_view(self, view: View | None) -> None:
        """Show the call, the list, the one that is picked."""
        if view is None or not self.built:
            return
        call = self._call()
        self.query_one("#call-panel", Line).show(Content("\n").join(self._panel(view, call)), layout=True)
        rows = self.query_one("#contact-rows", Rows)
        width = max(30, rows.size.width - 3)
        found = contact_rows(self._bodies, self._contacts, self._today, width, self._sought, call.body.id if call else "")
        rows.show(found or [("", safe("没有找到，Esc 清掉再找"))])
        self._follow(rows, call)
        self.query_one("#contact-words", Line).show(self._words(), layout=True)

    def _follow(self, rows: Rows, call: Call | None) -> None:
        """Pick in the list whom to call, once when that changes; then the officer is free to look elsewhere."""
        target = "" if call is None else call.body.id
        if target == self._followed:
            return
        self._followed = target
        if call is not None and not self._sought:
            line = call.line
            own = contacts_of(self._contacts, call.body)
            at = self._contacts.index(line.contact if line else own[0]) if own else -1
            rows.pick(f"{CONTACT}{at}" if own else f"{BODY}{call.body.id}")

    def _panel(self, view: View, call: Call | None) -> list[Content]:
        sought = [safe(f"找：{self._sought}  (Esc 清掉)", "bold")] if self._sought else []
        said = [safe(words, "bold") for words in self.duty.desk.contacts.said[:1]]
        case = view.current
        if call is not None and case is not None:
            figures = call_lines(call, len(not_told(case.plan, case.state)), self._today, (self.size.width - 4, self.size.height),
                                 drill=view.drill)
            return [*said, *figures, *sought]
        if case is None or case.state.stage == "closed":
            none = view.lost or "没有在办事件"
            words = f"{none}；打字查号码，空下来核对号码" if self._contacts else "通讯录是空的：Ctrl+Y 从单位现成的表导入，或选中单位回车填"
        elif case.state.level is None:
            words = "还没有启动响应；要先打给哪家，在名单里选中按空格"
        else:
            words = "成员单位都已通知；还要打给哪家，选中按空格"
        return [*said, safe(words, "bold"), *sought]

    def _words(self) -> Content:
        body, contact = self._picked()
        if contact is None and body is None:
            return safe("")
        parts: list[Content | str] = []
        if contact is not None:
            parts.append(contact_detail(contact, body.name if body else contact.body, self._today))
        elif body is not None:
            parts.append(joined(safe(body.name, "bold"), safe("\n没有号码；回车添加", lines=True)))
        if body is not None and self.case is not None:
            parts += [safe("\n\n", lines=True), body_calls(self.case, body)]
        return joined(*parts)

    @on(Rows.OptionHighlighted, "#contact-rows")
    def _highlighted(self) -> None:
        self.query_one("#contact-words", Line).show(self._words(), layout=True)

    # --- finding --------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Letters and digits find, the space bar chooses whom to call."""
        if self.focused is not self.query_one("#contact-rows"):
            return
        body, _ = self._picked()
        if event.key == "space":
            if body is not None and self.case is not None:
                self._chosen = "" if self._chosen == body.id else body.id
            self.watch_view(self.view)
        elif event.key == "backspace" and self._sought:
            self._seek(self._sought[:-1])
        elif event.character and event.character.isalnum() and event.is_printable:
            self._seek(self._sought + event.character)
        else:
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Words that an input method or the clipboard brings at once."""
        self._seek(self._sought + "".join(event.text.strip().splitlines()[:1]))

    def _seek(self, sought: str) -> None:
        """Show what is meant by it, the first of them picked."""
        self._sought = sought.lower()[:LONGEST_SOUGHT]
        self.watch_view(self.view)
        rows = self.query_one("#contact-rows", Rows)
        rows.highlighted = 0 if rows.option_count else None

    def action_clear(self) -> None:
        """Drop the search; then the choice of whom to call."""
        if self._sought:
            self._sought = ""
        else:
            self._chosen = ""
        self.watch_view(self.view)

    # --- calling --------------------------------------------------------------------------------------------------

    def action_through(self) -> None:
        """Somebody answered: ask who, and it is notified."""
        call = self._call()
        if call is None:
            self.refuse(self._nobody())
            return
        number = call.line.number if call.line else ""
        agency = self.case.state.agencies.get(call.body.id) if self.case else None
        step: AgencyStep = agency.step if agency and agency.step != "silent" else "notified"

        async def submit(answers: Mapping[str, str]) -> str:
            name, desk = answers["name"].strip(), self.duty.desk
            if not name:
                return Wrong("name", "请填接电话的人；问不到就写「未问到」")
            renew = desk.clock.now() + timedelta(minutes=desk.settings.acknowledge_minutes)
            problem = await self.do(c.MoveAgency(call.body.id, step, name, "电话", number, renew_at=renew))
            if not problem:
                self._chosen = ""
                self._gone_on(f"{call.body.name} {AGENCY_STEPS[step]} {name}")
            return problem

        hints = tuple(one.name for one in contacts_of(self._contacts, call.body) if one.name)
        title = f"{call.body.name} {number} 接通，{AGENCY_STEPS[step]}"
        self.duty.push_screen(Dialog(title, (Ask("name", "接电话的人", hints=hints),), submit, ok="记下"))

    def _nobody(self) -> str:
        """Why there is nobody to call: without an open event no call could be recorded, whoever is chosen."""
        if self.case is None or self.case.state.stage == "closed":
            return f"{(self.view.lost if self.view else '') or '没有在办事件'}，拨打没有地方记；有了事件再来，核对号码按 Ctrl+F"
        return "现在没有要打的单位；要打给哪家，选中按空格"

    async def action_tried(self, outcome: Literal["无人接听", "占线", "号码错误"]) -> None:
        """It did not get through: recorded at once, and on to the next number."""
        call = self._call()
        if call is None:
            self.refuse(self._nobody())
            return
        if outcome == "号码错误" and call.line is None:
            self.refuse(f"{call.body.name} 没有号码，不能记号码错误")
            return
        if self._busy:
            return
        self._busy = True
        try:
            number = call.line.number if call.line else ""
            if await self.do(c.TryCall(call.body.id, outcome, number)):
                return
            words = f"{call.body.name} {number} {outcome}"
            if outcome == "号码错误" and call.line is not None:
                words += await doubt_number(self, call.line.contact, number)
            self._gone_on(words)
        finally:
            self._busy = False

    def _gone_on(self, words: str) -> None:
        """Say what was recorded, and who comes next."""
        self.watch_view(self.view)
        call = self._call()
        after = f"；下一个 {call.body.name}" if call else ""
        self.say(f"已记录 {words}{after}")

    # --- the list -------------------------------------------------------------------------------------------------

    @on(Rows.OptionSelected, "#contact-rows")
    def _edit(self) -> None:
        body, contact = self._picked()
        if contact is not None:
            edit_contact(self, contact)
        elif body is not None:
            edit_contact(self, None, body.id)

    def action_add(self) -> None:
        """A new contact, of the body that is picked unless another is typed."""
        body, contact = self._picked()
        edit_contact(self, None, body.id if body else contact.body if contact else "")

    def action_drop(self) -> None:
        """Ask, then take it out."""
        _, contact = self._picked()
        if contact is None:
            self.refuse("先选一个联系人")
        else:
            delete_contact(self, contact, body_name(contact, self._bodies))

    async def action_verified(self) -> None:
        """The numbers of the one that is picked were made sure of today."""
        _, contact = self._picked()
        if contact is None:
            self.refuse("先选一个联系人")
            return
        checked = contact.model_copy(update={"verified": self._today, "doubt": ""})
        problem = await attempt(self, self.duty.desk.contacts.change, contact, checked)
        if problem:
            self.refuse(problem)
        else:
            self.watch_view(self.view)
            self.say(f"今天已核对：{body_name(contact, self._bodies)} {contact.name}")

    def action_load(self) -> None:
        """Take in an office's table."""
        ask_import(self)
