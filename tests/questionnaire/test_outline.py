"""An outline is read forgivingly, and what is written as one is read again."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.questionnaire import outline
from backend.questionnaire.document import MOST_QUESTIONS, MOST_SECTIONS, Questionnaire
from backend.questionnaire.outline_writing import written
from backend.questionnaire.settings import Default
from backend.questionnaire.types import CATALOGUE
from tests.questionnaire.drawing import ANY_TEXT

NO_LIST = "A question of this kind has no list"
TWELVE = "\n".join(f"- {n}" for n in range(12))
PIECES = ["# ", "> ", "- ", "[ ]", "1. ", "a | b", "(rating", "(number 1-", "*", ")", "\\", '"']
PIECES += ["\n", "x", ":", "\t", "---"]


def read(text):
    found = outline.read(text, (f"n{number}" for number in count()))
    Questionnaire.model_validate({"title": "T", "sections": found.sections})
    assert found.total == sum(len(section["questions"]) for section in found.sections)
    return found


def questions(text):
    return [question for section in read(text).sections for question in section["questions"]]


def told(text):
    """Each question's kind, text, and list."""
    return [
        (q["kind"], q["title"], [c["label"] for c in q.get("choices", q.get("rows", ()))])
        for q in questions(text)
    ]


def one(text):
    (question,) = questions(text)
    return question


def remarks(text):
    return [tuple(remark) for remark in read(text).remarks]


def test_a_line_is_a_question():
    assert told("What is your name?\n\nAnd why\n") == [
        ("short_text", "What is your name?", []),
        ("short_text", "And why", []),
    ]


@pytest.mark.parametrize(
    "heading", ["# The room", "### The room", "Section 2: The room", "PAGE 3 – The room"]
)
def test_a_heading_is_a_section(heading):
    found = read(f"{heading}\n> Think of\n>  last time.\nWarm?\n# Next")
    assert [s["title"] for s in found.sections] == ["The room", "Next"]
    assert found.sections[0]["introduction"] == "Think of\n last time."
    assert not found.loose


def test_a_rule_begins_a_section_and_what_comes_first_is_loose():
    found = read("One?\n---\n\n===\nTwo?\n***\n# Three\n---\n# Four\n---\nFour?")
    assert [(s["title"], len(s["questions"])) for s in found.sections] == [
        ("", 1),
        ("", 1),
        ("Three", 0),
        ("Four", 1),
    ]
    assert found.loose


@pytest.mark.parametrize(
    "mark", ["- ", "* ", "•", "–\u00a0", "( ) ", "○ ", "a) ", "(b) ", "o\t", "\t"]
)
def test_marked_lines_are_choices(mark):
    assert told(f"Colour?\n{mark}Red\n\n{mark}Blue") == [
        ("single_choice", "Colour?", ["Red", "Blue"])
    ]


@pytest.mark.parametrize("mark", ["[ ] ", "[x]", "☐ ", "❏ "])
def test_boxes_are_several_choices(mark):
    assert told(f"Colour?\n{mark}Red\n{mark}Blue")[0][0] == "multiple_choice"


def test_words_may_say_that_there_are_several():
    assert told("Colours? Select all that apply\n- Red\n- Blue")[0][0] == "multiple_choice"
    assert told("Colours?\n> All that apply.\n- Red\n- Blue")[0][0] == "multiple_choice"


def test_bars_make_a_scale():
    assert one("Warm?\nNever | Often")["scale"] == ["Never", "Often"]
    matrix = one("How was it?\n| Bad | Good \\| fine |\n- Soup\n- Bread")
    assert (matrix["kind"], matrix["scale"]) == ("matrix", ["Bad", "Good | fine"])
    assert [row["label"] for row in matrix["rows"]] == ["Soup", "Bread"]
    assert one("How often? (likert)\n- Never\n- Often\n- N/A")["not_applicable"]


@pytest.mark.parametrize(
    "text",
    [
        "Why? *",
        "Why?*",
        "Why? (required)",
        "Why? [Required] (text)",
        "Why? (text) *",
        "Why? (text, required)",
    ],
)
def test_a_star_requires_an_answer(text):
    assert (one(text)["title"], one(text)["required"]) == ("Why?", True)


def test_what_asks_nothing_requires_nothing():
    assert one("Thank you * (statement)\n> So *far*.")["body"] == "So *far*."


