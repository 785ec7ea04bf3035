"""The plan of the house as a test: what may import what, and what everything owes its readers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from backend import config
from backend.questionnaire.types import CATALOGUE

ROOT = Path(__file__).parents[1]
BACKEND = ROOT / "backend"
FILES = sorted(BACKEND.rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in FILES]

FLOORS = {
    "surveys": {
        "access_log",
        "auth",
        "limits",
        "maps",
        "models",
        "questionnaire",
        "extensions",
        "origin",
        "security",
    },
    "auth": {"access_log", "limits", "models", "questionnaire", "extensions", "identity_token"},
    "limits": {"layer", "models"},
    "models": {"questionnaire", "extensions", "identity_token"},
    "questionnaire": set(),
    "maps": {"questionnaire"},
    "extensions": set(),
    "vault": set(),
    "identity_token": set(),
    "source": {"vault"},
    "database_settings": {"identity_token", "source"},
    "config": {"database_settings", "identity_token", "source"},
    "request_id": set(),
    "access_log": {"request_id"},
    "application_log": {"access_log", "request_id"},
    "telemetry": {"access_log", "config", "extensions", "layer", "models", "request_id"},
    "once_more": {"models", "extensions"},
    "layer": set(),
    "front_door": {"layer"},
    "security": {"layer", "once_more", "request_id"},
    "static_files": set(),
    "health": {"models"},
    "origin": set(),
    "error_pages": {"models", "origin"},
    "demonstration": {"models", "questionnaire", "extensions"},
    "backup": {"models"},
    "doctor": {"models"},
    "commands": {"backup", "doctor", "demonstration", "models", "questionnaire", "extensions"},
}
"""What each room may import besides itself; the roof, `backend/__init__.py`, may import all."""

ROUTE = re.compile(r"^@surveys\.(route|get|post|put|patch|delete)\(", re.MULTILINE)
VIEW = re.compile(r"(surveys|auth)\.(route|get|post|put|patch|delete)\(")
PURE = {"flask", "sqlalchemy", "time", "random", "secrets", "socket", "requests", "os"}
OPEN_DOORS = {
    "static",
    "auth.login",
    "auth.complete",
    "auth.logout",
    "auth.signed_out",
    "surveys.welcome",
    "surveys.schema",
}
"""Routes at which nobody has to be signed in; those of respondents stand under `/s/`."""


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def room(path: Path) -> str:
    return path.relative_to(BACKEND).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The full names of all that a file imports, wherever the import stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_imports_point_downwards(path: Path) -> None:
    here = room(path)
    for name in imports(path):
        parts = name.split(".")
        assert parts[0] not in ("devtools", "tests"), f"{name} is not for production"
        if parts[0] == "backend" and here != "__init__":
            assert parts[1] == here or parts[1] in FLOORS[here], f"{here} imports {name}"


def test_there_are_no_circles() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in FILES
    }
    uses = {
        name: {_module(used, modules) for used in imports(path)} & modules.keys() - {name}
        for name, path in modules.items()
    }
    while leaves := [name for name, used in uses.items() if not used]:
        uses = {name: used - set(leaves) for name, used in uses.items() if name not in leaves}
    assert not uses


def _module(used: str, modules: dict[str, Path]) -> str:
    return used if used in modules else used.rpartition(".")[0]


def test_no_door_knows_another() -> None:
    """A door is a module with routes; what several of them need stands in one without."""
    paths = {path.stem: path for path in (BACKEND / "surveys").glob("*.py")}
    doors = {name for name, path in paths.items() if ROUTE.search(path.read_text())}
    for name, path in paths.items():
        used = {one.removeprefix("backend.surveys.").split(".")[0] for one in imports(path)}
        assert name == "__init__" or not used & doors - {name}, f"{name} knows {used & doors}"


def test_the_ground_floor_is_pure() -> None:
    for path in (BACKEND / "questionnaire").rglob("*.py"):
        used = {name.split(".")[0] for name in imports(path)}
        assert not used & PURE, f"{path.name} imports {used & PURE}"
        assert not re.search(r"\.(now|today)\(", path.read_text()), f"{path.name} has a clock"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_all_sql_stands_in_models(path: Path) -> None:
    if room(path) in ("models", "extensions", "database_settings"):
        return
    allowed = {"sqlalchemy.exc"}
    used = {name for name in imports(path) if name.startswith("sqlalchemy")}
    assert all(name.rpartition(".")[0] in allowed for name in used), used
    calls = {
        node.func.attr
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value).endswith(("db.session", "db.engine"))
    }
    assert calls <= {"dispose", "remove"}, calls


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_what_others_call_says_what_it_gives(path: Path) -> None:
    missing = [name for name, node in public(tree(path)) if not ast.get_docstring(node)]
    assert not missing


def public(node: ast.AST, within: str = "") -> Iterator[tuple[str, ast.AST]]:
    """The public classes and functions of a module, the methods of its classes, and itself."""
    if isinstance(node, ast.Module):
        yield "the module", node
    for child in getattr(node, "body", []):
        if isinstance(child, ast.ClassDef | ast.FunctionDef) and not child.name.startswith("_"):
            yield f"{within}{child.name}", child
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{child.name}.")


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_file_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) < 200


def test_a_view_is_short() -> None:
    """It reaches, reads the form, calls a verb and answers: fifteen lines with its docstring."""
    for path in FILES:
        views = (node for node in tree(path).body if isinstance(node, ast.FunctionDef))
        for view in views:
            if any(VIEW.match(ast.unparse(decorator)) for decorator in view.decorator_list):
                length = (view.end_lineno or 0) - view.lineno + 1
                assert length <= 15, f"{path.name}: {view.name} has {length} lines"


def test_nobody_decides_by_the_name_of_a_constraint() -> None:
    """On Citus the driver does not say it."""
    for path in FILES:
        assert "constraint_name" not in re.sub(r"%\(constraint_name\)s", "", path.read_text()), path


def test_no_template_is_forgotten() -> None:
    folder = BACKEND / "templates"
    sources = [path.read_text() for path in [*FILES, *BACKEND.rglob("*.html")]]
    named = set(re.findall(r"""["']([\w/.-]+\.html)["']""", "\n".join(sources)))
    computed = {"charts", "preview"}  # one a kind of chart, one a place in the preview
    for path in folder.rglob("*.html"):
        name = str(path.relative_to(folder))
        assert name in named or path.parent.name in computed, f"nobody renders {name}"
    for name in named:
        assert (folder / name).exists() or list(BACKEND.rglob(name)), f"there is no {name}"


def test_kinds_are_known_by_name_only_where_they_are_at_home() -> None:
    """Elsewhere they are asked what they are, so that another kind needs no other change."""
    ordinary = {"number", "statement", "phone", "email", "date", "time", "url", "hidden", "month"}
    ordinary |= {"country", "contact", "duration"}  # words that are used for other things too
    names = "|".join(CATALOGUE.keys() - ordinary)
    asked = re.compile(rf"""["']({names})["']|__class__|template [!=]= """)
    for folder in ("surveys", "models", "auth", "templates"):
        for path in [*(BACKEND / folder).rglob("*.py"), *(BACKEND / folder).rglob("*.html")]:
            if path.name != "icons.html":
                assert not asked.search(path.read_text()), path


def test_every_route_declares_who_may_come_in(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        declared = rule.endpoint in OPEN_DOORS or rule.rule.startswith("/s/")
        assert declared or getattr(view, "login_required", False), f"{rule} lets everybody in"
        assert not (rule.endpoint in OPEN_DOORS and getattr(view, "login_required", False))


@pytest.mark.parametrize("name", config.SECRETS + config.PLAIN)
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (ROOT / "docs" / "configuration.md").read_text()


@pytest.mark.parametrize("name", config.SECRETS)
def test_every_secret_says_its_name_in_the_vault(name: str) -> None:
    told = f"| `{name}` | `{name.replace('_', '-')}` |"
    assert told in (ROOT / "docs" / "configuration.md").read_text()


def test_settings_are_read_in_one_place() -> None:
    for path in FILES:
        if path.name != "config.py":
            assert "environ" not in {name.rpartition(".")[2] for name in imports(path)}, path
            assert "os.environ" not in path.read_text(), path


def test_every_setting_that_is_read_is_listed() -> None:
    files = [(BACKEND / name).read_text() for name in ("config.py", "database_settings.py")]
    read = set(re.findall(r'source\.\w+\("([A-Z_]+)"', "".join(files)))
    assert read | {"AZURE_KEY_VAULT_URL"} == set(config.SECRETS + config.PLAIN)
