"""The dialogs of the warnings screen: take in a file, enter one by hand, lift, register a step, open an event."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.desk import bulletin_files, bulletins
from console.incident.refused import Refused, Wrong, said
from console.incident.times import Unreadable, dated, parse_ahead, parse_when
from console.journal.errors import NotRecorded
from console.plan.base import COLOURS
from console.warning.enter import ByHand
from console.warning.model import Bulletin, in_force
from console.warning.steps import colour_fact, counts_for
from console.warning.todo import OWN, Todo
from console.warning.typed import area_of, hazard_of, known_hazards, until_of
from console.warning.words import name_of
from console.words import cut

from .asking import at_ask, read_at
from .dialog import Ask, Dialog
from .reader import Reader
from .warning_words import fault_words

if TYPE_CHECKING:
    from console.plan.facts import Field
    from console.plan.model import Plan

    from .screens.base import DutyScreen

NEW, NONE = "new", "none"


async def attempt(screen: DutyScreen, work: Callable[..., Any], *arguments: Any) -> str:
    """Do something with the desk log off the loop; the sentence of a refusal, or nothing."""
    try:
        await asyncio.to_thread(work, screen.duty.desk, *arguments)
    except (Refused, NotRecorded) as error:
        return said(error)
    screen.duty.refresh_view()
    return ""


async def load(screen: DutyScreen, taken: Callable[[str], None]) -> None:
    """Take in a file: one that lies where such files come, or any other; `taken` is told the warning's number."""
    desk = screen.duty.desk
    folder = Path(desk.settings.warning_folder) if desk.settings.warning_folder else _downloads()
    lying = await asyncio.to_thread(bulletin_files.waiting_files, folder)

    async def submit(answers: Mapping[str, str]) -> str:
        typed = answers["path"].strip()
        picked = answers.get("lying", "")
        if not typed and not picked:
            return Wrong("path", "请写文件的路径" + ("，或在上面选一份" if lying else ""))
        path = bulletin_files.path_of(typed) if typed else lying[int(picked)]
        try:
            done = await asyncio.to_thread(bulletin_files.import_file, desk, path)
        except (Refused, NotRecorded) as error:
            return str(error)
        screen.duty.refresh_view()
        if done.bulletin is None:
            await screen.app.push_screen(Reader(f"没有导入 {path.name}", fault_words(done.faults, done.said)))
            return f"没有导入：有{sum(f.essential for f in done.faults)}处关键毛病，请向发布单位要改正的文件，或按 Esc 用 Ctrl+D 手工登记"
        taken(done.bulletin.id)
        minor = f"，有{len(done.faults)}处次要毛病，见右边" if done.faults else ""
        screen.say(done.said[0] if done.known else f"已导入 {done.bulletin.id} {name_of(done.bulletin)}{minor}")
        if done.said and not done.known:
            screen.app.call_later(screen.app.push_screen, Reader(f"{done.bulletin.id} 请核对", fault_words((), done.said)))
        return ""

    asks = [Ask("path", "文件路径", note="可从文件管理器拖进来")]
    if lying:
        told = await asyncio.to_thread(lambda: [bulletin_files.headline_of(path, desk.clock.now()) for path in lying])
        rows = tuple((str(n), f"{dated(_written(path))} {cut(words or path.name, 60)}")
                     for n, (path, words) in enumerate(zip(lying, told, strict=True)))
        asks.insert(0, Ask("lying", f"{cut(str(folder), 40)} 里的文件(回车)", "0", rows))
    screen.duty.push_screen(Dialog("导入预警文件", asks, submit, note="CAP 1.2 格式(.xml)", ok="导入"))


def _downloads() -> Path:
    home = Path.home()
    return next((home / name for name in ("Downloads", "下载") if (home / name).is_dir()), home / "Downloads")


def _written(path: Path) -> datetime:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(0).astimezone()


def enter(screen: DutyScreen, taken: Callable[[str], None]) -> None:
    """A warning by phone or on paper, perhaps one that changes another."""
    desk = screen.duty.desk
    plans = tuple(desk.plans.values())
    current = in_force(bulletins.bulletins(desk), desk.clock.now(), drill=desk.drill)

    async def submit(answers: Mapping[str, str]) -> str:
        try:
            form = _by_hand(answers, plans, desk.clock.now())
        except (Unreadable, Refused) as error:
            return said(error)
        problem = await attempt(screen, bulletins.enter, form)
        if not problem:
            taken(tuple(bulletins.bulletins(desk))[-1])
        return problem

    issuers = tuple(dict.fromkeys(("红河州气象台", *(b.issuer for b in current))))
    asks = [
        Ask("hazard", "灾种", hints=known_hazards(plans), note="拼音首字母，如 by 暴雨"),
        Ask("colour", "颜色", "", tuple((c, f"{word}预警") for c, word in COLOURS.items())),
        Ask("issuer", "发布单位", hints=issuers, note="上下键选"), Ask("area", "范围", note="如 gj mz，或 qz 全州"),
        Ask("start", "从几点起", "现在", note="也可写 2000"),
        Ask("until", "到几点，或多少小时", note="如 24、明天0800；没说就留空"),
        Ask("text", "预警内容(警示事项)", long=True), Ask("instruction", "应采取的措施", long=True),
    ]
    if current:
        known = tuple((b.id, f"{b.id} {name_of(b)} {cut(b.area, 30)}") for b in current)
        asks.insert(4, Ask("replaces", "变更了哪一条", "", (("", "是新的一条"), *known)))
    screen.duty.push_screen(Dialog("手工登记预警", asks, submit))