def test_what_stands_beside_a_list_is_offered():
    made = one("Colour?\n- Red\n- Other (please specify): ___")
    assert ([c["label"] for c in made["choices"]], made["other"]) == (["Red"], True)
    assert made["other_label"] == "Other (please specify)"
    assert one("Colours?\n[ ] Red\n[ ] None of the above")["none_label"] == "None of the above"


def test_optional_is_said_already():
    assert one("Why? (optional)") == one("Why?") == one("Why? (text, optional)")


@pytest.mark.parametrize("kind", [kind for kind, type_ in CATALOGUE.items() if type_.offered])
def test_every_kind_is_named_in_brackets(kind):
    for name in (kind, kind.replace("_", " "), CATALOGUE[kind].label, *CATALOGUE[kind].also_called):
        made = one(f"Well (so to say) ({name})")
        assert made["kind"] == kind or name == CATALOGUE[made["kind"]].label.casefold()
        assert made["title"] == "Well (so to say)"


def test_brackets_that_name_no_kind_are_text():
    assert one("Phone (mobile)")["title"] == "Phone (mobile)"
    assert one("Ratings (ratings)")["title"] == "Ratings (ratings)"
    assert one("Yes (\u0130rating)")["title"] == "Yes (\u0130rating)"
    assert one("((((")["title"] == "(((("


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("(rating 1-10)", {"levels": 10}),
        ("(rating 1 to 7, numbers)", {"levels": 7, "shape": "numbers"}),
        ("(rating: levels: 4; shown as = Smileys)", {"levels": 4, "shape": "smileys"}),
        ('(rating, label of the lowest: "So, so")', {"low_label": "So, so"}),
        ("(number 0-120, years)", {"least": 0, "most": 120, "unit": "years"}),
        ("(number from -5 to 40 °C)", {"least": -5, "most": 40, "unit": "°C"}),
        ("(number, decimals 2, at most 3)", {"decimals": 2, "most": 3}),
        ("(multiple choice, choose at most 3, other)", {"most": 3, "other": True}),
        ("(likert, not applicable: yes)", {"not_applicable": True}),
        ("(text, longest: 20)", {"longest": 20}),
    ],
)
def test_brackets_hold_settings(text, settings):
    made = one(f"Well {text}")
    assert {name: made[name] for name in settings} == settings
    assert not remarks(f"Well {text}")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("A (rating 2-5)", "“2-5” is not understood"),
        ("A (rating 1-99)", "“1-99” is not understood"),
        ("A (rating: blue, 1-5 foo, x: y)", "“1-5 foo” is not understood"),
        ("A (rating)\n- Red", f"{NO_LIST}: the lines below it are left out"),
        ("A\n- Red\n- red", "“red” stands there twice"),
        ("> Hm", "There is nothing above that this could explain"),
        ("x" * 501, "This is longer than 500 characters, and cut there"),
        ("A\n- " + "x" * 501, "This is longer than 500 characters, and cut there"),
        ("A (likert)\n- " + "x" * 201, "The list below it does not fit"),
        ("# " + "x" * 201, "This is longer than 200 characters, and cut there"),
        ("# A\n> " + "x" * 4999 + "\n> xx", "This is longer than 5000 characters, and cut there"),
        (f"A (likert)\n{TWELVE}", "There can be 11 at most: the rest is left out"),
    ],
)
def test_what_is_not_understood_is_remarked(text, message):
    assert message in [said for _, said in remarks(text)]
    assert all(1 <= line <= 3 for line, _ in remarks(text))


def test_a_remark_names_its_line():
    assert remarks("One\n\nTwo (rating, blue)\n> Hm\n- Red")[-1][0] == 3


def test_there_is_an_end():
    assert read("A?\n" * (MOST_QUESTIONS + 9)).total == MOST_QUESTIONS
    assert remarks("A?\n" * (MOST_QUESTIONS + 9)) == [
        (MOST_QUESTIONS + 1, f"There can be {MOST_QUESTIONS} questions: the rest is left out")
    ]
    many = read("# A\n" * (MOST_SECTIONS + 1) + "A?\n---\nB?")
    assert (len(many.sections), many.total, len(many.remarks)) == (MOST_SECTIONS, 2, 1)


def test_what_word_and_forms_paste_is_understood():
    forms = """1.How satisfied are you?
Required to answer. Single choice.
Very
Somewhat

2.What is missing?
Enter your answer.

Question 3: Which of these?
(Multiple choice.)
\ta.\tRed
\tb.\tBlue
4) Where? (long text)
Please be brief
How so?"""
    assert told(forms) == [
        ("single_choice", "How satisfied are you?", ["Very", "Somewhat"]),
        ("short_text", "What is missing?", []),
        ("multiple_choice", "Which of these?", ["Red", "Blue"]),
        ("long_text", "Where?", []),
        ("short_text", "How so?", []),
    ]
    assert [q["help"] for q in questions(forms)][1::2] == ["Enter your answer.", "Please be brief"]
    assert questions(forms)[0]["required"]


