"""电话记录单: the call as it stood when it was read back, and beside it, under its own time, what was done since.

Without a read-back it is what was taken down until the intake was over. It is never the present under an old
confirmation, and there is none of a call that never came: an event may have been opened from a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.incident.state import CALL_FIELDS, CERTAINTIES, Figure
from console.incident.times import spoken, written_time
from console.incident.unfinished import ACTIONS_WORDS

from .paper import Block, Paper, Paragraph, Table
from .situation import Situation, doubt_flags, known_figures
from .then import Moments, as_of, brought, opening_warning, without_brought
from .wording import figure_told, people_words

if TYPE_CHECKING:
    from console.incident.due import Due
    from console.incident.entry import Entry
    from console.plan.model import Plan

RECORD = "电话记录单"
NO_CALL = "这件事件由预警而来，没有记下来电，不出电话记录单"
NOT_TOLD = "没有记下"
"""What stands where the call told nothing: nobody is finding it out on this sheet."""
_OWN_ROWS = ("unit", "caller", "callback", "words", "place_detail")
"""Words of the call with a row of their own."""
_BY_A_CALLER = ("caller", "callback", "words")
"""Words that only somebody on the telephone brings."""
Figures = Sequence[tuple[str, Figure]]
_ENDS_INTAKE = ("intake_finished", "declared", "closed")


@dataclass(frozen=True, slots=True)
class Frozen:
    """A moment at which a sheet stands still."""

    entries: int
    """How many entries the log had."""
    entry: Entry
    """The last of them."""
    since: int = 0
    """The read-back before, by its number: what had been told up to it was told in another call."""

    @property
    def read_back(self) -> bool:
        """Whether the caller confirmed it then."""
        return self.entry.kind == "read_back"


def sheets_of(entries: Sequence[Entry]) -> tuple[Frozen, ...]:
    """The moments of which there is a sheet: every read-back, else the end of the intake; none where nobody called."""
    read = [(n, e) for n, e in enumerate(entries, 1) if e.kind == "read_back"]
    confirmed = tuple(Frozen(n, e, read[i - 1][1].seq if i else 0) for i, (n, e) in enumerate(read))
    if confirmed or not _was_call(entries):
        return confirmed
    over = next((n for n, e in enumerate(entries, 1) if e.kind in _ENDS_INTAKE), len(entries))
    return (Frozen(over, entries[over - 1]),)


def _was_call(entries: Sequence[Entry]) -> bool:
    """Whether somebody called: an event that a warning opened has no call until somebody takes one down."""
    if not opening_warning(entries):
        return True
    taken = brought(entries)
    return any(e.kind == "intake" and e.data.get("field") in _BY_A_CALLER and e.seq not in taken for e in entries)


def record_label(situation: Situation, sheets: Sequence[Frozen], number: int) -> str:
    """「电话记录单」, or where there are several 「电话记录单（11月28日2时09分复述）」."""
    if len(sheets) < 2:  # a sheet and another one
        return RECORD
    return f"{RECORD}（{spoken(Moments(situation.entries).happened(sheets[number].entry))}复述）"


def phone_record(situation: Situation, number: int = 0) -> Paper:
    """One sheet of those that `sheets_of` names.

    Raises:
        ValueError: nobody called; the message is a sentence.
    """
    sheets = sheets_of(situation.entries)
    if not sheets:
        raise ValueError(NO_CALL)
    frozen = sheets[number]
    then = without_brought(as_of(situation, frozen.entries))
    blocks: list[Block] = [
        Paragraph(_what_it_shows(situation, frozen)),
        Table(("项目", "内容"), tuple(_call_rows(then, frozen, _confirmed(situation, frozen))), (1, 4)),
        Paragraph(f"办理情况（截至{spoken(situation.now)}，不在{'复述核对' if frozen.read_back else '来电'}的内容之内）"),
        Table(("项目", "内容"), tuple(_since(situation)), (1, 4)),
    ]
    return Paper(
        kind=RECORD if len(sheets) == 1 else f"{RECORD}_{number + 1}", title=RECORD, office=situation.office,
        at=situation.now, blocks=tuple(blocks), drill=situation.state.drill, contact=situation.officer,
        event=situation.state.id, head=situation.chain, flags=doubt_flags(situation),
    )  # fmt: skip


def _what_it_shows(situation: Situation, frozen: Frozen) -> str:
    moments = Moments(situation.entries)
    at = spoken(moments.happened(frozen.entry) if frozen.read_back else moments.written(frozen.entry))
    if frozen.read_back:
        return f"以下为{at}复述核对时的内容；其后的变化见日志。"
    if frozen.entry.kind in _ENDS_INTAKE:
        return f"未复述核对。以下为到{at}接报结束为止记下的内容；其后的变化见日志。"
    return f"未复述核对。接报还没有结束，以下为到{spoken(situation.now)}为止记下的内容。"


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told in one call, and what the calls before had left."""

    call: Mapping[str, str]
    where: str
    occurred: str
    own: Figures
    """The figures that the one on the line told."""
    others: Figures
    """Those that were said to be somebody else's."""
    before: Sequence[str]


