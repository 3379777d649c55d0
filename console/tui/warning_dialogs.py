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
from console.desk.bulletin_facts import asked
from console.incident.refused import Refused, Wrong, said
from console.incident.times import Unreadable, dated, parse_near, since_epoch
from console.journal.errors import NotRecorded
from console.plan.base import COLOURS
from console.warning.enter import ByHand
from console.warning.model import Bulletin, in_force
from console.warning.steps import colour_fact, counts_for, standing_colour, takers
from console.warning.todo import OWN, Todo
from console.warning.typed import area_of, hazard_of, known_hazards, parse_until
from console.warning.words import ending_words, name_of
from console.words import cut

from .asking import at_ask, read_at
from .dialog import Ask, Dialog
from .reader import Reader
from .time_field import NOW, Reading
from .warning_words import fault_words, todo_words

if TYPE_CHECKING:
    from console.desk.desk import Desk
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
        brought = "、".join(f"{b.id} {name_of(b)}{'解除通知' if b.kind == 'Cancel' else ''}" for b in done.bulletins)
        screen.say(done.said[0] if done.known else f"已导入 {brought}{minor}")
        if done.said and not done.known:
            screen.app.call_later(screen.app.push_screen, Reader(f"{done.bulletin.id} 请核对", fault_words((), done.said)))
        return ""

    asks = [Ask("path", "文件路径", note="可从文件管理器拖进来")]
    if lying:
        told = await asyncio.to_thread(lambda: [bulletin_files.headline_of(path, desk.clock.now()) for path in lying])
        rows = tuple((str(n), f"{_written(path)} {cut(words or path.name, 60)}")
                     for n, (path, words) in enumerate(zip(lying, told, strict=True)))
        asks.insert(0, Ask("lying", f"{cut(str(folder), 40)} 里的文件(回车)", "0", rows))
    screen.duty.push_screen(Dialog("导入预警文件", asks, submit, note="CAP 1.2 格式(.xml)", ok="导入"))


def _downloads() -> Path:
    home = Path.home()
    return next((home / name for name in ("Downloads", "下载") if (home / name).is_dir()), home / "Downloads")


def _written(path: Path) -> str:
    """When a file was last written, as far as it is still there and its time is one."""
    try:
        at = since_epoch(path.stat().st_mtime)
    except OSError:
        at = None
    return dated(at) if at else "时间不明"


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
        Ask("start", "从几点起", "现在", note="也可写 2000", reading=Reading(lambda typed, now, _: parse_near(typed, now))),
        Ask("until", "到几点，或多少小时", note="如 24、明天0800；没说就留空", reading=Reading(_until)),
        Ask("text", "预警内容(警示事项)", long=True), Ask("instruction", "应采取的措施", long=True),
    ]
    if current:
        known = tuple((b.id, f"{b.id} {name_of(b)} {cut(b.area, 30)}") for b in current)
        asks.insert(4, Ask("replaces", "变更了哪一条", "", (("", "是新的一条"), *known)))
        asks.append(Ask("note", "变更的依据", note="不是原发布单位变更的要写"))
    screen.duty.push_screen(Dialog("手工登记预警", asks, submit))


def _until(typed: str, now: datetime, answers: Mapping[str, str]) -> datetime:
    """Until when, from the start that the form tells."""
    return parse_until(typed, parse_near(answers["start"], now), now)


def _by_hand(answers: Mapping[str, str], plans: tuple[Plan, ...], now: datetime) -> ByHand:
    """The form as filled in; Unreadable with a sentence where something in it cannot be."""
    if not answers["colour"]:
        raise Refused("请选颜色", "colour")
    start = parse_near(answers["start"], now)
    return ByHand(
        hazard_of(answers["hazard"], plans), answers["colour"], answers["issuer"].strip(), area_of(answers["area"], plans),  # type: ignore[arg-type]  # one of the colours
        start, parse_until(answers["until"], start, now) if answers["until"].strip() else None, answers["text"], answers["instruction"],
        replaces=(answers["replaces"],) if answers.get("replaces") else (), note=answers.get("note", ""),
    )  # fmt: skip


def lift(screen: DutyScreen, b: Bulletin) -> None:
    """Who issued it has lifted it."""

    async def submit(answers: Mapping[str, str]) -> str:
        at, problem = read_at(answers["at"], screen.duty.desk.clock.now())
        return problem or await attempt(screen, bulletins.lift, b.id, answers["who"], answers["note"], at)

    asks = (
        Ask("who", "谁宣布解除(谁发布谁解除)", b.issuer), at_ask("几点宣布的"),
        Ask("note", "解除的依据", note="不是发布单位解除的要写"),
    )
    screen.duty.push_screen(Dialog(f"解除 {name_of(b)}", asks, submit, note=f"发布单位：{b.issuer}", about=f"解除 {b.id}"))


