"""What everything in a questionnaire has in common: it is frozen, strict and has an id."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""Short, random, stable through edits, versions, export and import; made outside this floor."""

OTHER, NONE, NOT_APPLICABLE = "other", "none", "na"
RESERVED = frozenset({OTHER, NONE, NOT_APPLICABLE})
"""Ids that no part has: one's own words, “none of these”, “not applicable”."""


class Node(BaseModel):
    """A frozen part of the document that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Choice(Node):
    """One option of a question, or one row of a matrix: a stable id and a label to mend."""

    id: Id
    label: Annotated[str, StringConstraints(max_length=500)] = ""