def _told(then: Situation, since: int) -> _Told:
    """What was told after entry `since`. Nothing says where a call ends: a read-back is the last that is known of one."""
    state, taken = then.state, brought(then.entries)
    last = {e.data["field"]: e.seq for e in then.entries if e.kind == "intake"}
    call = {name: words for name, words in state.call.items() if last.get(name, 0) > since}
    earlier = {name: words for name, words in state.call.items() if name not in call}
    if since and "words" in call:
        earlier["words"] = _last_words(e for e in then.entries if e.seq <= since)
        call["words"] = _after(call["words"], earlier["words"])
    for table in (call, earlier):  # a caller's words may have been written behind the text of a warning
        if "words" in table:
            table["words"] = _after(table["words"], _last_words(e for e in then.entries if e.seq in taken))
    before = [f"{CALL_FIELDS[name]}：{words.strip()}" for name, words in earlier.items() if words.strip()]

    by = _named_by(then.entries)
    listed = [place for place in state.places if by.get(place) in taken]
    earlier_places = [place for place in state.places if place not in listed and by.get(place, 0) <= since]
    before += [f"地点：{'、'.join(earlier_places)}"] if earlier_places else []
    places, detail = "、".join(p for p in state.places if p not in earlier_places), call.get("place_detail", "").strip()
    where = f"{places}（{detail}）" if places and detail else places or detail
    where += f"（{'、'.join(listed)}为预警所列）" if listed else ""

    occurred = state.instant_of("occurred")
    when = written_time(occurred.at) if occurred else ""
    if occurred and occurred.seq <= since:
        before.append(f"事发时间：{when}")
        when = ""

    from_warning, told = _split(known_figures(then), lambda figure: figure.now.seq in taken)
    earlier_told, new = _split(told, lambda figure: figure.now.seq <= since)
    before += [_figure(then, path, figure, figure.now.source) for path, figure in earlier_told]
    unit, caller = (call.get(name, "").strip() for name in ("unit", "caller"))
    own, others = _split(new, lambda figure: _is_theirs(figure.now.source.strip(), unit, caller))
    return _Told(call, where, when, own, [*others, *from_warning], before)


def _named_by(entries: Sequence[Entry]) -> Mapping[str, int]:
    """Every place with the entry that named it: an entry has the whole list, also what stood in it before."""
    by: dict[str, int] = {}
    for entry in entries:
        if entry.kind == "places":
            by = {place: by.get(place, entry.seq) for place in map(str, entry.data["places"])}
    return by


def _split(figures: Figures, which: Callable[[Figure], bool]) -> tuple[Figures, Figures]:
    """Those of which it holds, and the others."""
    return [(p, f) for p, f in figures if which(f)], [(p, f) for p, f in figures if not which(f)]


def _is_theirs(source: str, unit: str, caller: str) -> bool:
    """Whether a figure is the word of the one on the line."""
    # The source is filled in before the name is complete: 「供电局调度」, 「供电局调度张」 are 「供电局调度张伟」.
    growing = source.startswith(unit) and f"{unit}{caller}".startswith(source)
    return not source or source in (unit, caller) or growing


