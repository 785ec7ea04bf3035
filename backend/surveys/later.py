"""What is done once a reply has been sent, so that nobody waits for it."""

from uuid import UUID

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from backend.models import fold


def fold_after(response: Response, survey_id: UUID) -> None:
    """Count the responses that wait, after this reply; a failure is logged, and they wait on."""
    context = current_app.app_context()

    @response.call_on_close
    def count() -> None:
        with context:
            try:
                fold.fold_all(survey_id)
            except SQLAlchemyError:
                context.app.logger.exception("the fold of %s", survey_id)
