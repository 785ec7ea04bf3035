"""Surveys: what is asked, by whom, and the links that lead there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("link_key", sa.Text(), nullable=True),
        sa.CheckConstraint("access IN ('anyone', 'organisation')", name="surveys_access_check"),
        sa.CheckConstraint("cap > 0", name="surveys_cap_check"),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="surveys_owner_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="surveys_pkey"),
        info={"citus": "distributed", "citus_column": "id"},
    )
    op.create_table(
        "drafts",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column(
            "title", sa.Text(), sa.Computed("document ->> 'title'", persisted=True), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="drafts_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", name="drafts_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "edits",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("edits", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="edits_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="edits_user_id_fkey"),
        sa.PrimaryKeyConstraint("survey_id", "revision", name="edits_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "versions",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["published_by"], ["users.id"], name="versions_published_by_fkey"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="versions_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "number", name="versions_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "links",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="links_pkey"),
        info={"citus": "distributed", "citus_column": "key", "citus_group": "none"},
    )
    op.create_index("surveys_owner_id_idx", "surveys", ["owner_id"])
    op.create_index("links_survey_id_idx", "links", ["survey_id"])


def downgrade():
    op.drop_table("links")
    op.drop_table("versions")
    op.drop_table("edits")
    op.drop_table("drafts")
    op.drop_table("surveys")
