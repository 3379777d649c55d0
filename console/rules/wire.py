"""The JSON-lines front of `duty classify`: a line of facts in, a line of answer out, in the same order."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO

from console.plan.facts import Fact, Field
from console.plan.model import Plan

from .classify import Classifier
from .facts import FactError, shown_input
from .verdict import Verdict

MAX_LINE = 1024 * 1024
"""Bytes of one line."""
MAX_DEPTH = 16
"""Objects and lists inside one another."""
_CHUNK = 64 * 1024


class LineError(ValueError):
    """A line that cannot be answered: one Chinese sentence."""

    def __init__(self, sentence: str, case_id: object = None) -> None:
        super().__init__(sentence)
        self.case_id = case_id
        """The id of a line that is not read to its end."""


class Registry:
    """The plans that can be asked, each loaded and compiled when it is first named."""

    def __init__(self, plans: Mapping[str, Callable[[], Plan]]) -> None:
        """`plans` by id, each a call that loads it; whatever that raises passes through."""
        self._plans = dict(plans)
        self._ready: dict[str, Classifier] = {}

    def classifier(self, plan_id: object) -> Classifier:
        """The compiled plan; LineError where there is none of that id."""
        if not isinstance(plan_id, str) or plan_id not in self._plans:
            known = "、".join(self._plans)
            if plan_id is None:
                raise LineError(f"缺少 plan(预案)，可用的有 {known}")
            raise LineError(f"没有「{shown_input(plan_id)}」这个预案(plan)，可用的有 {known}")
        if plan_id not in self._ready:
            self._ready[plan_id] = Classifier(self._plans[plan_id]())
        return self._ready[plan_id]


def answer_line(line: bytes, registry: Registry) -> dict[str, Any]:
    """The answer to one line; with the key `error` where it cannot be answered. Never raises for what a line says."""
    case_id: Any = None
    try:
        case = _read(line)
        case_id = case.get("id")
        facts = case.get("facts")
        classifier = registry.classifier(case.get("plan"))
        if facts is None:
            raise LineError("缺少 facts，没有事实就写空对象 {}")
        verdict = classifier.classify(facts)
    except LineError as error:
        return {"id": case_id if error.case_id is None else error.case_id, "error": str(error)}
    except FactError as error:
        return {"id": case_id, "error": str(error)}
    return answer(case_id, case["plan"], verdict)


def answer(case_id: object, plan_id: str, verdict: Verdict) -> dict[str, Any]:
    """A verdict in the contract's words."""
    return {
        "id": case_id,
        "plan": plan_id,
        "grade": verdict.grade,
        "level": verdict.level,
        "met": [{"level": m.level, "grade": m.grade, "clause": m.clause, "why": m.why} for m in verdict.met],
        "may": verdict.may,
        "possible": verdict.possible,
        "ask": verdict.ask,
        "notes": [_note(note.kind, note.clause, note.text, note.advise) for note in verdict.notes],
    }


def encode(reply: Mapping[str, Any]) -> bytes:
    """One line of UTF-8 with its line feed; what no UTF-8 can carry (a lone surrogate) is escaped."""
    text = _PLAIN.encode(reply)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(reply, default=_echoed).encode() + b"\n"


def run(stdin: BinaryIO, stdout: BinaryIO, registry: Registry) -> int:
    """Answer every line until the input ends; 1 if any could not be answered, else 0.

    What is there is answered before more is waited for. OSError of the streams passes through.
    """
    status = 0
    for lines in _batches(stdin):
        replies = [answer_line(line, registry) for line in lines if line.strip()]
        if any("error" in reply for reply in replies):
            status = 1
        stdout.write(b"".join(map(encode, replies)))
        stdout.flush()
    return status


def schema(plan: Plan) -> list[dict[str, Any]]:
    """The fields of a plan's facts: id, label, unit, type, choices; for a list its key and its items' fields."""
    return [_field(fact) for fact in plan.facts]


def _field(field: Field) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": field.id, "label": field.label, "unit": field.unit, "type": field.type,
        "choices": [choice.id for choice in field.choices],
    }  # fmt: skip
    if field.choices:
        shown["choice_labels"] = {choice.id: choice.label for choice in field.choices}
    if field.maximum is not None:
        shown["maximum"] = field.maximum
    if field.whole_number:
        shown["whole_number"] = True
    if field.only:
        shown["only"] = list(field.only)
    if isinstance(field, Fact) and field.type == "list":
        shown["key"] = field.key
        shown["fields"] = [_field(inner) for inner in field.fields]
    return shown


