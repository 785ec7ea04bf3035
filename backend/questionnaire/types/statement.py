"""Statement: a text between questions; nothing is answered."""

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from backend.questionnaire.form import Cell, Part, Value
from backend.questionnaire.image import ImageRef
from backend.questionnaire.prose import Prose, render
from backend.questionnaire.question import Question
from backend.questionnaire.settings import Image, LongText, Text, YesNo


class Statement(Question):
    """A heading, a text in Markdown, an image, or several of them."""

    label: ClassVar[str] = "Statement"
    purpose: ClassVar[str] = "A text or an image, with nothing to answer."
    asks: ClassVar[bool] = False
    presettable: ClassVar[bool] = False
    also_called: ClassVar[tuple[str, ...]] = ("info",)

    kind: Literal["statement"] = "statement"
    title: Annotated[str, Text("Heading")] = ""
    help: Literal[""] = ""
    required: Literal[False] = False
    body: Annotated[str, LongText("Text", markdown=True)] = ""
    image: Annotated[ImageRef | None, Image("Image")] = None
    decorative: Annotated[
        bool, YesNo("The image is decoration", "It says nothing that readers need.")
    ] = False

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """A text, and images; none takes an answer."""
        image = ImageRef(id="0" * 32, width=800, height=600, alt="A map of the building")
        text = cls(id="q1", title="The next part", body="is *short*.")
        leaf = cls(id="q1", image=image.changed(alt=""), decorative=True)
        plan = cls(id="q1", title="Where to go", image=image)
        return [(text, []), (leaf, []), (plan, [])]

    @property
    def prose(self) -> Prose:
        """The text as HTML."""
        return render(self.body)

    def problems(self) -> Iterator[str]:
        """There must be something to read; an image says in words what it shows."""
        if not (self.title or self.body or self.image):
            yield "has no text"
        if self.image and not (self.image.alt or self.decorative):
            yield "has an image without an alternative text"

    def summary(self) -> str:
        """How the text begins."""
        return self.title or self.body[:80] or (self.image.alt if self.image else "")

    def fields(self) -> Mapping[str, int]:
        """None."""
        return {}

    def from_form(self, part: Part) -> Value:
        """Nothing."""
        return None

    def columns(self) -> list[str]:
        """None."""
        return []

    def cells(self, value: Value) -> list[Cell]:
        """None."""
        return []
