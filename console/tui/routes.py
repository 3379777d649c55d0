"""Where the screens are found; each is imported when it is first shown, so that the board is up at once."""

from __future__ import annotations

from importlib import import_module

from .screens.base import DutyScreen

SCREENS: dict[str, str] = {
    "board": "board:BoardScreen", "intake": "intake:IntakeScreen", "declare": "declare:DeclareScreen",
    "response": "response:ResponseScreen", "log": "log:LogScreen", "ending": "ending:EndingScreen",
    "plan": "plan:PlanScreen", "replay": "replay:ReplayScreen",
    "health": "health:HealthScreen", "papers": "papers:PapersScreen",
    "warnings": "warnings:WarningsScreen", "paperlines": "paperlines:PaperLinesScreen", "score": "score:ScoreScreen",
    "practice": "practice:PracticeScreen", "drills": "drills:DrillsScreen",
    "compare": "compare:CompareScreen",
    "handover": "handover:HandoverScreen",
    "contacts": "contacts:ContactsScreen",
}
"""Name of the place to 「module:class」 under `screens`."""


def open_screen(place: str) -> DutyScreen:
    """A new screen of that name; KeyError where there is none."""
    module, _, name = SCREENS[place].partition(":")
    screen: DutyScreen = getattr(import_module(f"console.tui.screens.{module}"), name)()
    return screen
