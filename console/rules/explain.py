"""Standards in words: the figure that is known, and the bound it reaches or falls short of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache

from console.plan.facts import Field
from console.plan.nodes import (
    And,
    Band,
    Compare,
    Contains,
    Difference,
    Flag,
    Name,
    Not,
    Op,
    Operand,
    Or,
    Word,
    operand_names,
)

from .cases import Whole
from .facts import TOP, Slots
from .figures import Ratio, shown, shown_beside, shown_exact, with_unit
from .logic import Part, Terms

_BOUND: dict[Op, str] = {">=": "{}以上", ">": "超过{}", "<": "不足{}", "<=": "{}以内", "==": "正好{}", "!=": "不是{}"}

_MOST_KNOWN = 64
"""Values of one field whose words are kept; a choice has fewer, free text any number."""

Reason = Callable[[Slots], list[str]]
"""Says why a part holds; to be called only where it surely does."""

Bounds = Mapping[str, Sequence[Fraction]]
"""For each field of a scope the figures that the plan holds against it."""


class Words:
    """Says the atoms of one scope's expressions."""

    def __init__(self, terms: Terms, bounds: Bounds) -> None:
        self._terms = terms
        self._bounds = {name: sorted(set(held)) for name, held in bounds.items()}
        self._bound = cache(self.bound)
        self.reason = cache(self._reason)

    def reached(self, part: Part, slots: Slots) -> str:
        """Why a part holds; for a part that surely does."""
        return "；".join(self.reason(part)(slots))

    def reached_apart(self, part: Part, case: Slots, told: Slots, name: str) -> list[str]:
        """Why a part holds in a case of an unknown whole, without what hangs on the whole itself.

        What is said are the facts as `told`: a figure that is only tried in `case` is nobody's and is never named.
        """
        leaves = [pair for pair in _telling(part, case) if name not in leaf_names(pair[0])]
        return [self._told_in_case(leaf, told, positive) for leaf, positive in leaves]

    def _told_in_case(self, leaf: Part, told: Slots, positive: bool) -> str:
        node = leaf.node
        if not isinstance(node, Compare | Band) or not isinstance(node.operand, Name):
            return self._said(leaf, told, positive, True)
        operand, bound = node.operand, f"{'达到 ' if _rising(leaf) else ''}{self._bound(leaf)}"
        if self.figure(operand, told) is None:
            return f"{self.label(operand)}随之{bound}"
        return f"{self._figure(operand, told)}{self._of_the_call(operand, told)}，{bound}"

    def _of_the_call(self, name: Name, told: Slots) -> str:
        """「(来电报)」 behind a percentage that nothing but the call stands behind: the figures it is of are not both known."""
        share, home = self._terms.field(name.id).share, told if self._terms.is_own(name.id) else told[TOP]
        if share is None:
            return ""
        slot = self._terms.scope(name.id).slot
        part, whole = home[slot[share.part]], home[slot[share.whole]]
        made = (part is not None and not part[0]) or (part is not None and whole is not None)
        return "" if made else "(来电报)"

    def unknown_whole(self, whole: Whole, slots: Slots) -> str:
        """That a whole is not told, and what is sure of it all the same."""
        scope, label = self._terms.scope(whole.name), self._terms.field(whole.name).label
        if whole.part is None or not slots[whole.part] or not slots[whole.part][0]:
            return f"{label}未报，不论多少都达到"
        part = next(field for name, field in scope.fields.items() if scope.slot[name] == whole.part)
        return f"{label}未报，但不会少于{part.label} {with_unit(shown(slots[whole.part]), part.unit)}"

    def missed(self, part: Part, slots: Slots, apart_from: Iterable[str] = ()) -> str:
        """Why a part does not hold; what hangs on the named fields is left out where something else is to blame."""
        found, left_out = list(_telling(part, slots)), set(apart_from)
        other = [pair for pair in found if left_out.isdisjoint(leaf_names(pair[0]))]
        said = (self._said(leaf, slots, positive, False) for leaf, positive in other or found)
        return "；".join(dict.fromkeys(said))

    def state(self, part: Part, slots: Slots) -> str:
        """What is known of an atom's fact: 「红河电网减供负荷比例 46.7%(700/1500 MW)」."""
        node = part.node
        if isinstance(node, Compare | Band):
            return self._figure(node.operand, slots)
        assert isinstance(node, Flag | Word | Contains)  # noqa: S101 - the other leaves of a compiled tree
        field, value = self._terms.field(node.name.id), self._terms.value(node.name.id, slots)
        return f"{field.label}：{_spoken(field, value)}"

    def bound(self, part: Part) -> str:
        """What the standard asks for: 「40%以上、不足60%」."""
        node = part.node
        if isinstance(node, Compare):
            return _BOUND[node.op].format(with_unit(shown_exact(node.bound), self.unit(node.operand)))
        if isinstance(node, Band):
            return self._band(node)
        if isinstance(node, Word):
            label = _label(self._terms.field(node.name.id), node.word)
            return {">=": "{}及以上", "==": "{}"}.get(node.op, _BOUND[node.op]).format(f"「{label}」")
        if isinstance(node, Contains):
            return f"有「{_label(self._terms.field(node.name.id), node.word)}」"
        return "是"

    def figure(self, operand: Operand, slots: Slots) -> Ratio | None:
        """The number behind an operand; None where it is unknown."""
        if isinstance(operand, Name):
            return self._terms.value(operand.id, slots)  # type: ignore[return-value]  # the slot of a number
        left, right = self.figure(operand.left, slots), self.figure(operand.right, slots)
        if left is None or right is None:
            return None
        return left[0] * right[1] - right[0] * left[1], left[1] * right[1]

    def label(self, operand: Operand) -> str:
        """The operand's name in words."""
        if isinstance(operand, Difference):
            return f"{self.label(operand.left)}减{self.label(operand.right)}"
        return self._terms.field(operand.id).label

    def unit(self, operand: Operand) -> str:
        """The operand's unit."""
        return self._terms.field(operand.left.id if isinstance(operand, Difference) else operand.id).unit

    def _reason(self, part: Part) -> Reason:
        """The reasons of a part that holds, compiled: standards that are reached are told in every verdict."""
        if isinstance(part.node, And):
            parts = [self.reason(inner) for inner in part.parts]
            return lambda slots: [said for reason in parts for said in reason(slots)]
        if isinstance(part.node, Or):
            ways = [(inner.test, self.reason(inner)) for inner in part.parts]
            return lambda slots: [said for test, reason in ways if test(slots) for said in reason(slots)]
        if isinstance(part.node, Compare | Band) and isinstance(part.node.operand, Name):
            return self._figure_reason(part, part.node.operand)
        if isinstance(part.node, Flag | Word | Contains):
            return self._word_reason(part, part.node.name)
        return lambda slots: [self._said(leaf, slots, positive, True) for leaf, positive in _telling(part, slots)]

    def _word_reason(self, part: Part, name: Name) -> Reason:
        i, own = self._terms.scope(name.id).slot[name.id], self._terms.is_own(name.id)
        known: dict[object, list[str]] = {}

        def reason(slots: Slots) -> list[str]:
            value = slots[i] if own else slots[TOP][i]
            said = known.get(value)
            if said is None:
                said = [self._said(part, slots, True, True)]
                if len(known) < _MOST_KNOWN:
                    known[value] = said
            return said

        return reason

    def _figure_reason(self, part: Part, name: Name) -> Reason:
        i, own = self._terms.scope(name.id).slot[name.id], self._terms.is_own(name.id)
        field, bounds = self._terms.field(name.id), self._bounds.get(name.id, [])
        head, tail = f"{field.label} ", with_unit("", field.unit)
        end = f"，{'达到 ' if _rising(part) else ''}{self._bound(part)}"
        whole = frozenset(int(b) for b in bounds) if all(b.denominator == 1 for b in bounds) else None
        parts_of = self._parts_of(name)

        def reason(slots: Slots) -> list[str]:
            ratio = slots[i] if own else slots[TOP][i]
            if ratio is None:
                return [f"{self._figure(name, slots)}{end}"]
            return [f"{head}{shown_beside(ratio, bounds, whole)}{tail}{parts_of(slots)}{end}"]

        return reason

    def _said(self, leaf: Part, slots: Slots, positive: bool, reached: bool) -> str:
        node, state, bound = leaf.node, self.state(leaf, slots), self._bound(leaf)
        if isinstance(node, Flag | Contains) or (isinstance(node, Word) and node.op == "=="):
            return state if reached else f"{state}，要求{'' if positive else '不'}{bound}"
        rising = _rising(leaf)
        if leaf.test(slots):
            return f"{state}，{'达到 ' if rising else ''}{bound}"
        if isinstance(node, Band) and leaf.relaxed(slots):
            return f"{state}，超出「{bound}」"
        return f"{state}，{f'未达到 {bound}' if rising else f'不属于「{bound}」'}"

    def _band(self, node: Band) -> str:
        unit = self.unit(node.operand)
        low, high = shown_exact(node.low), shown_exact(node.high)
        if node.low_in and node.high_in:
            return with_unit(f"{low}至{high}", unit)
        first = _BOUND[">=" if node.low_in else ">"].format(with_unit(low, unit))
        return f"{first}、{_BOUND['<=' if node.high_in else '<'].format(with_unit(high, unit))}"

    def _figure(self, operand: Operand, slots: Slots) -> str:
        label, ratio = self.label(operand), self.figure(operand, slots)
        if ratio is None:
            return f"{label}{self._reach(operand, slots)}"
        if isinstance(operand, Difference):
            return f"{label} {with_unit(shown(ratio), self.unit(operand))}"
        figure = with_unit(shown(ratio, self._bounds.get(operand.id, ())), self.unit(operand))
        return f"{label} {figure}{self._parts_of(operand)(slots)}"

    def _reach(self, operand: Operand, slots: Slots) -> str:
        """What is surely known of a number that is itself unknown."""
        low, high = self._terms.reach(operand, slots) or (Fraction(0), None)
        if isinstance(operand, Difference):
            most, first = self._terms.field(operand.left.id).maximum, self._terms.reach(operand.left, slots)
            told = first is not None and first[1] != most
        else:
            told = high != self._terms.field(operand.id).maximum
        # How many there can be at all is nothing that anybody reported.
        ends = [f"{word} {with_unit(shown_exact(end), self.unit(operand))}"
                for word, end in (("至少", low if low > 0 else None), ("至多", high if told else None)) if end is not None]  # fmt: skip
        return f" {'、'.join(ends)}(由所含项推定)"

    def _parts_of(self, name: Name) -> Callable[[Slots], str]:
        """The figures behind a percentage: 「(700/1500 MW)」, where it was made from them."""
        share = self._terms.field(name.id).share
        if share is None:
            return lambda slots: ""
        scope, own = self._terms.scope(name.id), self._terms.is_own(name.id)
        i, j = scope.slot[share.part], scope.slot[share.whole]
        end = with_unit("", scope.fields[share.part].unit) + ")"

        def said(slots: Slots) -> str:
            home = slots if own else slots[TOP]
            part, whole = home[i], home[j]
            return "" if part is None or whole is None or not whole[0] else f"({shown(part)}/{shown(whole)}{end}"

        return said


