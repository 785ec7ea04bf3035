"""What the frame of one survey's pages shows: its title, its state, what waits to be published."""

from datetime import UTC, datetime
from typing import Any

from backend.models import version
from backend.models.draft import Draft
from backend.models.survey import Survey

UNTITLED = "Untitled survey"


def frame(survey: Survey) -> dict[str, Any]:
    """The values that `surveys/survey.html` needs, to be given to `render_template`."""
    draft = Draft.of(survey.id)
    return {
        "survey": survey,
        "draft": draft,
        "title": draft.title or UNTITLED,
        "state": survey.state(datetime.now(UTC)),
        "unpublished": version.is_behind(survey),
    }
