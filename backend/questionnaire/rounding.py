"""How figures are rounded when they are shown, and only then."""

from decimal import ROUND_HALF_UP, Decimal


def percent(share: float, step: str = "0.1") -> str:
    """A share of 0 to 1 in per cent, to one decimal, halves away from zero: 0.0625 is “6.3”.

    The shortest decimal that stands for the float is rounded, so that a half is a half.
    """
    return str((Decimal(repr(share)) * 100).quantize(Decimal(step), ROUND_HALF_UP))


def shown(number: float, digits: int) -> str:
    """A number to at most `digits` decimals, halves away from zero; from 10,000 on in threes."""
    rounded = Decimal(repr(number)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    plain = f"{rounded:,f}" if abs(rounded) >= 10_000 else f"{rounded:f}"
    trimmed = plain.rstrip("0").rstrip(".") if digits else plain
    return trimmed.replace(",", "\u202f").replace("-", "−") if trimmed != "-0" else "0"
