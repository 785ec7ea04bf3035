"""Maps that were drawn of answers, kept for a week."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "maps",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="maps_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "question_id", name="maps_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )


def downgrade():
    op.drop_table("maps")
