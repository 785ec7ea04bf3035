"""The decision table: what differs from a plain update of Flask, the verdict, and why.

A row without reasons merges itself. Everything a row does not mention is as in `Row`.
"""

from tests.devtools.automerge.table.checks import CHECKS
from tests.devtools.automerge.table.locks import LOCKS
from tests.devtools.automerge.table.metadata import METADATA
from tests.devtools.automerge.table.origin import ORIGIN
from tests.devtools.automerge.table.others import OTHERS
from tests.devtools.automerge.table.policies import POLICIES
from tests.devtools.automerge.table.row import Row
from tests.devtools.automerge.table.updates import UPDATES

ROWS: list[Row] = [*ORIGIN, *CHECKS, *UPDATES, *LOCKS, *METADATA, *OTHERS, *POLICIES]
