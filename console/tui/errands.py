"""What the app's commands do: open an event, switch, sign on, retry, help, leave."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.desk.losses import LogShort
from console.incident.next_step import Step, What
from console.incident.refused import Refused, Wrong, said
from console.journal.errors import NotRecorded, reason

from .dialog import Ask, Dialog
from .screens.base import DutyScreen
from .unrecorded_words import unrecorded_lines

if TYPE_CHECKING:
    from textual.screen import Screen

    from console.desk.case import Case
    from console.desk.desk import Desk

    from .app import DutyApp

PLACES: dict[What, str] = {
    "ask": "intake", "intake": "intake", "declare": "declare", "change": "declare", "report": "response",
    "chase": "response", "notify": "response", "confirm": "response", "renew": "response", "extra": "response",
    "task": "response", "end": "ending", "close": "ending", "watch": "log", "warning": "warnings",
}
"""The screen where each kind of step is done."""


def _say(app: DutyApp, words: str, *, refused: bool = False) -> None:
    if isinstance(app.screen, DutyScreen):
        if refused:
            app.screen.refuse(words)
        else:
            app.screen.say(words)


async def next_step(app: DutyApp) -> None:
    """Start the first step of all; a dialog is answered first."""
    if app.held:
        return
    steps = app.view.steps if app.view else ()
    if not steps:
        _say(app, app.view.idle if app.view else "没有在办事件；电话一响按 Ctrl+N")
        return
    await start_step(app, steps[0])


async def start_step(app: DutyApp, step: Step) -> None:
    """Go to the screen of a step, and start it there where the screen knows how (`begin`)."""
    app.current = step.event or app.current
    await app.action_go(PLACES[step.what])
    begin = getattr(app.screen, "begin", None)
    if begin is not None:
        app.call_after_refresh(begin, step)


async def new_event(app: DutyApp) -> None:
    """The phone rings: its second goes into the desk log, then the kind of event is asked and the event opened."""
    plans, desk = app.desk.plans, app.desk
    if not set_aside(app):
        return
    waiting = waiting_call(desk)
    called_at, written = waiting or desk.clock.now(), True
    try:
        if waiting is None:
            written = await asyncio.to_thread(_of_call, desk, "call", {}, called_at)
    except (Refused, NotRecorded) as error:
        _say(app, str(error), refused=True)
        return

    if isinstance(app.screen, DutyScreen):
        await app.screen.leaving()

    async def submit(answers: Mapping[str, str]) -> str:
        if not answers["plan"]:
            return Wrong("plan", "请选是哪一类事件")
        nameless = await _sign_on(app, answers.get("officer", ""))
        rang = waiting_call(desk) or called_at  # the clock may have been put right meanwhile
        try:
            case = await asyncio.to_thread(desk.open_event, answers["plan"], answers["title"], called_at=rang)
            await asyncio.to_thread(_of_call, desk, "call_done", {"event": case.id})
        except (Refused, NotRecorded) as error:
            return str(error)
        app.current = case.id
        app.call_later(app.action_go, "intake")
        if nameless:
            app.call_later(app.call_after_refresh, _say, app, nameless, refused=True)
        return ""

    async def left(opened: bool | None) -> None:
        if not opened:
            await asyncio.to_thread(_of_call, desk, "call_done", {"event": ""})
            app.refresh_view()

    choices = tuple((plan.id, f"{plan.plan.name}  {plan.plan.document}") for plan in plans.values())
    first = next(iter(plans), "")
    asks = [Ask("plan", "哪一类事件", first, choices), Ask("title", "标题", note="一句话，可留空：直接回车就开始接报", last=True)]
    if desk.unsigned:
        asks.append(Ask("officer", "谁在值班", hints=_officers(app), note="写您的姓名，记一次就行；没空就先空着"))
    rang_at = f"{called_at:%H:%M:%S}"
    note = f"来电时间已记为 {rang_at}，已写进磁盘" if written else f"来电时间是 {rang_at}；值班日志待取回(Ctrl+R)，开了事件就记进事件日志"
    await app.push_screen(Dialog(NEW, asks, submit, note=note, ok="开始接报", of_event=False), left)


async def _sign_on(app: DutyApp, name: str) -> str:
    """Put who took the call on duty, before anything of it is signed; why not, in a sentence: the call goes on all the same."""
    from console.desk.handing import come_on_duty  # noqa: PLC0415 # only when asked for

    if not name.strip():
        return ""
    try:
        await asyncio.to_thread(come_on_duty, app.desk, name, "")
    except (Refused, NotRecorded) as error:
        return f"{error}；事件已开，按 Ctrl+O 登记值班员"
    return ""


def _officers(app: DutyApp) -> tuple[str, ...]:
    """Names to pick from: who was on duty last first, then those of the settings."""
    before = [turn.name for turn in reversed(app.desk.room.state.shifts)]
    return tuple(dict.fromkeys([*before, *app.desk.settings.officers]))


def _of_call(desk: Desk, kind: str, data: dict[str, Any], at: datetime | None = None) -> bool:
    """Into the desk log; where that waits to be taken back the call goes on without. Whether it was written."""
    try:
        desk.do_room(kind, data, at)
    except LogShort:
        return False
    return True


def waiting_call(desk: Desk) -> datetime | None:
    """When a call came that has no event yet; a log that waits to be taken back cannot tell."""
    return None if desk.second.waits(desk.room.folder) else desk.room.state.pending_call


NEW = "新事件"


def set_aside(app: DutyApp) -> bool:
    """Take off what lies over the screen, for the phone comes first; False where that is the call's own dialog."""
    while not isinstance(app.screen, DutyScreen):
        if isinstance(app.screen, Dialog):
            if app.screen.help_words[0] == NEW:
                return False
            app.screen.set_aside()
        else:
            app.screen.dismiss(None)
    return True


