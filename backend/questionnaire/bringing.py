"""Bringing questions from elsewhere into a questionnaire: copies, in which every id is fresh."""

from collections.abc import Iterator, Sequence

from backend.questionnaire.compose import anew
from backend.questionnaire.edit import Insert
from backend.questionnaire.tree import ROOT, PartGone, Place, Tree, find
from backend.questionnaire.types import CATALOGUE


def brought(tree: Tree, questions: Sequence[Tree], into: str, ids: Iterator[str]) -> list[Insert]:
    """The edits that put copies of questions at the end of a section, in their order.

    Where `into` is empty it is the last section, or a new one where there is none yet. Raises
    `PartGone` where that section is not there.
    """
    copies = [anew(_whole(question), ids) for question in questions]
    if not into and not tree["sections"]:
        first = {"id": next(ids), "title": "", "introduction": "", "questions": copies}
        return [Insert(first, Place(ROOT, "sections", None))]
    section = find(tree, into or tree["sections"][-1]["id"])
    if "questions" not in section:
        raise PartGone(into)
    edits = list[Insert]()
    behind: str | None = section["questions"][-1]["id"] if section["questions"] else None
    for copy in copies:
        edits.append(Insert(copy, Place(section["id"], "questions", behind)))
        behind = copy["id"]
    return edits


def _whole(question: Tree) -> Tree:
    """The question with every setting, as drafts hold it."""
    whole: Tree = CATALOGUE[question["kind"]].model_validate(question).model_dump(mode="json")
    return whole
