"""The question library, and comments on questions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "library_questions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["users.id"],
            name="library_questions_owner_id_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="library_questions_pkey"),
        info={"citus": "local"},
    )
    op.create_index(
        "library_questions_owner_id_kept_at_idx", "library_questions", ["owner_id", "kept_at"]
    )
    op.create_index(
        "library_questions_shared_idx",
        "library_questions",
        ["kept_at"],
        postgresql_where=sa.text("shared"),
    )
    op.create_table(
        "comments",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name="comments_author_id_fkey"),
        sa.ForeignKeyConstraint(["resolved_by"], ["users.id"], name="comments_resolved_by_fkey"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="comments_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name="comments_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )


def downgrade():
    op.drop_table("comments")
    op.drop_index("library_questions_shared_idx", "library_questions")
    op.drop_index("library_questions_owner_id_kept_at_idx", "library_questions")
    op.drop_table("library_questions")