async def switch_event(app: DutyApp) -> None:
    """The next of the open events comes onto the screens; a dialog is answered first."""
    if app.held:
        return
    cases = app.view.cases if app.view else ()
    if not cases:
        _say(app, (app.view.lost if app.view else "") or "没有在办事件")
        return
    if isinstance(app.screen, DutyScreen):
        await app.screen.leaving()
    ids = [case.id for case in cases]
    at = ids.index(app.current) if app.current in ids else -1
    app.current = ids[(at + 1) % len(ids)]
    _say(app, f"现在看的是 {app.current}")


def on_duty(app: DutyApp) -> None:
    """Ask who is on duty now; over another one's turn only with a reason."""
    from console.desk.handing import come_on_duty  # noqa: PLC0415 # only when asked for

    settings, turn = app.desk.settings, app.desk.room.state.on_duty

    async def submit(answers: Mapping[str, str]) -> str:
        try:
            without = answers.get("without", "")
            await asyncio.to_thread(come_on_duty, app.desk, answers["name"], answers["leader"], without)
        except (Refused, NotRecorded) as error:
            return said(error)
        app.refresh_view()
        _say(app, f"已登记 {app.desk.by} 值班，往后记的都署这个名字")
        return ""

    asks = [Ask("name", "值班员姓名", hints=_officers(app)), Ask("leader", "带班领导", hints=settings.leaders)]
    note = ""
    if turn is not None:
        note = f"{turn.name}还在值班。换人请按 Esc，再按 Ctrl+A 交接班；来不及交接的在这里写明理由。"
        asks.append(Ask("without", "未经交接接班的理由", note="换人才填"))
    app.push_screen(Dialog("上班登记", asks, submit, note=note, of_event=False))


async def retry(app: DutyApp) -> None:
    """Offer again what was kept; take over where reading only."""
    if app.desk.read_only:
        if await asyncio.to_thread(app.desk.take_over):
            _say(app, "已接手，现在可以记录")
        else:
            problem = "" if app.desk.writer else app.desk.lock.problem
            _say(app, problem or "另一个值班台还在记录，不能接手", refused=True)
    elif app.desk.second.losses and not app.desk.kept:
        take_back(app)
    else:
        left = await asyncio.to_thread(app.desk.retry)
        _say(app, f"还有{left}条没有记上" if left else "都已记录", refused=bool(left))
    app.refresh_view()


def take_back(app: DutyApp) -> None:
    """Say what is missing here and what will come back; F10 takes it."""
    from .losing import dialog  # noqa: PLC0415 # only where something was lost

    app.push_screen(dialog(app))


def findings(app: DutyApp) -> None:
    """All findings and everything that was kept, to read; while the clock is doubted, with the question about it."""
    if app.desk.time.doubt is not None and not app.desk.read_only and not app.desk.kept:
        set_clock(app)
        return
    lines = [app.desk.time.doubt.words] if app.desk.time.doubt else []
    lines += [f"{one.words}：{one.todo}" for one in app.desk.second.losses]
    lines += [*app.desk.findings, *(f"未记录：「{kept.words}」{kept.why}" for kept in app.desk.kept)]

    async def submit(answers: Mapping[str, str]) -> str:
        place = answers.get("place", "").strip()
        if place:
            try:
                path = await asyncio.to_thread(app.desk.save_kept, Path(place))
            except (NotRecorded, OSError) as error:
                return Wrong("place", f"{place} 也写不进去：{error}")
            _say(app, f"没记上的已另存到 {path}，日志也抄在那里(duty --home 那里可接着办)；磁盘好了仍要按 Ctrl+R 记进日志")
        app.desk.findings.clear()
        app.refresh_view()
        return ""

    asks = (Ask("place", "把没记上的另存到哪个文件夹(U 盘也行)", note="不另存就留空"),) if app.desk.kept else ()
    note = "\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1)) or "一切正常"
    app.push_screen(Dialog("情况说明", asks, submit, note=note, ok="知道了", of_event=False))


def set_clock(app: DutyApp) -> None:
    """Ask what the clock on the wall shows, where the PC's cannot be right."""
    from .clock_dialog import ask_clock  # noqa: PLC0415 # only where a clock is wrong

    ask_clock(app)


