"""What the annotations of a questionnaire refuse, said to the people who wrote it."""

from typing import Any

from pydantic import ValidationError

from backend.questionnaire.document import MOST_QUESTIONS, MOST_SECTIONS

SAID = {
    "string_too_long": "Write at most {max_length} characters.",
    "unstorable": "Remove the characters that cannot be stored.",
    "greater_than_equal": "Write a number of {ge:g} or more.",
    "less_than_equal": "Write a number of {le:g} or less.",
    "int_type": "Write a whole number.",
    "float_type": "Write a number.",
    "too_long": "Keep to {max_length} at most: there are {actual_length}.",
    "string_pattern_mismatch": "Keep to small letters, digits, - and _.",
    "literal_error": "Choose one of the list.",
    "no_bound": "{said}.",
}
"""What is refused, in words, by Pydantic's names of errors."""
TOO_MANY = {
    "sections": f"A survey can have {MOST_SECTIONS} sections at most.",
    "questions": f"A survey can have {MOST_QUESTIONS} questions at most.",
}
"""What is said of a list of parts that is too long, by its name."""


def in_words(error: Any) -> str:
    """What one of Pydantic's errors asks people to do."""
    return SAID[error["type"]].format(**error.get("ctx", {}))


def why(refused: ValidationError) -> str:
    """Why a whole document cannot be saved, in sentences; of several reasons the first."""
    error = refused.errors()[0]
    if error["type"] == "value_error":
        said = f"It would have {error['ctx']['error']}."
    elif error["type"] == "too_long" and error["loc"][-1] in TOO_MANY:
        said = TOO_MANY[str(error["loc"][-1])]
    elif error["type"] in SAID:
        said = in_words(error)
    else:
        said = "It is not written as a survey is."
    return f"This cannot be saved. {said}"
