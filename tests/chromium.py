"""The application over HTTP, and a real browser that visits it."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

from devtools.served import served
from tests.browser import Browser
from tests.people import COOKIE

if TYPE_CHECKING:
    from playwright.sync_api import Browser as Chromium
    from playwright.sync_api import BrowserContext, Page

    PageFactory = Callable[..., Page]

OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-sync"]
OPTIONS += ["--disable-background-networking", "--disable-component-update", "--no-first-run"]
PATIENCE = 15_000  # milliseconds for which a step may take on a busy machine


@pytest.fixture(scope="session")
def live_server(app: Flask) -> Iterator[str]:
    """The application served over HTTP; gives its address, without a slash at the end."""
    with served(app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Chromium]":
    """A running Chromium: the one of `CHROMIUM`, the system's, or Playwright's own."""
    from playwright.sync_api import sync_playwright

    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: "Chromium", live_server: str) -> "Iterator[PageFactory]":
    """`page(...)` opens a page of the application in a browser profile of its own.

    `user=alice` signs in the person of a test browser; `width` and `height` are the screen's;
    `scheme` is `light` or `dark`, `javascript=False` switches scripts off, `csp=False` the policy.
    `at` is another server's address.
    A fault in a script, or a breach of the policy, fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        user: Browser | None = None,
        *,
        width: int = 1280,
        height: int = 860,
        scheme: str = "light",
        javascript: bool = True,
        csp: bool = True,
        at: str = "",
        **options: Any,
    ) -> "Page":
        context = chromium.new_context(
            base_url=at or live_server,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            bypass_csp=not csp,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if user:
            context.add_cookies([{"name": COOKIE, "value": user.token, "url": at or live_server}])
        opened = context.new_page()
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.on("console", lambda said: faults.extend(_breach(said.text)))
        return opened

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "; ".join(faults)


def _breach(said: str) -> list[str]:
    return [said] if "Content Security Policy" in said else []
