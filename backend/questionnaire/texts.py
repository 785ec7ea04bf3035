"""What every question answered in one's own words shares."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar

from backend.questionnaire.form import Refusal, Value
from backend.questionnaire.question import Question
from backend.questionnaire.result import Result, Texts
from backend.questionnaire.settings import Whole
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import is_storable

LONGEST = 20_000


class TextQuestion(Question):
    """A question answered by a text, stored as it is. Lengths are in characters (code points)."""

    grouped: ClassVar[bool] = False
    missing: ClassVar[str] = "Write an answer"

    shortest: Annotated[
        int | None, Whole("At least this many characters", least=1, most=LONGEST)
    ] = None
    longest: Annotated[int, Whole("At most this many characters", least=1, most=LONGEST)] = LONGEST

    def problems(self) -> Iterator[str]:
        """Beside the text: lengths that can be met."""
        yield from super().problems()
        if self.shortest and self.shortest > self.longest:
            yield f"asks for at least {self.shortest} and at most {self.longest} characters"

    def hint(self) -> str:
        """The lengths, where the author has set them."""
        least = f"at least {self.shortest}" if self.shortest else ""
        usual = type(self).model_fields["longest"].default
        most = f"at most {self.longest}" if self.longest < usual else ""
        limits = " and ".join(filter(None, (least, most)))
        return f"Write {limits} {'character' if limits.endswith(' 1') else 'characters'}." * bool(
            limits
        )

    def check(self, value: Value) -> Refusal | None:
        """A text that can be stored, of an allowed length."""
        if not isinstance(value, str) or not value.strip():
            return Refusal(self.missing)
        if not is_storable(value):
            return Refusal("Remove the characters that cannot be stored")
        if len(value) > self.longest:
            return Refusal(f"Write at most {self.longest} characters: you wrote {len(value)}")
        if self.shortest and len(value) < self.shortest:
            return Refusal(f"Write at least {self.shortest} characters: you wrote {len(value)}")
        return None

    def words(self, value: Value) -> str:
        """All of it."""
        return value if isinstance(value, str) else ""

    def result(self, tally: Tally, sketch: Mapping[str, Any] | None = None) -> Result:
        """The newest texts, which the page fetches."""
        return Result(tally.answered, tally.skipped, Texts())
