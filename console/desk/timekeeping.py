"""The time at a desk: the PC's clock, what is added to it, and whether it is to be believed."""

from __future__ import annotations

from datetime import datetime, timedelta

from console.incident.clock_told import doubted_from, slow_words
from console.incident.due import Office
from console.incident.next_step import Step
from console.incident.refused import Refused
from console.journal.errors import NotRecorded, reason
from console.shift.clock import ClockTold, clock_told

from .case import Case
from .clock import Clock, Jump, JumpWatch
from .clock_check import Doubt, judge, log_times, newest_of
from .creating import Say
from .home import Home
from .room import Room


class CorrectedClock:
    """A clock with something added to what it shows."""

    def __init__(self, pc: Clock) -> None:
        self._pc = pc
        self.seconds = 0
        """What is added; 0 where the PC's own time counts."""

    def now(self) -> datetime:
        """The present instant at +08:00, whole seconds."""
        return self._pc.now() + timedelta(seconds=self.seconds)

    def elapsed(self) -> float:
        """Seconds on the steady clock."""
        return self._pc.elapsed()


class Timekeeper:
    """The clock of a desk, held against what the home knows. Corrected by what somebody said (`clock_answer.py`)."""

    def __init__(self, pc: Clock, home: Home, room: Room | None, second: str, say: Say) -> None:
        """`room` has the desk log; None for a drill, which has a clock of its own that nobody doubts."""
        self.pc = pc
        self.clock = CorrectedClock(pc)
        self.jumps = JumpWatch(pc)
        self.doubt: Doubt | None = None
        """What is wrong with the clock; None where it is believed."""
        self.newest: datetime | None = None
        """The newest time that was known when the clock was judged."""
        self.set_right = 0
        """What was added until now to a PC's clock that was set right while the console was not running."""
        self._home, self._room, self._second, self._say = home, room, second.strip(), say
        self._judged = pc.elapsed()
        self._told = ClockTold()

    @property
    def seconds(self) -> int:
        """What is added to the PC's clock."""
        return self.clock.seconds

    def judge(self) -> None:
        """Hold the PC's clock against what is known: the times in the logs, the sign of life, what the desk log says.

        To be called before anything is written: a log that bears a wrong time tells nothing any more.
        """
        if self._room is None:
            return
        told, pc = clock_told(self._room.state), self.pc.now()
        self._told = told
        newest = told.newest  # while it was doubted, nothing that was written since counts
        if newest is None:
            times = newest_of(self.log_times(), told.aside), self._home.last_alive()
            newest = max((at for at in times if at), default=None)
        standing = judge(pc, newest, told.seconds)
        self.set_right = told.seconds if standing == "good" else 0
        self.clock.seconds = told.seconds if standing == "corrected" else 0
        self.doubt = Doubt(pc, newest, told.seconds) if standing == "doubtful" and newest else None
        self.newest, self._judged = newest, self.clock.elapsed()
        if self.seconds:
            self._say(f"电脑{slow_words(self.seconds)}，仍按上次填的墙上的钟换算；请把电脑的日期和时间调准")

    def follow(self, jump: Jump | None) -> None:
        """As a reader: judge anew where the writing console has told something of the clock, or it was moved."""
        if self._room is not None and (jump or clock_told(self._room.state) != self._told):
            self.judge()

    def log_times(self) -> list[datetime]:
        """The times at the ends of all logs, here and in the second place."""
        return log_times(self._home, self._room.folder, self._second) if self._room else []

    def believe(self, seconds: int) -> None:
        """From now on the clock is the PC's and so many seconds."""
        self.clock.seconds, self.doubt = seconds, None

    def stepped(self, jump: Jump) -> None:
        """The PC's clock was moved while it was doubted: hold it against the same time again."""
        if self.doubt is not None:
            still = judge(jump.after, self.at_least(), 0) == "doubtful"
            self.doubt = Doubt(jump.after, self.doubt.newest) if still else None

    @property
    def passed(self) -> timedelta:
        """How long ago the clock was judged, by the steady clock."""
        return timedelta(seconds=int(self.clock.elapsed() - self._judged))

    @property
    def words(self) -> str:
        """What somebody has to know who is about to write; empty where the PC's clock is right."""
        if self.doubt is not None:
            return f"{self.doubt.words}：现在照电脑时钟记，请在值班台上填墙上的钟"
        if self.seconds:
            return f"电脑{slow_words(self.seconds)}，已按上次填的墙上的钟换算，现在是 {self.clock.now():%Y-%m-%d %H:%M}"
        return ""

    def at_least(self) -> datetime:
        """Now; while the clock is doubted, the newest time that was known and what has passed since: later it is in truth."""
        return self.newest + self.passed if self.doubt and self.newest else self.clock.now()

    def moment(self, case: Case) -> datetime:
        """The time that the deadlines of an event are held against.

        An event that was opened under doubt is told by the same clock as the PC's now.
        """
        return self.at_least() if self.unsure(case) else self.clock.now()

    def unsure(self, case: Case) -> bool:
        """Whether `moment` is only what it is at least."""
        return self.doubt is not None and doubted_from(case.entries) != 1

    def steps(self, case: Case, office: Office) -> tuple[Step, ...]:
        """What is to be done in an event, the most urgent first."""
        return case.steps(self.moment(case), office, sure=not self.unsure(case))

    def sign_of_life(self) -> None:
        """Leave word that a console runs here; a clock that is doubted overwrites no time that was vouched for."""
        if self.doubt is not None:
            return
        try:
            self._home.sign_of_life(self.clock.now())
        except OSError as error:
            self._say(f"数据文件夹 {self._home.root} 写不进去({reason(error)})，请检查磁盘")

    def tell_doubt(self, by: str) -> None:
        """While the clock is doubted, the desk log says so before anything is written anywhere."""
        if self.doubt is None or self._room is None or clock_told(self._room.state).newest is not None:
            return
        now = self.clock.now()
        event = self.doubt.event(now, len(self._room.entries) + 1)
        try:
            self._room.write(event.kind, event.data, now, now, by)
        except (NotRecorded, Refused) as error:
            self._say(str(error))
