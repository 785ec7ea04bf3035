"""What publishing a changed questionnaire does to the results there are, said beforehand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from backend.questionnaire.diff import staying
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.node import Choice
from backend.questionnaire.question import Question
from backend.questionnaire.replacing import replaced
from backend.questionnaire.settings import Choices, Decimal, OneOf, Whole, YesNo
from backend.questionnaire.showing import shown
from backend.questionnaire.tally import Tally
from backend.questionnaire.text import quoted

Fate = Literal["kept", "new", "apart", "gone"]
NOTHING = Tally()


class Effect(NamedTuple):
    """What happens to the results of a question: whether they are kept together, and how."""

    question: Question
    number: int | None
    fate: Fate
    sentences: list[str]


class Counted(NamedTuple):
    """What there is so far."""

    responses: int
    tallies: Mapping[str, Tally]

    def of(self, question: Question) -> Tally:
        """The counts of a question."""
        return self.tallies.get(question.id, NOTHING)


def effects(
    asked: Questionnaire, newest: Questionnaire, draft: Questionnaire, so_far: Counted
) -> list[Effect]:
    """What publishing `draft` does, a question each that it concerns: those of the draft first.

    `asked` is all that was ever asked, `newest` the version that respondents see now.
    """
    twins = replaced(newest, draft)
    stay = staying([q.id for q in newest.asked], [q.id for q in draft.asked])
    found = []
    for question in draft.asked:
        fate, sentences = _of(question, asked, newest, twins.get(question.id), so_far)
        if not sentences and question.id not in stay:
            sentences = ["Moved. Nothing changes in its results."]
        if sentences:
            found.append(Effect(question, draft.numbers.get(question.id), fate, sentences))
    still = {question.id for question in (*draft.questions, *twins.values())}
    for question in newest.asked:
        if question.id not in still:
            gone = [_gone(so_far.of(question))]
            found.append(Effect(question, newest.numbers.get(question.id), "gone", gone))
    return found


def _of(
    question: Question,
    asked: Questionnaire,
    newest: Questionnaire,
    twin: Question | None,
    so_far: Counted,
) -> tuple[Fate, list[str]]:
    was, once = newest.question(question.id), asked.question(question.id)
    if was:
        return "kept", list(_changed(was, question, so_far))
    if once:
        return "kept", [f"Asked again. {_together(so_far.of(once))}"]
    if twin:
        return "apart", [_apart(twin, question, so_far.of(twin))]
    return "new", [f"A new question. {_without(so_far)}"]


def _changed(was: Question, now: Question, so_far: Counted) -> Iterator[str]:
    counts = so_far.of(was)
    if was.title != now.title:
        yield f"The wording is changed. {_together(counts)}"
    limits: list[str] = []
    others: list[str] = []
    for name, mark in now.settings().items():
        before, after = getattr(was, name), getattr(now, name)
        if before == after or name == "title":
            continue
        if isinstance(mark, Choices):
            yield from _lines(mark.item, before, after, given(was, counts), so_far)
        elif name == "required":
            yield _required(after, counts.skipped)
        elif isinstance(mark, YesNo) and mark.offer:
            yield _offered(mark.label, after, so_far)
        else:
            (limits if isinstance(mark, (Whole, Decimal, OneOf)) else others).append(name)
    if limits:
        kept = "Answers so far stay, also where they would be refused now."
        yield f"{_listed(now, limits)} changed. {kept}"
    if others:
        yield f"{_listed(now, others)} changed. Results are kept together."


def _lines(
    item: str,
    before: Sequence[Choice],
    after: Sequence[Choice],
    held: Mapping[str, int | None],
    so_far: Counted,
) -> Iterator[str]:
    then, now = {one.id: one for one in before}, {one.id: one for one in after}
    for id, one in then.items():
        answers = "Answers so far" if held[id] is None else f"Answers so far ({held[id]:,})"
        if id not in now:
            gone = f"The {item} {quoted(one.label)} is removed"
            yield f"{gone}. {answers} stay in the results, after what is still offered."
        elif now[id].label != one.label:
            renamed = f"The {item} {quoted(one.label)} is now called {quoted(now[id].label)}"
            yield f"{renamed}. {answers} are counted under the new name."
    fresh = [quoted(one.label) for id, one in now.items() if id not in then]
    if fresh:
        noun = f"{item} {fresh[0]} is" if len(fresh) == 1 else f"{item}s {', '.join(fresh)} are"
        yield f"The {noun} new. {_without(so_far)}"
    if [id for id in then if id in now] != [id for id in now if id in then]:
        yield f"The {item}s stand in another order. Results are kept together."


def given(question: Question, counts: Tally) -> dict[str, int | None]:
    """How many answers name each choice or row: of keys such as `choice:c1` or `level:r1:4`.

    `None` where a key names several parts, as in a table: people are not told apart there. Some
    kinds count points besides; the number of people is the largest that people alone can make up.
    """
    sums: dict[str, Counter[str]] = {part.id: Counter() for part in question.choosable()}
    crossed: set[str] = set()
    for key, n in counts.counts.items():
        name, *named = key.split(":")
        about = sums.keys() & named
        crossed |= about if len(about) > 1 else set()
        for id in about:
            sums[id][name] += n if name != "sum" else 0
    return {
        id: None
        if id in crossed
        else max((n for n in by_name.values() if n <= counts.answered), default=0)
        for id, by_name in sums.items()
    }


def _required(now: bool, skipped: int) -> str:
    if now:
        return f"An answer is required now. Left out so far: {skipped:,}."
    return "An answer is not required any more."


def _offered(label: str, now: bool, so_far: Counted) -> str:
    if now:
        return f"Newly set: “{label}”. {_without(so_far)}"
    return f"No longer set: “{label}”. What was answered so far stays in the results."


def _apart(was: Question, now: Question, counts: Tally) -> str:
    marks = was.settings()
    other = [f"“{marks[n].label}”" for n in sorted(was.fixed) if shown(was, n) != shown(now, n)]
    why = ", ".join(other) if type(was) is type(now) else "the kind of question"
    return f"Counted as a new question, because {why} is changed. {_stay(counts)}."


def _gone(counts: Tally) -> str:
    return f"Asked no more. {_stay(counts)}, and in exports."


def _stay(counts: Tally) -> str:
    return f"Answers so far ({counts.answered:,}) stay in the results, under “No longer asked”"


def _together(counts: Tally) -> str:
    return f"Answers so far ({counts.answered:,}) and new ones are kept together."


def _without(so_far: Counted) -> str:
    return f"Responses so far ({so_far.responses:,}) came without it."


def _listed(question: Question, names: list[str]) -> str:
    labels = [f"“{question.settings()[name].label}”" for name in names]
    return f"{', '.join(labels)} {'is' if len(labels) == 1 else 'are'}"
