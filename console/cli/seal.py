"""`duty log seal`: sign the head of a log with the machine's key, or check such a seal."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from console.desk.home import Home, default_home
from console.journal.errors import NotSealed
from console.journal.seal import check_seal, seal
from console.words import visible

from .faults import VerbError, hex64


def is_there(path: Path) -> bool:
    """Whether something stands there; no for a path that the system does not take."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def run(arguments: argparse.Namespace) -> int:
    """Seal and print `ENTRIES HEAD PUBLIC_KEY`; with --check say whether the seal holds, 1 where it does not."""
    home = default_home()
    folder = Home(home).event_folder(arguments.id)
    if arguments.check:
        path = folder or Path(arguments.id)
        if not is_there(path):
            raise VerbError(f"{path} 不在，请核对编号或路径")
        found = check_seal(path, hex64(arguments.key, "--key "))
        sys.stdout.write(visible(found.why) + "\n")
        return 0 if found.ok else 1
    if folder is None:
        raise VerbError(f"没有编号为「{arguments.id[:40]}」的事件，可用 duty log list 查看")
    try:
        made = seal(folder, home)
    except NotSealed as fault:
        raise VerbError(str(fault), 1) from None
    sys.stdout.write(f"{made.entries} {made.head} {made.public_key}\n")
    return 0
