"""Questionnaires to begin a survey from; those who write surveys are offered them by name."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Sample:
    """A finished questionnaire: what to call it, and what it asks in a sentence."""

    title: str
    description: str
    file: str

    def document(self) -> dict[str, Any]:
        """The questionnaire, afresh each time. Its ids are fixed and can be read."""
        document: dict[str, Any] = json.loads(Path(__file__).with_name(self.file).read_bytes())
        return document


SAMPLES = {
    "anes96": Sample(
        "National study 1996",
        "Ten questions of the American National Election Study: you, the news and politics.",
        "anes96.json",
    ),
}
"""The questionnaires by a short name."""
