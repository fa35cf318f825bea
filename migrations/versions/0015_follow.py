"""Which grid follows up a problem or a work check once the grids are redrawn."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("inspection_problem", "work_check"):
        key = op.f(f"fk_{table}_follow_unit_id_unit")
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN follow_unit_id BLOB CONSTRAINT {key} REFERENCES unit (id)"
        )
        op.create_index(op.f(f"ix_{table}_follow_unit_id"), table, ["follow_unit_id"])
