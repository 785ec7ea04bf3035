"""What an operator runs beside the pages: `flask admit`, `flask demo`, `flask purge`."""

from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import with_appcontext

from backend import demonstration
from backend.models import privileges
from backend.models import purge as purging
from backend.models.errors import Refusal
from backend.models.user import User


def plug_in(app: Flask) -> None:
    """Add our commands to `flask`."""
    app.cli.add_command(admit)
    app.cli.add_command(demo)
    app.cli.add_command(purge)


@click.command()
@click.option("--role", required=True, help="The role as which the application connects.")
@click.option("--object-id", default="", help="Of its managed identity: make the role on Azure.")
@with_appcontext
def admit(role: str, object_id: str) -> None:
    """Let the application's own role read and write the tables, and no more.

    For databases in which another role owns the tables; to be run as that one after migrating.
    """
    try:
        privileges.admit(role, object_id)
    except Refusal as refusal:
        raise click.ClickException(refusal.sentence) from refusal
    click.echo(f"{role} may read and write the tables.")


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