def register(screen: DutyScreen, b: Bulletin, todo: Todo, plan: Plan, done: Callable[[], None]) -> None:
    """One of the things that the warning asks for was done; `done` is called when it is recorded."""
    late = todo.state in ("late", "over")
    note = Ask("note", "情况", note=f"超过{OWN}的时限，要写原因" if late else "")
    by_order = todo.step.ordered_by

    async def submit(answers: Mapping[str, str]) -> str:
        now = screen.duty.desk.clock.now()
        at, problem = read_at(answers["at"], now)
        at = at or (now if answers["at"].strip() else None)

        def work(desk: Desk) -> None:
            bulletins.do_step(desk, b.id, todo.step.id, answers["name"], answers["note"], at,
                              ordered_by=answers.get("ordered_by", ""), body=answers.get("body", ""))

        problem = problem or await attempt(screen, work)
        if not problem:
            done()
        return problem

    asks = [
        Ask("ordered_by", f"下令人({by_order})", note=f"{by_order}里谁下的令"),
        Ask("name", "接令人", note="姓名"), Ask("body", "接令单位", hints=takers(plan, todo.step)),
        Ask("at", "几点开始播发", hints=(NOW, "-5", "-10", "-15"), note="问接令人"), note,
    ] if by_order else [Ask("name", "谁办的", note="姓名、单位"), at_ask("几点办的"), note]  # fmt: skip
    screen.duty.push_screen(Dialog(f"登记办理：{name_of(b)}", asks, submit, note=todo_words(plan, todo).plain, about=f"办理 {b.id} {todo.step.id}"))


def open_event(screen: DutyScreen, b: Bulletin, plan: Plan, event: str = "") -> None:
    """The event that the warning proposes, its facts filled in; or the facts of one that is open (`event`); or none, and why."""
    desk = screen.duty.desk
    stands = b.standing(desk.clock.now(), drill=desk.drill) == "in_force"
    fields = asked(plan, b, desk.clock.now(), drill=desk.drill)
    cases = [c for c in desk.open_cases() if c.plan.id == plan.id and (stands or c.id in b.events)]

    async def submit(answers: Mapping[str, str]) -> str:
        try:
            told = {f.id: _told(f, answers[f.id]) for f in fields if answers[f.id].strip()}
        except Unreadable as error:
            return str(error)
        picked = answers["event"]
        if picked == NONE:
            return await attempt(screen, bulletins.decline, b.id, answers["why"])
        said, problem = _said(answers, told, desk.clock.now())
        if problem:
            return problem
        if picked == NEW:
            before = set(desk.cases)
            problem = await attempt(screen, bulletins.open_event, b.id, told, said)
            picked = next(iter(set(desk.cases) - before), "")
        else:
            problem = await attempt(screen, bulletins.put_to, b.id, picked, told, said)
        if not problem:
            screen.duty.current = picked
            screen.duty.call_later(screen.duty.action_go, "declare")
        return problem

    already = event or next((e for e in reversed(b.events) if any(c.id == e for c in cases)), cases[-1].id if cases else NEW)
    known = tuple((c.id, f"放进 {c.id} {cut(c.state.title, 40)}") for c in cases)
    choices = ((NEW, "新开一件"), *known, (NONE, "研判过，不开事件")) if stands else known
    asks = [Ask("event", "放进哪件事件", already, choices)]
    asks += [Ask(f.id, f.ask, "", _picks(f)) for f in fields]
    if fields:
        asks += [Ask("who", "谁说的", hints=(b.issuer,), note="姓名、单位"),
                 Ask("at", "几点说的", hints=(NOW, "-5", "-10", "-15"))]
    if stands:
        asks.append(Ask("why", "不开事件的理由", note="只有不开时才填"))
    title, note = ("据预警开事件" if stands else "更新事件的数字"), _filled_in(desk, plan, b)
    screen.duty.push_screen(Dialog(title, asks, submit, note=note, about=f"{title} {b.id}"))


def _said(answers: Mapping[str, str], told: Mapping[str, object], now: datetime) -> tuple[tuple[str, datetime] | None, str]:
    """Who gave the answers and when, or a sentence that asks for what is not told; nothing where there are none."""
    if not told:
        return None, ""
    for key, label in (("who", "谁说的"), ("at", "几点说的")):
        if not answers[key].strip():
            return None, Wrong(key, f"{label}还没有填：上面答的不在预警文件里，请写清楚再按确认")
    at, problem = read_at(answers["at"], now)
    return (answers["who"], at or now), problem


def _filled_in(desk: Desk, plan: Plan, b: Bulletin) -> str:
    """What goes into the event by itself."""
    now, found = desk.clock.now(), colour_fact(plan, b.hazard)
    if found is not None and found.field is None:
        return f"{name_of(b)}：范围、发布单位自动填好；{b.hazard}不按预警颜色定级，看下面的数字。"
    label = found.field.label if found and found.field else "颜色"
    top = standing_colour(plan, bulletins.bulletins(desk), b.hazard, now, drill=desk.drill)
    told = f"{label}记{COLOURS[top.colour]}({top.id} {cut(top.area, 20)})" if top and top.colour else ""
    if b.standing(now, drill=desk.drill) != "in_force":
        ended = next((old for old in map(bulletins.bulletins(desk).get, b.lifts) if old), b)
        return f"{name_of(b)}：{ending_words(ended, now)}。{told or (f'{label}记没有预警' if counts_for(plan, b) else '')}".rstrip("。") + "。"
    if top is not None and top.id == b.id:
        return f"{name_of(b)}：颜色、范围、发布单位自动填好。"
    if counts_for(plan, b):
        return f"{name_of(b)}：范围、发布单位自动填好；另有更高的在有效期，{told}。"
    issuer = plan.plan.warning_issuers[0]
    return f"{name_of(b)}由{b.issuer}发布，不是{issuer}：范围自动填好，颜色不作定级的事实{f'；{told}' if told else ''}。"


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
