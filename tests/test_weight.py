"""What is loaded at the start, in every process: nothing that only some deployments need."""

import os
import subprocess
import sys
from pathlib import Path

from tests.server import SECRET

HEAVY = ("PIL", "staticmaps", "azure", "opentelemetry", "pip", "setuptools", "numpy", "pandas")
LOOK = "import sys; from backend import create_app; create_app(); print(*sys.modules)"


def test_heavy_libraries_are_loaded_where_they_are_used_alone():
    settings = {"SECRET_KEY": SECRET, "DATABASE_URL": "postgresql://localhost:1/none"}
    done = subprocess.run(
        [sys.executable, "-c", LOOK],
        cwd=Path(__file__).parents[1],
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not {name.partition(".")[0] for name in done.stdout.split()} & {*HEAVY}
