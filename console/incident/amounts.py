"""Figures as people type them: MW, 万千瓦, per cent, 户, 万户; exact, never through a float."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from .numerals import in_figures
from .times import Unreadable

LARGEST = Decimal(1_000_000_000)
MOST_PLACES = 30
"""Decimal places of a figure; a quotient handed over by another program has many."""

_FACTORS: dict[str, dict[str, Decimal]] = {
    "MW": {
        "": Decimal(1), "mw": Decimal(1), "兆瓦": Decimal(1), "万千瓦": Decimal(10), "万kw": Decimal(10),
        "万": Decimal(10), "w": Decimal(10), "千瓦": Decimal("0.001"), "kw": Decimal("0.001"), "gw": Decimal(1000), "吉瓦": Decimal(1000),
    },
    "%": {"": Decimal(1), "%": Decimal(1), "成": Decimal(10)},
    "户": {"": Decimal(1), "户": Decimal(1), "万户": Decimal(10_000), "万": Decimal(10_000), "w": Decimal(10_000)},
    "个": {
        "": Decimal(1), "个": Decimal(1), "个县市": Decimal(1), "个县": Decimal(1), "县": Decimal(1), "县市": Decimal(1),
        "家": Decimal(1),
    },
}

_NUMBER = re.compile(r"(?:约|大约)?(?:百分之)?(-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?)([^\d.,]*)")


def parse_amount(text: str, unit: str) -> int | str:
    """A typed figure in the fact's unit: an int where it is whole, else the exact decimal as text.

    `unit` is the fact's unit (MW, %, 户, 个, …). 「12万千瓦」 is 120 for MW; 「3.5万户」 is 35000 for 户.

    Raises:
        Unreadable: no number, a unit that does not fit, negative, or larger than a thousand million.
    """
    typed = unicodedata.normalize("NFKC", text).strip().replace(" ", "").lower()
    found = _NUMBER.fullmatch(typed) or _NUMBER.fullmatch(_in_figures(typed, _FACTORS.get(unit, {})))
    shown = text.strip()[:40]
    if not found or ("百分之" in typed and unit != "%"):
        raise Unreadable(f"「{shown}」不是数字，请写如 {_example(unit)}")
    own = unicodedata.normalize("NFKC", unit).lower()
    factor = _FACTORS.get(unit, {"": Decimal(1), own: Decimal(1)}).get(found[2])
    if factor is None:
        raise Unreadable(f"「{shown}」的单位不对，这一项用 {unit or '数字'}，请写如 {_example(unit)}")
    value = Decimal(found[1].replace(",", "")) * factor
    if value < 0:
        raise Unreadable(f"「{shown}」是负数，请核对后重写")
    if value > LARGEST or (unit == "%" and value > 100):
        raise Unreadable(f"「{shown}」太大，请核对后重写")
    return as_stored(value)


def _in_figures(typed: str, units: Mapping[str, Decimal]) -> str:
    """「七十万千瓦」 as 「70万千瓦」: the unit is taken off first, for its 千 and 万 are numerals as well."""
    head = next((mark for mark in ("大约", "约", "百分之") if typed.startswith(mark)), "")
    rest = typed.removeprefix(head)
    unit = next((name for name in sorted(units, key=len, reverse=True) if rest.endswith(name)), "")
    return head + in_figures(rest.removesuffix(unit)) + unit


def as_stored(value: Decimal) -> int | str:
    """A finite decimal as the log keeps it: an int where whole, else its shortest exact text."""
    if value == value.to_integral_value():
        return int(value)
    return format(value, "f").rstrip("0")


def as_decimal(stored: int | str) -> Decimal:
    """A stored figure back as an exact number.

    Raises:
        Unreadable: not a number at all, or one far beyond any figure.
    """
    try:
        value = Decimal(stored)
    except (InvalidOperation, ValueError, TypeError):
        raise Unreadable(f"「{str(stored)[:40]}」不是数字") from None
    # 「1e999999999」 is a number too, and would take all memory as a whole one.
    if not value.is_finite() or value.adjusted() > 15 or int(value.as_tuple().exponent) < -MOST_PLACES:
        raise Unreadable(f"「{str(stored)[:40]}」不是数字")
    return value


def _example(unit: str) -> str:
    return {"MW": "700、70万千瓦", "%": "46.5", "户": "12000、1.2万户"}.get(unit, "3")


def shown_amount(stored: int | str, unit: str) -> str:
    """A stored figure with its unit for the screen: 「700 MW」 「46.5%」 「12000户」."""
    number = str(stored)
    return f"{number} {unit}" if unit == "MW" else f"{number}{unit}"
