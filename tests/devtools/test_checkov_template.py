"""infra/ as Checkov sees it: all modules followed, all parameters filled in."""

import json

import pytest

from devtools.bicep.calls import Unknown
from devtools.checkov.template import WAYS, plain, write


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("templates")
    write(folder)
    return {path.stem: json.loads(path.read_text()) for path in folder.glob("*.json")}


def test_each_way_to_deploy_has_a_template(written):
    assert written.keys() == WAYS.keys()
    for template in written.values():
        assert all(one["type"] and one["apiVersion"] for one in template["resources"])


def test_no_name_is_computed_as_checkov_would_pass_over_it(written):
    names = [one["name"] for template in written.values() for one in template["resources"]]
    assert [name for name in names if not name.replace("-", "").replace("_", "").isalnum()] == []


@pytest.mark.parametrize(
    ("way", "kind", "there"),
    [
        ("container-app", "Microsoft.App/managedEnvironments", True),
        ("container-app", "Microsoft.Web/sites", False),
        ("container-app", "Microsoft.DBforPostgreSQL/flexibleServers", True),
        ("app-service", "Microsoft.Web/sites", True),
        ("front-door", "Microsoft.Cdn/profiles", True),
        ("web", "Microsoft.App/containerApps", True),
    ],
)
def test_a_template_has_what_its_modules_deploy(written, way, kind, there):
    assert (kind in [one["type"] for one in written[way]["resources"]]) is there


def test_what_only_azure_knows_stays_an_expression():
    assert plain({"a": [Unknown("vault.id"), 1]}) == {"a": ["vault.id", 1]}
