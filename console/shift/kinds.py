"""The kinds of the desk log that other rooms add to the base ones."""

from __future__ import annotations

from collections.abc import Mapping

from console.incident.held import Held
from console.warning.fold import HELD as WARNING_HELD
from console.warning.fold import KINDS as WARNING_KINDS

from . import state
from .clock import HELD as CLOCK_HELD
from .clock import KINDS as CLOCK_KINDS
from .handover import HELD as HANDOVER_HELD
from .handover import KINDS as HANDOVER_KINDS
from .state import Apply

KINDS: Mapping[str, Apply] = {**WARNING_KINDS, **HANDOVER_KINDS, **CLOCK_KINDS}
HELD: Held = {**state.HELD, **WARNING_HELD, **HANDOVER_HELD, **CLOCK_HELD}
"""What the fields of every kind of the desk log hold."""
