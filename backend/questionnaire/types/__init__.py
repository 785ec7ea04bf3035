"""The catalogue: every kind of question. A new kind is its file, its template and a line here."""

from importlib import import_module
from pathlib import Path

from backend.questionnaire.question import Question

KINDS = (
    "single_choice",
    "multiple_choice",
    "image_choice",
    "dropdown",
    "ranking",
    "constant_sum",
    "likert",
    "matrix",
    "number_matrix",
    "dropdown_matrix",
    "rating",
    "nps",
    "number",
    "slider",
    "short_text",
    "long_text",
    "yes_no",
    "date",
    "time",
    "month",
    "duration",
    "country",
    "email",
    "phone",
    "url",
    "contact",
    "consent",
    "hidden",
    "location",
    "signature",
    "statement",
)


def _load(kind: str) -> type[Question]:
    module = import_module(f"{__name__}.{kind}")
    (found,) = (
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Question)
        and thing.__module__ == module.__name__
    )
    return found


CATALOGUE: dict[str, type[Question]] = {kind: _load(kind) for kind in KINDS}
"""The type of every kind, in the order in which authors are offered them."""

TEMPLATES = Path(__file__).parent
"""Where each type's template stands, beside its code."""
