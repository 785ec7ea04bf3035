"""What everything in a questionnaire has in common: it is frozen, strict and has an id."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, StringConstraints

from backend.questionnaire.settings import Setting, Text

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
"""Short, random, stable through edits, versions, export and import; made outside this floor."""

OTHER, NONE, NOT_APPLICABLE = "other", "none", "na"
RESERVED = frozenset({OTHER, NONE, NOT_APPLICABLE, "text", "help", "error", "unit"})
"""Ids that no part has: the three answers beside the list, and names of fields and elements."""


class Node(BaseModel):
    """A frozen part of the document that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def settings(cls) -> dict[str, Setting]:
        """What an author may set, by field name, in the order of the form."""
        return {
            name: mark
            for name, info in cls.model_fields.items()
            for mark in info.metadata
            if isinstance(mark, Setting)
        }

    def changed(self, **fields: Any) -> Self:
        """The part with these fields, of parts checked before; nothing computed is taken along."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        fresh = self.model_copy()
        object.__setattr__(fresh, "__dict__", own | fields)
        return fresh


class Choice(Node):
    """One option of a question, or one row of a matrix: a stable id and a label to mend."""

    id: Id
    label: Annotated[str, Text("Label", longest=500)] = ""
