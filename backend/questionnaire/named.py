"""Finding a choice by what people call it."""

from collections.abc import Mapping


def named(labels: Mapping[str, str], said: str) -> str:
    """The id of what is called so: its id or its label, in capitals or not; else what was said."""
    if said in labels:
        return said
    wanted = said.strip().casefold()
    return next((id for id, label in labels.items() if label.casefold() == wanted), said)
