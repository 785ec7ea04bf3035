"""Questions and charts drawn as the application draws them, without the application."""

import json
from pathlib import Path

from hypothesis import strategies as st
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

import backend
from backend.questionnaire.form import BLANK
from backend.questionnaire.tally import Tally
from backend.questionnaire.types import TEMPLATES
from tests.faults import faults
from tests.page import Page

ENVIRONMENT = Environment(
    autoescape=True,
    undefined=StrictUndefined,
    loader=ChoiceLoader(
        [
            FileSystemLoader(Path(backend.__file__).parent / "templates"),
            PrefixLoader({"types": FileSystemLoader(TEMPLATES)}),
        ]
    ),
)
ENVIRONMENT.globals["static_url"] = "/static/{}".format
ENVIRONMENT.globals["image_url"] = "/surveys/1/images/{}".format
ENVIRONMENT.globals["map_url"] = "/surveys/1/results/{}/map.png?of={}".format

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT
ANY_JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=12
)


def draw(question, part=BLANK, refusal=None, number=1):
    """The question's part of a page, which must be without faults."""
    macro = ENVIRONMENT.get_template("macros/question.html").module.question
    return inspected(str(macro(question, number, part, refusal)))


def draw_chart(question, result, texts=()):
    """The chart's part of a results page, which must be without faults."""
    template = ENVIRONMENT.get_template(f"charts/{result.chart.template}.html")
    return inspected(
        template.render(question=question, result=result, chart=result.chart, texts=texts)
    )


def rows_behind(page):
    """The rows of the table behind a chart, each as a list of what its cells say."""
    (table,) = page.find("table", class_="data")
    rows = [row for row in page.find("tr") if table in row.around]
    cells = [cell for cell in page.elements if cell.tag in ("th", "td")]
    return [[cell.text for cell in cells if row in cell.around] for row in rows]


def inspected(source):
    page = Page(source)
    assert faults(page, fragment=True) == []
    return page


def tally_of(question, values):
    return sum((question.tally_of(value) for value in values), Tally())


def is_plain(value):
    """Whether this can be stored as JSON and come back the same."""
    encoded = json.dumps(value, allow_nan=False, ensure_ascii=False).encode()
    return json.loads(encoded) == value and b"\\u0000" not in encoded
