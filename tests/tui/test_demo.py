"""The demonstration plays itself to its end, and does what it says."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.events import Key

from console.tui.drill.demo import NIGHT, DemoApp, parts_of, prepare
from tests.desk.clock import FixedClock
from tests.scenarios.driving import says, settle


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_night_plays_itself(tmp_path: Path, size: tuple[int, int]) -> None:
    """Call, facts, level, report, agencies, score; every screen says 演练; in two to four minutes."""
    real = FixedClock()
    exercise = prepare(tmp_path, real)

    async def rest(seconds: float) -> None:
        real.forward(seconds)

    app = DemoApp(exercise, rest=rest)
    start = real.elapsed()
    seen = []
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        for step in NIGHT:
            await app.play_one(pilot, step)
            await settle(pilot)
            seen.append(says(app, "演练"))
        assert says(app, "得分")
    assert all(seen)
    case = exercise.desk.cases[exercise.run.events["grid"]]
    assert case.state.level == "II"
    assert case.state.figures["grid_load_mw"].now.value == 1500
    assert case.state.figures["grid_shed_mw"].now.certainty == "estimated"
    assert "county-phone" in case.state.milestones
    assert sum(a.step == "notified" for a in case.state.agencies.values()) == 31
    assert exercise.run.ended_at is not None
    assert 120 <= real.elapsed() - start <= 240
    exercise.close()


@pytest.mark.parametrize("key", ["x", "escape", "f5", "ctrl+z", "click"])
async def test_any_key_leaves(tmp_path: Path, key: str) -> None:
    """A key that the script did not press, or a click, ends the demonstration with nothing to answer for."""
    exercise = prepare(tmp_path, FixedClock())

    async def rest(_seconds: float) -> None:
        return

    app = DemoApp(exercise, rest=rest)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for step in NIGHT[:4]:
            await app.play_one(pilot, step)
        assert app.left is None
        await (pilot.click("#head") if key == "click" else pilot.press(key))
        assert app.left == 0
    assert app.rang_at is None
    exercise.close()


async def test_a_key_that_falls_between_the_scripts_own_leaves_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While a key of the script is still on its way, another one is somebody's and not the script's."""
    exercise = prepare(tmp_path, FixedClock())

    async def rest(_seconds: float) -> None:
        return

    app = DemoApp(exercise, rest=rest)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        press = pilot.press

        async def beside(*_keys: str) -> None:
            await press("ctrl+q")

        monkeypatch.setattr(pilot, "press", beside)
        await app.play_one(pilot, ("", 0, "<f9>"))
        assert app.left == 0
    exercise.close()


async def test_leaving_stops_the_script(tmp_path: Path) -> None:
    """Whoever leaves in the middle is out at once, however long the script would have rested."""
    exercise = prepare(tmp_path, FixedClock())
    resting = asyncio.Event()

    async def rest(_seconds: float) -> None:
        resting.set()
        await asyncio.Event().wait()

    app = DemoApp(exercise, rest=rest)
    running = asyncio.create_task(app.run_async(headless=True, size=(80, 24)))
    await resting.wait()
    app.post_message(Key("x", "x"))
    await running
    assert app.left == 0
    exercise.close()


def test_what_is_pressed_is_taken_apart() -> None:
    """Words and keys, in order."""
    assert parts_of("700<f12><enter>李") == ["700", "<f12>", "<enter>", "李"]
