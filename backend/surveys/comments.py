"""Comments: what those who work on a survey say to each other about it, question by question."""

from datetime import UTC, datetime
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.comment import Comment
from backend.models.comment_reading import threads
from backend.models.draft import Draft
from backend.models.errors import Conflict, NotFound, Refusal
from backend.models.role import Right
from backend.models.survey import Survey
from backend.questionnaire.text import UNSTORABLE
from backend.surveys import surveys
from backend.surveys.access import person, reach
from backend.surveys.frame import frame
from backend.surveys.talk import Talk, subject


class QuestionGone(Conflict):
    """The question was removed before the comment came."""

    sentence = "This question was removed meanwhile. Go back: what you wrote is still there."


@surveys.get("/surveys/<uuid:survey_id>/comments")
@login_required
def comments(survey_id: UUID) -> ResponseReturnValue:
    """All comments, or those on one question; in the editor, the question's panel alone."""
    survey, on = reach(survey_id, Right.COMMENT), request.args.get("on")
    if "HX-Request" in request.headers:
        return _panel(survey, on or "")
    talk = Talk(Draft.of(survey.id).questionnaire, threads(survey.id), on)
    page = "surveys/comments/comments.html"
    return render_template(page, talk=talk, me=person(), **frame(survey))


@surveys.post("/surveys/<uuid:survey_id>/comments")
@login_required
def comment(survey_id: UUID) -> ResponseReturnValue:
    """Begin a thread about a question, or about the whole questionnaire."""
    survey, on = reach(survey_id, Right.COMMENT), request.form.get("on", "")
    try:
        _begin(survey, on)
    except Refusal as refused:
        return _refuse(survey, on, refused)
    return _back(survey, on)


@surveys.post("/surveys/<uuid:survey_id>/comments/<uuid:thread_id>/replies")
@login_required
def reply_to_comment(survey_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Add to a thread."""
    survey, now = reach(survey_id, Right.COMMENT), datetime.now(UTC)
    words, on = request.form.get("words", ""), request.form.get("on", "")
    try:
        said = Comment.reply(survey.id, thread_id, words, person().id, now)
    except Refusal as refused:
        return _refuse(survey, on, refused)
    return _back(survey, said.question_id)


@surveys.post("/surveys/<uuid:survey_id>/comments/<uuid:thread_id>/resolution")
@login_required
def settle_comment(survey_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """Resolve a thread, or open it again."""
    survey = reach(survey_id, Right.COMMENT)
    at = datetime.now(UTC) if request.form.get("resolved") == "yes" else None
    first = Comment.settle(survey.id, thread_id, person().id, at)
    return _back(survey, first.question_id)


@surveys.post("/surveys/<uuid:survey_id>/comments/<uuid:comment_id>/removal")
@login_required
def take_back_comment(survey_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Delete a comment of one's own."""
    survey = reach(survey_id, Right.COMMENT)
    on = Comment.take_back(survey.id, comment_id, person().id)
    return _back(survey, on)


def _begin(survey: Survey, on: str) -> None:
    about = subject(Draft.of(survey.id).questionnaire, on)
    if about is None:
        raise QuestionGone
    words = request.form.get("words", "")
    Comment.begin(survey.id, on, about, words, person().id, datetime.now(UTC))


def _refuse(survey: Survey, on: str, refused: Refusal) -> ResponseReturnValue:
    """In the editor, the panel with what was typed and what is wrong; elsewhere, the refusal."""
    if "HX-Request" not in request.headers or refused.status == NotFound.status:
        raise refused
    words = request.form.get("words", "")
    return _panel(survey, on, refused=refused.sentence, words=words), refused.status


def _back(survey: Survey, on: str) -> ResponseReturnValue:
    """The panel again, or the way back to the page one came from: of one question, or of all."""
    if "HX-Request" in request.headers:
        return _panel(survey, on)
    one = on if request.form.get("one") else None
    address = url_for("surveys.comments", survey_id=survey.id, on=one)
    return redirect(f"{address}#on-{on or 'whole'}", 303)


def _panel(survey: Survey, on: str, **typed: str) -> str:
    on = UNSTORABLE.sub("", on)
    values = {"threads": threads(survey.id, on), "on": on, "me": person(), "survey": survey}
    return render_template("surveys/comments/panel.html", **values, **typed)
