"""The JSON Schema of a questionnaire, for anybody and for programs."""

import json

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from backend.questionnaire import schema as schemas
from backend.surveys import surveys

A_DAY = 86_400


@surveys.get("/questionnaire.schema.json")
def schema() -> ResponseReturnValue:
    """The schema that every questionnaire stored here keeps to."""
    told = schemas.schema(url_for("surveys.schema", _external=True))
    response = Response(json.dumps(told, ensure_ascii=False), mimetype="application/schema+json")
    response.cache_control.public = True
    response.cache_control.max_age = A_DAY
    response.add_etag()
    return response.make_conditional(request)
