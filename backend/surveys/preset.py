"""The field for a default answer: the question's own control, in the author's form."""

from typing import Any

from wtforms import Field

from backend.questionnaire.form import BLANK, Part, Value
from backend.questionnaire.question import Question

NAME = "Default answer"


class PresetField(Field):
    """An answer as JSON, or `None`.

    `<name>` says that it was sent, `<name>-on` that there is one. The fields of the control are
    called as on a respondent's page, with `<name>-` before the question's id.
    """

    question: Question
    part: Part = BLANK
    on: bool = False

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Take the answer as it stands in the document, and keep what was sent for `read`."""
        self.process_errors, self.raw_data = [], []
        self.data = data
        self.sent = formdata if formdata is not None and self.name in formdata else None

    def show(self, question: Question) -> None:
        """Show the answer, or what was sent, in the control of this question."""
        control = f"{self.name}-{question.id}"
        words = {"id": control, "title": NAME, "help": "", "required": True}
        self.question = question.changed(**words)
        self.part, self.on = question.preset, self.data is not None
        if self.sent is not None:
            self.part = _typed(self.sent, question, control)
            self.on = f"{self.name}-on" in self.sent

    def read(self, question: Question) -> Value:
        """The answer that was sent, read by the question as sent; what it refuses is an error.

        An answer that was there before may have ceased to fit: that only stops publishing.
        """
        before: Value = self.data
        if self.sent is None:
            return before
        value = question.from_form(self.part) if self.on else None
        refusal = None if value is None or value == before else question.check(value)
        if refusal:
            self.errors = [refusal.message]
        return value


def _typed(sent: Any, question: Question, control: str) -> Part:
    fields = {}
    for name, most in question.fields().items():
        values = sent.getlist(f"{control}.{name}" if name else control)
        if values:
            fields[name] = values[:most]
    return Part(fields)
