"""What a container has to do: sign somebody in, show a survey, take an answer, give a receipt."""

import re
from dataclasses import dataclass
from html import unescape

import psycopg2
import requests

from backend.demonstration import fields, rows
from backend.questionnaire.samples import SAMPLES
from devtools.image.container import Container
from devtools.image.said import expect

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
SECTIONS = SAMPLES["anes96"].document()["sections"]
BUTTON = re.compile(r'href="(http[^"]+/authorize[^"]*)"')
SECONDS = 10


@dataclass(frozen=True)
class Form:
    """A public page that was opened, filled in, and not sent yet."""

    address: str
    answers: dict[str, list[str]]

    def send(self) -> requests.Response:
        """Send it, and hang up; what comes back is not followed."""
        return requests.post(
            self.address,
            data=self.answers,
            headers={"Connection": "close"},  # who keeps an idle connection is waited for
            timeout=SECONDS,
            allow_redirects=False,
        )


def link_key(database: str) -> str:
    """The key of the demonstration's link."""
    with psycopg2.connect(database) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT key FROM links")
        [(key,)] = cursor.fetchall()
    return str(key)


def sign_in(container: Container) -> None:
    """As Alice, through the provider, over to the library with her survey."""
    with requests.Session() as browser:
        strangers = browser.get(f"{container.url}/surveys/new", timeout=SECONDS)
        expect(strangers.url.startswith(f"{container.url}/login"), "strangers are sent to sign in")
        button = BUTTON.search(strangers.text)
        expect(button, f"signing in leads to the provider ({strangers.status_code})")
        choosing = browser.get(unescape(button[1] if button else ""), timeout=SECONDS)
        expect("Alice Archer" in choosing.text, "the provider asks who it is")
        library = browser.post(choosing.url, {"person": "alice"}, timeout=SECONDS)
        expect(library.ok and "Alice Archer" in library.text, f"she is in ({library.status_code})")


def last_form(container: Container, key: str) -> Form:
    """The last section, filled in, after those before it were sent."""
    page = requests.get(f"{container.url}/s/{key}", timeout=SECONDS)
    expect(page.ok and not page.cookies, f"the page is there, with no cookie ({page.status_code})")
    expect(page.headers["X-Request-ID"], "the request has an id")
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text):
        file = requests.get(container.url + path, timeout=SECONDS)
        expect("immutable" in file.headers["Cache-Control"], f"{path} may be kept")
    address, form = page.url, _filled(page)
    for _ in SECTIONS[1:]:
        sent = Form(address, form).send()
        expect(sent.status_code == 303, f"a section is taken ({sent.status_code})")
        form = _filled(requests.get(container.url + sent.headers["Location"], timeout=SECONDS))
    return Form(address, form)


def answer(container: Container, key: str) -> str:
    """Answer, the last section twice, and read the receipt; gives the submission key."""
    form = last_form(container, key)
    sent = [form.send() for _ in range(2)]
    codes = [response.status_code for response in sent]
    expect(codes == [303, 303], f"both are taken ({codes})")
    where = {response.headers["Location"] for response in sent}
    expect(len(where) == 1, "a second time leads to the same receipt")
    receipt = requests.get(container.url + where.pop(), timeout=SECONDS)
    expect(receipt.ok, f"the receipt is there ({receipt.status_code})")
    return form.answers["key"][0]


def _filled(page: requests.Response) -> dict[str, list[str]]:
    """The page's form, as the first of the study's people would fill it in."""
    asked = set(re.findall(r'name="([^"]+)"', page.text))
    answers = {name: values for name, values in fields(next(rows())).items() if name in asked}
    return {name: [value] for name, value in HIDDEN.findall(page.text)} | answers
