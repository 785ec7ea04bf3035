"""Which questions live on under another id after edits, so that what hangs on them can follow."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from backend.questionnaire.edit import Edit, Insert, Remove, Set


def renamed(edits: Sequence[Edit]) -> Iterator[tuple[str, str]]:
    """The id before and after of each question that was given another, in the order of the edits.

    That is so where answers would mean something else, and where a question is turned into one
    of another kind: then it is removed, and one with the same text put in its place.
    """
    for edit in edits:
        if isinstance(edit, Set) and edit.field == "id":
            yield str(edit.before), str(edit.after)
    for gone, new in pairwise(edits):
        if isinstance(gone, Remove) and isinstance(new, Insert) and gone.where == new.where:
            alike = "kind" in new.item and gone.item.get("title") == new.item.get("title")
            if alike:
                yield gone.item["id"], new.item["id"]
