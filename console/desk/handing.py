"""交接班 at the desk: every step through the desk log, so that one that broke off is picked up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from console.incident.deciding import doer, named
from console.incident.refused import Refused
from console.incident.times import instant
from console.shift.handover import Handover, Question, handover_of
from console.shift.questions import expected_now, questions
from console.shift.sheet import OpenEvent, Scene, sheet
from console.warning.fold import warnings_of
from console.warning.model import in_force
from console.words import blank

from .desk import Desk

LONG = 2000
"""Characters of an answer."""


def _name(words: str) -> str:
    """A name as it is kept, and as a signature is held against it."""
    return "" if blank(words) else words.strip()[:100].strip()


def scene(desk: Desk, faulty: Sequence[str] | None = None) -> Scene:
    """What is handed over at this moment; `faulty` is None until the equipment was looked at."""
    now, office = desk.time.at_least(), desk.settings.for_deadlines()
    events = [
        OpenEvent(
            case.plan, case.state, case.dues(desk.time.moment(case), office), len(case.entries), case.head,
            [one.sentence for one in case.contradictions],
        )
        for case in desk.open_cases()
    ]
    warnings = in_force(warnings_of(desk.room.state), now, drill=desk.drill)
    troubles = [f"还没有记上，要按 Ctrl+R 再记：「{kept.words[:200]}」{kept.why}" for kept in desk.kept]
    troubles += [*(one.words for one in desk.second.losses), *filter(None, [desk.second.copies.problem])]
    troubles += [desk.time.words] if desk.time.words else []
    return Scene(events, warnings, desk.room.state, faulty, now, troubles)


def begin(desk: Desk, incoming: str, leader: str, faulty: Sequence[str]) -> Handover:
    """Begin a handover from the one on duty to another.

    Raises:
        Refused: nobody is on duty, no name, the same person, or one is under way.
        NotRecorded: the disk refuses.
    """
    turn = desk.room.state.on_duty
    if handover_of(desk.room.state):
        raise Refused("已经有一次交接在进行，接着做完，或按 F12 作废")
    if turn is None:
        raise Refused("没有登记谁在值班，按 Ctrl+O 直接登记上班")
    incoming = _name(doer(incoming, "接班人", "incoming"))
    if incoming == turn.name:
        raise Refused(f"{turn.name}已经在值班，接班人要是另一个人", "incoming")
    now_scene = scene(desk, faulty)
    asked = [{"id": q.id, "text": q.text[:LONG], "expected": q.expected[:LONG]} for q in questions(now_scene)]
    desk.do_room("handover_begun", {
        "outgoing": turn.name, "incoming": incoming, "leader": _name(leader), "faulty": list(faulty),
        "questions": asked, "heads": {e.state.id: e.head for e in now_scene.events},
    })  # fmt: skip
    return under_way(desk)


def under_way(desk: Desk) -> Handover:
    """The handover that is being done; raises Refused where there is none."""
    found = handover_of(desk.room.state)
    if found is None:
        raise Refused("没有在进行的交接，先开始交接")
    return found


def answer(desk: Desk, number: int, words: str) -> Question:
    """The incoming officer's answer; gives back the question with what the data say. Raises Refused or NotRecorded."""
    found = under_way(desk)
    if number != found.next_question or number in found.answers:
        raise Refused("这一问已经答过，请接着往下")
    if blank(words):
        raise Refused("请接班人说出来、记下来；不知道就写「不知道」", "answer")
    desk.do_room("handover_answered", {"number": number, "answer": words.strip()[:LONG]})
    return found.questions[number]


def judge(desk: Desk, number: int, *, right: bool) -> None:
    """The outgoing officer says whether it was right, or was told and is clear now. Raises Refused or NotRecorded."""
    found = under_way(desk)
    if number not in found.answers:
        raise Refused("这一问还没有答")
    if found.answers[number].right is not None:
        raise Refused("这一问已经评过，请接着往下")
    desk.do_room("handover_judged", {"number": number, "right": right})


def data_say(desk: Desk, found: Handover, number: int) -> str:
    """The answer of the data; where they have moved since the handover was begun, both."""
    question = found.questions[number]
    now = expected_now(scene(desk, found.faulty), question)[:LONG]
    return question.expected if now == question.expected else f"{now}\n(开始交接时是：{question.expected})"


def sign(desk: Desk, outgoing: str, incoming: str) -> datetime:
    """Both sign; from this minute the other one is on duty.

    Raises:
        Refused: a question is open, or a name is not the right one's.
        NotRecorded: the disk refuses; the one who was on duty still is.
    """
    found = under_way(desk)
    if found.next_question is not None:
        raise Refused(f"还有{len(found.questions) - found.next_question}问没有答完，答完再签")
    if _name(outgoing) != found.outgoing:
        raise Refused(f"交班人签名要与登记的「{found.outgoing}」一致", "outgoing")
    if _name(incoming) != found.incoming:
        raise Refused(f"接班人签名要与登记的「{found.incoming}」一致", "incoming")
    stood = [[title[:LONG], [line[:LONG] for line in lines]] for title, lines in sheet(scene(desk, found.faulty))]
    entry = desk.do_room("handover_signed", {
        "sheet": stood,
        "outgoing": found.outgoing, "incoming": found.incoming, "heads": {case.id: case.head for case in desk.open_cases()},
    })  # fmt: skip
    return instant(entry.event_at)


def drop(desk: Desk, why: str) -> None:
    """Give up a handover; the one who was on duty still is. Raises Refused or NotRecorded."""
    under_way(desk)
    if blank(why):
        raise Refused("请写一句作废的原因", "why")
    desk.do_room("handover_dropped", {"why": why.strip()[:LONG]})


def come_on_duty(desk: Desk, name: str, leader: str, without: str = "") -> None:
    """Come on duty where nobody is, or, with a reason, without a handover.

    Raises:
        Refused: no name, or somebody else is on duty and no reason is given.
        NotRecorded: the disk refuses.
    """
    turn, name = desk.room.state.on_duty, _name(doer(name, "值班员姓名", "name"))
    if turn is not None and turn.name != name and blank(without):
        raise Refused(f"{turn.name}还在值班：按 Ctrl+A 交接班；不经交接就要写明理由", "without")
    data = {"name": name, "leader": "" if blank(leader) else _name(named(leader, "带班领导", "leader"))}
    if turn is not None and turn.name != name:
        data["without"] = without.strip()[:LONG]
    desk.do_room("on_duty", data)
