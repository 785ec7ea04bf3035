"""What an operator runs beside the pages: `flask demo`, `flask purge`."""

from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import with_appcontext

from backend import demonstration
from backend.models import purge as purging
from backend.models.errors import Refusal
from backend.models.user import User


def plug_in(app: Flask) -> None:
    """Add our commands to `flask`."""
    app.cli.add_command(demo)
    app.cli.add_command(purge)


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


@click.command()
@with_appcontext
def purge() -> None:
    """Remove for good what nobody can reach any more; to be run once a day.

    That is: surveys deleted more than 30 days ago with all their responses, unfinished responses
    that have expired, and sessions that have ended.
    """
    gone = purging.purge(datetime.now(UTC))
    click.echo(
        f"Purged {gone.surveys} deleted surveys, {gone.partial_responses} expired unfinished "
        f"responses and {gone.sessions} ended sessions."
    )
