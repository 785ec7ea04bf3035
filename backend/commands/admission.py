"""`flask admit`: the application's own role is let in to the tables."""

import click
from flask.cli import with_appcontext

from backend.models import privileges
from backend.models.errors import Refusal


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
