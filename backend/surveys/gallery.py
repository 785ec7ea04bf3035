"""The gallery: each template as respondents would see it, to be tried before it is used."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.errors import NotFound
from backend.models.survey import Survey
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.samples import SAMPLES, Sample
from backend.surveys import surveys, trial
from backend.surveys.trial import Trial


@surveys.get("/surveys/new/<name>")
@login_required
def template(name: str) -> ResponseReturnValue:
    """What a template is for, whose it is, and the stage on which it is seen."""
    sample = _sample(name)
    asked = Questionnaire.model_validate(sample.document())
    values = {"name": name, "sample": sample, "asked": asked, "width": trial.width()}
    return trial.on_stage(render_template("surveys/library/template.html", **values))


@surveys.get("/surveys/new/<name>/<int:number>")
@login_required
def template_page(name: str, number: int) -> ResponseReturnValue:
    """A section of a template, numbered from 1; after the last one, the closing text."""
    return _trial(name).page(number)


@surveys.post("/surveys/new/<name>/<int:number>")
@login_required
def template_sent(name: str, number: int) -> ResponseReturnValue:
    """Judge a section as a respondent's would be, and go on to the next."""
    return _trial(name).sent(number)


def _trial(name: str) -> Trial:
    asked = Questionnaire.model_validate(_sample(name).document())
    survey = Survey(access="anyone", anonymous=True)
    return Trial(
        asked, survey, lambda number: url_for("surveys.template_page", name=name, number=number)
    )


def _sample(name: str) -> Sample:
    """The template. Raises `NotFound`."""
    if name not in SAMPLES:
        raise NotFound
    return SAMPLES[name]
