"""`python -m devtools.rulesets apply|verify OWNER/NAME`, with a token in GH_TOKEN."""

import argparse
import os
import re
import sys
from pathlib import Path

from devtools.rulesets.apply import apply, verify
from devtools.rulesets.code import Code, faults, read
from devtools.rulesets.github import Refused, Repository

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+")


def main() -> int:
    """0 when GitHub does what the code says, 1 when it does not, 2 when it could not be asked."""
    parser = argparse.ArgumentParser(prog="script/rulesets", description=__doc__)
    parser.add_argument("verb", choices=["apply", "verify"])
    parser.add_argument("repository", metavar="OWNER/NAME")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project whose code counts")
    chosen = parser.parse_args()
    if not NAME.fullmatch(chosen.repository):
        parser.error(f"{chosen.repository} is not OWNER/NAME.")
    token = os.environ.get("GH_TOKEN")
    if not token:
        parser.error("GH_TOKEN has to hold a token that may administer the repository.")
    api = os.environ.get("GITHUB_API_URL", "https://api.github.com")
    repository = Repository(chosen.repository, token, api)
    try:
        return _run(chosen.verb, read(chosen.root), repository)
    except (Refused, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _run(verb: str, code: Code, repository: Repository) -> int:
    if verb == "apply":
        wrong = list(faults(code))
        if not wrong:
            lines = list(apply(code, repository))
            print(*(lines or ["Nothing to change."]), sep="\n")
    else:
        wrong = []
    wrong = wrong or list(verify(code, repository))
    print(*(wrong or [f"{repository.name} is kept as the code says."]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
