"""Collaborators of a survey, links by which people join, and who has come to write."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "collaborators",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("role IN ('editor', 'analyst')", name="collaborators_role_check"),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name="collaborators_survey_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="collaborators_user_id_fkey"),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name="collaborators_added_by_fkey"),
        sa.PrimaryKeyConstraint("survey_id", "user_id", name="collaborators_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_index("collaborators_user_id_idx", "collaborators", ["user_id"])
    op.create_table(
        "joining_links",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('editor', 'analyst')", name="joining_links_role_check"),
        sa.ForeignKeyConstraint(
            ["survey_id"],
            ["surveys.id"],
            name="joining_links_survey_id_fkey",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name="joining_links_made_by_fkey"),
        sa.PrimaryKeyConstraint("survey_id", "hash", name="joining_links_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.add_column(
        "users", sa.Column("author", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade():
    op.drop_column("users", "author")
    op.drop_table("joining_links")
    op.drop_table("collaborators")
