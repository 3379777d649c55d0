"""What is heard at one moment: the words of a caller come as if spoken, and then the answers to what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .run import Run
from .scenario import Answer, Inject, Scenario, elapsed

PACE = 4.5
"""Characters a second: unhurried speech in Chinese, slow enough to write along."""

DOES_NOT_KNOW = ("这个不清楚", "这个我这里还没有数", "不清楚，要问一下才知道", "这会儿说不上来")


@dataclass(frozen=True, slots=True)
class Utterance:
    """A line of speech: who, what, from when till when."""

    who: str
    """「我」 for the trainee's question."""
    text: str
    start: datetime
    end: datetime

    def heard(self, now: datetime) -> str:
        """As much of it as was said by `now`."""
        if now >= self.end:
            return self.text
        return self.text[: max(0, int((now - self.start).total_seconds() * PACE))]


def live_call(scenario: Scenario, run: Run) -> Inject | None:
    """The call that the trainee is in: the one answered last."""
    calls = [i for i in scenario.injects if run.played(i.id).answered_at and i.voice]
    return max(calls, key=lambda i: (run.played(i.id).answered_at, i.id), default=None)


def ringing(scenario: Scenario, run: Run) -> tuple[Inject, ...]:
    """What waits to be answered or read, oldest first."""
    waiting = [i for i in scenario.injects if run.played(i.id).standing in ("sent", "seen") and i.channel != "power_cut"]
    return tuple(sorted(waiting, key=lambda i: (run.played(i.id).sent_at, i.id)))


def conversation(scenario: Scenario, run: Run, inject: Inject) -> tuple[Utterance, ...]:
    """The whole talk that an answered inject began, in the order of the clock."""
    played = run.played(inject.id)
    if played.answered_at is None or inject.voice is None:
        return ()
    voice = scenario.voice(inject.voice)
    spoken = _Talk(played.answered_at)
    for line in played.words or inject.words:
        spoken.say(voice.name, line, read=inject.channel != "phone")
    others = [run.played(i.id).answered_at for i in scenario.injects if i.id != inject.id]
    until = min((at for at in others if at and at > played.answered_at), default=None)
    for asked in run.asked:
        if asked.voice == inject.voice and asked.at >= played.answered_at and (until is None or asked.at < until):
            spoken.wait(asked.at)
            spoken.say(voice.name, asked.says)
    return tuple(spoken.lines)


class _Talk:
    """Lines that follow one another, none before the one before is over."""

    def __init__(self, start: datetime) -> None:
        self.lines: list[Utterance] = []
        self._free = start

    def wait(self, until: datetime) -> None:
        self._free = max(self._free, until)

    def say(self, who: str, text: str, *, read: bool = False) -> None:
        seconds = 0.0 if read else len(text) / PACE
        end = self._free + timedelta(seconds=seconds)
        self.lines.append(Utterance(who, text, self._free, end))
        self._free = end


def told_by(scenario: Scenario, run: Run, inject: Inject) -> datetime | None:
    """When all the words of an inject were heard; None while it was not answered."""
    played = run.played(inject.id)
    if played.answered_at is None:
        return None
    length = sum(len(line) for line in played.words or inject.words) / PACE if inject.channel == "phone" else 0
    return played.answered_at + timedelta(seconds=int(length))


def answer_to(scenario: Scenario, run: Run, voice: str, event: str, path: str, now: datetime) -> Answer | None:
    """What a voice knows of a fact by now; None where it does not."""
    known = [
        a for a in scenario.answers
        if (a.voice, a.event, a.path) == (voice, event, path) and run.started + elapsed(a.since) <= now
    ]
    return max(known, key=lambda a: elapsed(a.since), default=None)


def does_not_know(run: Run) -> str:
    """The words for not knowing; the seed and the number of questions so far decide which."""
    return DOES_NOT_KNOW[(run.seed + len(run.asked)) % len(DOES_NOT_KNOW)]
