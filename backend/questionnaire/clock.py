"""Times of day and lengths of time as whole numbers: reading and saying them."""

import re

DAY = 24 * 60
"""Minutes."""
TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
PARTS = ((86_400, "day", "days"), (3_600, "h", "h"), (60, "min", "min"), (1, "s", "s"))


def read_time(text: str) -> int | None:
    """The minutes since midnight of `14:30`, or `None` where this is no time of day."""
    found = TIME.fullmatch(text)
    return int(found[1]) * 60 + int(found[2]) if found else None


def write_time(minutes: int) -> str:
    """The inverse of `read_time`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def say_length(seconds: int, days: bool = False) -> str:
    """A length of time in words: “1 h 30 min”; with `days`, “2 days 3 h” too."""
    said, rest = [], seconds
    for size, one, many in PARTS if days else PARTS[1:]:
        n, rest = divmod(rest, size)
        if n:
            said.append(f"{n} {one if n == 1 else many}")
    return " ".join(said) or ("0 days" if days else "0 min")
