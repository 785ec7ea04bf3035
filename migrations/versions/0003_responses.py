"""Responses: what was answered, and what the answers add up to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "responses",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respondent_id", sa.Uuid(), nullable=True),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["users.id"], name="responses_respondent_id_fkey"
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name="responses_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "partial_responses",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "id", name="partial_responses_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "folds",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="folds_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", name="folds_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "tally_queue",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "response_id", name="tally_queue_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "tallies",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(collation="C"), nullable=False),
        sa.Column("n", sa.Numeric(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "question_id", "value", name="tallies_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "sketches",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("survey_id", "question_id", name="sketches_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_table(
        "text_answers",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("response_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint(
            "survey_id", "question_id", "written_at", "response_id", name="text_answers_pkey"
        ),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )
    op.create_index(
        "responses_survey_id_submitted_at_idx",
        "responses",
        ["survey_id", "submitted_at"],
        postgresql_where=sa.text("submitted_at IS NOT NULL"),
    )


def downgrade():
    op.drop_table("text_answers")
    op.drop_table("sketches")
    op.drop_table("tallies")
    op.drop_table("tally_queue")
    op.drop_table("folds")
    op.drop_table("partial_responses")
    op.drop_table("responses")
