"""Documents as they are read: with the settings that there were not when they were stored."""

from typing import Any

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from backend.questionnaire.completing import completed
from backend.questionnaire.tree import Tree


class Whole(TypeDecorator[Tree]):
    """A document in JSONB, completed when it is read."""

    impl = JSONB
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> Tree | None:
        """The document with every setting."""
        return value and completed(value)
