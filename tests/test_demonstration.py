"""Every figure of the demonstration's results page, computed again from the file by other means."""

import csv
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from uuid import uuid5

import numpy as np
import pytest
from flask import Flask
from scipy import stats
from sqlalchemy import func, select

from backend import demonstration
from backend.extensions import db
from backend.models import response, tally, version
from backend.models.audit_reading import activity
from backend.models.draft import Draft
from backend.models.response import Closed, Response
from backend.models.survey import Survey
from backend.models.user import User
from backend.questionnaire import submission
from backend.questionnaire.document import Questionnaire
from backend.questionnaire.samples import SAMPLES
from tests.page import Element, Page
from tests.people import signed_in

FILE = Path(demonstration.__file__).with_name("anes96.csv")
with FILE.open(newline="") as _file:
    ROWS = [{name: int(code) for name, code in row.items()} for row in csv.DictReader(_file)]
N = len(ROWS)
NOW = datetime.now(UTC)
NUMBERS = {"age": "age", "popul": "popul", "tvnews": "TVnews"}
CHOICES = {"educ": ("educ", 1), "income": ("income", 1), "vote": ("vote", 0)}
SCALES = {"party": [("PID", 1)], "leaning": [("selfLR", 0), ("ClinLR", 0), ("DoleLR", 0)]}


def column(name: str) -> np.ndarray:
    return np.array([row[name] for row in ROWS])


def rounded(number: float, digits: int = 1) -> str:
    """To so many decimals, halves away from zero, without zeros at the end."""
    text = f"{number + np.sign(number) * 1e-12:.{digits}f}"
    return text.rstrip("0").rstrip(".") if digits else text


def percent(share: float) -> str:
    return f"{share * 100 + 1e-12:.1f}"


def wilson(n: int) -> str:
    low, high = stats.binomtest(n, N).proportion_ci(method="wilson")
    return f"{percent(low)} to {percent(high)}"


def mean_interval(values: np.ndarray, digits: int) -> str:
    ends = stats.t.interval(0.95, len(values) - 1, values.mean(), stats.sem(values))
    return " to ".join(rounded(end, digits) for end in ends)


@pytest.fixture(scope="module")
def shown(app: Flask) -> tuple[Page, str]:
    """The demonstration's results page and its export, fetched once."""
    alice = signed_in(app, "Alice Archer")
    with app.app_context():
        survey = demonstration.load(alice.user, NOW).id
    sent = alice.get(f"/surveys/{survey}/responses.csv").get_data(as_text=True)
    return alice.get(f"/surveys/{survey}/results").page, sent


@pytest.fixture
def page(shown: tuple[Page, str]) -> Page:
    """The demonstration's results page."""
    return shown[0]


def panel(page: Page, question_id: str) -> list[Element]:
    """What stands in a question's panel."""
    (section,) = page.find("section", id=f"question-{question_id}")
    return [element for element in page.elements if section in element.around]


def figures(inside: list[Element]) -> dict[str, str]:
    """The figures by name, the interval apart."""
    names = [element.text for element in inside if element.tag == "dt"]
    values = [element.text for element in inside if element.tag == "dd"]
    found = {}
    for name, value in zip(names, values, strict=True):
        label, _, interval = name.partition(", 95 % interval ")
        found[label] = value
        if interval:
            found[f"{label} interval"] = interval
    return found


def rows(inside: list[Element], table: str) -> list[list[str]]:
    """The cells of a table's body, by row."""
    (whole,) = (element for element in inside if element["class"] == table)
    lines = [e for e in inside if e.tag == "tr" and whole in e.around and e.inside("tbody")]
    return [
        [e.text for e in inside if e.tag in ("th", "td") and line in e.around] for line in lines
    ]


def test_the_base_of_every_question_is_everybody(page):
    assert N == 944
    assert page.texts("dd")[0] == str(N)
    for question in SAMPLES["anes96"].document()["sections"]:
        for asked in question["questions"]:
            (base,) = (e.text for e in panel(page, asked["id"]) if e["class"] == "base")
            assert base.startswith(f"n = {N} · ")
            assert "skipped" not in base


