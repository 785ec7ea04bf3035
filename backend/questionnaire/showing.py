"""What is set, in words: any setting of any part, for those who compare two of them."""

import json
from collections.abc import Mapping
from typing import Any

from backend.questionnaire.node import Node
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Default, OneOf, Setting


def shown(part: Node | None, name: str) -> str:
    """The value of a setting as its author would say it; empty where it has none.

    Of a part that is not there, or a setting that it has not, nothing is said.
    """
    mark = part.settings().get(name) if part else None
    if part is None or mark is None:
        return ""
    value = getattr(part, name)
    if isinstance(part, Question) and isinstance(mark, Default):
        fits = value is not None and part.check(value) is None
        return part.text(value) if fits else _said(value)
    return _in_words(mark, value)


def _in_words(mark: Setting, value: Any) -> str:
    labels: Mapping[str, str] = (isinstance(mark, OneOf) and mark.labels) or {}
    return labels.get(value, "") if isinstance(value, str) and value in labels else _said(value)


def _said(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Node):
        return "\n".join(filter(None, (shown(value, name) for name in value.settings())))
    if isinstance(value, (list, tuple)):
        return "\n".join(_said(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
