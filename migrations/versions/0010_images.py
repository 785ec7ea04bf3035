"""The images of surveys."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "images",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "media_type IN ('image/png', 'image/jpeg', 'image/webp')", name="images_type_check"
        ),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name="images_survey_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "id", name="images_pkey"),
        info={"citus": "distributed", "citus_column": "survey_id"},
    )


def downgrade():
    op.drop_table("images")
