"""Our Bicep files have none of the faults that the checker knows, and it knows them."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devtools.bicep.check import check
from devtools.bicep.tree import disagreement, read
from tests.infra.faults import FAULTS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    path = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "infra", path / "infra")
    shutil.copy(ROOT / "azure.yaml", path)
    return path


def test_our_files_have_no_faults():
    assert check(ROOT / "infra") == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name}: {fault.about}")
def test_a_fault_is_found_by_its_name(fault, copy):
    path = copy / fault.file
    written = path.read_text()
    assert fault.old in written
    path.write_text(written.replace(fault.old, fault.new, 1))
    found = check(copy / "infra", twice=fault.name == "syntax")
    path.write_text(written)
    assert fault.name in {finding.check for finding in found}


def test_parsers_that_read_other_names_are_told_apart():
    file = read(ROOT / "infra/web.bicep")
    file.parameters["invented"] = file.parameters["image"]
    (finding,) = disagreement(file)
    del file.parameters["invented"]
    assert finding.check == "parsers-agree"
    assert finding.text == "the parsers differ in parameters: invented."


def test_the_command_prints_a_line_for_each_fault_and_fails(copy):
    web = copy / "infra/web.bicep"
    written = web.read_text()
    web.write_text(written.replace("allowInsecure: false", "allowInsecure: true"))
    done = subprocess.run(
        [sys.executable, "-m", "devtools.bicep", copy / "infra"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    web.write_text(written)
    assert done.returncode == 1
    assert "insecure-ingress: the application answers without encryption." in done.stdout
    assert done.stdout.endswith("16 Bicep files, 1 faults.\n")
