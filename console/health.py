"""体检: is everything that the record stands on as it should be; what is not says what to do."""

from __future__ import annotations

import contextlib
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from console.contacts.book import all_bodies, health
from console.desk.disk import LOW, SCARCE, free_bytes, size_words
from console.incident.clock_told import slow_words
from console.incident.times import dated, since_epoch
from console.journal.errors import reason
from console.journal.files import REAL
from console.journal.load import load
from console.journal.mirror import copy_name, one_disk_words
from console.journal.recover import LOG, zeroed_words
from console.journal.verify import verify
from console.plan.loader import PlanProblems, load_plan, plan_digest, plan_folders

if TYPE_CHECKING:
    from console.desk.desk import Desk

Standing = Literal["good", "note", "wrong"]
STANDINGS: dict[Standing, str] = {"good": "正常", "note": "留意", "wrong": "有误"}
PUBLIC = ("settings.toml", "plans", "texts", "templates")
"""What an office puts there itself and holds nobody's name; it may be open to others."""
LONG = 20.0
"""Seconds that a check waits for the second place at most."""
MOST_FILES = 20_000
"""So many files are looked at for their permissions."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    id: str
    label: str
    standing: Standing
    text: str
    """What was found, one sentence."""
    todo: str = ""
    """What to do about it; empty where all is well."""


def examine(desk: Desk) -> tuple[Check, ...]:
    """Look at everything of a desk but its terminal. Reads all logs; writes nothing."""
    return (
        *_logs(desk), _second_place(desk), _room(desk.home.root), _clock(desk), _sound(desk), *_plans(desk.home.root),
        _settings(desk), _contacts(desk), _lock(desk), *_permissions(desk.home.root), *_kept(desk), *_crashes(desk.home.root),
    )


def worst(checks: tuple[Check, ...]) -> Standing:
    """The worst standing of all."""
    found = {check.standing for check in checks}
    return "wrong" if "wrong" in found else "note" if "note" in found else "good"


# --- the logs ---------------------------------------------------------------------------------------------------------


def _logs(desk: Desk) -> Iterator[Check]:
    desk.second.look(deep=True, wait=LONG)
    losses = {one.name: one for one in desk.second.losses}
    for one in losses.values():
        yield Check("log", f"日志链 {one.label}", "wrong", one.words, one.todo)
    folders = [(case.id, case.journal.folder) for case in desk.open_cases()]
    home = desk.home
    if not folders:
        folders = [(one.id, found) for one in desk.summaries()
                   if one.state != "closed" and (found := home.event_folder(one.id))]
    room = desk.room.folder
    if (room / LOG).exists():
        folders.append(("值班日志", room))
    if not folders and not losses:
        yield Check("log", "日志链", "good", "没有在办事件，也没有值班日志")
    for name, folder in folders:
        if copy_name(folder) not in losses:  # of those it was said
            yield _log(name, folder)


def _log(name: str, folder: Path) -> Check:
    found = verify(folder)
    if found.ok:
        return Check("log", f"日志链 {name}", "good", f"完好至第{found.entries}条，末条 {found.head}")
    where = f"第{found.line}行：" if found.line else ""
    if lost := _zeroed(folder):
        where = f"{lost}；{where}"
    return Check("log", f"日志链 {name}", "wrong", f"{where}{found.why}；前{found.entries}条完好",
                 f"不要改动 {folder}，另存一份交技术人员；完好部分可用 duty log export 导出，要接着记看 duty log mend")


def _zeroed(folder: Path) -> str:
    """What a tail of zeros may have held; empty where there is none to speak of."""
    with contextlib.suppress(OSError):
        found = load(folder / LOG, REAL)
        return zeroed_words(found.scan.entries, found.tail)
    return ""


def _second_place(desk: Desk) -> Check:
    label, second = "第二处副本", desk.settings.second_place.strip()
    if not second:
        return Check("copy", label, "note", "没有设第二处，日志只有一份",
                     "在 settings.toml 里把 second_place 设为 U 盘或共享盘上的文件夹")
    place = Path(second).expanduser()
    if (silent := desk.second.silent) or not place.is_dir():
        return Check("copy", label, "wrong", f"第二处 {place} {'没有应答' if silent else '不在'}", "插上 U 盘或连上共享盘，接上后会自动补齐")
    try:
        return _copies(desk, place, label)
    except OSError as error:
        return Check("copy", label, "wrong", f"第二处 {place} 读不了({reason(error)})", "换一个 U 盘或检查权限")


def _copies(desk: Desk, place: Path, label: str) -> Check:
    behind, last = _behind(desk, place)
    when = f"，最近一次 {dated(last)}" if last else ""
    copies, more = desk.second.copies, [one for one in desk.second.losses if one.standing in ("there", "apart")]
    if more:
        return Check("copy", label, "wrong", "；".join(one.words for one in more[:5]), more[0].todo)
    if copies.failing:
        return Check("copy", label, "wrong", copies.problem, "检查那块盘的空间和权限")
    if behind:
        return Check("copy", label, "wrong", f"第二处缺 {'、'.join(behind[:5])} 的最新内容{when}",
                     "打开值班台会自动补齐；仍不齐就检查那块盘的空间和权限")
    if place.stat().st_dev == desk.home.root.stat().st_dev:
        return Check("copy", label, "note", f"{one_disk_words(place)}；副本完整{when}", "换成 U 盘或共享盘上的文件夹")
    if copies.problem:
        return Check("copy", label, "note", f"{copies.problem}；副本完整{when}", "改了名的那份留着，核对以前不要删")
    return Check("copy", label, "good", f"第二处 {place} 的副本完整{when}")


def _behind(desk: Desk, place: Path) -> tuple[list[str], datetime | None]:
    """The logs, of closed events too, whose copy is not as long as they are, and when a copy was last written."""
    home = desk.home
    logs = [path for name in home.event_ids(desk.drill) if home.log_size(name) > 0 and (path := home.event_folder(name))]
    behind, last = [], None
    for folder in logs:
        copy = place / folder.name / LOG
        found = copy.stat() if copy.exists() else None
        if found is None or found.st_size < home.log_size(folder.name):
            behind.append(folder.name)
        if found is not None:
            written = since_epoch(found.st_mtime)
            last = max((at for at in (last, written) if at), default=None)
    return behind, last


# --- the machine ------------------------------------------------------------------------------------------------------


def _room(home: Path) -> Check:
    free = free_bytes(home)
    if free is None:
        return Check("disk", "磁盘空间", "wrong", f"{home} 所在的盘读不出空间", "检查磁盘")
    if free >= LOW:
        return Check("disk", "磁盘空间", "good", f"还有 {size_words(free)}")
    standing: Standing = "wrong" if free < SCARCE else "note"
    return Check("disk", "磁盘空间", standing, f"只剩 {size_words(free)}", "清理磁盘；日志本身很小，先删别的大文件")


def _clock(desk: Desk) -> Check:
    time, moved, shown = desk.time, desk.time.jumps.total, f"{desk.clock.now():%Y-%m-%d %H:%M}"
    if time.doubt is not None:
        return Check("clock", "时钟", "wrong", time.doubt.words,
                     "核对电脑的日期和时间：打开值班台，按 Ctrl+E 照墙上的钟填现在几点，再把电脑的钟调准")
    if time.seconds:
        return Check("clock", "时钟", "note", f"电脑{slow_words(time.seconds)}，按填的墙上的钟换算，现在是 {shown}",
                     "把电脑的日期和时间调准；换算错了在体检屏(Ctrl+B)按 F10 重填")
    if moved:
        return Check("clock", "时钟", "note", f"打开以后被拨动 {moved:+d} 秒，已记入日志", "核对电脑的日期和时间")
    return Check("clock", "时钟", "good", f"{shown}，打开以后没有被拨动")


def _sound(desk: Desk) -> Check:
    if not desk.settings.sound:
        return Check("sound", "声音", "note", "提示音关着", "要开就在 settings.toml 里设 sound = true")
    tested = desk.room.state.sound_tested
    if tested is None:
        return Check("sound", "声音", "note", "还没有试过声音", "在值班台按 Ctrl+P 找「试音」")
    return Check("sound", "声音", "good", f"{dated(tested)} 试过")


def _settings(desk: Desk) -> Check:
    faults = [words for words in desk.findings if words.startswith("settings.toml")]
    if faults:
        return Check("settings", "设置", "wrong", "；".join(faults)[:500], "改好 settings.toml 后重新打开")
    return Check("settings", "设置", "good", "没有错")


def _contacts(desk: Desk) -> Check:
    faults = desk.contacts.found.faults
    if faults:
        return Check("contacts", "通讯录", "note", "；".join(faults)[:500], "照所写的行改好 contacts.toml；改好以前文件原样保留")
    found = health(desk.contacts.contacts, all_bodies(desk.plans.values()), desk.clock.now().date())
    text = f"{found.contacts}条，预案单位没有号码的{len(found.without)}家，久未核对{found.stale}条，待核对{found.doubtful}条"
    if not found.contacts:
        return Check("contacts", "通讯录", "note", "还是空的", "按 Ctrl+U 填，或用 duty contacts import 导入单位的表")
    if found.without or found.stale or found.doubtful:
        return Check("contacts", "通讯录", "note", text, "空下来按 Ctrl+U 补上、打电话核对")
    return Check("contacts", "通讯录", "good", text)


def _lock(desk: Desk) -> Check:
    holder = desk.writer
    if not desk.read_only:
        return Check("lock", "谁在记录", "good", "这个进程在记录")
    if desk.lock.problem:
        return Check("lock", "谁在记录", "wrong", desk.lock.problem, "检查数据文件夹的权限，或换到本机硬盘")
    if holder is None:
        return Check("lock", "谁在记录", "good", "现在没有值班台在记录")
    who = holder.name or "另一个值班台"
    since = holder.since[:16].replace("T", " ")
    return Check("lock", "谁在记录", "good", f"{who}，{holder.host} 进程{holder.pid}，{since} 起")


# --- the files --------------------------------------------------------------------------------------------------------


def _plans(home: Path) -> Iterator[Check]:
    own = home / "plans"
    for plan_id, folder in plan_folders(own).items():
        whose = "本单位的" if folder.parent == own else "随软件的"
        try:
            plan = load_plan(folder)
            digest = plan_digest(folder)
        except PlanProblems as error:
            first = error.problems[0]
            yield Check("plan", f"预案 {plan_id}", "wrong", f"{whose}有{len(error.problems)}处错，第一处 {first}",
                        f"duty plan check {folder} 列出全部；改好以前用随软件的那一份")
            continue
        except OSError as error:
            yield Check("plan", f"预案 {plan_id}", "wrong", f"{folder} 读不了({reason(error)})", "检查文件权限")
            continue
        words = f"{whose}，{plan.plan.document}，版本 {plan.plan.revision}，摘要 {digest[:12]}"
        yield Check("plan", f"预案 {plan_id}", "good", words)


def _permissions(home: Path) -> Iterator[Check]:
    """Logs hold names and phone numbers: files 0600, folders 0700. On Windows the user's own folder sees to that."""
    if sys.platform == "win32" or not home.exists():
        return
    open_ones, seen = [], 0
    for path in (home, *home.rglob("*")):
        seen += 1
        if seen > MOST_FILES:
            break
        try:
            mode = path.lstat().st_mode
        except OSError:
            continue
        public = path != home and path.relative_to(home).parts[0] in PUBLIC
        if not stat.S_ISLNK(mode) and mode & 0o077 and not public:
            open_ones.append(path)
    if open_ones:
        text = f"{len(open_ones)}个文件或文件夹别的用户也能打开，如 {open_ones[0]}"
        yield Check("permissions", "文件权限", "wrong", text, f"执行 chmod -R go= {home}")
    else:
        yield Check("permissions", "文件权限", "good", "只有本用户能打开(文件 0600，文件夹 0700)")


def _kept(desk: Desk) -> Iterator[Check]:
    if desk.kept:
        why = desk.kept[-1].why
        yield Check("kept", "未记录", "wrong", f"有{len(desk.kept)}条没有记上：{why}", "排除后按 Ctrl+R 再试")


def _crashes(home: Path) -> Iterator[Check]:
    found = sorted(home.glob("crash-*.txt")) if home.is_dir() else []
    if found:
        yield Check("crash", "出错记录", "note", f"有{len(found)}份，最近 {found[-1].name}", "交技术人员查看后可以删除")
