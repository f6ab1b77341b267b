"""Summaries in parts: what a summary holds of each document is kept once, and found without the rest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "parts",
        sa.Column("dossier_id", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossiers.id"], name=op.f("fk_parts_dossier_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("dossier_id", "mark", name=op.f("pk_parts")),
    )
    # A summary kept before has none: it is whole in `sealed`.
    op.add_column("summaries", sa.Column("sealed_contents", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("summaries", "sealed_contents")
    op.drop_table("parts")
