"""The kinds of the desk log that other rooms add to the base ones."""

from __future__ import annotations

from collections.abc import Mapping

from console.warning.fold import KINDS as WARNING_KINDS

from .clock import KINDS as CLOCK_KINDS
from .handover import KINDS as HANDOVER_KINDS
from .state import Apply

KINDS: Mapping[str, Apply] = {**WARNING_KINDS, **HANDOVER_KINDS, **CLOCK_KINDS}
