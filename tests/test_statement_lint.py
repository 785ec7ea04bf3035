"""The lint itself: what it lets pass, and what it does not."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, MetaData, Table, Text, Uuid, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import DeclarativeBase, Mapped, aliased, mapped_column

from backend.extensions import db
from backend.models.survey import Survey
from tests.statement_lint import Unfit, fault

METADATA = MetaData()
INFO = {"citus": "distributed", "citus_column": "survey_id"}
USERS = Table("users", METADATA, Column("id", Uuid, primary_key=True), info={"citus": "reference"})
SURVEYS = Table(
    "surveys",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("owner_id", Uuid),
    info={"citus": "distributed", "citus_column": "id"},
)


class Base(DeclarativeBase):
    """Of this test."""

    metadata = METADATA


class Answer(Base):
    """A distributed table, as the models write one."""

    __tablename__ = "answers"
    __table_args__ = ({"info": INFO},)
    survey_id: Mapped[Any] = mapped_column(Uuid, primary_key=True)
    id: Mapped[Any] = mapped_column(Uuid, primary_key=True)
    words: Mapped[str] = mapped_column(Text)


ONE = "00000000-0000-0000-0000-000000000001"
OTHER = aliased(Answer)
HERE, THERE = Answer.survey_id == ONE, SURVEYS.c.id == Answer.survey_id

RIGHT: dict[str, Callable[[], Any]] = {
    "a reference table": lambda: select(USERS),
    "one survey": lambda: select(Answer).where(HERE, Answer.words == "x"),
    "one column of one survey": lambda: select(Answer.id).where(HERE),
    "some surveys": lambda: select(Answer).where(Answer.survey_id.in_([ONE])),
    "a join on the column": lambda: select(Answer).join(SURVEYS, THERE).where(HERE),
    "a join in the where": lambda: select(Answer, SURVEYS).where(THERE, SURVEYS.c.id == ONE),
    "a core join": lambda: select(SURVEYS).select_from(
        SURVEYS.join(Answer.__table__, THERE)
    ).where(SURVEYS.c.id == ONE),
    "an alias": lambda: select(OTHER).where(OTHER.survey_id == ONE),
    "nested": lambda: select(SURVEYS).where(
        SURVEYS.c.id == ONE, select(Answer.id).where(THERE).exists()
    ),
    "and within and": lambda: select(Answer).where((HERE & (Answer.words == "x")).self_group()),
    "an update": lambda: update(Answer).where(HERE).values(words="x"),
    "a deletion": lambda: delete(Answer).where(HERE).returning(Answer.id),
    "locked": lambda: select(Answer).where(HERE).with_for_update(),
    "an upsert": lambda: insert(Answer).values(words="x").on_conflict_do_update(
        index_elements=["survey_id", "id"], set_={"words": "y"}
    ),
    "an insert or nothing": lambda: insert(Answer).values(words="x").on_conflict_do_nothing(),
    "text": lambda: text("SELECT 1 FROM answers WHERE survey_id = :it"),
    "other text": lambda: text("SELECT 1"),
    "a function": lambda: func.now(),
}  # fmt: skip

WRONG: dict[str, Callable[[], Any]] = {
    "everything": lambda: select(Answer),
    "one column of everything": lambda: select(func.count(Answer.id)),
    "by another column": lambda: select(SURVEYS).where(SURVEYS.c.owner_id == ONE),
    "by id alone": lambda: select(Answer).where(Answer.id == ONE),
    "not equal": lambda: select(Answer).where(Answer.survey_id != ONE),
    "one or another": lambda: select(Answer).where(HERE | (Answer.words == "x")),
    "a join on another column": lambda: select(Answer)
    .join(SURVEYS, SURVEYS.c.owner_id == Answer.id)
    .where(HERE),
    "a second look": lambda: select(Answer, OTHER).where(HERE, OTHER.id == Answer.id),
    "a subquery's value": lambda: select(Answer).where(
        Answer.survey_id == select(USERS.c.id).scalar_subquery()
    ),
    "an update": lambda: update(Answer).values(words="x"),
    "a deletion": lambda: delete(Answer).where(Answer.id == ONE),
    "locked": lambda: select(Answer).with_for_update(),
    "an upsert of now": lambda: insert(Answer).values(words="x").on_conflict_do_update(
        index_elements=["survey_id", "id"], set_={"words": func.now()}
    ),
    "returning now": lambda: insert(Answer).values(words="x").returning(func.now()),
    "updating and returning now": lambda: update(Answer)
    .where(HERE).values(words="x").returning(func.clock_timestamp()),
    "text": lambda: text("DELETE FROM answers WHERE id = :it"),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_it_lets_pass(name: str) -> None:
    assert fault(RIGHT[name](), dict(METADATA.tables)) == ""


@pytest.mark.parametrize("name", WRONG)
def test_it_refuses(name: str) -> None:
    assert fault(WRONG[name](), dict(METADATA.tables))


def test_who_means_all_shards_says_so() -> None:
    assert fault(select(Answer), dict(METADATA.tables), fanout=True) == ""
    assert fault(text("SELECT 1 FROM answers"), dict(METADATA.tables), fanout=True) == ""
    assert fault(select(Answer).with_for_update(), dict(METADATA.tables), fanout=True)


def test_nothing_that_is_unfit_reaches_the_database(context: Flask) -> None:
    unfit = select(Survey.id)
    for _ in range(2):
        with pytest.raises(Unfit, match="surveys is not pinned to one shard"):
            db.session.execute(unfit)
    assert db.session.execute(unfit, execution_options={"fanout": True}).all() == []
    with pytest.raises(Unfit):
        db.session.execute(unfit)
