"""Surveys: the house. Every import points downwards; `create_app` is the roof."""

import sys
from collections.abc import Mapping

from flask import Flask
from werkzeug.local import LocalProxy

from backend import commands, error_pages, front_door, models, security, static_files
from backend.auth import auth
from backend.auth.microsoft import Microsoft
from backend.auth.session import current_user
from backend.auth.visit import Visit
from backend.config import Config, ConfigError
from backend.extensions import csrf, db, migrate
from backend.health import Health
from backend.layer import put_around
from backend.limits import public
from backend.models.connecting import connect_by
from backend.surveys import surveys
from backend.surveys.shortcut import Shortcut

__all__ = ["create_app", "models"]

NOT_STARTED = 3  # gunicorn takes this exit status for “do not try again”


def create_app(config: Mapping[str, object] | None = None) -> Flask:
    """The application; what `config` gives goes before the environment.

    A setting that is missing or wrong stops the start with one sentence.
    """
    app = security.Surveys(__name__)
    try:
        app.config.from_mapping(Config.from_environment(config))
    except ConfigError as error:
        print(f"Surveys cannot start. {error}", file=sys.stderr)
        raise SystemExit(NOT_STARTED) from None
    app.config["AUTH"] = Microsoft(app.config)
    app.session_interface = Visit()
    _plug_in(app)
    _hang(app)
    return app


def _plug_in(app: security.Surveys) -> None:
    db.init_app(app)
    _show_token(app)
    migrate.init_app(app, db)
    csrf.init_app(app)
    put_around(app, Shortcut(app))
    public.plug_in(app)
    front_door.plug_in(app)
    put_around(app, Health(app))
    static_files.plug_in(app)
    security.plug_in(app)
    error_pages.plug_in(app)
    commands.plug_in(app)


def _show_token(app: Flask) -> None:
    if token := app.config["DATABASE_TOKEN"]:
        with app.app_context():
            connect_by(token, db.engine)


def _hang(app: Flask) -> None:
    app.register_blueprint(auth)
    app.register_blueprint(surveys)
    # Looked up only where a template asks, so that public pages cost no query.
    app.context_processor(lambda: {"user": LocalProxy(current_user)})
