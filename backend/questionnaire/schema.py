"""The JSON Schema of a questionnaire, which is published for those who write or read documents."""

from functools import lru_cache
from typing import Any

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Node
from backend.questionnaire.types import CATALOGUE

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KEPT = 8
"""For how many addresses it is kept: whoever asks may call the host what they like."""


@lru_cache(maxsize=KEPT)
def schema(address: str) -> dict[str, Any]:
    """The schema, which names its own address; each setting says what its author's form says."""
    told = Questionnaire.model_json_schema()
    _say(told, Questionnaire)
    parts: tuple[type[Node], ...] = (Section, *CATALOGUE.values())
    for part in parts:
        _say(told["$defs"][part.__name__], part)
    for kind in CATALOGUE.values():
        told["$defs"][kind.__name__]["required"].append("kind")
    return {"$schema": DIALECT, "$id": address, **told}


def _say(told: dict[str, Any], part: type[Node]) -> None:
    for name, mark in part.settings().items():
        told["properties"][name]["title"] = mark.label
        if mark.help:
            told["properties"][name]["description"] = mark.help
