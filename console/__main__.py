"""`duty`: the console, and the verbs that open no screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb, or the console where none is named; the exit status of the contract.

    0 done; 1 what was asked about does not hold; 2 unusable arguments or files; 130 interrupted.
    """
    from console.cli.front import run  # noqa: PLC0415 # nothing is imported before it is needed

    return run(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