def test_lists_in_lists():
    assert told("1. Colour?\n  1. Red\n  2. Blue\n2. Shape?") == [
        ("single_choice", "Colour?", ["Red", "Blue"]),
        ("short_text", "Shape?", []),
    ]
    assert told("Colour\n1. Red\n2. Blue\n3. Or what?") == [
        ("single_choice", "Colour", ["Red", "Blue"]),
        ("short_text", "Or what?", []),
    ]
    assert [title for _, title, _ in told("- One?\n- Two?\n  - Yes\n  - No")] == ["One?", "Two?"]
    assert told("Really?\n*\n1.5 litres") == [
        ("short_text", "Really?", []),
        ("short_text", "1.5 litres", []),
    ]
    assert questions("Really?\n*")[0]["required"]


def test_a_backslash_takes_a_line_as_it_is():
    assert one("\\# 1. What?")["title"] == "# 1. What?"
    assert one("Rate (rating)\\")["title"] == "Rate (rating)"
    assert [c["label"] for c in one("Which?\n- \\Other\n- \\\\")["choices"]] == ["Other", "\\"]


@given(ANY_TEXT | st.lists(st.sampled_from(PIECES)).map("".join))
def test_anything_is_read(text):
    found = read(text)
    assert all(remark.message and remark.line > 0 for remark in found.remarks)


SAMPLES = [question for kind in CATALOGUE.values() for question, _ in kind.samples()]


def plain(question):
    """The settings that an outline holds."""
    lists = {"choices", "rows", "columns", "scale"}
    kept = {
        name: value
        for name, value in question.items()
        if isinstance(value, str | int | float | None)
        or (name in lists and isinstance(value[:1], list))
    }
    for name, mark in CATALOGUE[question["kind"]].settings().items():
        if isinstance(mark, Default):
            kept.pop(name, None)
    for name in lists & kept.keys():
        kept[name] = [it.get("label") if isinstance(it, dict) else it for it in kept[name]]
    return kept | {"id": ""}


def again(questions):
    sections = [{"id": "s1", "title": "A", "introduction": "B\n\nC", "questions": questions}]
    document = Questionnaire.model_validate({"sections": sections})
    found = read(written(document.sections))
    assert not found.remarks
    (section,) = found.sections
    assert (section["title"], section["introduction"]) == ("A", "B\n\nC")
    right = [plain(q.model_dump(mode="json")) for q in document.questions]
    made = zip(section["questions"], right, strict=True)
    return [{name: plain(q).get(name) for name in kept} for q, kept in made], right


@pytest.mark.parametrize("question", SAMPLES, ids=lambda q: q.kind)
def test_every_kind_is_read_as_it_was_written(question):
    found, right = again([question.model_dump(mode="json")])
    assert found == right


LABEL = st.text(st.sampled_from('abc *()[]{}|\\"#->1.,;:=…?Oother'), min_size=1, max_size=12)


@given(st.lists(LABEL, max_size=4), LABEL, LABEL, st.booleans())
def test_any_words_are_read_as_they_were_written(labels, title, words, required):
    own = {" ".join(label.split()).casefold(): label for label in labels}
    choices = [{"id": f"c{n}", "label": label} for n, label in enumerate(own.values())]
    question = {"id": "q1", "kind": "single_choice", "title": title, "required": required}
    asked = question | {"help": words, "choices": [c for c in choices if c["label"].strip()]}
    number = question | {"id": "q2", "kind": "number", "unit": words, "least": 0}
    found, right = again([asked | ({} if asked["choices"] else {"choices": BLANK}), number])
    assert found == right


BLANK = [{"id": "b1", "label": ""}, {"id": "b2", "label": ""}]


def test_sections_are_worded_as_they_are_stored():
    (section,) = read("#  Two\t words \n> One\n>\n> Two\n>\nWhat?").sections
    assert (section["title"], section["introduction"]) == ("Two words", "One\n\nTwo")


def test_settings_without_end_are_read_only_to_a_point():
    found = read(f"How? (contact: {'a, ' * 100})")
    assert len(found.remarks) == 41
    assert "Only the first 40 settings are read" in [said.message for said in found.remarks]
