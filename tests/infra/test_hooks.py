"""The hooks of azd, against an `az` and an `azd` that write down what they are asked."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

HOOKS = Path(__file__).parents[2] / "infra/hooks"
CLIENT, IDENTITY, TENANT = "client-1", "identity-1", "tenant-1"
REDIRECT = "https://surveys-x.example.io/getAToken"
GIVEN = {
    "AZURE_ENV_NAME": "prod",
    "AZURE_TENANT_ID": TENANT,
    "AZURE_SUBSCRIPTION_ID": "subscription-1",
    "AZURE_RESOURCE_GROUP": "rg-prod",
    "AZURE_KEY_VAULT_NAME": "kv-x",
    "SURVEYS_HOST_NAME": "surveys-x.example.io",
    "SURVEYS_APP_NAME": "surveys-x",
    "SURVEYS_IDENTITY_PRINCIPAL_ID": IDENTITY,
    "SURVEYS_MIGRATE_JOB": "migrate-x",
    "SURVEYS_PURGE_JOB": "purge-x",
    "SURVEYS_POLL_SECONDS": "0",
}
# The first answer whose words the command begins with; a number is an exit status. What is asked
# for several times may get several answers, the last for ever. A shell starts sooner than Python.
TOOL = """#!/bin/sh
words="${0##*/} $*"
{
  printf '%s\\n' "${0##*/}" "$@"
  before=
  for word; do
    if [ "$before" = --file ]; then cat "$word" && echo; fi
    before=$word
  done
  echo ----
} >>"$FAKE/asked"
for answer in "$FAKE"/answer-*; do
  read -r begin <"$answer/begin"
  case $words in
    "$begin"*)
      for turn in "$answer"/turn-*; do break; done
      read -r status <"$answer/statuses/${turn##*/}"
      cat "$turn"
      [ "$turn" = "$answer/turn-last" ] || rm "$turn"
      exit "$status"
      ;;
  esac
