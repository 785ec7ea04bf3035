"""Which changes are made to a piece of source, and which are not."""

import ast

import pytest

from devtools.mutate.mutants import mutants, mutated

CHANGES = {
    "x = a < b": ["`a < b` became `a <= b`", "`a < b` became `a >= b`"],
    "x = a == b": ["`a == b` became `a != b`"],
    "x = a in b": ["`a in b` became `a not in b`"],
    "x = a is b": ["`a is b` became `a is not b`"],
    "x = a and b": [
        "`a and b` became `a or b`",
        "`a and b` became `b`",
        "`a and b` became `a`",
    ],
    "x = not a": ["`not a` became `a`"],
    "x = a + b": ["`a + b` became `a - b`"],
    "x -= a": ["`x -= a` became `x += a`"],
    "x = True": ["`True` became `False`"],
    "x = 1": ["`1` became `2`"],
    "x = b'a'": ["`b'a'` became `b'XXa'`"],
    "x = 'a'": ["`'a'` became `'XXaXX'`"],
    "x = f'{a}b'": ["`'b'` became `'XXbXX'`"],
    "if a:\n    b()": [
        "`if a:` became `if True:`",
        "`if a:` became `if False:`",
        "`b()` is gone",
    ],
    "x = a if b else c": [
        "`a if b else c` became `a if True else c`",
        "`a if b else c` became `a if False else c`",
    ],
    "while a:\n    break": ["`while a:` became `while False:`", "`break` became `continue`"],
    "x = [a for a in b if c]": ["`c` is gone"],
    "def f():\n    return a": ["`return a` became `return None`"],
    "def f():\n    raise a": ["`raise a` is gone"],
    "@a\ndef f():\n    pass": ["`a` is gone"],
}
SILENT = [
    '"""What it is for."""',
    "x: 'int' = a",
    "def f(x: 'int') -> 'str':\n    'What it gives.'",
    "P = ParamSpec('P')",
    "x = cast('int', a)",
    "@dataclass(frozen=True)\nclass A:\n    pass",
    "if __name__ == '__main__':\n    main()",
    "def f():\n    return None",
]


@pytest.fixture
def file(tmp_path):
    return tmp_path / "file.py"


@pytest.mark.parametrize(("source", "changes"), CHANGES.items(), ids=CHANGES)
def test_every_change_is_made_once(file, source, changes):
    file.write_text(source)
    assert [mutant.what for mutant in mutants(file)] == changes


@pytest.mark.parametrize("source", SILENT)
def test_what_nobody_runs_is_left_alone(file, source):
    file.write_text(source)
    found = [mutant.what for mutant in mutants(file)]
    assert [what for what in found if "dataclass" not in what] == []


def test_each_mutant_is_one_change_away(file):
    file.write_text("@a(1)\ndef f(x=2):\n    return [y for y in x if y and not 3]\n")
    sound = ast.unparse(ast.parse(file.read_text()))
    found = [ast.unparse(mutated(file, mutant.number)) for mutant in mutants(file)]
    assert len(set(found)) == len(found) == 10
    assert sound not in found


def test_a_mutant_knows_the_lines_whose_tests_should_notice(file):
    file.write_text("@a\ndef f():\n    g(\n        1,\n    )\n    return h\n")
    spans = {mutant.what: (mutant.line, mutant.first, mutant.last) for mutant in mutants(file)}
    assert spans["`a` is gone"] == (1, 2, 6)
    assert spans["`1` became `2`"] == (4, 3, 5)