def _note(kind: str, clause: str, text: str, advise: str | None) -> dict[str, str]:
    note = {"kind": kind, "clause": clause, "text": text}
    return note if advise is None else {**note, "advise": advise}


class _RepeatedError(LineError):
    def __init__(self, key: str) -> None:
        super().__init__(f"「{shown_input(key)}」写了两次，同一项只能写一次")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        raise _RepeatedError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]  # add gives None, which is the point
    return found


def _keys(case: object) -> int:
    """The keys of a case of the usual shape. As many as there are colons in the line: then none is repeated."""
    if not isinstance(case, dict):
        return -1
    count, facts = len(case), case.get("facts")
    if type(facts) is dict:
        count += len(facts)
        for value in facts.values():
            if type(value) is list:
                for item in value:
                    if type(item) is dict:
                        count += len(item)
    return count


def _echoed(value: object) -> object:
    """An id that is a decimal, as JSON can carry it."""
    if isinstance(value, Decimal) and value.is_finite():
        near = float(value)
        return near if Decimal(str(near)) == value else str(value)
    return str(value)


# `parse_constant` sees NaN and Infinity; as decimals they reach the field that then refuses them by name.
_STRICT = json.JSONDecoder(parse_float=Decimal, parse_constant=Decimal, object_pairs_hook=_once)
_LOOSE = json.JSONDecoder(parse_float=Decimal, parse_constant=Decimal)
_PLAIN = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_echoed)


def _read(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_LINE:
        raise LineError("这一行超过 1 MiB，请拆成几行", _led_id(line[:_CHUNK].decode(errors="replace")))
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise LineError(f"这一行不是 UTF-8 编码(第 {error.start + 1} 个字节)") from None
    text = text.strip(_BLANK)
    if line.count(b"[") + line.count(b"{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise LineError(f"对象和列表套得太深，最多 {MAX_DEPTH} 层", _led_id(text))
    try:
        case, end = _LOOSE.raw_decode(text)
        if line.count(b":") != _keys(case):
            case, end = _STRICT.raw_decode(text)
    except json.JSONDecodeError as error:
        raise LineError(f"这一行不是 JSON(第 {error.pos + 1} 个字符)") from None
    except _RepeatedError as error:
        whole = _LOOSE.decode(text)
        error.case_id = whole.get("id") if isinstance(whole, dict) else None
        raise
    except (ValueError, ArithmeticError):
        # An integer of more digits than Python will read, or an exponent beyond what a decimal holds.
        raise LineError("这一行里有一个数字太长，读不了", _led_id(text)) from None
    if end != len(text):
        raise LineError(f"这一行不是 JSON(第 {end + 1} 个字符)")
    if not isinstance(case, dict):
        raise LineError("这一行须是一个 JSON 对象，如 {\"id\": \"1\", \"plan\": \"blackout\", \"facts\": {}}")
    return case


_BLANK = " \t\r\n\ufeff"
"""White space of JSON, and the byte order mark that some editors put before the first line."""
_LED_ID = re.compile(r'[\s\ufeff]*\{\s*"id"\s*:\s*("(?:[^"\\\x00-\x1f]|\\["\\/bfnrt])*"|-?(?:0|[1-9][0-9]{0,17}))\s*,')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)


def _led_id(text: str) -> Any:
    """The id that a line begins with, so that its answer can be told from others though the rest is not read."""
    led = _LED_ID.match(text)
    return json.loads(led[1]) if led else None


def _depth(text: str) -> int:
    deepest = depth = 0
    for char in _STRING.sub("", text):
        if char in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif char in "]}":
            depth -= 1
    return deepest


def _batches(stream: BinaryIO) -> Iterator[list[bytes]]:
    """The lines that have arrived; of a line beyond the limit only so much that it can be seen to be too long."""
    read = getattr(stream, "read1", stream.read)
    rest = b""
    while chunk := read(_CHUNK):
        *lines, last = chunk.split(b"\n")
        if lines:
            lines[0] = rest + lines[0]
            rest = last
            yield lines
        else:
            rest = (rest + last)[: MAX_LINE + 1]
    if rest:
        yield [rest]
