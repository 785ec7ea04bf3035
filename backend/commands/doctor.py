"""`flask doctor`: each thing that an operator should know, good or what to do."""

import json
import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from backend import doctor as doctors
from backend.doctor import State

MARKS = {State.GOOD: "good", State.CONSIDER: "note", State.MEND: "MEND", State.UNKNOWN: "?"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@with_appcontext
def doctor(as_json: bool) -> None:
    """Look at the settings, the database and the provider, and say what has to be mended.

    Ends with status 1 if anything has. No secret is printed. What is missing or wrong so that
    nothing can start is said by the start itself, with status 3.
    """
    findings = []
    for name, finding in doctors.examine(current_app.config):
        findings.append({"name": name, "state": finding.state, "sentence": finding.sentence})
        if not as_json:
            click.echo(f"{MARKS[finding.state]:<5} {name}: {finding.sentence}")
    bad = [each for each in findings if each["state"] == State.MEND]
    if as_json:
        click.echo(json.dumps({"good": not bad, "checks": findings}, indent=1, ensure_ascii=False))
    else:
        click.echo(f"{len(bad)} to be mended." if bad else "Nothing has to be mended.")
    sys.exit(1 if bad else 0)
