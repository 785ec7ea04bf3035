from devtools.countries import FILE, written


def test_the_names_of_countries_are_those_that_babel_knows():
    assert FILE.read_text(encoding="utf-8") == written()