def bounds_of(parts: Iterable[Part]) -> dict[str, list[Fraction]]:
    """The figures held against each field in these expressions."""
    found: dict[str, list[Fraction]] = {}
    for part in parts:
        for leaf in part.atoms():
            node = leaf.node
            if isinstance(node, Compare | Band) and isinstance(node.operand, Name):
                bounds = (node.bound,) if isinstance(node, Compare) else (node.low, node.high)
                found.setdefault(node.operand.id, []).extend(bounds)
    return found


def _rising(leaf: Part) -> bool:
    node = leaf.node
    return isinstance(node, Band) or (isinstance(node, Compare | Word) and node.op in (">=", ">"))


def leaf_names(leaf: Part) -> set[str]:
    """The facts that an atom looks at."""
    node = leaf.node
    return set() if isinstance(node, Not | And | Or) else {name.id for name in operand_names(node)}


def _telling(part: Part, slots: Slots, positive: bool = True) -> Iterator[tuple[Part, bool]]:
    """The leaves that make a part what it is; False beside those that stand under a `not`."""
    node = part.node
    if isinstance(node, And | Or):
        sure = part.test(slots)
        for inner in part.parts:
            if inner.test(slots) is sure:
                yield from _telling(inner, slots, positive)
    elif isinstance(node, Not):
        yield from _telling(part.parts[0], slots, not positive)
    else:
        yield part, positive


def _label(field: Field, word: str) -> str:
    return next((choice.label for choice in field.choices if choice.id == word), word)


def _spoken(field: Field, value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, frozenset):
        return "、".join(choice.label for choice in field.choices if choice.id in value) or "一项都没有"
    return _label(field, str(value))
