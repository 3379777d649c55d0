"""A nursery of writers that are killed: for each folder named on standard input, one child that writes until it dies.

The child prints its process number, then `SEQ HASH` for every entry that `append` returned, and nothing before.
"""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

from console.incident.entry import Draft, Entry
from console.journal.writer import Journal
from tests.journal.helpers import AT, draft


def say(text: str) -> None:
    """One write, so that a kill cannot leave half a line."""
    os.write(1, f"{text}\n".encode())


def write_for_ever(folder: Path) -> None:
    """Opens or makes the log and appends batches of one to three entries."""
    journal = Journal.open(folder, True) if (folder / "log.jsonl").exists() else Journal.create(folder)
    acknowledge(journal.append([Draft(AT, AT, "值班台", "recovered", data) for data in journal.to_log]))
    for turn in itertools.count():
        acknowledge(journal.append([draft(turn)] * (turn % 3 + 1)))


def acknowledge(entries: list[Entry]) -> None:
    """Tells the parent."""
    for entry in entries:
        say(f"{entry.seq} {entry.hash}")


def main() -> None:
    """Forks, which is ten times faster than starting Python anew; ends with its standard input."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            say(str(os.getpid()))
            write_for_ever(Path(line.rstrip("\n")))
        os.waitpid(child, 0)
        say("gone")


if __name__ == "__main__":
    main()
