"""`flask purge`: what nobody can reach any more is removed for good."""

from datetime import UTC, datetime

import click
from flask.cli import with_appcontext

from backend.models import purge as purging


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
