"""Exact figures: a ratio of two integers, how it compares with a bound, and how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

Ratio = tuple[int, int]
"""Numerator and denominator, the denominator positive; not reduced, so that reading a figure stays cheap."""

MOST_PLACES = 30
"""Decimal places of a figure that is given; other programs hand over quotients at full length."""
LARGEST = 1_000_000_000
"""The largest figure that is taken, in any unit."""
_EXACT_PLACES = 3
_MANY = 10_000
"""Households from which on they are spoken of in 万."""


def decimal_ratio(value: Decimal) -> Ratio | None:
    """The exact ratio of a finite decimal; None where it has more places than a figure of the plan can need."""
    if not value.is_finite():
        return None
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -MOST_PLACES or abs(value) > LARGEST:
        return None
    return value.as_integer_ratio()


def shown(ratio: Ratio, bounds: Sequence[Fraction] = ()) -> str:
    """The figure in decimals, rounded to one place where it is long, and never onto or across one of `bounds`."""
    top, bottom = ratio
    if bottom == 1:
        return str(top)
    if top < 0:
        return "-" + shown((-top, bottom), [-bound for bound in bounds])
    whole, rest = divmod(top, bottom)
    if not rest:
        return str(whole)
    scale = 10**_EXACT_PLACES
    if not top * scale % bottom:
        return _decimals(top * scale // bottom, _EXACT_PLACES)
    sides = [_side(top, bottom, bound) for bound in bounds]
    places = 1
    while True:
        scale = 10**places
        rounded = (2 * top * scale + bottom) // (2 * bottom)
        if all(side == _side(rounded, scale, bound) for side, bound in zip(sides, bounds, strict=True)):
            return _decimals(rounded, places)
        places += 1


def shown_beside(ratio: Ratio, bounds: Sequence[Fraction], whole: frozenset[int] | None) -> str:
    """The same as `shown`, quick where all bounds are `whole` numbers and the figure is well away from them."""
    top, bottom = ratio
    if bottom == 1:
        return str(top)
    if whole is not None and top >= 0 and top * 1000 % bottom:
        units, tenths = divmod((20 * top + bottom) // (2 * bottom), 10)
        if tenths:
            # Rounded to something between two whole numbers: no whole bound is touched or crossed.
            return f"{units}.{tenths}"
    return shown(ratio, bounds)


def shown_exact(value: Fraction) -> str:
    """A figure of the plan itself."""
    return shown((value.numerator, value.denominator))


def with_unit(figure: str, unit: str) -> str:
    """「46.7%」 「700 MW」 「9个」: a space only before Latin letters."""
    return f"{figure} {unit}" if unit[:1].isascii() and unit[:1].isalpha() else f"{figure}{unit}"


def in_words(ratio: Ratio, unit: str) -> str:
    """A figure with its unit as it is spoken: 「700 MW」 「58万户」 「580123户」."""
    if unit == "户" and ratio[1] == 1 and ratio[0] >= _MANY and not ratio[0] % 100:
        return f"{shown((ratio[0], _MANY))}万户"
    return with_unit(shown(ratio), unit)


def _side(top: int, bottom: int, bound: Fraction) -> int:
    left, right = top * bound.denominator, bound.numerator * bottom
    return (left > right) - (left < right)


def _decimals(scaled: int, places: int) -> str:
    whole, rest = divmod(scaled, 10**places)
    tail = f"{rest:0{places}d}".rstrip("0")
    return f"{whole}.{tail}" if tail else str(whole)
