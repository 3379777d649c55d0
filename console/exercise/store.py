"""Where scenarios are: those that come with the console, and the office's own in its data home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from console.drill.check import load_scenario
from console.drill.scenario import Scenario
from console.incident.refused import Refused
from console.plan.loader import data_root
from console.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Stored:
    """A scenario file as it was found."""

    path: Path
    scenario: Scenario | None
    """None where the file has faults."""
    problems: tuple[str, ...]
    own: bool
    """Of the office, in its data home."""

    @property
    def name(self) -> str:
        """The name by which it is started."""
        return self.path.stem

    def text(self) -> str:
        """The TOML text.

        Raises:
            Refused: it has faults, or cannot be read any more.
        """
        if self.scenario is None:
            raise Refused(f"{self.path.name} 有{len(self.problems)}处错，不能开始；第一处：{self.problems[0]}")
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{self.path.name} 读不了：{error}") from None


def folders(root: Path) -> tuple[Path, Path]:
    """The shipped scenarios, and the office's own."""
    return data_root() / "drills", root / "drills" / "scenarios"


def stored(root: Path, plans: Mapping[str, Plan]) -> tuple[Stored, ...]:
    """Every scenario, the easy ones first; one of the office takes the place of a shipped one of its name."""
    found: dict[str, Stored] = {}
    for folder, own in zip(folders(root), (False, True), strict=True):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            found[path.stem] = at(path, plans, own=own)
    return tuple(sorted(found.values(), key=lambda s: (s.scenario.scenario.difficulty if s.scenario else 9, s.name)))


def at(path: Path, plans: Mapping[str, Plan], *, own: bool = True) -> Stored:
    """The scenario of one file."""
    scenario, problems = load_scenario(path, plans)
    return Stored(path, scenario, tuple(str(problem) for problem in problems), own)


def named(root: Path, plans: Mapping[str, Plan], name: str) -> Stored:
    """The scenario of that name, or of that file.

    Raises:
        Refused: there is none.
    """
    path = Path(name)
    if path.suffix == ".toml" and path.is_file():
        return at(path, plans)
    for one in stored(root, plans):
        if one.name == name:
            return one
    raise Refused(f"没有叫「{name[:40]}」的演练脚本，可用 duty drill list 查看")
