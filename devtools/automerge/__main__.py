"""`python -m devtools.automerge`, run in a checkout of the base branch."""

import os
import sys
from pathlib import Path

from devtools.automerge.command import run

sys.exit(run(sys.argv[1:], os.environ, Path.cwd()))
