"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "words, content='', contentless_delete=1, tokenize='ascii', prefix='2', detail='none')"
)


def upgrade() -> None:
    op.create_table(
        "access_log",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recipient", sa.String(length=100), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_access_log")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("login", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("last_login", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "code_entry",
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_entry")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_code_entry_table"), "code_entry", ["table"], unique=False)
    op.create_table(
        "grid_level",
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("low", sa.Integer(), nullable=True),
        sa.Column("high", sa.Integer(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grid_level")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "import_batch",
        sa.Column("txn", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("updated", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("undone", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("txn", name=op.f("pk_import_batch")),
    )
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "origin",
        sa.Column("idx", sa.Integer(), nullable=False),
        sa.Column("node", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("head_seq", sa.Integer(), nullable=False),
        sa.Column("head_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("idx", name=op.f("pk_origin")),
        sa.UniqueConstraint("node", "epoch", name=op.f("uq_origin_node")),
    )
    op.create_table(
        "person",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=True),
        sa.Column("birth", sa.Date(), nullable=True),
        sa.Column("id_number", sa.String(length=30), nullable=True),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_person_id_number"), "person", ["id_number"], unique=False)
    op.create_table(
        "search_entry",
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("row", name=op.f("pk_search_entry")),
    )
    op.create_index("ix_search_entry_record", "search_entry", ["record"], unique=False)
    op.create_index("ix_search_entry_row", "search_entry", ["row", "record"], unique=False)
    op.create_table(
        "village",
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "household",
        sa.Column("village_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("address", sa.String(length=100), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_household_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_household_number"), "household", ["number"], unique=False)
    op.create_index(op.f("ix_household_village_id"), "household", ["village_id"], unique=False)
    op.create_table(
        "op",
        sa.Column("origin", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stamp", sa.LargeBinary(length=16), nullable=False),
        sa.Column("txn", sa.LargeBinary(length=16), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("record", sa.LargeBinary(length=16), nullable=False),
        sa.Column("verb", sa.String(length=10), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("body_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["origin"], ["origin.idx"], name=op.f("fk_op_origin_origin")),
        sa.PrimaryKeyConstraint("origin", "seq", name=op.f("pk_op")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_op_record", "op", ["record"], unique=False)
    op.create_index("ix_op_txn", "op", ["txn"], unique=False)
    op.create_table(
        "party_unit",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("parent_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("village_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["party_unit.id"], name=op.f("fk_party_unit_parent_id_party_unit")
        ),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_party_unit_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_unit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_party_unit_parent_id"), "party_unit", ["parent_id"], unique=False)
    op.create_index(op.f("ix_party_unit_village_id"), "party_unit", ["village_id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("grid_set", sa.String(length=20), nullable=False),
        sa.Column("parent_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("village_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=op.f("fk_unit_parent_id_unit")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_unit_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_index(op.f("ix_unit_village_id"), "unit", ["village_id"], unique=False)
    op.create_table(
        "dispute",
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("narrative", sa.String(length=2000), nullable=False),
        sa.Column("mediator", sa.String(length=50), nullable=True),
        sa.Column("agreement", sa.String(length=20), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("result", sa.String(length=2000), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_dispute_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_dispute_number"), "dispute", ["number"], unique=False)
    op.create_index(op.f("ix_dispute_registered_on"), "dispute", ["registered_on"], unique=False)
    op.create_index(op.f("ix_dispute_unit_id"), "dispute", ["unit_id"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("inspected_on", sa.Date(), nullable=True),
        sa.Column("inspector", sa.String(length=100), nullable=True),
        sa.Column("opinion", sa.String(length=1000), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_inspection_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_inspection_month"), "inspection", ["month"], unique=False)
    op.create_index(op.f("ix_inspection_unit_id"), "inspection", ["unit_id"], unique=False)
    op.create_table(
        "matter",
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("urgency", sa.String(length=40), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("reported_at", sa.String(length=5), nullable=True),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("village_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("household_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("place", sa.String(length=100), nullable=True),
        sa.Column("content", sa.String(length=2000), nullable=False),
        sa.Column("asker", sa.String(length=50), nullable=True),
        sa.Column("asker_phone", sa.String(length=30), nullable=True),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("limit_days", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("result", sa.String(length=2000), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_matter_household_id_household")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_matter_unit_id_unit")),
        sa.ForeignKeyConstraint(
            ["village_id"], ["village.id"], name=op.f("fk_matter_village_id_village")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_matter_household_id"), "matter", ["household_id"], unique=False)
    op.create_index(op.f("ix_matter_number"), "matter", ["number"], unique=False)
    op.create_index(op.f("ix_matter_reported_on"), "matter", ["reported_on"], unique=False)
    op.create_index(op.f("ix_matter_unit_id"), "matter", ["unit_id"], unique=False)
    op.create_index(op.f("ix_matter_village_id"), "matter", ["village_id"], unique=False)
    op.create_table(
        "member",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("branch_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("group_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("mobile", sa.Boolean(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["party_unit.id"], name=op.f("fk_member_branch_id_party_unit")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["party_unit.id"], name=op.f("fk_member_group_id_party_unit")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_member_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_member_branch_id"), "member", ["branch_id"], unique=False)
    op.create_index(op.f("ix_member_group_id"), "member", ["group_id"], unique=False)
    op.create_index(op.f("ix_member_person_id"), "member", ["person_id"], unique=False)
    op.create_table(
        "placement",
        sa.Column("household_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("grid_set", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_placement_household_id_household")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_placement_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_placement_household_id"), "placement", ["household_id"], unique=False)
    op.create_index(op.f("ix_placement_unit_id"), "placement", ["unit_id"], unique=False)
    op.create_table(
        "post_holding",
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("unit_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("post", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_post_holding_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_post_holding_unit_id_unit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_holding")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_post_holding_person_id"), "post_holding", ["person_id"], unique=False)
    op.create_index(op.f("ix_post_holding_unit_id"), "post_holding", ["unit_id"], unique=False)
    op.create_table(
        "residence",
        sa.Column("household_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("person_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=True),
        sa.Column("address", sa.String(length=100), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_residence_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_residence_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residence")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_residence_household_id"), "residence", ["household_id"], unique=False)
    op.create_index(op.f("ix_residence_person_id"), "residence", ["person_id"], unique=False)
    op.create_table(
        "dispute_party",
        sa.Column("dispute_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dispute_id"], ["dispute.id"], name=op.f("fk_dispute_party_dispute_id_dispute")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute_party")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_dispute_party_dispute_id"), "dispute_party", ["dispute_id"], unique=False
    )
    op.create_table(
        "inspection_problem",
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=500), nullable=False),
        sa.Column("responsible", sa.String(length=50), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("rechecked_on", sa.Date(), nullable=True),
        sa.Column("rechecked_by", sa.String(length=50), nullable=True),
        sa.Column("recheck", sa.String(length=500), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_inspection_problem_inspection_id_inspection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_problem")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_inspection_problem_inspection_id"),
        "inspection_problem",
        ["inspection_id"],
        unique=False,
    )
    op.create_table(
        "inspection_score",
        sa.Column("inspection_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("full", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inspection_id"],
            ["inspection.id"],
            name=op.f("fk_inspection_score_inspection_id_inspection"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection_score")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_inspection_score_inspection_id"),
        "inspection_score",
        ["inspection_id"],
        unique=False,
    )
    op.create_table(
        "matter_step",
        sa.Column("matter_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=50), nullable=False),
        sa.Column("opinion", sa.String(length=1000), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_matter_step_matter_id_matter")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter_step")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_matter_step_matter_id"), "matter_step", ["matter_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("household_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("visitor_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("visitor", sa.String(length=50), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("need", sa.String(length=1000), nullable=True),
        sa.Column("matter_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("made", sa.LargeBinary(length=16), nullable=False),
        sa.Column("edits", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_visit_household_id_household")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_visit_matter_id_matter")
        ),
        sa.ForeignKeyConstraint(
            ["visitor_id"], ["person.id"], name=op.f("fk_visit_visitor_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_visit_household_id"), "visit", ["household_id"], unique=False)
    op.create_index(op.f("ix_visit_matter_id"), "visit", ["matter_id"], unique=False)
    op.create_index(op.f("ix_visit_visited_on"), "visit", ["visited_on"], unique=False)
    op.create_index(op.f("ix_visit_visitor_id"), "visit", ["visitor_id"], unique=False)
    op.execute(SEARCH_INDEX)
