"""The audit log: what authors and operators did, a chain for each survey and each account."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "audit_entries",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "number", name="audit_entries_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id", "may": "SELECT, INSERT"},
    )
    op.create_table(
        "audit_heads",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_with", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", name="audit_heads_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id", "may": "SELECT, INSERT, UPDATE"},
    )
    op.create_table(
        "account_entries",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("detail", postgresql.JSONB(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "number", name="account_entries_pkey"),
        info={"citus": "local", "may": "SELECT, INSERT"},
    )
    op.create_table(
        "account_heads",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_with", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="account_heads_pkey"),
        info={"citus": "local", "may": "SELECT, INSERT, UPDATE"},
    )


def downgrade():
    op.drop_table("account_heads")
    op.drop_table("account_entries")
    op.drop_table("audit_heads")
    op.drop_table("audit_entries")
