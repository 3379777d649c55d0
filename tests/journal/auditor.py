"""The stand-alone auditor script, as a module for the tests."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

SCRIPT = Path(__file__).parents[2] / "data" / "tools" / "verify_log.py"


def load_script() -> ModuleType:
    """The script, imported."""
    spec = importlib.util.spec_from_file_location("verify_log", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_SCRIPT = load_script()


def judge(log: Path, head: str | None = None, seq: int | None = None) -> str:
    """An empty text where the script finds that the log holds, else what it says."""
    try:
        _SCRIPT.check_log(log, head, seq)
    except ValueError as error:
        return str(error)
    return ""


def run(*arguments: str | Path, libraries: bool = False) -> subprocess.CompletedProcess[str]:
    """Runs the script as an auditor would; without `libraries`, nothing but the standard library can be imported."""
    flags = ["-I"] if libraries else ["-I", "-S"]
    return subprocess.run(
        [sys.executable, *flags, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
