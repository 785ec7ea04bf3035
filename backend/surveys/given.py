"""The roles that an owner gives to others; a survey is handed over in a way of its own."""

from flask import request
from werkzeug.exceptions import BadRequest

from backend.models.role import Role

GIVEN = (Role.EDITOR, Role.ANALYST)


def given_role() -> Role:
    """The role that the form names. Raises `BadRequest` for any that cannot be given."""
    role = request.form.get("role", "")
    if role not in GIVEN:
        raise BadRequest
    return Role(role)
