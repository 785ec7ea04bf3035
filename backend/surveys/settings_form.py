"""The form of a survey's settings."""

from datetime import datetime
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from backend.models.draft import Draft
from backend.models.survey import Survey
from backend.questionnaire.text import is_storable, tidy
from backend.surveys import moments

YEARS = range(2000, 2200)
MOST = 1_000_000_000
LONGEST = 5000
FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
WHO = [
    SelectChoice("anyone", "Anyone who has the link"),
    SelectChoice("organisation", "Only people of your organisation, signed in"),
]
KEPT = [
    SelectChoice("yes", "Anonymous: only the answers and the day are kept"),
    SelectChoice(
        "no", "Not anonymous: the moment too and, of people who sign in to answer, who they are"
    ),
]


def _zones() -> list[SelectChoice]:
    return [SelectChoice(name, name.replace("_", " ")) for name in moments.zones()]


class Moment(DateTimeLocalField):
    """A date and a time of day, as a browser sends them."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        """Show it without seconds; it may be left empty."""
        super().__init__(label, [Optional()], format=FORMATS, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the moment, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a day and a time, such as 2030-12-31T17:00.") from None


class Count(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or ask for one."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a whole number, such as 200.") from None


class SettingsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Everything about a survey that is no question; moments are those of the chosen time zone."""

    opens_at = Moment("Opens")
    closes_at = Moment("Closes")
    timezone = SelectField("Time zone", choices=_zones)
    cap = Count("Most responses", [Optional()])
    access = RadioField(
        "Who can answer", [InputRequired("Choose who can answer.")], choices=lambda: WHO
    )
    anonymous = RadioField(
        "What is kept", [InputRequired("Choose what is kept.")], choices=lambda: KEPT
    )
    closing = TextAreaField(
        "Closing text",
        [Length(max=LONGEST, message=f"Shorten the text to {LONGEST} characters.")],
        filters=[lambda text: tidy(text or "")],
    )
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @classmethod
    def of(cls, survey: Survey, draft: Draft) -> Self:
        """The form as the survey now is, or as it was sent."""
        zone = moments.zone()
        form = cls(
            # Left to itself, Flask-WTF would take JSON too.
            request.form if request.method == "POST" else None,
            opens_at=moments.to_local(survey.opens_at, zone),
            closes_at=moments.to_local(survey.closes_at, zone),
            timezone=zone,
            cap=survey.cap,
            access=survey.access,
            anonymous="yes" if survey.anonymous else "no",
            closing=draft.document["closing"],
            revision=draft.revision,
        )
        if survey.published_at:
            del form.anonymous
        return form

    def settings(self, survey: Survey) -> dict[str, Any]:
        """What `Survey.configure` takes; whether it is anonymous stays once it is published."""
        return {
            "opens_at": moments.from_local(self.opens_at.data, self.timezone.data),
            "closes_at": moments.from_local(self.closes_at.data, self.timezone.data),
            "cap": self.cap.data,
            "access": self.access.data,
            "anonymous": self.anonymous.data == "yes" if self.anonymous else survey.anonymous,
        }

    def show_revision(self, revision: int) -> None:
        """Have the form, sent again, change what the draft is at this revision."""
        self.revision.raw_data = None
        self.revision.data = revision

    def validate_opens_at(self, field: Moment) -> None:
        """Refuse a year that nobody means."""
        _sensible(field.data)

    def validate_closes_at(self, field: Moment) -> None:
        """Refuse a year that nobody means, and a closing before the opening."""
        _sensible(field.data)
        if self.opens_at.data and field.data and field.data <= self.opens_at.data:
            raise ValidationError("The survey has to close after it opens.")

    def validate_cap(self, field: Count) -> None:
        """Refuse a number that no survey has."""
        if field.data is not None and not 1 <= field.data <= MOST:
            raise ValidationError(f"Enter a number from 1 to {MOST:,}.")

    def validate_closing(self, field: TextAreaField) -> None:
        """Refuse what cannot be stored."""
        if not is_storable(field.data or ""):
            raise ValidationError("Contains a character that cannot be stored.")


def _sensible(moment: datetime | None) -> None:
    if moment and moment.year not in YEARS:
        raise ValidationError(f"Enter a year from {YEARS[0]} to {YEARS[-1]}.")
