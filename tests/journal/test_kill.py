"""kill -9 at random instants of a writing process: every acknowledged entry is there and the chain holds.

50 kills; with DUTY_LONG=1 in the environment, 2,000.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from time import perf_counter

import pytest

from console.journal.verify import verify
from console.journal.writer import Journal
from tests.journal.auditor import judge
from tests.journal.helpers import assert_whole

KILLS = 2000 if os.environ.get("DUTY_LONG") else 50
ROUND = 50  # kills on one log
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the nursery forks")


@pytest.fixture
def nursery() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journal.crash_writer"],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
    ) as process:  # fmt: skip
        yield process
        assert process.stdin is not None
        process.stdin.close()


def write_and_die(nursery: subprocess.Popen[str], folder: Path, dice: Random) -> list[tuple[int, str]]:
    """Lets a child write, kills it at some instant, and returns what it acknowledged."""
    assert nursery.stdin is not None
    assert nursery.stdout is not None
    print(folder, file=nursery.stdin)
    pid = int(nursery.stdout.readline())
    lines = [nursery.stdout.readline() for _ in range(dice.randrange(0, 8))]
    until = perf_counter() + dice.random() * 0.001
    while perf_counter() < until:
        pass
    os.kill(pid, signal.SIGKILL)
    while (line := nursery.stdout.readline()) != "gone\n":
        lines.append(line)
    return [(int(seq), digest) for seq, digest in (line.split() for line in lines)]


def test_nothing_acknowledged_is_lost_however_often_the_writer_is_killed(
    tmp_path: Path, nursery: subprocess.Popen[str]
) -> None:
    dice = Random(KILLS)  # noqa: S311 - a test's dice
    acknowledged: dict[int, str] = {}
    for kill in range(KILLS):
        folder = tmp_path / f"e{kill // ROUND}"
        if kill % ROUND == 0:
            acknowledged = {}
        acknowledged.update(write_and_die(nursery, folder, dice))
        if not acknowledged and not (folder / "log.jsonl").exists():
            continue
        with Journal.open(folder, False) as reader:
            assert not reader.damaged
            assert_whole(reader, [])
            hashes = {entry.seq: entry.hash for entry in reader.entries}
            assert acknowledged.items() <= hashes.items()
        if acknowledged and kill % 10 == 9:
            assert verify(folder).ok or "没有以换行结尾" in verify(folder).why
            assert judge(folder / "log.jsonl") == "" or "没有以换行结尾" in judge(folder / "log.jsonl")
