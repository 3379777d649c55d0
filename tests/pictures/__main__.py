"""`python -m tests.pictures [FOLDER]`: take the pictures anew, into data/pictures where no folder is named."""

from __future__ import annotations

import sys
from pathlib import Path

from .night import take_all

take_all(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "data" / "pictures")
