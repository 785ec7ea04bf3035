"""What was done with a survey, when and by whom: the audit log as its owner reads it."""

from typing import Any
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models.audit_acts import Act
from backend.models.audit_reading import Noted
from backend.models.audit_reading import activity as newest
from backend.models.role import Right
from backend.surveys import surveys
from backend.surveys.access import reach
from backend.surveys.frame import frame

LARGEST = 2**31 - 1
SETTINGS = {
    "opens_at": "when it opens",
    "closes_at": "when it closes",
    "cap": "how many responses it takes",
    "access": "who can answer",
    "anonymous": "whether responses are anonymous",
}
WORDS = {
    Act.MADE: "Created",
    Act.CLOSED: "Closed",
    Act.REOPENED: "Reopened",
    Act.DELETED: "Deleted",
    Act.RESTORED: "Restored",
    Act.PURGED: "Purged",
    Act.LEFT: "Left the survey",
    Act.LINK_WITHDRAWN: "Withdrew a joining link",
}
ABOUT = {
    Act.ADDED: "Added {whom} as {role}",
    Act.ROLE_CHANGED: "Made {whom} {role}",
    Act.REMOVED: "Removed {whom}",
    Act.HANDED_OVER: "Handed the survey over to {whom}",
    Act.LINK_MADE: "Created a joining link for one {role}",
    Act.JOINED: "Joined as {role}, by a link",
}


@surveys.get("/surveys/<uuid:survey_id>/activity")
@login_required
def activity(survey_id: UUID) -> ResponseReturnValue:
    """The newest entries, or those before the one that is named."""
    survey = reach(survey_id, Right.ACTIVITY)
    before = request.args.get("before", None, int)
    noted = newest(survey.id, before and max(1, min(before, LARGEST)))
    return render_template(
        "surveys/settings/activity.html", noted=noted, in_words=in_words, **frame(survey)
    )


def in_words(noted: Noted) -> str:
    """What was done, in a few words."""
    told: dict[str, Any] = noted.detail
    if noted.act is Act.MADE and "copy_of" in told:
        return "Created as a copy of another survey"
    if noted.act is Act.PUBLISHED:
        return f"Published version {told['version']}"
    if noted.act is Act.CONFIGURED:
        return "Changed " + ", ".join(SETTINGS[name] for name in told["changed"])
    if noted.act is Act.EXPORTED:
        return f"Took the responses away as {told['kind'].upper()}"
    if noted.act is Act.DEMONSTRATED:
        return f"Filled with {told['responses']} responses for demonstration"
    if noted.act in ABOUT:
        return ABOUT[noted.act].format(whom=noted.whom or "somebody", role=told.get("role"))
    return WORDS[noted.act]
