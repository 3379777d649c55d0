"""What README.md says of the tests is so."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent


def test_every_test_that_a_promise_is_held_by_is_there() -> None:
    """A file that was renamed or removed must not go on vouching for anything."""
    named = re.findall(r"`([a-z_]+/(?:test_[a-z_0-9]+\.py)?|test_[a-z_0-9]+\.py)`", (HERE / "README.md").read_text(encoding="utf-8"))
    assert len(named) > 40
    assert [name for name in named if not (HERE / name).exists()] == []
