"""Imports one file with a change in it; the file itself, and its compiled copy, are not touched."""

import importlib.machinery
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, ModuleType

from devtools.mutate.mutants import mutated

VARIABLE = "SURVEYS_MUTANT"
"""Tells processes that a test starts which file is to be changed, and how: `path::number`."""


class Loader(importlib.machinery.SourceFileLoader):
    """Gives the changed code for one file."""

    number = 0

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed source, compiled each time."""
        path = self.get_filename(fullname)
        return compile(mutated(Path(path), self.number), path, "exec", dont_inherit=True)


class Finder(importlib.machinery.PathFinder):
    """Finds modules as Python does, and changes the one."""

    changed = Path()
    number = 0

    @classmethod
    def find_spec(
        cls,
        fullname: str,
        path: Sequence[str] | None = None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """The module's spec; for the changed file with our loader in it."""
        spec = super().find_spec(fullname, path, target)
        if spec and spec.origin and Path(spec.origin) == cls.changed:
            spec.loader = loader = Loader(fullname, spec.origin)
            loader.number = cls.number
        return spec


def install(changed: Path, number: int) -> None:
    """From now on this process, and those it starts, import that file with that change."""
    Finder.changed, Finder.number = changed, number
    sys.meta_path.insert(0, Finder)
    here = Path(__file__).parent
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(here / "site"), str(here.parents[1]), *filter(None, known)]
    os.environ["PYTHONPATH"] = os.pathsep.join(paths)
    os.environ[VARIABLE] = f"{changed}::{number}"


def install_told() -> None:
    """Do as the process said that started this one."""
    changed, _, number = os.environ[VARIABLE].rpartition("::")
    Finder.changed, Finder.number = Path(changed), int(number)
    sys.meta_path.insert(0, Finder)
