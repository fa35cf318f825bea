"""The words on notice boards, as a record that travels."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_text",
        *(sa.Column(name, sa.String(length=30), nullable=True) for name in ("hotline", "centre_phone", "motto")),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_text")),
        sqlite_with_rowid=False,
    )
