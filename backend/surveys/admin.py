"""The operator's door: people, surveys, sizes and jobs; never a question, never an answer."""

from datetime import UTC, datetime

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from backend.auth.session import login_required
from backend.models import census, operation
from backend.surveys import surveys
from backend.surveys.access import as_operator

UNITS = ("KB", "MB", "GB", "TB")


@surveys.get("/admin")
@login_required
def overview() -> ResponseReturnValue:
    """The house at one glance."""
    as_operator()
    house = operation.overview(datetime.now(UTC), current_app.config["SESSION_IDLE"])
    return render_template("surveys/admin/overview.html", house=house)


@surveys.get("/admin/surveys")
@login_required
def all_surveys() -> ResponseReturnValue:
    """All surveys, whoever owns them: title, owner, state and size."""
    as_operator()
    listing = census.surveys(request.args.get("page", 1, int), datetime.now(UTC))
    return render_template("surveys/admin/surveys.html", listing=listing)


@surveys.get("/admin/people")
@login_required
def all_people() -> ResponseReturnValue:
    """Everybody who has ever signed in."""
    as_operator()
    listing = census.people(request.args.get("page", 1, int))
    return render_template("surveys/admin/people.html", listing=listing)


@surveys.app_template_filter("size")
def size(number: int) -> str:
    """Bytes as people read them: 1,536 is “1.5 KB”."""
    amount, unit = float(number), "bytes"
    for larger in UNITS:
        if amount < 1000:
            break
        amount, unit = amount / 1024, larger
    return f"{amount:,.0f} {unit}" if amount >= 10 or unit == "bytes" else f"{amount:.1f} {unit}"