done
"""


class Cloud:
    """What the tools answer, and what they were asked."""

    def __init__(self, path):
        self.path = path
        for name in ("az", "azd"):
            (path / name).write_text(TOOL)
            (path / name).chmod(0o755)

    def run(self, hook, answers, **given):
        for i, (begin, told) in enumerate(answers.items()):
            self._answer(self.path / f"answer-{i:02}", begin, told)
        paths = {"PATH": f"{self.path}:{os.environ['PATH']}", "FAKE": str(self.path)}
        return subprocess.run(
            ["sh", HOOKS / f"{hook}.sh"],
            env={**GIVEN, **paths, **given},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def _answer(self, path, begin, told):
        (path / "statuses").mkdir(parents=True)
        (path / "begin").write_text(f"{begin}\n")
        turns = told if isinstance(told, list) else [told]
        for i, turn in enumerate(turns):
            name = "turn-last" if i == len(turns) - 1 else f"turn-{i}"
            failed = isinstance(turn, int)
            (path / name).write_text("" if failed else f"{turn}\n")
            (path / "statuses" / name).write_text(f"{turn if failed else 0}\n")

    def asked(self, *begin):
        """The commands that began like this, word by word."""
        asked = self.path / "asked"
        written = asked.read_text().split("----\n")[:-1] if asked.exists() else []
        lines = [one.splitlines() for one in written]
        return [line for line in lines if line[: len(begin)] == list(begin)]


@pytest.fixture
def cloud(tmp_path):
    return Cloud(tmp_path)


NEW = {"az ad app create": CLIENT, "az ad app show": 3, "az ad sp show": 3}
THERE = {
    "az ad app list": CLIENT,
    "az ad app show": REDIRECT,
    "az ad app federated-credential list": "surveys-prod",
}


def test_the_first_run_registers_and_trusts_the_managed_identity(cloud):
    done = cloud.run("register", NEW)
    assert done.returncode == 0, done.stderr
    (create,) = cloud.asked("az", "ad", "app", "create")
    assert create[create.index("--display-name") + 1] == "Surveys (prod)"
    assert create[create.index("--web-redirect-uris") + 1] == REDIRECT
    assert cloud.asked("az", "ad", "sp", "create")
    (credential,) = cloud.asked("az", "ad", "app", "federated-credential", "create")
    assert json.loads(credential[-1]) == {
        "name": "surveys-prod",
        "issuer": f"https://login.microsoftonline.com/{TENANT}/v2.0",
        "subject": IDENTITY,
        "audiences": ["api://AzureADTokenExchange"],
    }
    assert cloud.asked("azd", "env", "set") == [
        ["azd", "env", "set", "SURVEYS_CLIENT_ID", CLIENT],
        ["azd", "env", "set", "SERVICE_WEB_TEMPLATE_HASH", "none"],
    ]
    assert not cloud.asked("az", "keyvault")


@pytest.mark.parametrize("given", [{}, {"SURVEYS_CLIENT_ID": CLIENT}])
def test_the_second_run_changes_nothing_on_azure(cloud, given):
    assert cloud.run("register", THERE, **given).returncode == 0
    verbs = {words[3] for words in cloud.asked("az", "ad", "app")}
    assert verbs <= {"list", "show", "federated-credential"}
    assert not cloud.asked("az", "ad", "app", "federated-credential", "create")
    assert not cloud.asked("az", "ad", "sp", "create")


def test_a_new_address_is_added_to_those_that_are_there(cloud):
    others = "https://one.example/getAToken\nhttps://two.example/getAToken"
    answers = {**THERE, "az ad app show": others}
    assert cloud.run("register", answers, SURVEYS_CUSTOM_DOMAIN="three.example").returncode == 0
    (update,) = cloud.asked("az", "ad", "app", "update")
    assert update[-3:] == [*others.splitlines(), "https://three.example/getAToken"]


def test_an_application_that_is_too_new_to_be_known_is_asked_for_again(cloud):
    answers = {"az ad sp create": [1, 1, ""], "az ad app federated-credential create": [1, ""]}
    assert cloud.run("register", {**NEW, **answers}).returncode == 0
    assert len(cloud.asked("az", "ad", "sp", "create")) == 3
    assert len(cloud.asked("az", "ad", "app", "federated-credential", "create")) == 2
    assert cloud.asked("azd", "env", "set", "SURVEYS_CLIENT_ID", CLIENT)


def test_a_client_secret_goes_into_the_vault_and_nowhere_else(cloud):
    answers = {**THERE, "az keyvault secret show": 3, "az ad app credential reset": "pa ss"}
    done = cloud.run("register", answers, SURVEYS_SIGN_IN="secret")
    assert done.returncode == 0, done.stderr
    (kept,) = cloud.asked("az", "keyvault", "secret", "set")
    assert kept[-1] == "pa ss"
    assert "pa ss" not in " ".join(kept[:-1]) + done.stdout + done.stderr
    assert not Path(kept[kept.index("--file") + 1]).exists()
    assert not cloud.asked("az", "ad", "app", "federated-credential")


def test_a_client_secret_that_is_there_stays(cloud):
    assert cloud.run("register", THERE, SURVEYS_SIGN_IN="secret").returncode == 0
    assert not cloud.asked("az", "ad", "app", "credential")


@pytest.mark.parametrize(
    ("refused", "why"),
    [
        ({"az ad app list": 1}, "the app registrations cannot be read."),
        ({"az ad app create": 1}, "you may not register applications."),
        ({**THERE, "az ad app show": 1}, "the app registration client-1 cannot be read."),
        ({**THERE, "az ad app show": "", "az ad app update": 1}, "could not be added to client-1."),
        ({**NEW, "az ad sp create": 1}, "client-1 has no service principal here."),
        ({**NEW, "az ad app federated-credential list": 1}, "cannot be read."),
        ({**NEW, "az ad app federated-credential create": 1}, "does not trust the managed"),
    ],
)
def test_without_a_permission_the_deployment_goes_on_and_says_whom_to_ask(cloud, refused, why):
    done = cloud.run("register", refused)
    assert done.returncode == 0
    assert why in done.stderr
    assert "Ask an administrator" in done.stderr
    assert not cloud.asked("azd", "env", "set", "SURVEYS_CLIENT_ID")


def test_a_secret_that_is_refused_is_not_kept(cloud):
    answers = {**THERE, "az keyvault secret show": 3, "az ad app credential reset": 1}
    assert cloud.run("register", answers, SURVEYS_SIGN_IN="secret").returncode == 0
    assert not cloud.asked("az", "keyvault", "secret", "set")


def test_who_is_not_signed_in_is_told_so(cloud):
    done = cloud.run("register", {"az account show": 1})
    assert (done.returncode, "run az login" in done.stderr) == (1, True)


def test_app_service_is_given_the_client_id_at_once(cloud):
    assert cloud.run("register", THERE, DEPLOY_APP_SERVICE="true").returncode == 0
    (setting,) = cloud.asked("az", "webapp", "config", "appsettings", "set")
    assert f"CLIENT_ID={CLIENT}" in setting


MIGRATION = {
    "azd env get-value SERVICE_WEB_IMAGE_NAME": "cr.example.io/surveys:2",
    "az containerapp job start": "migrate-x-1",
    "az containerapp job execution show": ["Running", "Unknown", "Succeeded"],
}


def test_the_migration_runs_with_the_new_image_and_is_waited_for(cloud):
    done = cloud.run("migrate", MIGRATION)
    assert done.returncode == 0, done.stderr
    updates = cloud.asked("az", "containerapp", "job", "update")
    assert [words[words.index("--name") + 1] for words in updates] == ["migrate-x", "purge-x"]
    assert {words[words.index("--image") + 1] for words in updates} == {"cr.example.io/surveys:2"}
    assert len(cloud.asked("az", "containerapp", "job", "start")) == 1
    assert len(cloud.asked("az", "containerapp", "job", "execution", "show")) == 3


def test_an_answer_that_does_not_come_is_asked_for_again(cloud):
    asked = {**MIGRATION, "az containerapp job execution show": [1, "Succeeded"]}
    assert cloud.run("migrate", asked).returncode == 0


@pytest.mark.parametrize("end", ["Failed", "Stopped", "Degraded"])
def test_a_migration_that_fails_stops_the_deployment_and_names_its_log(cloud, end):
    done = cloud.run("migrate", {**MIGRATION, "az containerapp job execution show": end})
    assert done.returncode == 1
    assert "nothing was deployed" in done.stderr
    assert "az containerapp job logs show" in done.stderr


@pytest.mark.parametrize(
    "refused", ["azd env get-value", "az containerapp job update", "az containerapp job start"]
)
def test_what_cannot_be_done_stops_the_deployment(cloud, refused):
    others = {asked: told for asked, told in MIGRATION.items() if not asked.startswith(refused)}
    assert cloud.run("migrate", {refused: 1, **others}).returncode != 0
    assert not cloud.asked("az", "containerapp", "job", "execution")


def test_a_setting_that_is_missing_is_named(cloud):
    done = cloud.run("migrate", MIGRATION, SURVEYS_MIGRATE_JOB="")
    assert done.returncode != 0
    assert "SURVEYS_MIGRATE_JOB" in done.stderr


@pytest.mark.parametrize("hook", sorted(path.stem for path in HOOKS.glob("*.sh")))
def test_both_shells_ask_the_same_in_the_same_order(hook):
    sh, ps1 = ((HOOKS / f"{hook}.{kind}").read_text() for kind in ("sh", "ps1"))
    assert calls(sh) == calls(ps1)
    assert calls(sh)


def calls(script):
    """The commands of a script with their options, without what these are given."""
    found = re.findall(r"(?m)^[^#\n\"']*?\b((?:az|azd) [a-z][^\n]*)", script)
    return [(verbs(line), sorted(set(re.findall(r" (--[a-z-]+)", line)))) for line in found]


def verbs(line):
    return re.match(r"[a-z -]*[a-z]", line.split(" --")[0])[0]
