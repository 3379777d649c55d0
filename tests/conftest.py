"""Ground rules of all tests: a busy machine is no fault, and a run can be had again."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "console", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=not os.environ.get("DUTY_LONG"),
    print_blob=True,
)  # fmt: skip
settings.load_profile("console")