def ask_when_quiet(app: DutyApp) -> None:
    """Bring the question about the clock up by itself, once, when nothing else is going on."""
    from .clock_dialog import ask_clock, quiet  # noqa: PLC0415 # only where a clock is wrong

    if app.view is not None and quiet(app, app.view):
        app.clock_asked = True
        ask_clock(app)


async def replay(app: DutyApp) -> None:
    """Look back: at the entry picked in the log, else at the last one; from there, ask for another moment."""
    if app.held:
        return
    from .screens.replay import ReplayScreen  # noqa: PLC0415 # only when asked for
    from .widgets.log_view import LogView  # noqa: PLC0415 # the same

    if isinstance(app.screen, ReplayScreen):
        app.screen.action_choose()
        return
    rows = app.screen.query(LogView)
    picked = rows.first().picked if rows else None
    await app.action_go("replay")
    screen = app.screen
    if picked and isinstance(screen, ReplayScreen):
        screen.look_at(picked.seq)


async def paper_twin(app: DutyApp) -> None:
    """The emergency pages of the event on the screens, written now and told where."""
    case = app.desk.cases.get(app.current) if app.current else None
    if case is None:
        _say(app, "还没有事件；纸面备份在有事件时才写", refused=True)
        return
    _say(app, "正在写纸面备份，按的键等写完再办")
    screen = app.screen
    app.run_worker(_write_twin(app, screen, case))


async def _write_twin(app: DutyApp, screen: Screen[Any], case: Case) -> None:
    """Beside the app, so that a call can come in meanwhile."""
    try:
        with app.under_way(screen):
            paths = await asyncio.to_thread(app.keeper.write, case)
    except OSError as error:
        _say(app, f"纸面备份没有写成：{reason(error)}，请检查磁盘和 {app.desk.home.exports}", refused=True)
        return
    except ValueError as error:
        _say(app, str(error), refused=True)
        return
    _say(app, f"纸面备份已写到 {paths[0].name}，请打印；文件夹 {paths[0].parent}")


def expire_warnings(app: DutyApp) -> None:
    """Write down, once, that a warning has run out."""
    from console.desk.bulletins import expire  # noqa: PLC0415 # only where there are warnings

    with contextlib.suppress(Refused, NotRecorded):
        expire(app.desk)


async def test_sound(app: DutyApp) -> None:
    """One stroke of the bell; that it was tried is recorded."""
    app.ringer.test()
    try:
        await asyncio.to_thread(app.desk.do_room, "sound_tested", {})
    except (Refused, NotRecorded) as error:
        _say(app, str(error), refused=True)
        return
    app.refresh_view()
    _say(app, "响了一声；没听见就检查音箱和终端设置")


def silence(app: DutyApp) -> None:
    """Stop the sound; what is due stays due."""
    app.ringer.silence(app.desk.clock.now())
    _say(app, "已静音；到时限的事仍在")


def show_help(app: DutyApp) -> None:
    """The help of the present screen, or of the dialog that lies over it; a second time it is closed."""
    from .screens.help import HelpScreen  # noqa: PLC0415 # only when asked for

    screen = app.screen
    if isinstance(screen, DutyScreen):
        app.push_screen(HelpScreen(screen.PLACE, screen.HELP, screen.ACTIONS, app.commands))
    elif isinstance(screen, Dialog):
        title, words = screen.help_words
        app.push_screen(HelpScreen(title, words, (), ()))
    elif isinstance(screen, HelpScreen):
        screen.dismiss()


def find_command(app: DutyApp) -> None:
    """Find a command by its name; there is one palette at most, whatever lies over it."""
    from .palette import Palette  # noqa: PLC0415 # only when asked for

    if any(isinstance(screen, Palette) for screen in app.screen_stack):
        return
    own = app.screen.ACTIONS if isinstance(app.screen, DutyScreen) else ()
    found = [(command, app.screen) for command in own] + [(command, app) for command in app.commands]

    async def picked(number: int | None) -> None:
        if number is not None and number >= 0:
            await app.run_action(found[number][0].action, found[number][1])

    app.push_screen(Palette([command for command, _ in found]), picked)


def leave(app: DutyApp) -> None:
    """Ask before leaving while events are open."""
    cases = app.view.cases if app.view else ()
    unsaid = unrecorded_lines(app.drafts.all, app.current or "") if app.drafts else []

    async def submit(_answers: Mapping[str, str]) -> str:
        app.exit(None, 0)
        return ""

    open_ones = "\n".join(f"{c.id} {c.state.title} {c.age}" for c in cases)
    lost = app.view.lost if app.view else ""
    note = f"还有{len(cases)}件在办，时限照走:\n{open_ones}" if cases else "" if lost else "没有在办事件。日志都在磁盘上。"
    note = "\n".join([*([lost] if lost else []), *([*unsaid, "离开了也在，下次打开还在原处。"] if unsaid else []), note]).rstrip()
    if app.desk.kept:
        note = f"还有{len(app.desk.kept)}条没有记上：先按 Esc，再按 Ctrl+R；现在离开只能另存成文本。\n{note}"
    app.push_screen(Dialog("离开值班台", (), submit, note=note, ok="离开"))
