"""Parts that were stored before there were some of the settings, completed with the usual ones.

Drafts, and what edits put in or take away, have to be told alike whenever they were stored.
"""

from copy import deepcopy
from functools import cache
from typing import Any

from pydantic_core import to_jsonable_python

from backend.questionnaire.document import Questionnaire, Section
from backend.questionnaire.node import Node
from backend.questionnaire.tree import Tree
from backend.questionnaire.types import CATALOGUE


def completed(part: Tree) -> Tree:
    """A document, a section or a question with every setting that it may have by now.

    What it has stays as it is; a choice or a row has nothing to be added.
    """
    if "kind" in part:
        return part | _missing(CATALOGUE[part["kind"]], part)
    for name, type_ in (("sections", Questionnaire), ("questions", Section)):
        if name in part:
            return part | _missing(type_, part) | {name: [completed(it) for it in part[name]]}
    return part


def _missing(type_: type[Node], part: Tree) -> Tree:
    return {name: deepcopy(value) for name, value in _usual(type_).items() if name not in part}


@cache
def _usual(type_: type[Node]) -> dict[str, Any]:
    fields = {name: info for name, info in type_.model_fields.items() if not info.is_required()}
    return {name: to_jsonable_python(info.default) for name, info in fields.items()}
