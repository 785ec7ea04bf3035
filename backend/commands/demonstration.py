"""`flask demo`: a survey with real responses to look at."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from backend import demonstration
from backend.models.errors import Refusal
from backend.models.user import User


@click.command()
@click.option("--tenant", required=True, help="The owner's tenant id (tid).")
@click.option("--object-id", required=True, help="The owner's object id in the tenant (oid).")
@click.option("--owner-name", required=True, help="The owner's name, as signing in gives it.")
@click.option("--owner-email", required=True, help="The owner's address, likewise.")
@with_appcontext
def demo(tenant: str, object_id: str, owner_name: str, owner_email: str) -> None:
    """Give a person the demonstration survey with its 944 real responses.

    A second run changes nothing, and continues what the first left unfinished.
    """
    claims = {"tid": tenant, "oid": object_id, "name": owner_name, "email": owner_email}
    owner = User.from_claims(claims)
    try:
        demonstration.load(owner, at=datetime.now(UTC))
    except Refusal as refusal:
        raise click.ClickException(f"{refusal.title}. {refusal.sentence}") from refusal
