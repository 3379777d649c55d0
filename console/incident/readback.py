"""复述: the words to speak to the caller at the end, from what is recorded and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from console.plan.model import Plan

from .facts import GONE, field_at, item_label, label_at, shown_value
from .state import CERTAINTIES, State
from .times import spoken

UNKNOWN = "正在核实"


def lines_to_speak(plan: Plan, state: State, unknown: Sequence[str]) -> tuple[str, ...]:
    """Sentences to read aloud, in order: who, when, where, what, the figures with their certainty, what is unknown.

    `unknown` are the paths of facts that still could change the level.
    """
    call = state.call
    lines = ["现在是演练，不是真实事件。"] if state.drill else []
    lines.append("我复述一遍，请您核对。")
    who = "、".join(call[k] for k in ("unit", "caller") if call.get(k)) or UNKNOWN
    lines.append(f"来电：{who}；回拨电话 {call.get('callback') or UNKNOWN}。")
    at = state.instant_of("occurred")
    when = spoken(at.at) if at else UNKNOWN
    where = "、".join(state.places) + call.get("place_detail", "")
    lines.append(f"时间：{when}。地点：{where or UNKNOWN}。")
    lines.append(f"情况：{call.get('words', '').strip() or UNKNOWN}。")
    figures = _figures(plan, state)
    lines += [f"{text}。" for text in figures]
    missing = list(dict.fromkeys(label_at(plan, path) for path in unknown))
    if missing:
        lines.append(f"还没有的：{'、'.join(missing[:8])}，{UNKNOWN}，有了请马上打电话来。")
    lines.append("以上对不对？")
    return tuple(lines)


def _figures(plan: Plan, state: State) -> list[str]:
    gone = {path.removesuffix(f".{GONE}") for path, f in state.figures.items() if path.endswith(GONE) and f.now.value}
    found: dict[str, list[str]] = {}
    for path, figure in state.figures.items():
        is_list = "." not in path and plan.fact(path).type == "list"
        if figure.now.value is None or path.endswith(GONE) or is_list:
            continue
        if any(path.startswith(f"{item}.") for item in gone):
            continue
        field = field_at(plan, path)
        sure = CERTAINTIES[figure.now.certainty]
        head = item_label(plan, *path.split(".")[:2]) if "." in path else field.group
        found.setdefault(head, []).append(f"{field.label} {shown_value(field, figure.now.value)}({sure})")
    return [f"{head}：{'，'.join(parts)}" if head else "，".join(parts) for head, parts in found.items()]
