"""Brings the database up to date and loads the demonstration: what a start needs, in one process.

Run as `python -m devtools.prepare`, with the application's settings in the environment.
"""

from flask.cli import ScriptInfo
from flask_migrate import upgrade

from backend import create_app
from devtools.provider.people import PEOPLE

OWNER = PEOPLE["alice"]


def prepare() -> None:
    """Do as `flask db upgrade` and `flask demo` would; a second time they change nothing.

    The demonstration is given to the author among the people of the local provider.
    """
    app = create_app()
    with app.app_context():
        upgrade()
    info = ScriptInfo(create_app=lambda: app)
    app.cli.main(["demo", *_owner()], prog_name="flask", obj=info, standalone_mode=False)


def _owner() -> list[str]:
    return [
        f"--tenant={OWNER.tenant}",
        f"--object-id={OWNER.oid}",
        f"--owner-name={OWNER.name}",
        f"--owner-email={OWNER.email}",
    ]


if __name__ == "__main__":
    prepare()
