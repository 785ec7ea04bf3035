"""The question library by itself: looking through it, naming, sharing and deleting one's own."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.errors import NotFound
from backend.models.question_library import LibraryQuestion
from backend.surveys import shelves, surveys
from backend.surveys.access import person
from backend.surveys.desk import as_seen


@surveys.get("/questions")
@login_required
def questions() -> ResponseReturnValue:
    """A shelf of the library."""
    shown = shelves.view(person(), "mine").values()
    return render_template("surveys/questions/library.html", as_seen=as_seen, me=person(), **shown)


@surveys.post("/questions/<uuid:id>/name")
@login_required
def rename_question(id: UUID) -> ResponseReturnValue:
    """Call a question of one's own something else."""
    _own(id).rename(request.form.get("name", ""))
    return _back("The name is saved.")


@surveys.post("/questions/<uuid:id>/sharing")
@login_required
def share_question(id: UUID) -> ResponseReturnValue:
    """Show a question of one's own to the organisation, or no longer."""
    shared = request.form.get("shared") == "yes"
    _own(id).share(shared)
    return _back("Your organisation can use it now." if shared else "Only you can use it now.")


@surveys.post("/questions/<uuid:id>/removal")
@login_required
def delete_question(id: UUID) -> ResponseReturnValue:
    """Take a question of one's own out of the library; surveys keep their copies."""
    _own(id).delete()
    return _back("Deleted from your library. Surveys that use it keep their copies.")


def _own(id: UUID) -> LibraryQuestion:
    """The question, if it is one's own. Raises `NotFound`."""
    own = LibraryQuestion.owned(id, person().id)
    if own is None:
        raise NotFound
    return own


def _back(said: str) -> ResponseReturnValue:
    flash(said)
    return redirect(url_for("surveys.questions"), 303)
