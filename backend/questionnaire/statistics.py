"""The arithmetic of results: pure functions of counts, each with its source."""

from math import sqrt

from backend.questionnaire.result import Bar

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def wilson(n: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a proportion (E. B. Wilson, JASA 22, 1927), as shares 0 to 1."""
    if of == 0:
        return 0.0, 1.0
    share, square = n / of, Z95 * Z95
    centre = (share + square / (2 * of)) / (1 + square / of)
    reach = Z95 * sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    return max(0.0, centre - reach), min(1.0, centre + reach)


def bar(label: str, n: int, of: int) -> Bar:
    """A bar of `n` out of `of` respondents, with its interval."""
    return Bar(label, n, n / of if of else 0.0, *wilson(n, of))
