"""What the editor says of an act: a short sentence, shown or only read out."""

from backend.questionnaire.document import Questionnaire

SAID = {
    "removed": "Deleted.",
    "undone": "Your last change is taken back.",
    "nothing": "There is nothing of yours to undo.",
    "built_on": "Your last change cannot be taken back: something else has been built on it.",
    "redone": "Your change is made again.",
    "nothing_undone": "There is nothing of yours to redo.",
    "built_over": "This cannot be made again: something else has been built in its place.",
    "changed": "This was changed meanwhile, so it was not deleted. Here is how it is now.",
    "gone": "That was removed meanwhile, in another window or by somebody else.",
    "brought": "Added from the library.",
    "kept": "Kept in your library.",
    "library_full": "Not kept: your library is full. Delete some of its questions first.",
    "too_large_to_keep": "Not kept: it has too many or too long choices.",
    "images_not_kept": "Not kept: its images belong to this survey.",
    "several_removed": "The selected questions are deleted.",
    "several_moved": "The selected questions are moved.",
    "several_copied": "The selected questions are copied.",
    "several_changed": "Some of these were changed meanwhile, so nothing was deleted.",
    "no_file": "Choose an image first, then upload it.",
    "no_image": "That file is no image we can read. Take a PNG, JPEG, WebP or GIF.",
    "large_image": "That image is too large: it may have 5 MB and 40 million pixels.",
    "images_full": "The images of this survey take all the space they may have together: 50 MB.",
    "outlined": "The outline is added.",
    "none_selected": "Nothing is selected.",
}
UNDOABLE = frozenset(
    {"brought", "outlined", "removed", "several_removed", "several_moved", "several_copied"}
)
HEARD = {"moved": "Moved.", "stays": "There is nowhere further to move."}
"""What is read out but not shown, as one sees it."""


def where(questionnaire: Questionnaire, part_id: str) -> str:
    """In which place a section or a question stands, as a sentence; empty where it is gone."""
    for number, section in enumerate(questionnaire.sections, 1):
        of = f"ection {number} of {len(questionnaire.sections)}"
        if section.id == part_id:
            return f"S{of}."
        for place, question in enumerate(section.questions, 1):
            if question.id == part_id:
                return f"Now {place} of {len(section.questions)} in s{of}."
    return ""
