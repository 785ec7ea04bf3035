"""In which order lists were shown, and what a link brought along for later sections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("responses", sa.Column("shown", postgresql.JSONB()))
    op.add_column("partial_responses", sa.Column("link", postgresql.JSONB()))


def downgrade():
    op.drop_column("partial_responses", "link")
    op.drop_column("responses", "shown")
