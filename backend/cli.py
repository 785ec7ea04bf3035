"""What an operator runs beside the pages: `flask demo`, `flask purge`."""

from datetime import UTC, datetime

import click
from flask import Flask
from flask.cli import with_appcontext

from backend import demonstration
from backend.models import purge as purging
from backend.models.errors import Refusal
from backend.models.user import User

# Alice Archer, whom the local provider of `script/server` signs in.
TENANT = "5d1c7a52-9f0e-4b67-8a53-1f6f0a6c2e11"
OBJECT_ID = "c2ef90b9-02bc-5d53-93cd-92652b6e1b41"


def plug_in(app: Flask) -> None:
    """Add our commands to `flask`."""
    app.cli.add_command(demo)
    app.cli.add_command(purge)


@click.command()
@click.option("--owner-email", default="alice@example.org", show_default=True)
@click.option("--owner-name", default="Alice Archer", show_default=True)
@click.option("--tenant", default=TENANT, help="The owner's tenant id (tid).")
@click.option("--object-id", default=OBJECT_ID, help="The owner's object id in the tenant (oid).")
@with_appcontext
def demo(owner_email: str, owner_name: str, tenant: str, object_id: str) -> None:
    """Give a person the demonstration survey with its 944 real responses.

    Without options it is Alice Archer, the author of the local provider. A second run changes
    nothing, and continues what the first left unfinished.
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
