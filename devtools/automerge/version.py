"""How far apart two versions are."""

import re
from dataclasses import dataclass

_VERSION = re.compile(r"v?(?P<release>[0-9]+(?:\.[0-9]+)*)(?:\.post(?P<post>[0-9]+))?(?P<rest>.*)")
_PRE_RELEASE = re.compile(
    r"[-._]?(?:a|b|c|rc|alpha|beta|pre|preview|dev|next|nightly|canary)[-._]?[0-9]*([-._].*)?",
    re.IGNORECASE,
)
_VARIANT = re.compile(r"(?:-.+)?")
_STEPS = ("major", "minor", "patch")


@dataclass(frozen=True)
class Jump:
    """What an update does to a version.

    `said` is what semantic versioning calls the step (major, minor, patch, or nothing), `kind` what
    it is taken for: one of these, digest, same, downgrade, pre-release or incomparable. Below 1.0
    a minor release may break as much as a major one. `steps` is how many releases of that kind it
    goes on by.
    """

    kind: str
    said: str
    steps: int


DIGEST = Jump("digest", "", 1)
"""The same tag, another image behind it."""


def jump(before: str, after: str) -> Jump:
    """How an update goes from one version to another: PEP 440, semantic and tag-like versions.

    What follows the numbers of a tag (`-slim`) has to stay, or the two cannot be compared.
    """
    old, new = _VERSION.fullmatch(before), _VERSION.fullmatch(after)
    if old is None or new is None:
        return _without_steps("incomparable")
    if _PRE_RELEASE.fullmatch(new["rest"]):
        return _without_steps("pre-release")
    if new["rest"] != old["rest"] or not _VARIANT.fullmatch(new["rest"]):
        return _without_steps("incomparable")
    places = max(3, len(_release(old)), len(_release(new)))
    return _between(_numbers(old, places), _numbers(new, places))


def _between(old: list[int], new: list[int]) -> Jump:
    for place, was in enumerate(old):
        steps = new[place] - was
        if steps < 0:
            return _without_steps("downgrade")
        if steps > 0:
            said = _STEPS[min(place, 2)]
            unstable = said == "minor" and old[0] == 0
            return Jump("major" if unstable else said, said, steps)
    return _without_steps("same")


def _numbers(version: re.Match[str], places: int) -> list[int]:
    release = _release(version)
    return [*release, *[0] * (places - len(release)), int(version["post"] or 0)]


def _release(version: re.Match[str]) -> list[int]:
    return [int(part) for part in version["release"].split(".")]


def _without_steps(kind: str) -> Jump:
    return Jump(kind, "", 0)
