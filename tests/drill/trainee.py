"""A trainee who plays a scenario from its beginning to its end, perfectly or with mistakes that are named.

A mistake is a word: 「skip:KIND」 or 「skip:KIND:WHAT」 (a goal is left undone), 「late:MILESTONE」, 「unsure:PATH」 (a figure
marked as it was not told), 「level:KIND:LEVEL」 (another level than the right one), 「announcer」, 「deaf」 (nothing is asked).
"""

from __future__ import annotations

from datetime import timedelta

from console.desk import handing
from console.desk.case import Case
from console.drill.course import levels_of
from console.drill.paths import CALL, OCCURRED, PLACES
from console.drill.scenario import Goal, Inject, Told, elapsed
from console.exercise.exercise import Exercise
from console.incident import commands as c
from console.incident.facts import facts_of
from console.incident.state import Action
from console.report.catalogue import draw
from console.report.situation import situation_of
from console.report.told import facts_told
from tests.desk.clock import FixedClock

PHONE, WRITTEN = "phone", "written"
ACTIONS: dict[str, Action] = {"declare": "start", "raise": "raise", "lower": "lower"}


class Trainee:
    """Plays one drill; the real clock is moved by hand."""

    def __init__(self, exercise: Exercise, real: FixedClock, mistakes: tuple[str, ...] = ()) -> None:
        self.exercise = exercise
        self.real = real
        self.mistakes = mistakes
        self.asked: set[tuple[str, str, str]] = set()
        self.done: set[Goal] = set()

    def play(self) -> None:
        """To the end of the scenario."""
        while self.exercise.run.ended_at is None:
            self.exercise.step()
            if self.exercise.cut_until is not None:
                self.exercise.restart()
            while (inject := self.exercise.answer()) is not None:
                self.take(inject)
            for goal in self.exercise.scenario.goals:
                if goal not in self.done and self.wanted(goal) and self.work(goal):
                    self.done.add(goal)
            self.real.forward(max(1.0, min(60.0, (self.exercise.wait() or 60.0) + 0.5)))

    def wanted(self, goal: Goal) -> bool:
        """Whether this goal is not among those that are left undone."""
        what = goal.milestone or goal.item or goal.path or goal.level or ""
        return not {f"skip:{goal.kind}", f"skip:{goal.kind}:{what}"} & set(self.mistakes)

    # --- listening ------------------------------------------------------------------------------------------------

    def take(self, inject: Inject) -> None:
        """Hear one out, take down what he says, and ask him all that he can know."""
        event = inject.event
        if event and event not in self.exercise.run.events:
            told = self.exercise.scenario.event(event)
            self.exercise.desk.open_event(told.plan, told.title)
            self.exercise.step()
        talk = self.exercise.talk()
        if talk:
            self.real.forward(max(0.0, (talk[-1].end - self.exercise.clock.now()).total_seconds()) + 1)
        if event is None:
            self.shift()
            return
        case = self.case(event)
        for one in inject.tells:
            self.put(case, one)
        for answer in self.exercise.scenario.answers if "deaf" not in self.mistakes else ():
            key = (answer.voice, answer.path, answer.since)
            known = self.exercise.run.started + elapsed(answer.since) <= self.exercise.clock.now()
            if (answer.voice, answer.event) == (inject.voice, event) and known and key not in self.asked:
                self.asked.add(key)
                self.exercise.ask(answer.path, case.id)
                self.put(case, answer)

    def case(self, event: str) -> Case:
        """The event of this desk that is meant."""
        return self.exercise.desk.cases[self.exercise.run.events[event]]

    def put(self, case: Case, told: Told) -> None:
        """Take down one thing."""
        desk, now = self.exercise.desk, self.exercise.clock.now()
        if told.path == OCCURRED:
            if not {"skip:occurred"} & set(self.mistakes):
                at = self.exercise.run.started + elapsed(str(told.value))
                desk.do(case.id, c.SetInstant("occurred", min(at, now), "来电更正"))
        elif told.path == PLACES:
            places = told.value if isinstance(told.value, tuple) else (str(told.value),)
            desk.do(case.id, c.SetPlaces(places))
        elif told.path.startswith(CALL):
            if f"skip:{told.path}" not in self.mistakes:
                desk.do(case.id, c.TakeDown(told.path.removeprefix(CALL), str(told.value)))
        elif f"skip:figure:{told.path}" not in self.mistakes:
            self.figure(case, told)

    def figure(self, case: Case, told: Told) -> None:
        """A figure, as sure as it was told."""
        commands: list[c.Command] = []
        if "." in told.path:
            fact, key, _ = told.path.split(".")
            if key not in str(facts_of(case.plan, case.state).get(fact, "")):
                commands.append(c.AddItem(fact, key))
        sure = told.certainty
        if f"unsure:{told.path}" in self.mistakes:
            sure = "verified" if sure != "verified" else "unverified"
        value = list(told.value) if isinstance(told.value, tuple) else told.value
        self.exercise.desk.do(case.id, *commands, c.SetFigure(told.path, value, str(told.value), "来电", sure))

    # --- doing ----------------------------------------------------------------------------------------------------

    def work(self, goal: Goal) -> bool:
        """Do what a goal wants, where it can be done now."""
        if goal.kind == "link":
            return self.link()
        if goal.kind == "handover" or goal.event is None or goal.event not in self.exercise.run.events:
            return False
        case = self.case(goal.event)
        if goal.kind in ACTIONS:
            return self.declare(case, goal)
        do = {
            "refuse": self.refuse, "report": self.report, "item": self.first_report, "tell": self.tell, "chase": self.chase,
            "readback": self.read_back, "end": self.end, "close": self.close,
        }.get(goal.kind)
        return do(case, goal) if do else True

    def declare(self, case: Case, goal: Goal) -> bool:
        """Start, raise or lower to the goal's level, once the facts bear it."""
        verdict, order, state = case.verdict, case.plan.level_ids, case.state
        if verdict is None or (state.level is None) != (goal.kind == "declare"):
            return False
        level = str(goal.level)
        if state.level is not None:
            higher = order.index(goal.level) < order.index(state.level)
            if state.level == level or higher != (goal.kind == "raise"):
                return False
        if level not in levels_of(verdict, order) or (goal.kind == "lower" and verdict.level != level):
            return False
        wrong = next((m.rpartition(":")[2] for m in self.mistakes if m.startswith(f"level:{goal.kind}:")), level)
        clauses = [r.clause for r in verdict.met if r.level == level] or [n.clause for n in verdict.notes]
        decided, announced = self.who(case, goal.kind, level)
        self.exercise.desk.do(case.id, c.Declare(
            ACTIONS[goal.kind], wrong, verdict.level, decided, announced, announced, clauses=tuple(clauses), reason="按指挥部决定",
        ))  # fmt: skip
        return True

    def who(self, case: Case, kind: str, level: str) -> tuple[str, str]:
        """Who decides and who announces, as the plan has it."""
        authority = case.plan.authority(level, "start" if kind == "declare" else "end" if kind == "end" else "change")
        announces = authority.announces if authority else ()
        decides = authority.decides if authority else ()
        announced = "值班员" if "announcer" in self.mistakes else (announces or ("州指挥部负责人",))[0]
        return (decides or ("州指挥部",))[0], announced

    def refuse(self, case: Case, _goal: Goal) -> bool:
        """Nothing is started, and it is written why."""
        if "start:refuse" in self.mistakes:
            self.exercise.desk.do(case.id, c.Declare("start", "III", None, "值班员", "值班员", "无", reason="先启动"))
        else:
            self.exercise.desk.do(case.id, c.Declare("refuse", None, None, "州指挥部办公室", "", "6.2", reason="够不上标准"))
        return True

    def report(self, case: Case, goal: Goal) -> bool:
        """Give a report; a written one leaves as a paper once a level stands."""
        milestone = case.plan.milestone(str(goal.milestone))
        if f"late:{milestone.id}" in self.mistakes:
            due = next(d for d in case.dues(self.exercise.clock.now(), self.exercise.desk.settings.for_deadlines())
                       if d.milestone.id == milestone.id)
            if due.target is None or self.exercise.clock.now() <= due.target + timedelta(minutes=5):
                return False
        if milestone.action == WRITTEN and not self.first_report(case, goal):
            return False
        self.exercise.desk.do(case.id, c.GiveReport(milestone.id, "接报人", late_reason="核实数字"))
        return True

    def first_report(self, case: Case, _goal: Goal) -> bool:
        """The first written report, once; True when it has left."""
        if case.state.level is None:
            return False
        if not case.state.papers:
            situation = situation_of(case, self.exercise.clock.now())
            text = draw(situation, "report").text
            self.exercise.desk.do(case.id, c.SendPaper("首报", 1, text, received_by="周强", signed_by="王建国", figures=facts_told(situation)))
        return True

    def tell(self, case: Case, goal: Goal) -> bool:
        """Tell the bodies, once a level stands."""
        if case.state.level is None:
            return False
        bodies = goal.bodies or tuple(b.id for b in case.plan.bodies if b.member)
        left = {m.rpartition(":")[2] for m in self.mistakes if m.startswith("untold:")}
        self.exercise.desk.do(case.id, *(c.MoveAgency(b, "notified") for b in bodies if b not in left))
        return True

    def chase(self, case: Case, goal: Goal) -> bool:
        """Call again who did not answer."""
        if case.state.level is None:
            return False
        for body in goal.bodies:
            self.exercise.desk.do(case.id, c.TryCall(body, "无人接听"), c.TryCall(body, "无人接听"))
        return True

    def read_back(self, case: Case, _goal: Goal) -> bool:
        """Speak it back."""
        self.exercise.desk.do(case.id, c.ReadBack("念了一遍", "来电人"))
        return True

    def end(self, case: Case, goal: Goal) -> bool:
        """End it, once nothing more is to come and every condition holds."""
        run = self.exercise.run
        left = [i for i in self.exercise.scenario.injects if i.event == goal.event and run.played(i.id).standing == "planned"]
        if left or case.state.level is None or (case.verdict and case.verdict.level):
            return False
        for condition in case.plan.end_conditions if "no-conditions" not in self.mistakes else ():
            figures = {figure.id: "95" for figure in condition.figures}
            self.exercise.desk.do(case.id, c.Tick(condition.id, True, figures, name="调度张伟"))
        decided, announced = self.who(case, "end", case.state.level)
        self.exercise.desk.do(case.id, c.Declare("end", None, None, decided, announced, announced, reason="条件已满足"))
        return True

    def close(self, case: Case, _goal: Goal) -> bool:
        """Close the log after the end."""
        if case.state.stage != "ended":
            return False
        self.exercise.desk.do(case.id, c.Close(True))
        return True

    def link(self) -> bool:
        """Tie the events of the night together."""
        opened = list(self.exercise.run.events.values())
        if len(opened) < 2:
            return False
        self.exercise.desk.do(opened[0], c.Link(opened[1]))
        return True

    def shift(self) -> None:
        """Somebody else comes on duty."""
        desk = self.exercise.desk
        if "skip:handover" in self.mistakes:
            return
        handing.come_on_duty(desk, self.exercise.run.trainee, "带班领导")
        if "without" in self.mistakes:
            handing.come_on_duty(desk, "接班人", "", "来不及")
            return
        handing.begin(desk, "接班人", "带班领导", ())
        while (number := handing.under_way(desk).next_question) is not None:
            handing.answer(desk, number, handing.under_way(desk).questions[number].expected)
            handing.judge(desk, number, right=True)
        handing.sign(desk, self.exercise.run.trainee, "接班人")
