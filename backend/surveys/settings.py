"""Settings of a survey: when, by whom and how often it can be answered, and its last words."""

from datetime import UTC, datetime
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import link
from backend.models.draft import Draft, StaleEdit, change
from backend.models.library import responses
from backend.models.role import Right
from backend.models.survey import Survey, WrongSettings
from backend.questionnaire.diff import diff
from backend.surveys import moments, surveys
from backend.surveys.access import person, reach
from backend.surveys.frame import frame
from backend.surveys.settings_form import AGAIN, SettingsForm

CHANGED = "The closing text was changed meanwhile, in another window or by somebody else."


@surveys.route("/surveys/<uuid:survey_id>/settings", methods=["GET", "POST"])
@login_required
def settings(survey_id: UUID) -> ResponseReturnValue:
    """Show the settings, or change them."""
    survey = reach(survey_id, Right.SETTINGS)
    form = SettingsForm.of(survey, Draft.of(survey.id))
    if form.validate_on_submit() and _saved(survey, form):
        flash("The settings are saved.")
        return redirect(url_for("surveys.settings", survey_id=survey.id), 303)
    return render_template(
        "surveys/settings/settings.html",
        form=form,
        guess=not moments.is_known(),
        responses=responses(survey.id),
        **frame(survey),
    ), 422 if form.errors else 200


def _saved(survey: Survey, form: SettingsForm) -> bool:
    moments.remember(form.timezone.data)
    try:
        survey.configure(form.settings(survey), form.was_seen(), by=person().id)
        link.forget(survey.link_key)
        _reword(survey.id, form)
    except WrongSettings as wrong:
        form.show_refused(wrong, survey)
        return False
    except StaleEdit:
        draft = Draft.of(survey.id)
        form.closing.errors = [f"{CHANGED} It now says: “{draft.document['closing']}”. {AGAIN}"]
        form.show_revision(draft.revision)
        return False
    return True


def _reword(survey_id: UUID, form: SettingsForm) -> None:
    """Change the closing text from what the form showed, so that nobody's words are lost."""
    before = Draft.of(survey_id).at(form.revision.data or 0)["closing"]
    edits = diff({"closing": before}, {"closing": form.closing.data})
    change(survey_id, edits, person().id, datetime.now(UTC))