@pytest.mark.parametrize("question_id", NUMBERS)
def test_numbers(page, question_id):
    values, inside = column(NUMBERS[question_id]), panel(page, question_id)
    unit = {"age": "years", "popul": "thousand", "tvnews": "days"}[question_id]
    lower, median, upper = np.quantile(values, [0.25, 0.5, 0.75])
    assert figures(inside) == {
        "Mean": f"{rounded(values.mean())} {unit}",
        "Mean interval": mean_interval(values, 1),
        "Median": f"{rounded(median)} {unit}",
        "Standard deviation": f"{rounded(values.std(ddof=1))} {unit}",
        "Lower quartile": f"{rounded(lower, 2)} {unit}",
        "Upper quartile": f"{rounded(upper, 2)} {unit}",
        "Least": f"{values.min()} {unit}",
        "Greatest": f"{values.max()} {unit}",
    }
    for label, n in rows(inside, "data"):
        low, _, high = label.partition("–")
        assert int(n) == ((values >= int(low)) & (values <= int(high or low))).sum(), label
    assert sum(int(n) for _, n in rows(inside, "data")) == N


@pytest.mark.parametrize("question_id", CHOICES)
def test_choices(page, question_id):
    name, first = CHOICES[question_id]
    inside, values = panel(page, question_id), column(name)
    (asked,) = (
        q for q in Questionnaire(**SAMPLES["anes96"].document()).asked if q.id == question_id
    )
    expected = []
    for code, choice in enumerate(asked.choices, first):
        n = int((values == code).sum())
        expected.append([choice.label, str(n), percent(n / N), wilson(n)])
    assert rows(inside, "data") == expected
    bars = [[label, str(n), f"{share} %"] for label, n, share, _ in expected]
    assert [[label, n, share] for label, _, share, n in rows(inside, "bars")] == bars
    drawn = [e for e in inside if e.tag == "rect"]
    shares = [(values == code).mean() * 100 for code in range(first, first + len(bars))]
    assert [float(e["width"][:-1]) for e in drawn] == pytest.approx(shares, abs=0.006)
    lines = [e for e in inside if e["class"] == "interval"]
    ends = [stats.binomtest(int(n), N).proportion_ci(method="wilson") for _, n, *_ in expected]
    assert [float(e["x1"][:-1]) for e in lines] == pytest.approx(
        [100 * e.low for e in ends], abs=0.006
    )
    assert [float(e["x2"][:-1]) for e in lines] == pytest.approx(
        [100 * e.high for e in ends], abs=0.006
    )


@pytest.mark.parametrize("question_id", SCALES)
def test_scales(page, question_id):
    inside = panel(page, question_id)
    table = rows(inside, "data")
    assert len(table) == len(SCALES[question_id])
    for cells, (name, shift) in zip(table, SCALES[question_id], strict=True):
        levels = column(name) + shift
        counts = [int((levels == level).sum()) for level in range(1, 8)]
        assert cells[1:8] == [f"{n} ({percent(n / N)} %)" for n in counts]
        assert cells[8:] == [
            str(N),
            "0",
            rounded(levels.mean(), 2),
            rounded(levels.std(ddof=1), 2),
            rounded(np.median(levels)),
            rounded((levels >= 6).mean() * 100),
        ]


@pytest.mark.parametrize("question_id", SCALES)
def test_diverging_bars_are_as_long_as_their_shares(page, question_id):
    inside = panel(page, question_id)
    bars = [e for e in inside if e.tag == "svg" and e.inside("td")]
    drawn = []
    for bar, (name, shift) in zip(bars, SCALES[question_id], strict=True):
        levels = column(name) + shift
        parts = [e for e in inside if e.tag == "rect" and bar in e.around]
        shares = [share for share in (np.mean(levels == level) for level in range(1, 8)) if share]
        widths = np.array([float(e["width"][:-1]) for e in parts])
        scale = widths.sum()
        assert widths == pytest.approx(np.array(shares) * scale, abs=0.01)
        middle = float(
            next(e for e in inside if e["class"] == "middle" and bar in e.around)["x1"][:-1]
        )
        below = (levels < 4).mean() + (levels == 4).mean() / 2
        assert middle - float(parts[0]["x"][:-1]) == pytest.approx(below * scale, abs=0.02)
        drawn.append(scale)
    assert drawn == pytest.approx([drawn[0]] * len(drawn), abs=0.05)


