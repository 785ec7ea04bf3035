"""Edits made again after they were undone, and revisions restored."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("edits", sa.Column("redoes", sa.Integer()))
    op.add_column("edits", sa.Column("restores", sa.Integer()))


def downgrade():
    op.drop_column("edits", "restores")
    op.drop_column("edits", "redoes")
