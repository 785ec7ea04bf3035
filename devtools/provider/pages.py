"""What the provider shows: a page of people to choose from, and a few words."""

from collections.abc import Iterable
from html import escape

from devtools.provider.people import Person

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body>
<main>
<p class="mark"><i></i>Example Organisation</p>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""

CHOICE = """<li><button name="person" value="{key}">
<span class="face" aria-hidden="true">{letters}</span>
<span class="who"><b>{name}</b> <small>{does}</small></span>
</button></li>"""

CHOOSING = """<p class="soft">This provider runs on your machine, for development. Nobody needs a
password.</p>
<form method="post" action="{action}">
<ul>{people}</ul>
<button class="quiet" name="person" value="">Cancel</button>
</form>"""


def choosing(people: Iterable[Person], action: str) -> str:
    """The page that asks who you are; the form goes back to where it came from."""
    choices = (
        CHOICE.format(
            key=person.key,
            letters="".join(word[0] for word in person.name.split()),
            name=escape(person.name),
            does=escape(person.does),
        )
        for person in people
    )
    body = CHOOSING.format(action=escape(action), people="\n".join(choices))
    return PAGE.format(title="Who are you today?", body=body)


def saying(title: str, text: str) -> str:
    """A page of a title and a sentence."""
    return PAGE.format(title=escape(title), body=f'<p class="soft">{escape(text)}</p>')
