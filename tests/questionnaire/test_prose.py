from time import thread_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from backend.questionnaire.prose import LONGEST, render
from tests.page import Page

TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li"}
PIECES = ["<script>", "javascript:", "[a](", ")", "![x](y)", "`", "<img src=x onerror=a>", "&lt;"]


def test_it_gives_paragraphs_lists_emphasis_and_links():
    html = render(
        "One *two*\nthree\n\n- **four**\n\n3. five\n\n[six](https://example.org/?a=1&b=2)"
    )
    assert html == (
        "<p>One <em>two</em><br>\nthree</p>\n<ul>\n<li><strong>four</strong></li>\n</ul>\n"
        '<ol start="3">\n<li>five</li>\n</ol>\n'
        '<p><a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener nofollow">'
        "six</a></p>\n"
    )


def test_templates_print_it_as_it_is():
    assert escape(render("a & b")) == "<p>a &amp; b</p>\n"


@pytest.mark.parametrize(
    "markdown",
    [
        "<b>x</b>",
        "![x](https://example.org/x.png)",
        "<script>alert(1)</script>",
        "# not big",
        "| a |",
    ],
)
def test_html_and_images_are_words(markdown):
    assert {element.tag for element in Page(render(markdown)).elements} <= TAGS


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "/login", "//example.org", "vbscript:x"]
)
def test_a_link_leads_to_another_site_or_nowhere(address):
    assert not [a for a in Page(render(f"[x]({address})")).find("a") if a["href"]]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join))
def test_it_never_gives_a_script(markdown):
    for element in Page(render(markdown)).elements:
        assert element.tag in TAGS
        assert element.attributes.keys() <= {"href", "target", "rel", "start"}
        assert not element["href"].lower().lstrip().startswith(("javascript", "data", "vbscript"))


@pytest.mark.parametrize(
    "piece", ["[", "[a](", "*a ", "**a*", "- ", "> ", "`", "\\", "&#", "1. ", "<"]
)
def test_no_text_takes_long(piece):
    start = thread_time()
    render(piece * 50_000)
    assert thread_time() - start < 2


def test_what_is_too_long_is_cut_and_what_cannot_be_sent_is_left_out():
    assert len(render("a" * 9 * LONGEST)) < LONGEST + 10
    assert render("a\x00b\ud800c") == "<p>abc</p>\n"
