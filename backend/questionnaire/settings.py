"""The closed set of annotations by which a type says what an author may set.

`Annotated[str, Text("Title", longest=300)]` is the only definition of a setting: from it come
the check, the published JSON Schema and the author's form field.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from backend.questionnaire.narrowing import at_most, between, storable
from backend.questionnaire.text import is_storable, one_line, tidy


@dataclass(frozen=True)
class Setting:
    """What an author may set: the words beside the field, and the limits inside the subclass."""

    label: str
    help: str = ""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return self.limit(handler(source))

    def limit(self, schema: Any) -> CoreSchema:
        """Give the schema of the annotated type, narrowed by this setting's limits."""
        narrowed: CoreSchema = schema
        return narrowed


@dataclass(frozen=True)
class Text(Setting):
    """One line of text of at most `longest` characters."""

    longest: int = 500

    def limit(self, schema: Any) -> CoreSchema:
        """Cap the length; fold white space; refuse what cannot be stored."""
        return storable(schema, self.longest, one_line)


@dataclass(frozen=True)
class LongText(Setting):
    """Several lines of text of at most `longest` characters."""

    longest: int = 5000
    markdown: bool = False

    def limit(self, schema: Any) -> CoreSchema:
        """Cap the length; mend line ends; refuse what cannot be stored."""
        return storable(schema, self.longest, tidy)


@dataclass(frozen=True)
class Whole(Setting):
    """A whole number from `least` to `most`; or none, where the annotated type allows it."""

    least: int = 0
    most: int = 1_000_000

    def limit(self, schema: Any) -> CoreSchema:
        """Keep the number within its bounds."""
        return between(schema, self.least, self.most)


@dataclass(frozen=True)
class Decimal(Setting):
    """A number within ±`most`; or none, where the annotated type allows it."""

    most: float = 1e12

    def limit(self, schema: Any) -> CoreSchema:
        """Keep the number finite and within its bounds."""
        return between(schema, -self.most, self.most)


@dataclass(frozen=True)
class YesNo(Setting):
    """A switch; an `offer`, once made, matters for the answers given while it was."""

    offer: bool = False


@dataclass(frozen=True)
class OneOf(Setting):
    """One of the values of a `Literal`; `labels` says them in words.

    Where one of them offers nothing to answer, it is `none`; what was once offered is read still.
    """

    labels: Mapping[str, str] | None = None
    none: str = ""


@dataclass(frozen=True)
class Choices(Setting):
    """The choices of a question: at most `most` of them; each is called an `item`.

    The heading of a list that is `evident` is not shown, only read out.
    """

    most: int = 500
    item: str = "choice"
    evident: bool = True

    def limit(self, schema: Any) -> CoreSchema:
        """Cap the number of choices."""
        return at_most(schema, self.most)


@dataclass(frozen=True)
class Rows(Choices):
    """The rows of a matrix: at most `most` of them."""

    most: int = 50
    item: str = "row"
    evident: bool = False


@dataclass(frozen=True)
class Columns(Choices):
    """The columns of a table: at most `most` of them."""

    most: int = 10
    item: str = "column"
    evident: bool = False


@dataclass(frozen=True)
class ImageChoices(Choices):
    """Choices of which each has an image."""

    evident: bool = False


@dataclass(frozen=True)
class Image(Setting):
    """One of the survey's images with its alternative text, or none."""


@dataclass(frozen=True)
class Scale(Setting):
    """The labels of an ordered scale, lowest first: at most `most` levels."""

    most: int = 11
    item: str = "level"
    evident: bool = False

    def limit(self, schema: Any) -> CoreSchema:
        """Cap the number of levels."""
        return at_most(schema, self.most)


@dataclass(frozen=True)
class Default(Setting):
    """An answer as JSON, of at most `longest` characters; or none."""

    longest: int = 30_000

    def limit(self, schema: Any) -> CoreSchema:
        """Refuse what cannot be stored, and what is too long."""
        return core_schema.no_info_after_validator_function(self._kept, schema)

    def _kept(self, value: Any) -> Any:
        try:
            written = json.dumps(value, allow_nan=False, ensure_ascii=False)
        except (ValueError, RecursionError):
            written = "\0"
        if not is_storable(written) or "\\u0000" in written or len(written) > self.longest:
            raise PydanticCustomError("unstorable", "Contains what cannot be stored")
        return value


@dataclass(frozen=True)
class Parameter(Setting):
    """The name of a value in a link: small letters, digits, `-` and `_`; or none."""

    longest: int = 32

    def limit(self, schema: Any) -> CoreSchema:
        """Cap the length, and keep to signs that stand in an address as they are."""
        named: CoreSchema = {**schema, "max_length": self.longest, "pattern": "^[a-z0-9_-]*$"}
        return named
