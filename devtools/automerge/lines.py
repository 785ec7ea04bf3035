"""Files in which an update changes versions inside lines, and nothing else."""

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from devtools.automerge.change import Beyond, Change

Reading = re.Match[str]

_ACTION = re.compile(
    r"(?P<start> *(?:- )?uses: )(?P<name>[\w.-]+/[\w.-]+)(?P<rest>(?:/[\w./-]+)?)"
    r"@(?P<version>\S+)(?: +# (?P<comment>v?[0-9][0-9.]*))?"
)
_IMAGE = re.compile(
    r"(?P<start>(?:FROM (?:--platform=\S+ )?| *image: |COPY --from=))(?P<name>[\w./-]+)"
    r":(?P<version>[\w.-]+)(?P<digest>@sha256:[0-9a-f]{64})?(?P<rest>(?: .*)?)"
)
_FEATURE = re.compile(r'(?P<start> *")(?P<name>[\w./-]+):(?P<version>[\w.-]+)(?P<rest>".*)')
_REQUIREMENT = re.compile(
    r"(?P<start>)(?P<name>[\w.-]+)(?P<rest>)(?P<version>[<>=~!][\w.,<>=~!* ]*)"
)
_SHA = re.compile(r"[0-9a-f]{40}")


def workflow_changes(before: str, after: str) -> list[Change]:
    """The actions moved in a workflow, with the versions its comments tell; raises Beyond."""
    return list(_changes(before, after, _ACTION, _action))


def image_changes(before: str, after: str) -> list[Change]:
    """The images moved in a Dockerfile or a compose file; raises Beyond."""
    return list(_changes(before, after, _IMAGE, _image))


def feature_changes(before: str, after: str) -> list[Change]:
    """The features moved in a devcontainer.json; raises Beyond."""
    return list(_changes(before, after, _FEATURE, _plain))


def requirement_changes(before: str, after: str) -> list[Change]:
    """The packages whose bounds moved in a .in file, without versions; raises Beyond."""
    return list(_changes(before, after, _REQUIREMENT, _bounds))


def _changes(
    before: str, after: str, pattern: re.Pattern[str], read: Callable[[Reading, Reading], Change]
) -> Iterator[Change]:
    lines = zip_longest(before.splitlines(), after.splitlines(), fillvalue="")
    for number, (was, becomes) in enumerate(lines, start=1):
        if was != becomes:
            old, new = pattern.fullmatch(was), pattern.fullmatch(becomes)
            if old is None or new is None or _frame(old) != _frame(new):
                raise Beyond(f"line {number} changes more than a version")
            yield read(old, new)


def _frame(line: Reading) -> tuple[str, str, str]:
    return line["start"], line["name"], line["rest"]


def _action(old: Reading, new: Reading) -> Change:
    if _SHA.fullmatch(old["version"]) and not _SHA.fullmatch(new["version"]):
        raise Beyond(f"`{new['name']}` is no longer pinned by a commit")
    if _SHA.fullmatch(old["version"]):
        return Change(new["name"], old["comment"] or "", new["comment"] or "", "moved")
    return _plain(old, new)


def _image(old: Reading, new: Reading) -> Change:
    if old["digest"] and not new["digest"]:
        raise Beyond(f"`{new['name']}` is no longer pinned by a digest")
    if old["version"] == new["version"]:
        return Change(new["name"], old["version"], new["version"], "digest")
    return _plain(old, new)


def _plain(old: Reading, new: Reading) -> Change:
    return Change(new["name"], old["version"], new["version"], "moved")


def _bounds(_: Reading, new: Reading) -> Change:
    return Change(new["name"], "", "", "bounds")
