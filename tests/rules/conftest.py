"""The shipped plans, compiled once for all tests of the rules."""

from __future__ import annotations

import pytest

from console.plan.loader import load_shipped
from console.rules.classify import Classifier


@pytest.fixture(scope="session")
def blackout() -> Classifier:
    return Classifier(load_shipped("blackout"))


@pytest.fixture(scope="session")
def weather() -> Classifier:
    return Classifier(load_shipped("weather"))
