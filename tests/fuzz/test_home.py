"""Whatever stands in the small files of a home: the events are all there, the desk works on, never a traceback.

30 examples each; with DUTY_LONG=1 in the environment, 2,000.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from console.desk.desk import Desk
from console.desk.draft import Draft, Drafts
from console.desk.view import view_of
from console.drill.check import parse_scenario
from console.health import examine
from console.incident import commands as c
from console.journal.lock import HomeLock
from console.journal.seal import check_seal
from console.journal.verify import verify
from console.plan.loader import data_root, load_plans
from console.practice.store import Store
from console.tui.sound import Ringer

from .test_what_is_read import CUTS, HOSTILE, VALUES, changed, common, sentences

RAW = st.one_of(HOSTILE, st.just(b"[" * 100_000), st.just(b'[1, "a", null]'), st.binary(max_size=200), VALUES.map(lambda value: json.dumps(value).encode()))
FILES = ("alive.json", "writer.json", "sounded.json", "drafts.json", "drills/practice.json")
EVENT_FILES = ("summary.json", "draft.json", "seal.json", "log.jsonl.torn-2", ".log.jsonl.1.tmp")
PLANS = load_plans()
SCENARIOS = tuple(sorted((data_root() / "drills").glob("*.toml")))


@common
@given(st.sampled_from(FILES + EVENT_FILES), RAW)
def test_a_small_file_may_hold_anything(name: str, raw: bytes) -> None:
    """It is set aside, told of or made anew; the event stands on the board and takes the next entry."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        desk = Desk(home, name="张三")
        event = desk.open_event("blackout", "停电").id
        desk.close()
        place = home / "events" / event / name if name in EVENT_FILES else home / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
        again = Desk(home, name="李四")
        assert event in [case.id for case in again.open_cases()]
        assert [found.id for found in again.summaries()] == [event]
        again.do(event, c.Note("接着记"))
        sentences(again.findings)
        sentences(check.text for check in examine(again))
        drafts = Drafts(home)
        drafts.adopt(place.parent / "draft.json", Draft(event, "intake", "接报", "", {}, again.clock.now()))
        assert all(isinstance(draft.words, str) for draft in drafts.all)
        ringer = Ringer(home, lambda: None)
        ringer.look(view_of(again, event))
        Store(home)
        again.close()
        assert HomeLock(home).holder() is None
        assert verify(home / "events" / event / "log.jsonl").ok
        assert check_seal(home / "events" / event).ok is False


@common
@given(st.sampled_from(SCENARIOS), CUTS)
def test_a_scenario_that_was_tampered_with_is_sound_or_its_problems_are_named(path: Path, cuts: list[tuple[int, int, bytes]]) -> None:
    """Each with its line."""
    text = changed(path.read_bytes(), cuts).decode("utf-8", "replace")
    scenario, problems = parse_scenario(text, PLANS)
    sentences(problems)
    assert (scenario is None) == bool(problems)
    assert all(problem.line >= 1 for problem in problems)
