"""Limits: how much of something somebody has done lately. Unlogged: a crash may forget it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "limits",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("empty_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="limits_pkey"),
        prefixes=["UNLOGGED"],
        info={"citus": "local"},
    )


def downgrade():
    op.drop_table("limits")
