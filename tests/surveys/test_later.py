import logging

from flask import Response
from sqlalchemy.exc import OperationalError

from backend.models import fold
from backend.surveys.later import fold_after


def test_a_fold_that_fails_is_logged_and_disturbs_nobody(context, monkeypatch, caplog):
    def away(survey_id):
        raise OperationalError("SELECT 1", {}, Exception("away"))

    monkeypatch.setattr(fold, "fold_all", away)
    response = Response("done")
    fold_after(response, "s1")
    with caplog.at_level(logging.ERROR):
        response.close()
    assert "the fold of s1" in caplog.text
