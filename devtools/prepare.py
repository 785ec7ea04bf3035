"""Brings the database up to date and loads the demonstration: what a start needs, in one process.

Run as `python -m devtools.prepare`, with the application's settings in the environment.
"""

from flask.cli import ScriptInfo
from flask_migrate import upgrade

from backend import create_app


def prepare() -> None:
    """Do as `flask db upgrade` and `flask demo` would; a second time they change nothing."""
    app = create_app()
    with app.app_context():
        upgrade()
    info = ScriptInfo(create_app=lambda: app)
    app.cli.main(["demo"], prog_name="flask", obj=info, standalone_mode=False)


if __name__ == "__main__":
    prepare()
