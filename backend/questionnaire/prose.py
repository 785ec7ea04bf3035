"""Markdown for introductions, statements and closing texts, as HTML that is safe to print."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

from backend.questionnaire.text import UNSTORABLE

LONGEST = 5000
"""Characters that are rendered: some texts take a time that grows with the square of this."""

MARKDOWN = MarkdownIt("zero", {"breaks": True}).enable(
    ["list", "emphasis", "link", "newline", "escape", "entity"]
)
TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto", "tel"}


class Prose(str):
    """HTML that templates print as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@lru_cache(maxsize=1024)
def render(markdown: str) -> Prose:
    """The HTML of a Markdown text: paragraphs, line breaks, lists, emphasis and links.

    HTML and images come out as the text that they are. A link opens beside the form, so that
    nobody loses what is typed there.
    """
    html = MARKDOWN.render(UNSTORABLE.sub("", markdown)[:LONGEST])
    return Prose(
        nh3.clean(
            html,
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            url_relative="deny",
            link_rel="noopener nofollow",
            set_tag_attribute_values={"a": {"target": "_blank"}},
        )
    )
