"""Image choice: one or several of a list of images."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from backend.questionnaire.exclusive import ExclusiveQuestion
from backend.questionnaire.form import Cell, Part, Refusal, Value
from backend.questionnaire.image import ImageChoice, ImageRef
from backend.questionnaire.node import NONE
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result
from backend.questionnaire.settings import ImageChoices, Whole, YesNo
from backend.questionnaire.tally import Tally
from backend.questionnaire.thumbnails import Thumbnails

MOST_IMAGES = 24


class ImageQuestion(ExclusiveQuestion):
    """Stored as the id of a choice; where several may be chosen, as a list in their order."""

    label: ClassVar[str] = "Image choice"
    purpose: ClassVar[str] = "One or several of a list of images."
    missing: ClassVar[str] = "Choose an image"
    fixed: ClassVar[frozenset[str]] = frozenset({"several"})

    kind: Literal["image_choice"] = "image_choice"
    choices: Annotated[tuple[ImageChoice, ...], ImageChoices("Images", most=MOST_IMAGES)] = ()
    several: Annotated[bool, YesNo("Several may be chosen")] = False
    fewest: Annotated[int | None, Whole("Choose at least", least=1, most=MOST_IMAGES)] = None
    most: Annotated[int | None, Whole("Choose at most", least=1, most=MOST_IMAGES)] = None
    captions: Annotated[bool, YesNo("Show the labels below the images")] = True

    @classmethod
    def samples(cls) -> list[tuple[Question, list[Value]]]:
        """One of two without labels, and several of three."""
        images = [ImageRef(id=f"{n:032x}", width=640, height=480, alt=f"View {n}") for n in (1, 2)]
        two = tuple(
            ImageChoice(id=f"c{n}", label=f"Logo {n}", image=image)
            for n, image in enumerate(images, 1)
        )
        wide = ImageRef(id="f" * 32, width=1600, height=900, alt="The sea at dusk")
        three = (*two, ImageChoice(id="c3", label="The sea", image=wide))
        one = cls(id="q1", title="Which logo?", choices=two, captions=False, required=True)
        many = cls(id="q1", title="Which of these?", choices=three, several=True, fewest=1, most=2)
        none = many.changed(none=True, captions=False)
        return [
            (one, ["c1", "c2"]),
            (many, [["c1"], ["c2", "c3"]]),
            (none, [["none"], ["c1", "c3"]]),
            (none.changed(several=False), ["none", "c3"]),
        ]

    @classmethod
    def new(cls, ids: Iterator[str], **settings: Any) -> Self:
        """A question with two choices that have no image yet."""
        settings.setdefault("choices", (ImageChoice(id=next(ids)), ImageChoice(id=next(ids))))
        return super().new(ids, **settings)

    def problems(self) -> Iterator[str]:
        """Beside the list: an image with its alternative text each, and numbers that can be met."""
        yield from super().problems()
        for number, choice in enumerate(self.choices, 1):
            if choice.image is None:
                yield f"has no image for choice {number}"
            elif not choice.image.alt:
                yield f"has an image without an alternative text, that of choice {number}"
        if self.several and (self.fewest or 0) > min(self.most or MOST_IMAGES, len(self.choices)):
            yield f"asks for at least {self.fewest} of fewer images"

    def summary(self) -> str:
        """How many images, and how many may be chosen."""
        return " · ".join(filter(None, (f"{len(self.choices)} images", self._limits())))

    def hint(self) -> str:
        """How many to choose, where it may be several."""
        return f"{self._limits() or 'Choose all that apply'}." if self.several else ""

    def fields(self) -> Mapping[str, int]:
        """The choices."""
        return {"": len(self.labels) if self.several else 1}

    def from_form(self, part: Part) -> Value:
        """The choices made, in the order of the questionnaire."""
        if not self.several:
            return part.one() or None
        chosen = dict.fromkeys(part.all())
        known = [id for id in self.labels if id in chosen]
        return [*known, *(chosen.keys() - self.labels.keys())] or None

    def to_form(self, value: Value) -> Part:
        """The radio button or the ticks."""
        chosen = self._chosen(value)
        return Part({"": chosen} if chosen else {})

    def check(self, value: Value) -> Refusal | None:
        """One of the list; or several, each once, in their order, as many as asked for."""
        chosen = self._chosen(value)
        if not chosen or (self.several and chosen != value):
            return Refusal("Choose from the images in the list")
        if NONE in chosen:
            return self.contradiction(chosen)
        if self.several and not (self.fewest or 1) <= len(chosen) <= (self.most or len(chosen)):
            return Refusal(f"{self._limits()}: you chose {len(chosen)}")
        return None

    def text(self, value: Value) -> str:
        """The labels, one after the other."""
        return "; ".join(self.labels[id] for id in self._chosen(value))

    def columns(self) -> list[str]:
        """One, or one a choice where several may be chosen."""
        return list(self.labels.values()) if self.several else [""]

    def cells(self, value: Value) -> list[Cell]:
        """The label; of several, 1 where chosen and 0 where not. Empty where skipped."""
        chosen = self._chosen(value)
        if not chosen:
            return [None] * len(self.columns())
        return [int(id in chosen) for id in self.labels] if self.several else [self.text(value)]

    def tally(self, value: Value) -> Iterator[tuple[str, int]]:
        """One more of each choice."""
        for id in self._chosen(value):
            yield f"choice:{id}", 1

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """A bar with its image a choice: shares of those who answered, not of ticks."""
        several = "Respondents could choose several images, so the shares may add to more than"
        note = f"{several} 100 %." if self.several else ""
        images = {choice.id: choice.image for choice in self.choices}
        ids = [*self.labels, *(id for id in tally.under("choice:") if id not in self.labels)]
        shown = tuple(images.get(id) for id in ids)
        return Result(tally.answered, tally.skipped, Thumbnails(self.bars(tally), shown, note))

    def _chosen(self, value: Value) -> list[str]:
        """The ids of the choices, in their order now; none where this is no answer."""
        if not self.several:
            return [value] if isinstance(value, str) and value in self.labels else []
        if not isinstance(value, list):
            return []
        chosen = [id for id in self.labels if id in value]
        return chosen if len(chosen) == len(value) else []

    def _limits(self) -> str:
        if not self.several or not (self.fewest or self.most):
            return ""
        if self.fewest == self.most:
            return f"Choose {self.fewest}"
        if self.fewest and self.most:
            return f"Choose {self.fewest} to {self.most}"
        return f"Choose at least {self.fewest}" if self.fewest else f"Choose up to {self.most}"
