"""What an operator runs beside the pages; one noun a file, each a command of `flask`."""

from flask import Flask

from backend.commands.admission import admit
from backend.commands.audit import audit
from backend.commands.backup import backup, restore
from backend.commands.demonstration import demo
from backend.commands.doctor import doctor
from backend.commands.purge import purge

COMMANDS = (admit, audit, backup, demo, doctor, purge, restore)


def plug_in(app: Flask) -> None:
    """Add our commands to `flask`."""
    for command in COMMANDS:
        app.cli.add_command(command)
