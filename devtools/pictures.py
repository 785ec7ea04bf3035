"""The README's pictures: the demonstration survey in the editor, and its results.

Run by `script/pictures`. The database, the application and the browser are there for this alone.
"""

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from flask_migrate import upgrade
from playwright.sync_api import Page, sync_playwright

from backend import create_app, demonstration
from backend.models.session import Session
from backend.models.user import User
from devtools.postgres import temporary
from devtools.provider.people import PEOPLE
from devtools.served import served

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = {"width": 1280, "height": 1150}
SHARPNESS = 1.5  # pixels of the picture for each of the page
COOKIE = "session"  # its name over plain http
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]


class Demonstration(NamedTuple):
    """The application with the demonstration survey, and the session of its author."""

    app: Flask
    survey: str
    token: str


def main() -> None:
    """Take all pictures, and say where they are."""
    FOLDER.mkdir(exist_ok=True)
    with temporary(durable=False) as postgres:
        shown = _demonstration(postgres.create_database("pictures"))
        with served(shown.app) as address, _page(address, shown.token) as page:
            for name, take in {"editor": _editor, "results": _results}.items():
                take(page, shown.survey)
                _settled(page)
                picture = FOLDER / f"{name}.png"
                page.screenshot(path=picture)
                print(f"{picture.relative_to(Path.cwd())}: {picture.stat().st_size // 1024} KB")


def _editor(page: Page, survey: str) -> None:
    """One question open, among others as respondents see them."""
    page.goto(f"{survey}/questions?open=educ")
    page.locator("article.open textarea.title").blur()
    page.evaluate("scrollTo(0, 0)")


def _results(page: Page, survey: str) -> None:
    """The last section, which has most kinds of pictures."""
    page.goto(f"{survey}/results")
    page.locator("section.part").last.evaluate("part => part.scrollIntoView()")


def _settled(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(300)


def _demonstration(database_url: str) -> Demonstration:
    app = create_app(
        {
            "DATABASE_URL": database_url,
            "DATABASE_URL_DIRECT": database_url,
            "SECRET_KEY": secrets.token_urlsafe(48),
        }
    )
    now = datetime.now(UTC)
    with app.app_context():
        upgrade()
        author = User.from_claims(PEOPLE["alice"].claims())
        survey = demonstration.load(author, now)
        return Demonstration(app, f"/surveys/{survey.id}", Session.begin(author.id, at=now))


@contextlib.contextmanager
def _page(address: str, token: str) -> Iterator[Page]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        context = browser.new_context(
            base_url=address,
            viewport=SIZE,
            device_scale_factor=SHARPNESS,
            color_scheme="light",
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.add_cookies([{"name": COOKIE, "value": token, "url": address}])
        yield context.new_page()
        browser.close()


if __name__ == "__main__":
    main()
