"""How a setting narrows what its annotated type takes."""

from collections.abc import Callable
from typing import Any

from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from backend.questionnaire.text import is_storable


def storable(schema: Any, longest: int, mend: Callable[[str], str]) -> CoreSchema:
    """Texts of at most `longest` characters that can be stored, mended by `mend`."""

    def clean(text: str) -> str:
        if not is_storable(text):
            raise PydanticCustomError("unstorable", "Contains a character that cannot be stored")
        return mend(text)

    capped: CoreSchema = {**schema, "max_length": longest}
    return core_schema.no_info_after_validator_function(clean, capped)


def between(schema: Any, least: float, most: float) -> CoreSchema:
    """Finite numbers from `least` to `most`, or none where the type allows it."""
    if schema["type"] == "nullable":
        return core_schema.nullable_schema(between(schema["schema"], least, most))
    finite = {"allow_inf_nan": False} if schema["type"] == "float" else {}
    bounded: CoreSchema = {**schema, "ge": least, "le": most, **finite}
    return bounded


def at_most(schema: Any, most: int) -> CoreSchema:
    """Lists of at most so many parts."""
    capped: CoreSchema = {**schema, "max_length": most}
    return capped