def test_one_figure_of_a_lone_scale_is_the_same_as_in_its_table(page):
    levels = column("PID") + 1
    assert figures(panel(page, "party")) == {
        "Mean": rounded(levels.mean(), 2),
        "Mean interval": mean_interval(levels, 2),
        "Standard deviation": rounded(levels.std(ddof=1), 2),
        "Median": rounded(np.median(levels)),
        "Top two levels": f"{rounded((levels >= 6).mean() * 100)} %",
    }


def test_the_export_gives_the_file_back(shown):
    sent = shown[1]
    lines = list(csv.reader(sent.removeprefix("\ufeff").splitlines()))[1:]
    got = sorted(tuple(map(int, (line[i] for i in (2, 5, 6, 7, 8, 9, 10)))) for line in lines)
    names = ("age", "popul", "TVnews", "PID", "selfLR", "ClinLR", "DoleLR")
    assert got == sorted(tuple(r[n] + (n == "PID") for n in names) for r in ROWS)


def test_the_questionnaire_can_be_published_and_takes_all_of_its_data():
    whole = Questionnaire.model_validate(SAMPLES["anes96"].document())
    assert not whole.problems()
    assert [section.title for section in whole.sections] == ["About you", "News", "Politics"]
    for row in demonstration.rows():
        read = submission.read(whole.asked, demonstration.fields(row).items(), frozenset(), NOW)
        assert not read.refusals


@pytest.mark.usefixtures("context")
def test_a_run_that_broke_off_is_continued_without_doubles(monkeypatch):
    owner = User.from_claims({"tid": "t", "oid": "o", "name": "A"})
    record, left = response.record, iter(range(100))

    def breaking(*args: object) -> object:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return record(*args)

    with monkeypatch.context() as patch:
        patch.setattr(response, "record", breaking)
        with pytest.raises(KeyboardInterrupt):
            demonstration.load(owner, NOW)
    survey = demonstration.load(owner, NOW)
    assert tally.current(survey.id, 1).responses == N
    assert demonstration.load(owner, NOW).id == survey.id
    noted = [(one.act, one.who) for one in activity(survey.id)]
    assert noted == [(act, None) for act in ("demonstrated", "demonstrated", "published", "made")]
    assert db.session.scalar(
        select(func.count()).select_from(Response).where(Response.survey_id == survey.id)
    ) == N  # fmt: skip


@pytest.mark.usefixtures("context")
def test_it_is_left_alone_once_its_owner_has_changed_or_deleted_it():
    owner = User.from_claims({"tid": "t", "oid": "o", "name": "A"})
    survey = demonstration.load(owner, NOW)
    Draft.of(survey.id).document = {**Draft.of(survey.id).document, "title": "Mine"}
    db.session.commit()
    version.publish(survey, owner.id, NOW)
    assert demonstration.load(owner, NOW).version == 2
    survey.delete(NOW)
    assert demonstration.load(owner, NOW).deleted_at is not None


ADA = {
    "--tenant": "t1",
    "--object-id": "ada",
    "--owner-name": "Ada",
    "--owner-email": "ada@example.org",
}


def test_the_command_gives_it_to_the_person_it_names(app):
    done = app.test_cli_runner().invoke(args=["demo", *chain(*ADA.items())])
    assert done.exit_code == 0, done.output
    with app.app_context():
        owner = db.session.scalars(select(User).where(User.tid == "t1", User.oid == "ada")).one()
        assert (owner.name, owner.email) == ("Ada", "ada@example.org")
        assert Survey.owned(uuid5(owner.id, demonstration.NAME), owner.id)


@pytest.mark.parametrize("missing", ADA)
def test_the_command_knows_nobody_by_itself(app, missing):
    told = [(name, value) for name, value in ADA.items() if name != missing]
    done = app.test_cli_runner().invoke(args=["demo", *chain(*told)])
    assert done.exit_code == 2
    assert f"Missing option '{missing}'" in done.output


def test_the_command_says_why_it_cannot_go_on(app, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise Closed

    monkeypatch.setattr(demonstration, "load", refuse)
    done = app.test_cli_runner().invoke(args=["demo", *chain(*ADA.items())])
    assert done.exit_code == 1
    assert Closed.title in done.output
