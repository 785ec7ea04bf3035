"""The least that a Flask application can do: give the same bytes, store the same JSON."""

import os
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask, Response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import create_engine, insert, inspect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from backend.config import Config
from backend.security import PUBLIC

PAGE = "BENCH_PAGE"
"""The environment variable that names the file with the page to give."""


class Base(DeclarativeBase):
    """The table stands apart from those of the application."""


class BareResponse(Base):
    """One row, one JSON."""

    __tablename__ = "bench_responses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    answers: Mapped[dict[str, object]] = mapped_column(JSONB)


def create_app() -> Flask:
    """Two views written by hand for this one form, on the application's own pool."""
    app = Flask(__name__)
    page = Path(os.environ[PAGE]).read_bytes()
    config = Config.from_environment()
    engine = create_engine(
        str(config["SQLALCHEMY_DATABASE_URI"]), **config["SQLALCHEMY_ENGINE_OPTIONS"]
    )

    @app.get("/page")
    def show() -> ResponseReturnValue:
        return Response(page, headers=PUBLIC, mimetype="text/html")

    @app.post("/insert")
    def store() -> ResponseReturnValue:
        with engine.begin() as connection:
            row = {"id": uuid4(), "answers": read()}
            connection.execute(insert(BareResponse), row)
        return redirect("/thanks", 303)

    return app


def read() -> dict[str, object]:
    """The answers in the form, in the shape in which Surveys stores them. Judges nothing."""
    form = request.form
    return {
        "area": form.get("area"),
        "home": form.get("home"),
        "tools": form.getlist("tools") or None,
        "lead": form.get("lead") == "yes",
        "pride": int(form["pride"]),
        "aspects": {f"r{n}": int(form[f"aspects.r{n}"]) for n in range(1, 6)},
        "stars": int(form["stars"]) if "stars" in form else None,
        "years": int(form["years"]) if "years" in form else None,
        "reason": form.get("reason"),
        "wish": form.get("wish"),
    }


def make_table(url: str) -> None:
    """Make the table, if it is not there yet."""
    engine = create_engine(url)
    if not inspect(engine).has_table(BareResponse.__tablename__):
        Base.metadata.create_all(engine)
    engine.dispose()
