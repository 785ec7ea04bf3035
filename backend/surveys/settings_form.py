"""The form of a survey's settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Self

from flask import request
from flask_wtf import FlaskForm
from pydantic import ValidationError as PydanticError
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # types lag
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from backend.models.draft import Draft
from backend.models.survey import Settings, Survey, WrongSettings
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.refusing import in_words
from backend.surveys import moments

AGAIN = "Save again to put yours in its place."
YEARS = range(2000, 2200)
MOST = 1_000_000_000
CLOSING = Questionnaire.settings()["closing"]
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
    closing = TextAreaField(CLOSING.label, description=CLOSING.help)
    seen = StringField(widget=HiddenInput())
    revision = IntegerField(widget=HiddenInput(), validators=[Optional()])

    @classmethod
    def of(cls, survey: Survey, draft: Draft, as_sent: bool = True) -> Self:
        """The form as the survey now is, or (unless not `as_sent`) as it was sent."""
        zone = moments.zone()
        form = cls(
            # Left to itself, Flask-WTF would take JSON too.
            request.form if as_sent and request.method == "POST" else None,
            opens_at=moments.to_local(survey.opens_at, zone),
            closes_at=moments.to_local(survey.closes_at, zone),
            timezone=zone,
            cap=survey.cap,
            access=survey.access,
            anonymous="yes" if survey.anonymous else "no",
            closing=draft.document["closing"],
            revision=draft.revision,
            seen=_joined(survey.as_seen()),
        )
        if survey.published_at:
            del form.anonymous
        return form

    def settings(self, survey: Survey) -> Settings:
        """What is wanted; whether it is anonymous stays once it is published."""
        return Settings(
            opens_at=moments.from_local(self.opens_at.data, self.timezone.data),
            closes_at=moments.from_local(self.closes_at.data, self.timezone.data),
            cap=self.cap.data,
            access=self.access.data,
            anonymous=self.anonymous.data == "yes" if self.anonymous else survey.anonymous,
        )

    def was_seen(self) -> dict[str, str]:
        """The settings as they were when the form was shown; see `Survey.as_seen`."""
        pairs = (pair.split("=", 1) for pair in (self.seen.data or "").split() if "=" in pair)
        return dict(pairs)

    def show_revision(self, revision: int) -> None:
        """Have the form, sent again, change what the draft is at this revision."""
        self.revision.raw_data = None
        self.revision.data = revision

    def show_refused(self, wrong: WrongSettings, survey: Survey) -> None:
        """Say beside its field what is refused; what others have changed is told as it now is."""
        now = survey.as_seen()
        told = SettingsForm.of(survey, Draft.of(survey.id), as_sent=False)
        for name in wrong.names:
            its = f" It is now: {_shown(told[name])}. {AGAIN}" if wrong.stale else ""
            self[name].errors = [wrong.sentence + its]
        if wrong.stale:
            self.seen.raw_data = None
            self.seen.data = _joined(self.was_seen() | {name: now[name] for name in wrong.names})

    def validate_opens_at(self, field: Moment) -> None:
        """Refuse a year that nobody means."""
        _sensible(field.data)

    def validate_closes_at(self, field: Moment) -> None:
        """Refuse a year that nobody means."""
        _sensible(field.data)

    def validate_cap(self, field: Count) -> None:
        """Refuse a number that no survey has."""
        if field.data is not None and not 1 <= field.data <= MOST:
            raise ValidationError(f"Enter a number from 1 to {MOST:,}.")

    def validate_closing(self, field: TextAreaField) -> None:
        """Take it as the questionnaire would, or refuse it in the same words."""
        try:
            field.data = Questionnaire.model_validate({"closing": field.data or ""}).closing
        except PydanticError as refused:
            raise ValidationError(in_words(refused.errors()[0])) from refused


def _joined(seen: Mapping[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in seen.items())


def _shown(field: Any) -> str:
    if isinstance(field, RadioField):
        return next(label for value, label, *_ in field.iter_choices() if value == field.data)
    return str(field._value()).replace("T", " ") or "empty"


def _sensible(moment: datetime | None) -> None:
    if moment and moment.year not in YEARS:
        raise ValidationError(f"Enter a year from {YEARS[0]} to {YEARS[-1]}.")
