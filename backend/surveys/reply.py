"""How the editor answers: with its page, with the parts that an act changed, or the way back."""

from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from backend.models.draft import Draft
from backend.models.survey import Survey
from backend.questionnaire.tree import ROOT
from backend.surveys.amend import WHOLE, Outcome
from backend.surveys.desk import Desk

TEXTS = (WHOLE, "closing")
"""What the two forms of the questionnaire's own texts are called."""


def page(survey: Survey, open_id: str, said: str, select: bool) -> Response:
    """The whole page, or where the browser has it already, what opening a question changes.

    To `select` questions, none is open.
    """
    draft = Draft.of(survey.id)
    open_id = "" if select else open_id
    if "HX-Request" in request.headers:
        return _parts(Desk(survey, draft, open_id, selecting=select, **_in_browser(draft)))
    desk = Desk(survey, draft, open_id, said, selecting=select)
    return _made("surveys/edit/editor.html", desk, 200)


def show(
    survey: Survey,
    draft: Draft,
    at: str = "",
    said: str = "",
    about: str = "",
    select: bool = False,
) -> ResponseReturnValue:
    """Answer an act: with the parts of the page that it changed, or with the way back to it.

    `at` is the part to go to; a question is open then, otherwise the one that was. What is `said`
    is said of the part `about`, or of the one at which we are.
    """
    browser = _in_browser(draft)
    desk = Desk(survey, draft, at, said, about=about or at, selecting=select, **browser)
    if desk.open is None:
        desk = replace(desk, open_id=request.values.get("opened", ""))
    if "HX-Request" in request.headers:
        return _parts(desk)
    open_id = at if desk.open_id == at else None
    address = url_for(
        "surveys.editor",
        survey_id=survey.id,
        open=open_id,
        said=said or None,
        select=1 if select else None,
        _anchor=f"card-{at}" if at else None,
    )
    return redirect(address, 303)


def refuse(survey: Survey, outcome: Outcome) -> Response:
    """Give a refused form back, with what is to be mended, or both texts where two met."""
    desk = Desk(survey, outcome.draft, outcome.part_id, outcome=outcome)
    if "X-Autosave" in request.headers:
        refused = outcome.status == 422
        page = "surveys/edit/errors.html" if refused else "surveys/edit/met.html"
        return _made(page, desk, outcome.status)
    if "HX-Request" in request.headers:
        return _parts(replace(desk, **_in_browser(outcome.draft)), outcome.status)
    return _made("surveys/edit/editor.html", desk, outcome.status)


def saved(survey: Survey, outcome: Outcome, was: str) -> ResponseReturnValue:
    """Answer a form that was sent by itself, under the id `was`."""
    if outcome.refused:
        return refuse(survey, outcome)
    if "X-Autosave" not in request.headers:
        return show(survey, outcome.draft, at=outcome.part_id)
    desk = Desk(survey, outcome.draft, outcome.part_id, outcome=outcome)
    response = _made("surveys/edit/saved.html", desk, 200, was=was)
    if outcome.same and outcome.part_id == was:
        response.headers["X-Revision"] = str(outcome.draft.revision)
    return response


def _parts(desk: Desk, status: int = 200) -> Response:
    response = _made("surveys/edit/parts.html", desk, status)
    response.headers["HX-Replace-Url"] = url_for(
        "surveys.editor",
        survey_id=desk.survey.id,
        open=desk.open_id or None,
        select=1 if desk.selecting else None,
    )
    return response


def _made(template: str, desk: Desk, status: int, **more: Any) -> Response:
    return make_response(render_template(template, **desk.values(), **more), status)


def _in_browser(draft: Draft) -> dict[str, Any]:
    """What the browser says that it shows, where it can put parts of it in place by themselves."""
    seen = request.values.get("seen", type=int) if "X-Places" in request.headers else None
    if seen is None or not 0 <= seen <= draft.revision:
        return {"seen": None, "opened": ""}
    forms = request.values.get("saved", "").split()
    return {
        "seen": draft.at(seen),
        "opened": request.values.get("opened", ""),
        "saved": frozenset(ROOT if id in TEXTS else id for id in forms),
    }
