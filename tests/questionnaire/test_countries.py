import re

import pytest

from backend.questionnaire.countries import LANGUAGES, countries


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_the_249_countries_of_iso_and_kosovo(language):
    names = countries(language)
    assert len(names) == 250
    assert names.keys() == countries("en").keys()
    assert all(re.fullmatch("[A-Z]{2}", code) and name for code, name in names.items())


def test_names_stand_in_the_order_of_the_language():
    assert list(countries("de").values())[:3] == ["Afghanistan", "Ägypten", "Ålandinseln"]
    assert countries("en")["CI"] == "Côte d’Ivoire"