def _last_words(entries: Iterable[Entry]) -> str:
    """The words of the call as the last of these entries has them."""
    said = [e.data["value"] for e in entries if e.kind == "intake" and e.data["field"] == "words"]
    return str(said[-1]).strip() if said else ""


def _after(words: str, before: str) -> str:
    """What was written behind the words that stood there before."""
    words = words.strip()
    return words[len(before):].lstrip(" ，。；、,;\n") if before and words.startswith(before) else words


def _call_rows(then: Situation, frozen: Frozen, confirmed: str) -> list[tuple[str, str]]:
    """The call itself."""
    state, told = then.state, _told(then, frozen.since)
    call, first = told.call, not frozen.since
    clerk = state.opened_by if first else frozen.entry.by
    rows = [
        ("来话单位", call.get("unit", "")),
        ("发话人", call.get("caller", "")),
        ("回拨电话", call.get("callback", "")),
        ("来话时间", written_time(state.received_at) if first else ""),
        ("事发时间", told.occurred),
        ("地点", told.where),
        ("受话人", clerk),
        ("电话内容", call.get("words", "")),
        *((label, call[name]) for name, label in CALL_FIELDS.items() if call.get(name) and name not in _OWN_ROWS),
        ("主要数字", "；".join(_figure(then, path, figure) for path, figure in told.own)),
    ]
    rows = [(label, words.strip() or NOT_TOLD) for label, words in rows]
    if told.others:
        rows.append(("其他来源的数字", "；".join(_figure(then, path, figure, figure.now.source) for path, figure in told.others)))
    if told.before:
        rows.append(("先前来电记下的", "；".join(told.before)))
    return [
        *rows,
        ("复述核对", confirmed),
        ("记录人和时间", f"{clerk}，{spoken(state.opened_at if first else then.now)}"),
        *((("数字矛盾", "；".join(one.sentence for one in then.contradictions)),) if then.contradictions else ()),
        ("拟办意见", _proposed(then)),
    ]


def _figure(then: Situation, path: str, figure: Figure, source: str = "") -> str:
    """A figure as it was told, without a share that nobody spoke: 「红河电网减供负荷700兆瓦（据省调，未核实）」."""
    said = figure.now
    notes = (f"据{source}" if source else "", CERTAINTIES[said.certainty])
    return f"{figure_told(then.plan, path, said.value)}（{'，'.join(note for note in notes if note)}）"


def _confirmed(situation: Situation, frozen: Frozen) -> str:
    if not frozen.read_back:
        return "未复述核对"
    name = str(frozen.entry.data.get("name", "")).strip() or "对方"
    return f"{spoken(Moments(situation.entries).happened(frozen.entry))}已复述，{name}确认无误"


def _proposed(then: Situation) -> str:
    """What the rules said of the facts of that moment."""
    verdict = then.verdict
    if verdict.level:
        return f"按当时的数字，建议启动{verdict.level}级应急响应（{verdict.met[0].clause}）"
    return "按当时的数字，未定级"


def _since(situation: Situation) -> list[tuple[str, str]]:
    """What was done up to now: what we reported to whom, what came in from whom, what leaders ordered."""
    ordered = [x for x in situation.state.extras.values() if x.kind == "instruction"]
    return [
        ("已报告单位和时间", "；".join(_given(d) for d in situation.dues if d.done and d.done.ours is not False) or "无"),
        ("收到的报告", "；".join(_came(situation.plan, d) for d in situation.dues if d.done and d.done.ours is False) or "无"),
        ("领导批示", "；".join(f"{x.origin}：{x.text}" if x.origin else x.text for x in ordered) or "无"),
        ("办理结果", ""),
        ("承办人和时间", ""),
    ]


def _given(due: Due) -> str:
    return "，".join(["、".join(due.milestone.to), *_done(due)])


def _came(plan: Plan, due: Due) -> str:
    return "，".join([plan.post(due.milestone.post).name + ACTIONS_WORDS[due.milestone.action], *_done(due)])


def _done(due: Due) -> list[str]:
    return [spoken(due.done.at), *people_words(due.done)] if due.done else []