def _by_hand(answers: Mapping[str, str], plans: tuple[Plan, ...], now: datetime) -> ByHand:
    """The form as filled in; Unreadable with a sentence where something in it cannot be."""
    if not answers["colour"]:
        raise Refused("请选颜色", "colour")
    try:
        start = parse_when(answers["start"], now)
    except Unreadable:
        start = parse_ahead(answers["start"], now)
    return ByHand(
        hazard_of(answers["hazard"], plans), answers["colour"], answers["issuer"].strip(), area_of(answers["area"], plans),  # type: ignore[arg-type]  # one of the colours
        start, until_of(answers["until"], start), answers["text"], answers["instruction"],
        replaces=(answers["replaces"],) if answers.get("replaces") else (),
    )  # fmt: skip


def lift(screen: DutyScreen, b: Bulletin) -> None:
    """Who issued it has lifted it."""

    async def submit(answers: Mapping[str, str]) -> str:
        at, problem = read_at(answers["at"], screen.duty.desk.clock.now())
        return problem or await attempt(screen, bulletins.lift, b.id, answers["who"], answers["note"], at)

    asks = (
        Ask("who", "谁宣布解除(谁发布谁解除)", b.issuer), at_ask("几点宣布的"),
        Ask("note", "依据", note="不是发布单位解除的要写"),
    )
    screen.duty.push_screen(Dialog(f"解除 {name_of(b)}", asks, submit, note=f"发布单位：{b.issuer}"))


def register(screen: DutyScreen, b: Bulletin, todo: Todo, words: str, done: Callable[[], None]) -> None:
    """One of the things that the warning asks for was done; `done` is called when it is recorded."""
    late = todo.state in ("late", "over")

    async def submit(answers: Mapping[str, str]) -> str:
        at, problem = read_at(answers["at"], screen.duty.desk.clock.now())
        problem = problem or await attempt(
            screen, bulletins.do_step, b.id, todo.step.id, answers["name"], answers["note"], at
        )
        if not problem:
            done()
        return problem

    asks = (
        Ask("name", "谁办的、谁接的令"), at_ask("几点办的"),
        Ask("note", "情况", note=f"超过{OWN}的时限，要写原因" if late else ""),
    )
    screen.duty.push_screen(Dialog(f"登记办理：{name_of(b)}", asks, submit, note=words))


def open_event(screen: DutyScreen, b: Bulletin, plan: Plan) -> None:
    """The event that the warning proposes, its facts filled in; or the facts of one that is open; or none, and why."""
    desk = screen.duty.desk
    found = colour_fact(plan, b.hazard)
    fields = found.ask if found else ()
    cases = [c for c in desk.open_cases() if c.plan.id == plan.id]

    async def submit(answers: Mapping[str, str]) -> str:
        try:
            told = {f.id: _told(f, answers[f.id]) for f in fields if answers[f.id].strip()}
        except Unreadable as error:
            return str(error)
        event = answers["event"]
        if event == NONE:
            return await attempt(screen, bulletins.decline, b.id, answers["why"])
        if event == NEW:
            before = set(desk.cases)
            problem = await attempt(screen, bulletins.open_event, b.id, told)
            event = next(iter(set(desk.cases) - before), "")
        else:
            problem = await attempt(screen, bulletins.put_to, b.id, event, told)
        if not problem:
            screen.duty.current = event
            screen.duty.call_later(screen.duty.action_go, "declare")
        return problem

    already = next((e for e in reversed(b.events) if any(c.id == e for c in cases)), cases[-1].id if cases else NEW)
    choices = ((NEW, "新开一件"), *((c.id, f"放进 {c.id} {cut(c.state.title, 40)}") for c in cases), (NONE, "研判过，不开事件"))
    asks = [Ask("event", "放进哪件事件", already, choices)]
    asks += [Ask(f.id, f.ask, "", _picks(f)) for f in fields]
    asks.append(Ask("why", "不开事件的理由", note="只有不开时才填"))
    screen.duty.push_screen(Dialog("据预警开事件", asks, submit, note=_filled_in(plan, b)))


def _filled_in(plan: Plan, b: Bulletin) -> str:
    """What goes into the event by itself."""
    found = colour_fact(plan, b.hazard)
    if found is not None and found.field is None:
        return f"{name_of(b)}：范围、发布单位自动填好；{b.hazard}不按预警颜色定级，看下面的数字。"
    if counts_for(plan, b):
        return f"{name_of(b)}：颜色、范围、发布单位自动填好。"
    return f"{name_of(b)}由{b.issuer}发布，不是{plan.plan.warning_issuers[0]}：范围自动填好，颜色不作定级的事实。"


def _picks(field: Field) -> tuple[tuple[str, str], ...]:
    """What can be picked for a fact; nothing for a number, which is typed."""
    if field.type == "number":
        return ()
    known = (("y", "是"), ("n", "否")) if field.type == "bool" else tuple((ch.id, ch.label) for ch in field.choices)
    return (("", "不清楚"), *((("_none", "都没有"),) if field.type == "choices" else ()), *known)


def _told(field: Field, answer: str) -> object:
    """The answer as a value of the fact; Unreadable where a number is none."""
    if field.type == "choices":
        return [] if answer == "_none" else [answer]
    if field.type == "bool":
        return answer == "y"
    typed = unicodedata.normalize("NFKC", answer).strip().removesuffix("个")
    if field.type == "number" and not re.fullmatch(r"\d{1,9}", typed):
        raise Unreadable(f"{field.label}写数字，如 2；「{answer.strip()[:20]}」读不懂")
    return int(typed) if field.type == "number" else answer
